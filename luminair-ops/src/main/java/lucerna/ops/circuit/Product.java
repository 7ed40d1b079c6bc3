package lucerna.ops.circuit;

import org.jspecify.annotations.Nullable;

/**
 * Batched matrix products: {@code p[g, m, n] = sum_k left[g, m, k] right[g, k, n]}, where the right
 * side is another view, or secret weights.
 *
 * <p>A convolution is the product of a view that repeats pixels with weights; a bias is the product
 * of the constants {@code 2^13, 1} with two rows of weights; a scaling by rows is a product of
 * inner length 1. None of this costs a cell per multiplication.
 *
 * @param groups G
 * @param batch M
 * @param inner K
 * @param outer N
 * @param left G x M x K elements
 * @param right G x K x N elements, or null for weights, of which there are as many
 * @param sumBound for weights: the proven bound per channel (g, n), on {@code sum_k |w|} if {@code
 *     signed}, else on the sum of the positive and on the sum of the negated negative weights each;
 *     0 if nothing is proven but the range of each weight, {@code |w| < 2^13}. 0 for two views
 * @param signed for weights with a proven bound: whether left elements can be negative
 */
public record Product(
    int groups,
    int batch,
    int inner,
    int outer,
    View left,
    @Nullable View right,
    long sumBound,
    boolean signed) {
  /** Bits of a weight's magnitude: every weight lies in {@code (-2^13, 2^13)}. */
  public static final int WEIGHT_BITS = 13;

  /**
   * Says whether the right side is secret weights.
   *
   * @return whether it is
   */
  public boolean hasWeights() {
    return right == null;
  }

  /**
   * Returns the number of rows of the result.
   *
   * @return G M
   */
  public int rows() {
    return groups * batch;
  }
}
