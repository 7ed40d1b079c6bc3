package lucerna.ops.program;

import java.util.List;

/**
 * The secret part of a program.
 *
 * @param layers one per affine, in order
 */
public record Weights(List<Layer> layers) {
  /**
   * The weights of one affine.
   *
   * @param w weights, row-major {@code inner x outer}, each in {@code (-2^13, 2^13)}
   * @param biasHi high limb of each bias, in {@code (-2^13, 2^13)}; empty if not biased
   * @param biasLo low limb of each bias, in {@code (-2^13, 2^13)}; empty if not biased
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Layer(int[] w, int[] biasHi, int[] biasLo) {}
}
