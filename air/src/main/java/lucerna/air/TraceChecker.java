package lucerna.air;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.field.QM31;

/**
 * Says where a trace breaks its program's constraints. For tests, and for whoever writes an AIR.
 */
public final class TraceChecker {
  private final AirProgram program;
  private final BlockEvaluator constraints;

  /**
   * Prepares the check.
   *
   * @param program the program
   */
  public TraceChecker(AirProgram program) {
    this.program = program;
    constraints = new BlockEvaluator(program);
  }

  /**
   * Checks every constraint, derived ones included, on every row.
   *
   * @param assignment all columns and scalars, in row order
   * @param limit the most violations to report
   * @return violations, block of rows by block of rows; empty if there are none
   */
  public List<Violation> checkConstraints(Assignment assignment, int limit) {
    List<Violation> violations = new ArrayList<>();
    constraints.evaluate(
        assignment,
        0,
        assignment.nextPosition().length,
        (root, from, count, coordinates) -> {
          for (int i = 0; i < count && violations.size() < limit; i++) {
            int bits = 0;
            for (int[] values : coordinates) {
              bits |= values[i];
            }
            if (bits != 0) {
              violations.add(violation(program.constraints().get(root), from + i, assignment));
            }
          }
        });
    return List.copyOf(violations);
  }

  /**
   * Compares what is produced with what is consumed, tuple by tuple, without any challenge.
   *
   * @param assignment base columns of all rows, in row order; scalars and secure columns are read
   *     only if the selectors need them
   * @param limit the most violations to report
   * @return for each tuple that does not balance the first fraction and row with it; empty if all
   *     balance
   */
  public List<Violation> checkRelations(Assignment assignment, int limit) {
    return new RelationCheck(program).check(assignment, limit);
  }

  private Violation violation(Constraint constraint, int row, Assignment assignment) {
    ExprGraph graph = program.graph();
    BitSet nodes = graph.reachableFrom(constraint.node());
    Map<String, QM31> values = new LinkedHashMap<>();
    for (int id = nodes.nextSetBit(0); id >= 0; id = nodes.nextSetBit(id + 1)) {
      ExprNode node = graph.node(id);
      if (node.op() == NodeOp.COLUMN) {
        ColumnInfo column = program.columns().get(node.left());
        int position = node.right() == 0 ? row : assignment.nextPosition()[row];
        values.put(
            column.name() + (node.right() == 0 ? "" : "'"),
            valueAt(assignment.columns().coordinatesOfColumn(column.id()), position));
      }
    }
    return new Violation(constraint.label(), row, values);
  }

  private static QM31 valueAt(int[][] coordinates, int position) {
    return coordinates.length == 1
        ? QM31.of(coordinates[0][position])
        : new QM31(
            coordinates[0][position],
            coordinates[1][position],
            coordinates[2][position],
            coordinates[3][position]);
  }
}
