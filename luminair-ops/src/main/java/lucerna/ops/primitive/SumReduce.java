package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;

/**
 * {@code y[i] = sum_(j < fan) x[i fan + j]}: the sum over the last axis.
 *
 * <p><b>Equation.</b> {@code y[i] = sum_j x[i fan + j]}. There is no running accumulator: one
 * equation states the whole sum, so that no start value and no carry from row to row can be chosen.
 *
 * <p><b>Condition.</b> {@code fan} times the greatest {@code |x|} is below 2^30. Longer sums are
 * taken in parts, each split by {@link Mod}; see {@link WideSum}.
 *
 * <p><b>One result.</b> As for {@link Add}: y equals modulo p a public sum of fixed cells, and both
 * are below 2^30.
 *
 * @param fan how many elements add up, at least 1
 */
public record SumReduce(int fan) implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    long[] y = new long[operands[0].length / fan];
    for (int i = 0; i < operands[0].length; i++) {
      y[i / fan] += operands[0][i];
    }
    for (long sum : y) {
      Conditions.bounded(sum);
    }
    return List.of(y);
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    return List.of(circuit.commit(title() + " " + node, new Term(operands[0], fan, new int[] {1})));
  }
}
