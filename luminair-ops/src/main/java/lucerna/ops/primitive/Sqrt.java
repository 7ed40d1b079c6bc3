package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.View;

/**
 * {@code y = floor(sqrt(x))}.
 *
 * <p><b>Equations.</b> {@code y^2 + r = x}; y in R(bits), r and {@code 2 y - r} in R(bits + 1). The
 * scale is in x, which is a cell of its own: there is no factor to be chosen.
 *
 * <p><b>Condition.</b> {@code 0 <= x < 2^(2 bits)}, with bits at most 15.
 *
 * <p><b>One result.</b> {@code y^2 + r < 2^30 + 2^16 < p - 2^30}, so the equation holds in
 * integers; {@code 0 <= r <= 2 y} says {@code y^2 <= x < (y + 1)^2}.
 *
 * @param bits width of y, 1 to 15
 */
public record Sqrt(int bits) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long[] y = new long[operands[0].length];
    for (int i = 0; i < y.length; i++) {
      y[i] =
          (long) Math.sqrt((double) Conditions.within(operands[0][i], 0, (1L << (2 * bits)) - 1));
    }
    return List.of(y);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    int block = circuit.read(title() + " " + node, new Gadget.Root(bits), operands[0]);
    return List.of(circuit.view(block, Gadget.Root.VALUE));
  }
}
