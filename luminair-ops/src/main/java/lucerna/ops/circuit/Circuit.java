package lucerna.ops.circuit;

import java.util.List;
import lucerna.ops.function.FunctionTable;
import org.jspecify.annotations.Nullable;

/**
 * The integer circuit of one model: everything about it that is public.
 *
 * <p>Blocks come in an order in which they can be computed: an affine reads outputs of blocks
 * before the one whose equation it is. Two exceptions close a loop: what reads a {@code MAXIMUM}
 * block pins it down, and marks FIRST are read by the affine of their own block, from gadgets of
 * higher number in the same group. An affine that is the equation of no block and published by no
 * output is 0: it is an equation by itself ({@link #zeros}).
 *
 * @param name the model's name
 * @param inputs the model's inputs
 * @param tables the functions' tables
 * @param blocks the gadgets
 * @param affines the tables of accumulators
 * @param zeros affines whose accumulators are all 0, because of how the prover chose marks: e.g.
 *     the sum of a group's marks minus 1
 * @param outputs public outputs
 * @param saturates whether a value outside its range was meant to become the range's end: an input
 *     is clamped when it is entered, and blocks do the same for what is computed
 * @param batch what this circuit is copies of, or null where it takes one input; only {@link
 *     Batch#of} makes it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by tests through the codec
public record Circuit(
    String name,
    List<Input> inputs,
    List<FunctionTable> tables,
    List<Block> blocks,
    List<Affine> affines,
    int[] zeros,
    List<Output> outputs,
    boolean saturates,
    @Nullable Batch batch) {
  /** No accumulator, and no sum that stands for one, reaches this absolute value. */
  public static final long BOUND = 1L << 30;

  /** Copies the lists. */
  public Circuit {
    inputs = List.copyOf(inputs);
    tables = List.copyOf(tables);
    blocks = List.copyOf(blocks);
    affines = List.copyOf(affines);
    outputs = List.copyOf(outputs);
  }

  /**
   * Makes a circuit that does not saturate.
   *
   * @param name the model's name
   * @param inputs the model's inputs
   * @param tables the functions' tables
   * @param blocks the gadgets
   * @param affines the tables of accumulators
   * @param zeros affines whose accumulators are all 0
   * @param outputs public outputs
   */
  public Circuit(
      String name,
      List<Input> inputs,
      List<FunctionTable> tables,
      List<Block> blocks,
      List<Affine> affines,
      int[] zeros,
      List<Output> outputs) {
    this(name, inputs, tables, blocks, affines, zeros, outputs, false, null);
  }

  /**
   * Makes a circuit of one input.
   *
   * @param name the model's name
   * @param inputs the model's inputs
   * @param tables the functions' tables
   * @param blocks the gadgets
   * @param affines the tables of accumulators
   * @param zeros affines whose accumulators are all 0
   * @param outputs public outputs
   * @param saturates whether a value outside its range was meant to become the range's end
   */
  public Circuit(
      String name,
      List<Input> inputs,
      List<FunctionTable> tables,
      List<Block> blocks,
      List<Affine> affines,
      int[] zeros,
      List<Output> outputs,
      boolean saturates) {
    this(name, inputs, tables, blocks, affines, zeros, outputs, saturates, null);
  }

  /**
   * Returns how many inputs of the model a run takes.
   *
   * @return the batch's count, or 1
   */
  public int entries() {
    return batch == null ? 1 : batch.count();
  }

  /**
   * Returns the circuit of one entry.
   *
   * @return what the batch copies, or this circuit itself
   */
  public Circuit one() {
    return batch == null ? this : batch.one();
  }

  /**
   * A model input.
   *
   * @param name the ONNX input
   * @param shape its shape
   * @param block the block that holds it, a {@link Gadget.Round} given by INPUT
   * @param exponent a real x is entered as {@code floor(x 2^exponent + 1/2)}
   * @param kind what values it takes
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by tests through the codec
  public record Input(String name, int[] shape, int block, int exponent, Kind kind) {}

  /** What values an input takes. */
  public enum Kind {
    /** Real numbers, rounded to the input's exponent. */
    REAL,
    /** Integers; others are refused. */
    INTEGER,
    /** 0 and 1; others are refused, and in a proof by the range check. */
    BOOLEAN
  }
}
