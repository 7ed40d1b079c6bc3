package lucerna.ops.program;

import org.jspecify.annotations.Nullable;

/**
 * A public output of the model: raw accumulators, or elements of a committed tensor.
 *
 * @param name the ONNX output
 * @param shape its shape
 * @param affine index of the affine whose accumulators are published, or -1
 * @param source if {@code affine >= 0}: accumulator number {@code m N + n} per output element; else
 *     empty
 * @param view if {@code affine < 0}: the elements published; else null
 * @param exponents per output element: real value is {@code integer 2^-exponent}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Output(
    String name, int[] shape, int affine, int[] source, @Nullable View view, int[] exponents) {}
