package lucerna.ops.primitive;

import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;

/**
 * {@code y = floor(log2(x 2^-i) 2^o + 1/2)} for x from 1 on; equations, condition and uniqueness
 * are those of {@link Tabulated}.
 *
 * <p>The table's function is {@code c ln x} with c the double next to 1 / ln 2, which differs from
 * log2 by less than {@code 2^-53} of the value. An entry can differ only where log2 lies that close
 * to a half. It is never a half itself for o of at least 0, except where it is an integer divided
 * by a power of two, which the logarithm of a dyadic number is only as an integer.
 *
 * @param low the first x, at least 1
 * @param high the last x
 * @param inputExponent i, -64 to 64
 * @param outputExponent o, 0 to 64
 */
public record Log2(int low, int high, int inputExponent, int outputExponent) implements Tabulated {
  private static final double BITS_PER_NAT = 0x1.71547652b82fep0;

  /**
   * Checks the exponent.
   *
   * @throws IllegalArgumentException if values are coarser than integers
   */
  public Log2 {
    if (outputExponent < 0) {
      throw new IllegalArgumentException("a logarithm in units of 2^" + -outputExponent);
    }
  }

  @Override
  public FunctionTable table() {
    RealFunction function = RealFunction.of(Kind.LOG).then(Step.of(Kind.AFFINE, BITS_PER_NAT, 0));
    return new FunctionTable(function, low, high, inputExponent, outputExponent);
  }
}
