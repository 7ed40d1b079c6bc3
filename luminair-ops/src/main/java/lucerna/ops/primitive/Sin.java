package lucerna.ops.primitive;

import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;

/**
 * {@code y = floor(sin(x 2^-i) 2^o + 1/2)}; equations, condition and uniqueness are those of {@link
 * Tabulated}.
 *
 * @param low the first x
 * @param high the last x
 * @param inputExponent i, -64 to 64
 * @param outputExponent o, -64 to 64
 */
public record Sin(int low, int high, int inputExponent, int outputExponent) implements Tabulated {
  @Override
  public FunctionTable table() {
    return new FunctionTable(RealFunction.of(Kind.SIN), low, high, inputExponent, outputExponent);
  }
}
