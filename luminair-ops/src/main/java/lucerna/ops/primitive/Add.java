package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.View;

/**
 * {@code y = c a + d b}, for public integers c and d that align the scales of a and b.
 *
 * <p><b>Equation.</b> {@code y = c a + d b}, a sum with public coefficients.
 *
 * <p><b>Condition.</b> {@code |c a + d b| < 2^30} for all a and b in their ranges, which {@code
 * CircuitChecks} checks by intervals.
 *
 * <p><b>One result.</b> The cell y equals modulo p a public sum of cells that are fixed. Both are
 * below 2^30, so that they are equal as integers. Nothing is chosen.
 *
 * @param c the factor of a
 * @param d the factor of b
 */
public record Add(int c, int d) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long[] y = new long[operands[0].length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Conditions.bounded(c * operands[0][i] + d * operands[1][i]);
    }
    return List.of(y);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    return List.of(
        circuit.commit(
            title() + " " + node,
            PrimitiveCircuit.term(operands[0], c),
            PrimitiveCircuit.term(operands[1], d)));
  }
}
