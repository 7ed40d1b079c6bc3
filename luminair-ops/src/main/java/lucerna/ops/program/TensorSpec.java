package lucerna.ops.program;

/**
 * A committed tensor of integers: each element is {@code value = (1 - 2 g) t} with {@code 0 <= t <
 * 2^bits} and stands for the real number {@code value 2^-exponent}.
 *
 * @param name the ONNX tensor or node it comes from
 * @param length number of elements
 * @param bits width of the magnitude t, 1 to 16
 * @param exponent the power of two that scales it
 * @param affine index into {@link Program#affines()} of what defines it, or -1 for a model input
 * @param input index of the model input it is, or -1
 * @param shift per element the number of low bits that the one rounding drops, each 0 to 16; empty
 *     for an input
 */
@SuppressWarnings("ArrayRecordComponent")
public record TensorSpec(
    String name, int length, int bits, int exponent, int affine, int input, int[] shift) {}
