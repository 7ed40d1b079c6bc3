package lucerna.ops.lowering;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.ProgramChecks;
import lucerna.ops.program.TensorSpec;

/**
 * Which row and column holds what, for one program.
 *
 * <p>Weights and elements lie independently in the same rows: row i holds weight row i, elements
 * {@code i E} to {@code i E + E - 1}, pair i of the range table, and, in the trace of a key,
 * channel sum i. Elements are numbered through all tensors. The program's public equations tie them
 * together, so that no cell says which element it is.
 */
public final class Layout {
  /**
   * A trace is at most this many times as high as its active rows and a few more: no planner asks
   * for more, and a hostile key must not.
   */
  private static final long MAX_STRETCH = 64;

  private static final int MIN_STRETCHED = 256;

  private final Program program;
  private final LayoutShape shape;
  private final ProgramSizes sizes;
  private final List<WeightRow> weightRows;
  private final int[] firstElement;
  private final int[] tensorOf;
  private final int[] firstOutput;
  private final int[][] definingOutput;
  private final int activeRows;

  /**
   * Lays a program out.
   *
   * @param program the program
   * @param shape the sizes
   * @throws UserException if the program violates a condition that soundness rests on, or needs a
   *     different shape
   */
  public Layout(Program program, LayoutShape shape) {
    ProgramChecks.check(program);
    this.program = program;
    this.shape = shape;
    sizes = ProgramSizes.of(program);
    if (sizes.hasWeights() != (shape.weightColumns() > 0)) {
      throw new UserException("A layout without weight columns is for programs without weights.");
    }
    weightRows = ProgramSizes.weightRows(program, shape.weightColumns());
    firstElement = offsets(program.tensors().stream().mapToInt(TensorSpec::length).toArray());
    firstOutput = offsets(program.outputs().stream().mapToInt(Layout::lengthOf).toArray());
    tensorOf = new int[program.affines().size()];
    Arrays.fill(tensorOf, -1);
    for (int i = 0; i < program.tensors().size(); i++) {
      if (program.tensors().get(i).affine() >= 0) {
        tensorOf[program.tensors().get(i).affine()] = i;
      }
    }
    definingOutput = definingOutputs();
    activeRows = activeRows(sizes, shape, weightRows.size());
    if (activeRows >= 1 << shape.logRows()) {
      throw new UserException(
          "%d active rows do not fit 2^%d.".formatted(activeRows, shape.logRows()));
    }
    if (1L << shape.logRows() > MAX_STRETCH * (activeRows + MIN_STRETCHED)) {
      throw new UserException(
          "2^%d rows are far more than %d active ones need."
              .formatted(shape.logRows(), activeRows));
    }
    if (Math.max(elementLimbs(), remainderLimbs()) > 2) {
      throw new UserException(
          "%d-bit elements and %d-bit remainders need more than 2 limbs of %d bits."
              .formatted(sizes.maxBits(), sizes.maxShift(), shape.tableBits()));
    }
  }

  static int activeRows(ProgramSizes sizes, LayoutShape shape, int weightRows) {
    int elementRows = Math.ceilDiv(sizes.elements(), shape.elementSlots());
    int tableRows = RangeTable.rows(shape.tableBits());
    return Math.max(Math.max(weightRows, elementRows), Math.max(tableRows, sizes.sums().size()));
  }

  /**
   * Returns what is laid out.
   *
   * @return the program
   */
  public Program program() {
    return program;
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
   * Returns the number of rows that constraints hold on.
   *
   * @return a
   */
  public int activeRows() {
    return activeRows;
  }

  ProgramSizes sizes() {
    return sizes;
  }

  List<WeightRow> weightRows() {
    return weightRows;
  }

  int elementLimbs() {
    return Limbs.count(sizes.maxBits(), shape.tableBits());
  }

  int remainderLimbs() {
    return Limbs.count(sizes.maxShift(), shape.tableBits());
  }

  /** Returns the number of an element among those of all tensors. */
  int elementNumber(int tensor, int element) {
    return firstElement[tensor] + element;
  }

  int rowOf(int elementNumber) {
    return elementNumber / shape.elementSlots();
  }

  int slotOf(int elementNumber) {
    return elementNumber % shape.elementSlots();
  }

  /** Returns the tensor that an affine defines, or -1. */
  int tensorOf(int affine) {
    return tensorOf[affine];
  }

  /** Returns the number of an output's element among those of all outputs. */
  int outputNumber(int output, int element) {
    return firstOutput[output] + element;
  }

  int outputElements() {
    return firstOutput[firstOutput.length - 1];
  }

  /**
   * Returns the public integer that an accumulator is, if its affine defines no tensor.
   *
   * @return the number of the first output element that publishes it
   */
  int definingOutput(int affine, int accumulator) {
    return definingOutput[affine][accumulator];
  }

  /** Returns the number of columns of a committed input. */
  int inputColumns() {
    return shape.inputs() == InputPrivacy.COMMITTED
        ? Math.ceilDiv(sizes.inputElements(), activeRows)
        : 0;
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

  static int lengthOf(Output output) {
    return output.view() == null ? output.source().length : output.view().source().length;
  }

  private int[][] definingOutputs() {
    int[][] defining = new int[program.affines().size()][];
    for (int l = 0; l < defining.length; l++) {
      Affine affine = program.affines().get(l);
      defining[l] = new int[tensorOf[l] < 0 ? affine.batch() * affine.outer() : 0];
      Arrays.fill(defining[l], -1);
    }
    for (int o = 0; o < program.outputs().size(); o++) {
      Output output = program.outputs().get(o);
      for (int i = 0; i < output.source().length && output.affine() >= 0; i++) {
        int[] known = defining[output.affine()];
        if (known.length > 0 && known[output.source()[i]] < 0) {
          known[output.source()[i]] = outputNumber(o, i);
        }
      }
    }
    for (int l = 0; l < defining.length; l++) {
      if (Arrays.stream(defining[l]).anyMatch(number -> number < 0)) {
        throw new UserException(
            program.affines().get(l).name() + " defines no tensor and is not wholly published.");
      }
    }
    return defining;
  }

  private static int[] offsets(int[] lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], lengths[i]);
    }
    return offsets;
  }
}
