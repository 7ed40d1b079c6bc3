package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.View;

/**
 * {@code y = floor((a b + half) / 2^shift)}, half = 2^(shift-1), or 0 for shift 0: a product in
 * fixed point, rounded to nearest, halves up; or the exact product.
 *
 * <p><b>Equations.</b> Cells a' and b' with {@code a' = a}, {@code b' = b}. The exact product is
 * the expression {@code a' b'}. The rounded one has cells t in R(bits), g a bit, rem in R(shift),
 * and {@code (1 - 2 g) t 2^shift + rem - half = a' b'}; then {@code y = (1 - 2 g) t}.
 *
 * <p><b>Condition.</b> {@code |a b| < 2^30} by intervals, {@code |y| < 2^bits}, and {@code bits +
 * shift <= 30}.
 *
 * <p><b>One result.</b> The left side lies between {@code -2^30} and {@code 2^30}, as does the
 * right one, so they are equal as integers; with rem in [0, 2^shift), {@code y 2^shift} is the one
 * multiple of 2^shift in the 2^shift integers up to {@code a b + half}. A remainder that is not
 * held in its range would leave every y possible. For t = 0 the sign g is free, and y is 0.
 *
 * @param bits width of the rounded magnitude, 1 to 24; 0 for the exact product
 * @param shift bits dropped, 0 to 22
 */
public record Mul(int bits, int shift) implements Primitive {
  /** The product without rounding. */
  public static final Mul EXACT = new Mul(0, 0);

  @Override
  public List<long[]> evaluate(long[]... operands) {
    long half = (1L << shift) >> 1;
    long[] y = new long[operands[0].length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Conditions.bounded(operands[0][i] * operands[1][i]);
      if (bits > 0) {
        long most = (1L << bits) - 1;
        y[i] = Conditions.within((y[i] + half) >> shift, -most, most);
      }
    }
    return List.of(y);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    String name = title() + " " + node;
    int block =
        circuit.block(
            name,
            new Gadget.Multiply(),
            operands[0].length(),
            circuit.sum(node, PrimitiveCircuit.term(operands[0], 1)),
            circuit.sum(node, PrimitiveCircuit.term(operands[1], 1)));
    View product = circuit.view(block, Gadget.Multiply.PRODUCT);
    if (bits == 0) {
      return List.of(product);
    }
    Round round = new Round(bits, new int[] {shift}, false, Round.Given.EQUATION);
    return List.of(circuit.view(circuit.read(name, round, product), Round.VALUE));
  }
}
