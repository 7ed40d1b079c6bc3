package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.View;

/**
 * One of the operations that all others can be lowered to. Each says in integers what it computes,
 * which equations hold it, under which condition it has a result, and why it has exactly one.
 *
 * <p>Operands are views of committed integers, below 2^30 in absolute value: permuting, expanding,
 * slicing, padding and reshaping cost nothing. Results are committed cells, or products of two. An
 * input that breaks a condition has no proof: the executor refuses it.
 */
public sealed interface Primitive
    permits Add, Contiguous, LessThan, MaxReduce, Mod, Mul, Recip, Sqrt, SumReduce, Tabulated {
  /**
   * Returns the name, which is also the first word of the names of its blocks.
   *
   * @return one word
   */
  default String title() {
    return getClass().getSimpleName();
  }

  /**
   * Computes the results on integers: the specification of what a proof states.
   *
   * @param operands as many vectors as {@link #lower} takes views
   * @return one vector per result
   * @throws ArithmeticException if the condition does not hold
   */
  List<long[]> evaluate(long[]... operands);

  /**
   * Writes the equations.
   *
   * @param circuit what receives its blocks
   * @param node the node that it is a part of, for messages
   * @param operands what it reads
   * @return views of its results, in the order of {@link #evaluate}
   */
  List<View> lower(PrimitiveCircuit circuit, String node, View... operands);
}
