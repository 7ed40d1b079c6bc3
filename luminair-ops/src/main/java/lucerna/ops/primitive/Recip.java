package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.View;

/**
 * {@code y = floor(2^f / x)} for x of 1 to 29 bits: the inverse of a positive number in fixed
 * point. A negative one is inverted by sign and magnitude ({@link LessThan}, {@link Mul}).
 *
 * <p><b>Equations.</b> With x in limbs of 9 bits, {@code x = 2^9 x1 + x0}: {@code y x0 = 2^9 c +
 * l}, {@code h = y x1 + c}, {@code r = 2^f - l - 2^9 h}; x1, x0, y, c, l, h in their ranges, r and
 * {@code x - 1 - r} in R(divisorBits). The scale {@code 2^f} is a constant of the key.
 *
 * <p><b>Condition.</b> {@code 1 <= x < 2^divisorBits}, {@code y < 2^quotientBits}.
 *
 * <p><b>One result.</b> Each side of each equation is below p for cells in their ranges, so all are
 * equations of integers: {@code 2^f = x y + r}, {@code 0 <= r <= x - 1}, which is the division with
 * remainder. Without {@code x - 1 - r} in range a quotient could be too small by any amount,
 * without r in range too large.
 *
 * @param quotientBits width of y, 1 to 21
 * @param divisorBits width of x, 1 to 29
 * @param numeratorBits f, 9 to 29
 */
public record Recip(int quotientBits, int divisorBits, int numeratorBits) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long[] y = new long[operands[0].length];
    for (int i = 0; i < y.length; i++) {
      long x = Conditions.within(operands[0][i], 1, (1L << divisorBits) - 1);
      y[i] = Conditions.within((1L << numeratorBits) / x, 0, (1L << quotientBits) - 1);
    }
    return List.of(y);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    var gadget = new Gadget.Invert(quotientBits, divisorBits, numeratorBits);
    return List.of(
        circuit.view(circuit.read(title() + " " + node, gadget, operands[0]), Gadget.Invert.VALUE));
  }
}
