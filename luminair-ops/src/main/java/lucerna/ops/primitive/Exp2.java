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
 * less than {@code 2^-55}: for arguments of less than 2^10 it differs from {@code 2^x} by less than
 * {@code 2^-44} of the value. An entry can differ only where {@code 2^x} lies that close to a half;
 * powers of two that are halves have negative arguments, the value moves up, and halves round up.
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
