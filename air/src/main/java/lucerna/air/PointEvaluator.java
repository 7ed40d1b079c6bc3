package lucerna.air;

import java.util.BitSet;
import lucerna.field.QM31;

/** Evaluates a program's constraints at one point, from the columns' values there. */
public final class PointEvaluator {
  private final AirProgram program;
  private final int[] roots;
  private final BitSet nodes;

  /** Columns' values at the point. */
  @FunctionalInterface
  public interface Mask {
    /**
     * Returns a column's value.
     *
     * @param column the column's id
     * @param offset the row offset, one of the column's {@link ColumnInfo#offsets()}
     * @return the value at the point, moved on by that many rows
     */
    QM31 at(int column, int offset);
  }

  /**
   * Prepares the evaluation.
   *
   * @param program the program
   */
  public PointEvaluator(AirProgram program) {
    this.program = program;
    roots = program.constraintNodes();
    nodes = program.graph().reachableFrom(roots);
  }

  /**
   * Evaluates every constraint.
   *
   * @param mask the columns' values
   * @param scalars the scalars' values
   * @return the constraints' values, in the program's order
   * @throws IllegalArgumentException if the number of scalars is not the program's
   */
  public QM31[] evaluate(Mask mask, Scalars scalars) {
    QM31[] values = NodeValues.of(program, nodes, mask, scalars);
    QM31[] constraints = new QM31[roots.length];
    for (int k = 0; k < roots.length; k++) {
      constraints[k] = values[roots[k]];
    }
    return constraints;
  }

  /**
   * Combines all K constraints by powers: {@code sum over k of alpha^(K - 1 - k) * constraint k}.
   *
   * @param mask the columns' values
   * @param scalars the scalars' values
   * @param alpha the combination's challenge
   * @return the combination's value
   * @throws IllegalArgumentException if the number of scalars is not the program's
   */
  public QM31 combine(Mask mask, Scalars scalars, QM31 alpha) {
    QM31 combination = QM31.ZERO;
    for (QM31 value : evaluate(mask, scalars)) {
      combination = combination.mul(alpha).add(value);
    }
    return combination;
  }
}
