package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.View;

/**
 * {@code o = [a < b]}, 1 or 0.
 *
 * <p><b>Equation.</b> {@code (1 - o) u - o (u + 1) = a - b}, o a bit, u in R(bits).
 *
 * <p><b>Condition.</b> {@code -2^bits <= a - b < 2^bits}; for 30 bits, {@code a - b} does not reach
 * {@code 2^30 - 1}.
 *
 * <p><b>One result.</b> For o = 0 the left side is u, at least 0; for o = 1 it is {@code -u - 1},
 * below 0. Both lie within 2^bits of 0, and a - b within {@code p - 2^bits}, so that modulo p only
 * one of the two can meet it. o must be a bit, since the equation is linear in o for a given u.
 *
 * @param bits width of the difference, 1 to 30
 */
public record LessThan(int bits) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long limit = 1L << bits;
    long[] o = new long[operands[0].length];
    for (int i = 0; i < o.length; i++) {
      o[i] = Conditions.within(operands[0][i] - operands[1][i], -limit, limit - 1) < 0 ? 1 : 0;
    }
    return List.of(o);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    int difference =
        circuit.sum(
            node, PrimitiveCircuit.term(operands[0], 1), PrimitiveCircuit.term(operands[1], -1));
    int block =
        circuit.block(
            title() + " " + node, new Gadget.Negative(bits), operands[0].length(), difference);
    return List.of(circuit.view(block, Gadget.Negative.FLAG));
  }
}
