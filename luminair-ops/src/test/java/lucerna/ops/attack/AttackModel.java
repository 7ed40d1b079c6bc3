package lucerna.ops.attack;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.Tree;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPins;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.key.WeightRows;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;

/**
 * A model of two dense layers with a ReLU between them, small enough that a proof takes
 * milliseconds, with all its trees; its outputs are the last accumulators and two of the three
 * hidden elements, through the ReLU.
 *
 * <p>In the trace, slot value0 holds the input in rows 0 to 3, and slot round0 the hidden vector in
 * rows 0 to 2. Rows 0 to 7 are weight rows of the first layer, 8 to 11 of its biases, 12 to 14 of
 * the second layer, 15 and 16 of its biases. The range table ends in row 62, the last active one.
 *
 * @param config the parameters
 * @param lowering the circuit laid out
 * @param weights the weights
 * @param preprocessed the columns that the key fixes
 * @param instances the weight trees
 * @param key the key, without a registration proof
 */
record AttackModel(
    PcsConfig config,
    Lowering lowering,
    Weights weights,
    CommittedColumns preprocessed,
    List<CommittedColumns> instances,
    ModelKey key) {
  static final int HIDDEN = 1;
  static final int FIRST_HIDDEN_ROW = 0;
  static final int FIRST_OUTPUT_ROW = 12;
  static final int ACTIVE = 63;
  static final int TABLE_BITS = 5;
  static final int SHIFT = 2;
  static final int INSTANCES = 3;
  static final double[] INPUT = {5, -3, 7, 2};

  static AttackModel of(InputPrivacy input, PcsConfig config) {
    return of(input, config, circuit(0), honestWeights());
  }

  static AttackModel of(InputPrivacy input, PcsConfig config, Circuit circuit, Weights weights) {
    return of(
        new Lowering(
            new Layout(circuit, new LayoutShape(7, ACTIVE, 2, TABLE_BITS, INSTANCES, input))),
        config,
        weights);
  }

  static AttackModel of(Lowering lowering, PcsConfig config, Weights weights) {
    CommittedColumns preprocessed = preprocessed(lowering.preprocessedColumns(), config);
    List<CommittedColumns> instances = new ArrayList<>();
    boolean hasWeights = lowering.layout().hasWeights();
    for (int i = 0; i < lowering.layout().shape().weightInstances() && hasWeights; i++) {
      instances.add(instance(lowering.layout(), weights, config, i));
    }
    var content =
        new KeyContent(
            lowering.layout().circuit(),
            lowering.layout().shape(),
            new Privacy(WeightPrivacy.HIDDEN, lowering.layout().shape().inputs()),
            true,
            config,
            preprocessed.root(),
            hasWeights
                ? preprocessed(lowering.registration().preprocessedColumnsByRow(), config).root()
                : Digest.ZERO,
            instances.stream().map(CommittedColumns::root).toList(),
            null);
    if (content.pinned()) {
      content = content.withPins(pins(content, instances));
    }
    ModelKey key = ModelKey.of(content, lowering, new byte[0]);
    return new AttackModel(config, lowering, weights, preprocessed, instances, key);
  }

  static WeightPins pins(KeyContent content, List<CommittedColumns> instances) {
    return WeightPins.make(
        content, point -> instances.stream().flatMap(t -> t.valuesAt(point).stream()).toList());
  }

  static CommittedColumns preprocessed(int[][] rows, PcsConfig config) {
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.PREPROCESSED), rows, config.fri().logBlowupFactor(), null);
  }

  static CommittedColumns instance(Layout layout, Weights weights, PcsConfig config, int instance) {
    return weightTree(
        WeightRows.fill(layout, weights, SecretRandom.of(new byte[32]), instance),
        config,
        instance);
  }

  static CommittedColumns weightTree(int[][] rows, PcsConfig config, int instance) {
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.WEIGHTS),
        rows,
        config.fri().logBlowupFactor(),
        WeightRows.salts(SecretRandom.of(new byte[32]), instance));
  }

  /** The circuit; outputs and what leads to them may have other exponents without other numbers. */
  static Circuit circuit(int exponent) {
    return circuit(exponent, 7, SHIFT);
  }

  static Circuit circuit(int exponent, long sumBound, int shift) {
    View x = View.all(0, Gadget.Round.VALUE, 4);
    View hidden = View.all(HIDDEN, Gadget.Round.RELU, 3);
    long[] published = {hidden.wires()[0], hidden.wires()[1]};
    return new Circuit(
        "attacked",
        List.of(new Circuit.Input("x", new int[] {4}, 0, 0, Circuit.Kind.REAL)),
        List.of(),
        List.of(
            new Block(
                "x",
                new Gadget.Round(4, new int[] {0}, false, Gadget.Round.Given.INPUT),
                4,
                new int[0],
                0),
            new Block(
                "hidden",
                new Gadget.Round(8, new int[] {shift}, false, Gadget.Round.Given.EQUATION),
                3,
                new int[] {0},
                exponent)),
        List.of(
            new Affine(
                "first",
                1,
                3,
                List.of(new Product(1, 1, 4, 3, x, null, sumBound, true), bias(3)),
                List.of()),
            new Affine(
                "second",
                1,
                2,
                List.of(new Product(1, 1, 3, 2, hidden, null, 5, false), bias(2)),
                List.of())),
        new int[0],
        List.of(
            new Output("y", new int[] {2}, 1, new int[] {0, 1}, null, new int[] {exponent}),
            new Output(
                "hidden",
                new int[] {2},
                -1,
                new int[0],
                new View(published),
                new int[] {exponent})));
  }

  private static Product bias(int outer) {
    View constants = new View(new long[] {Wire.constant(1 << 13), Wire.constant(1)});
    return new Product(1, 1, 2, outer, constants, null, 0, false);
  }

  /** Per layer its weights, and then its biases' high and low limbs. */
  static Weights honestWeights() {
    return new Weights(
        List.of(
            new int[] {1, -2, 3, 2, 1, -1, -3, 2, 1, 1, 1, -2},
            new int[] {0, 0, 0, 3, 12, 1},
            new int[] {1, 2, -1, 3, 2, -1},
            new int[] {0, 0, -5, 9}));
  }

  /** The honest weights, but for one. */
  static Weights weightsWith(int product, int index, int value) {
    List<int[]> products = new ArrayList<>(honestWeights().products());
    products.get(product)[index] = value;
    return new Weights(products);
  }

  CircuitExecution run(double... input) {
    return CircuitExecutor.run(lowering.layout().circuit(), weights, new double[][] {input});
  }

  Layout layout() {
    return lowering.layout();
  }
}
