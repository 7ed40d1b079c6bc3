package lucerna.ops.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.air.Tree;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.ops.executor.Execution;
import lucerna.ops.executor.IntegerExecutor;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.key.WeightRows;
import lucerna.ops.lowering.InputPrivacy;
import lucerna.ops.lowering.Layout;
import lucerna.ops.lowering.LayoutShape;
import lucerna.ops.lowering.Lowering;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;

/**
 * A model of two dense layers with a ReLU between them, small enough that a proof takes
 * milliseconds, with all its trees; its outputs are the last accumulators and two of the three
 * hidden elements, through the ReLU.
 *
 * <p>In the trace, slot e0 of row i holds element i: the input in rows 0 to 3, the hidden tensor in
 * rows 4 to 6. Rows 0 to 11 are weight rows of the first layer, 12 to 16 of the second. The range
 * table ends in row 62, the last active one.
 *
 * @param config the parameters
 * @param lowering the program laid out
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
  static final int FIRST_HIDDEN_ROW = 4;
  static final int FIRST_OUTPUT_ROW = 12;
  static final int ACTIVE = 63;
  static final int TABLE_BITS = 5;
  static final int SHIFT = 2;
  static final int INSTANCES = 3;
  static final double[] INPUT = {5, -3, 7, 2};

  static AttackModel of(InputPrivacy input, PcsConfig config) {
    return of(input, config, program(0), honestWeights());
  }

  static AttackModel of(InputPrivacy input, PcsConfig config, Program program, Weights weights) {
    return of(
        new Lowering(new Layout(program, new LayoutShape(7, 2, TABLE_BITS, 1, INSTANCES, input))),
        config,
        weights);
  }

  static AttackModel of(Lowering lowering, PcsConfig config, Weights weights) {
    CommittedColumns preprocessed = preprocessed(lowering.preprocessedColumns(), config);
    List<CommittedColumns> instances = new ArrayList<>();
    for (int i = 0; i < lowering.layout().shape().weightInstances(); i++) {
      instances.add(instance(lowering.layout(), weights, config, i));
    }
    var content =
        new KeyContent(
            lowering.layout().program(),
            lowering.layout().shape(),
            new Privacy(WeightPrivacy.HIDDEN, lowering.layout().shape().inputs()),
            true,
            config,
            preprocessed.root(),
            preprocessed(lowering.registration().preprocessedColumnsByRow(), config).root(),
            instances.stream().map(CommittedColumns::root).toList(),
            null);
    ModelKey key = ModelKey.of(content, lowering, new byte[0]);
    return new AttackModel(config, lowering, weights, preprocessed, instances, key);
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

  /** The program; outputs and what leads to them may have other exponents without other numbers. */
  static Program program(int exponent) {
    return program(exponent, 7, SHIFT);
  }

  static Program program(int exponent, long sumBound, int shift) {
    View x = new View(0, false, IntStream.range(0, 4).toArray());
    View hidden = new View(HIDDEN, true, IntStream.range(0, 3).toArray());
    int before = exponent + shift;
    return new Program(
        "attacked",
        List.of(new Program.Input("x", new int[] {4})),
        List.of(
            new TensorSpec("x", 4, 4, 0, -1, 0, new int[0]),
            new TensorSpec("hidden", 3, 8, exponent, 0, -1, new int[] {shift, shift, shift})),
        List.of(
            new Affine(
                "first",
                1,
                4,
                3,
                x,
                true,
                List.of(),
                sumBound,
                true,
                new int[] {before, before, before}),
            new Affine(
                "second",
                1,
                3,
                2,
                hidden,
                true,
                List.of(),
                5,
                false,
                new int[] {exponent, exponent})),
        List.of(
            new Output(
                "y", new int[] {2}, 1, new int[] {0, 1}, null, new int[] {exponent, exponent}),
            new Output(
                "hidden",
                new int[] {2},
                -1,
                new int[0],
                new View(HIDDEN, true, new int[] {0, 1}),
                new int[] {exponent, exponent})));
  }

  static Weights honestWeights() {
    return new Weights(
        List.of(
            new Weights.Layer(
                new int[] {1, -2, 3, 2, 1, -1, -3, 2, 1, 1, 1, -2},
                new int[3],
                new int[] {3, 12, 1}),
            new Weights.Layer(new int[] {1, 2, -1, 3, 2, -1}, new int[2], new int[] {-5, 9})));
  }

  Execution run(double... input) {
    return IntegerExecutor.run(lowering.layout().program(), weights, new double[][] {input});
  }

  Layout layout() {
    return lowering.layout();
  }
}
