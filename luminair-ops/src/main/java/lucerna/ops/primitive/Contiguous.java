package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.View;

/**
 * {@code y[i] = x[view(i)]}: a committed copy of a view, be it a permutation, an expansion, a
 * slice, a padding with constants or a reshape, or any of them in a row.
 *
 * <p><b>Equation.</b> {@code y[i] = x[view(i)]}, per element: which element is copied where is part
 * of the key, and a copy of another element, or a permuted tensor, breaks the equation of its
 * position.
 *
 * <p><b>Condition.</b> None: {@code |x| < 2^30} is known of every operand.
 *
 * <p><b>One result.</b> y equals modulo p a cell that is fixed, and both are below 2^30.
 *
 * <p>The other primitives read views as they are; a copy is only needed where weights, which lie in
 * trees of the key, become cells of a proof.
 */
public record Contiguous() implements Primitive {
  @Override
  public List<long[]> evaluate(long[]... operands) {
    for (long x : operands[0]) {
      Conditions.bounded(x);
    }
    return List.of(operands[0].clone());
  }

  @Override
  public List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    return List.of(circuit.commit(title() + " " + node, PrimitiveCircuit.term(operands[0], 1)));
  }
}
