package lucerna.ops.primitive;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/**
 * {@code m[i] = max_(j < fan) x[i fan + j]}, the distances {@code u[i, j] = m[i] - x[i, j]}, and,
 * if asked for, marks: 1 at the first maximum of each group, 0 elsewhere.
 *
 * <p><b>Equations.</b> m in sign and magnitude, t in R(bits). {@code u = m - x}, u in
 * R(distanceBits), {@code o u = 0}, {@code sum_j o[i, j] = 1}. With marks, o is a bit, and from
 * each u the marks of all later elements of the group are subtracted.
 *
 * <p><b>Condition.</b> {@code |m| < 2^bits}, every {@code u < 2^distanceBits}.
 *
 * <p><b>One result.</b> No distance is negative, so m is no less than any x. The o of a group sum
 * to 1, so one is not 0, and its u is: m equals that x. There is no running maximum that could
 * start anywhere. Marks that are bits with sum 1 have one place j; there {@code m = x_j}, and for
 * each earlier i, {@code m - x_i - 1 >= 0}: j is the first maximum.
 *
 * @param bits width of the maximum's magnitude, 1 to 24
 * @param distanceBits width of the distances, 1 to 30
 * @param fan the length of a group
 * @param marked whether marks at the first maximum are a result
 */
public record MaxReduce(int bits, int distanceBits, int fan, boolean marked) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long[] x = operands[0];
    long[] m = new long[x.length / fan];
    long[] u = new long[x.length];
    long[] o = new long[x.length];
    long most = (1L << bits) - 1;
    for (int i = 0; i < m.length; i++) {
      int first = i * fan;
      for (int j = i * fan; j < (i + 1) * fan; j++) {
        first = x[j] > x[first] ? j : first;
      }
      m[i] = Conditions.within(x[first], -most, most);
      o[first] = 1;
      for (int j = i * fan; j < (i + 1) * fan; j++) {
        int later = marked && j < first ? 1 : 0;
        u[j] = Conditions.within(m[i] - x[j] - later, 0, (1L << distanceBits) - 1);
      }
    }
    return marked ? List.of(m, u, o) : List.of(m, u);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    String name = title() + " " + node;
    int length = operands[0].length();
    int top =
        circuit.block(
            name, new Round(bits, new int[] {0}, false, Round.Given.MAXIMUM), length / fan);
    long[] tops = new long[length];
    Arrays.setAll(tops, i -> Wire.of(top, Round.VALUE, i / fan));
    Term maximum = PrimitiveCircuit.term(new View(tops), 1);
    Term values = PrimitiveCircuit.term(operands[0], -1);
    var gadget = new Gadget.Nonnegative(distanceBits, marked ? Mark.FIRST : Mark.ZERO);
    int equation =
        marked && fan > 1
            ? circuit.sum(node, maximum, values, later(top + 1, length))
            : circuit.sum(node, maximum, values);
    int block = circuit.block(name, gadget, length, equation);
    View marks = circuit.view(block, Gadget.Nonnegative.MARK);
    circuit.zero(
        node,
        new Term(marks, fan, new int[] {1}),
        PrimitiveCircuit.term(PrimitiveCircuit.constants(-1, length / fan), 1));
    View m = circuit.view(top, Round.VALUE);
    View u = circuit.view(block, Gadget.Nonnegative.VALUE);
    return marked ? List.of(m, u, marks) : List.of(m, u);
  }

  /** Subtracts the marks of all later elements of a group. */
  private Term later(int block, int length) {
    long[] wires = new long[length * (fan - 1)];
    Arrays.fill(wires, Wire.ZERO);
    for (int i = 0; i < length; i++) {
      int last = (i / fan + 1) * fan;
      for (int after = i + 1; after < last; after++) {
        wires[i * (fan - 1) + after - i - 1] = Wire.of(block, Gadget.Nonnegative.MARK, after);
      }
    }
    return new Term(new View(wires), fan - 1, new int[] {-1});
  }
}
