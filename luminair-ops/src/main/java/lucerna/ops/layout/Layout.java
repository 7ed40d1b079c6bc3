package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;

/**
 * Which row and column holds what, for one circuit.
 *
 * <p>Weights, gadgets of each kind, pairs of factors, and entries of tables lie independently in
 * the same rows. Thing number i of a kind that has S slots stands in row {@code i / S}, slot {@code
 * i % S}; weight row i is row i. The circuit's public equations tie them together, so that no cell
 * says which gadget it belongs to.
 */
public final class Layout {
  private final Circuit circuit;
  private final LayoutShape shape;
  private final Bounds bounds;
  private final CircuitSizes sizes;
  private final List<WeightProduct> weightProducts;
  private final int[] firstGadget;
  private final int[] firstOutput;
  private final int[][] definingOutput;

  /**
   * Lays a circuit out.
   *
   * @param circuit the circuit
   * @param shape the sizes
   * @throws UserException if the circuit violates a condition that soundness rests on, or needs a
   *     different shape
   */
  public Layout(Circuit circuit, LayoutShape shape) {
    this(circuit, CircuitChecks.check(circuit), shape);
  }

  /**
   * Lays out a circuit that has been checked already.
   *
   * @param circuit the circuit
   * @param bounds what {@link CircuitChecks#check} said of it
   * @param shape the sizes
   * @throws UserException if the circuit needs a larger layout than this one
   */
  public Layout(Circuit circuit, Bounds bounds, LayoutShape shape) {
    this.circuit = circuit;
    this.shape = shape;
    this.bounds = bounds;
    sizes = new CircuitSizes(circuit);
    if (sizes.hasWeights() != (shape.weightColumns() > 0)) {
      throw new UserException("A layout without weight columns is for circuits without weights.");
    }
    weightProducts = sizes.weightProducts(Math.max(1, shape.weightColumns()));
    firstGadget = firstGadgets();
    firstOutput = new int[circuit.outputs().size() + 1];
    for (int o = 0; o < circuit.outputs().size(); o++) {
      firstOutput[o + 1] = Math.addExact(firstOutput[o], circuit.outputs().get(o).length());
    }
    definingOutput = new int[circuit.affines().size()][];
    Arrays.setAll(definingOutput, this::definingOutputs);
    ShapeChecks.check(this);
  }

  /**
   * Returns what is laid out.
   *
   * @return the circuit
   */
  public Circuit circuit() {
    return circuit;
  }

  /**
   * Returns the sizes.
   *
   * @return the shape
   */
  public LayoutShape shape() {
    return shape;
  }

  /**
   * Returns the intervals of all values.
   *
   * @return the circuit's bounds
   */
  public Bounds bounds() {
    return bounds;
  }

  /**
   * Returns the number of rows that constraints hold on.
   *
   * @return a
   */
  public int activeRows() {
    return shape.activeRows();
  }

  /**
   * Says whether the circuit has weights, and so a key trees of them.
   *
   * @return whether some product has weights
   */
  public boolean hasWeights() {
    return sizes.hasWeights();
  }

  CircuitSizes sizes() {
    return sizes;
  }

  List<WeightProduct> weightProducts() {
    return weightProducts;
  }

  /**
   * Returns the number of rows that hold weights; they are the first ones.
   *
   * @return R, at most {@link #activeRows}
   */
  public int weightRows() {
    return weightProducts.stream().mapToInt(WeightProduct::rows).sum();
  }

  /** Returns the number of channel sums that the key proves bounds of. */
  int sums() {
    return weightProducts.stream().mapToInt(WeightProduct::sums).sum();
  }

  /** Returns how many slots so many things stand in. */
  int slots(int count) {
    return Math.ceilDiv(count, shape.activeRows());
  }

  int slots(KindSizes kind) {
    return slots(kind.count());
  }

  int pairSlots() {
    return slots(sizes.pairs());
  }

  int rangeSlots() {
    return slots(ShapeChecks.rangeEntries(sizes, shape.tableBits()));
  }

  int functionSlots() {
    return slots(sizes.tableEntries());
  }

  /** Returns the kind of a block's gadgets. */
  KindSizes kind(int block) {
    return sizes.kinds().get(sizes.kindOf(block));
  }

  /** Returns the number of a block's first gadget among those of its kind. */
  int firstGadget(int block) {
    return firstGadget[block];
  }

  /** Returns the number of an output's element among those of all outputs. */
  int outputNumber(int output, int element) {
    return firstOutput[output] + element;
  }

  int outputElements() {
    return firstOutput[firstOutput.length - 1];
  }

  /**
   * Returns the public integers that an affine's accumulators are.
   *
   * @return per accumulator the number of the first output element that publishes it; empty if the
   *     affine is not published
   */
  int[] definingOutput(int affine) {
    return definingOutput[affine];
  }

  /** Returns the number of columns of a committed input. */
  int inputColumns() {
    return shape.inputs() == InputPrivacy.COMMITTED ? slots(sizes.inputElements()) : 0;
  }

  /** Returns the output of an input's block that its value is. */
  static int inputOutput(Circuit.Input input) {
    return input.kind() == Circuit.Kind.BOOLEAN ? Gadget.Round.MAGNITUDE : Gadget.Round.VALUE;
  }

  /**
   * Returns the degree of the functional that ties an inference's cells together, as a polynomial
   * in the challenges; see {@link Monomials}.
   *
   * @return what to divide by the size of QM31 to bound the error
   */
  public int functionalDegree() {
    return Monomials.degree(this);
  }

  /**
   * Describes sizes and costs.
   *
   * @return some lines of text
   */
  public String describe() {
    return LayoutReport.of(this);
  }

  private int[] firstGadgets() {
    int[] next = new int[sizes.kinds().size()];
    int[] first = new int[circuit.blocks().size()];
    for (int b = 0; b < first.length; b++) {
      Block block = circuit.blocks().get(b);
      first[b] = next[sizes.kindOf(b)];
      next[sizes.kindOf(b)] += block.length();
    }
    return first;
  }

  private int[] definingOutputs(int affine) {
    int[] defining = new int[0];
    for (int o = 0; o < circuit.outputs().size(); o++) {
      Output output = circuit.outputs().get(o);
      if (output.affine() != affine) {
        continue;
      }
      if (defining.length == 0) {
        defining = new int[circuit.affines().get(affine).length()];
        Arrays.fill(defining, -1);
      }
      for (int i = 0; i < output.source().length; i++) {
        if (defining[output.source()[i]] < 0) {
          defining[output.source()[i]] = outputNumber(o, i);
        }
      }
    }
    if (Arrays.stream(defining).anyMatch(number -> number < 0)) {
      throw new UserException(
          circuit.affines().get(affine).name() + " is published, but not wholly.");
    }
    return defining;
  }
}
