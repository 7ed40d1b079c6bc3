package lucerna.ops.program;

import java.util.List;

/**
 * A table of accumulators, {@code acc[m, n] = sum_k x[m, k] w[k, n] + bias[n] + sum_i 2^shift_i
 * term_i[m, n]}: a dense layer, an addition, or both at once.
 *
 * <p>Weights and bias are secret and live in {@link Weights}; what is here is public. No
 * accumulator reaches {@code 2^30} in absolute value, for any input within its range and any
 * weights within their bounds.
 *
 * @param name the ONNX node
 * @param batch M, number of rows that share the weights
 * @param inner K, 0 where there is no product
 * @param outer N
 * @param operand the view x, M times K elements; null where {@code inner} is 0
 * @param biased whether there is a bias
 * @param terms what is added, each a view of M times N elements
 * @param sumBound the proven bound: signed operand, {@code sum_k |w[k, n]|}; unsigned (ReLU), the
 *     sum of the positive and the sum of the negated negative weights each; at most this for every
 *     n; 0 where {@code inner} is 0
 * @param signed whether the operand can be negative
 * @param exponents per n, the exponent of the accumulator: real value is {@code acc 2^-exponent}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Affine(
    String name,
    int batch,
    int inner,
    int outer,
    @org.jspecify.annotations.Nullable View operand,
    boolean biased,
    List<Term> terms,
    long sumBound,
    boolean signed,
    int[] exponents) {

  /**
   * A summand.
   *
   * @param view the elements, M times N
   * @param shift the power of two that aligns its exponent, 0 to 16
   */
  public record Term(View view, int shift) {}
}
