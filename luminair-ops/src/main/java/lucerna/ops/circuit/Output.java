package lucerna.ops.circuit;

import org.jspecify.annotations.Nullable;

/**
 * A public output of the model: raw accumulators, or elements of a view.
 *
 * @param name the ONNX output
 * @param shape its shape
 * @param affine index of the affine whose accumulators are published, or -1
 * @param source if {@code affine >= 0}: accumulator number per output element; every accumulator of
 *     the affine occurs; else empty
 * @param view if {@code affine < 0}: the elements published; else null
 * @param exponents per output element: real value is {@code integer 2^-exponent}; one for all, or
 *     one per element
 */
@SuppressWarnings("ArrayRecordComponent") // compared by tests through the codec
public record Output(
    String name, int[] shape, int affine, int[] source, @Nullable View view, int[] exponents) {
  /**
   * Returns the exponent of an element.
   *
   * @param index the element
   * @return its exponent
   */
  public int exponent(int index) {
    return exponents[exponents.length == 1 ? 0 : index];
  }

  /**
   * Returns the number of elements.
   *
   * @return the length
   */
  public int length() {
    return view == null ? source.length : view.length();
  }
}
