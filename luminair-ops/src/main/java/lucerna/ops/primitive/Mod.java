package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.View;

/**
 * {@code r = a mod b}, {@code q = floor(a / b)}, for a positive b: the remainder has the sign of
 * the divisor, {@code 0 <= r < b}.
 *
 * <p><b>Equations.</b> Cell b' with {@code b' = b}; {@code b' q + r = a}; {@code q +
 * 2^quotientBits} in R(quotientBits + 1), r and {@code b' - 1 - r} in R(divisorBits).
 *
 * <p><b>Condition.</b> {@code 1 <= b < 2^divisorBits}, {@code -2^quotientBits <= q <
 * 2^quotientBits}, and {@code 2^quotientBits b + 2^divisorBits + 2^30 < p}.
 *
 * <p><b>One result.</b> By that span the equation holds in integers, and {@code 0 <= r <= b - 1} is
 * the division with remainder. Both r and {@code b - 1 - r} are looked up as cells' values; that
 * their sum is b - 1 is an identity and shows nothing.
 *
 * @param quotientBits the quotient's width, 0 to 29
 * @param divisorBits the divisor's width, 1 to 29
 */
public record Mod(int quotientBits, int divisorBits) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long[] r = new long[operands[0].length];
    long[] q = new long[r.length];
    for (int i = 0; i < r.length; i++) {
      long b = Conditions.within(operands[1][i], 1, (1L << divisorBits) - 1);
      q[i] = Math.floorDiv(operands[0][i], b);
      Conditions.within(q[i], -(1L << quotientBits), (1L << quotientBits) - 1);
      r[i] = Math.floorMod(operands[0][i], b);
    }
    return List.of(r, q);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    int block =
        circuit.block(
            title() + " " + node,
            new Gadget.Divide(quotientBits, divisorBits),
            operands[0].length(),
            circuit.sum(node, PrimitiveCircuit.term(operands[1], 1)),
            circuit.sum(node, PrimitiveCircuit.term(operands[0], 1)));
    return List.of(
        circuit.view(block, Gadget.Divide.REMAINDER), circuit.view(block, Gadget.Divide.QUOTIENT));
  }
}
