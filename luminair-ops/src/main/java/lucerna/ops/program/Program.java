package lucerna.ops.program;

import java.util.List;

/**
 * The integer program of one model: everything about it that is public.
 *
 * <p>Evaluation order: tensors and affines refer only to tensors of lower index. A tensor with
 * {@code affine >= 0} is the rounding of that affine's accumulators, element {@code m N + n} from
 * accumulator {@code [m, n]}: {@code value = floor((acc + 2^(s-1)) / 2^s)}, {@code s = shift[m N +
 * n]} ({@code value = acc} for {@code s = 0}). Each affine defines at most one tensor.
 *
 * @param name the model's name
 * @param inputs the model's inputs
 * @param tensors committed tensors
 * @param affines tables of accumulators
 * @param outputs public outputs
 */
public record Program(
    String name,
    List<Input> inputs,
    List<TensorSpec> tensors,
    List<Affine> affines,
    List<Output> outputs) {

  /** Bits of a weight's magnitude: every weight and bias limb lies in {@code (-2^13, 2^13)}. */
  public static final int WEIGHT_BITS = 13;

  /** A bias is {@code hi 2^13 + lo} with both limbs in the range of a weight. */
  public static final int BIAS_LIMB_BITS = 13;

  /** No accumulator, and no sum that stands for one, reaches this absolute value. */
  public static final long ACCUMULATOR_BOUND = 1L << 30;

  /**
   * A model input.
   *
   * @param name the ONNX input
   * @param shape its shape
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Input(String name, int[] shape) {}
}
