package lucerna.ops.primitive;

import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;

/**
 * {@code y = floor(2^(x 2^-i) 2^o + 1/2)}; equations, condition and uniqueness are those of {@link
 * Tabulated}.
 *
 * <p>The table's function is {@code e^(c x)} with c the double next to ln 2, which lies below it by
 * less than {@code 2^-55}. For arguments of less than 2^10 a value moves by less than {@code 2^-44}
 * of itself. Values below 2^30 that are no powers of two are farther from any half than that; where
 * a power of two is a half, the argument is negative, the value moves up, and halves round up.
 *
 * @param low the first x
 * @param high the last x
 * @param inputExponent i, -64 to 64
 * @param outputExponent o, -64 to 64
 */
public record Exp2(int low, int high, int inputExponent, int outputExponent) implements Tabulated {
  private static final double LN_2 = 0x1.62e42fefa39efp-1;

  @Override
  public FunctionTable table() {
    RealFunction function = RealFunction.of(Kind.AFFINE, LN_2, 0).then(Step.of(Kind.EXP));
    return new FunctionTable(function, low, high, inputExponent, outputExponent);
  }
}
