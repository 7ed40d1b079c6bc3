package lucerna.testkit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.ColumnData;
import lucerna.air.Fraction;
import lucerna.air.Scalars;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;

/**
 * The multiplicities that a liar chooses: all lookups balance whose tuples the table holds, so that
 * a false cell is refused for the one tuple that is in no table, or not at all.
 */
public final class Multiplicities {
  private final AirProgram program;
  private final Assignment assignment;
  private final int rows;

  private Multiplicities(AirProgram program, Assignment assignment, int rows) {
    this.program = program;
    this.assignment = assignment;
    this.rows = rows;
  }

  /**
   * Counts what the cells look up and writes it into a column of the witness.
   *
   * @param statement a statement whose program has one table
   * @param fixed the columns fixed beforehand, as the prover gets them
   * @param witness the witness columns; one is overwritten
   * @param column the name of the table's multiplicities
   */
  public static void mend(
      Statement statement, List<CommittedColumns> fixed, int[][] witness, String column) {
    AirProgram program = statement.air().program();
    var layout = CommitmentLayout.of(statement.air(), statement.config(), false);
    Map<Integer, int[][]> byId = new HashMap<>();
    for (int tree = 0; tree <= fixed.size(); tree++) {
      int[][] rows = tree < fixed.size() ? fixed.get(tree).rows() : witness;
      List<Integer> ids = layout.trees().get(tree).columnIds();
      for (int i = 0; i < ids.size(); i++) {
        byId.put(ids.get(i), new int[][] {rows[i]});
      }
    }
    int n = 1 << statement.air().logRows();
    ColumnData data = id -> byId.getOrDefault(id, new int[QM31.DEGREE][n]);
    // Tuples and selectors are in M31, so no challenge occurs in them.
    Scalars scalars =
        new Scalars(
            program.challenges().stream().map(name -> QM31.ZERO).toList(),
            program.publicScalars().stream().map(name -> QM31.ZERO).toList());
    int index = MaliciousProver.indexOf(program, column);
    int[] uses = witness[index];
    Arrays.fill(uses, 0, statement.air().activeRows(), 0);
    new Multiplicities(program, Assignment.inRowOrder(data, n, scalars), n).count(uses);
  }

  private void count(int[] uses) {
    int[] active = values(program.runningSum().orElseThrow().active());
    Map<List<Integer>, Integer> table = new HashMap<>();
    for (Fraction fraction : program.fractions()) {
      if (fraction.produced()) {
        List<List<Integer>> tuples = tuples(fraction);
        for (int row = 0; row < rows; row++) {
          if (active[row] != 0) {
            table.putIfAbsent(tuples.get(row), row);
          }
        }
      }
    }
    for (Fraction fraction : program.fractions()) {
      if (!fraction.produced()) {
        List<List<Integer>> tuples = tuples(fraction);
        int[] times = values(fraction.multiplicity());
        for (int row = 0; row < rows; row++) {
          Integer entry = table.get(tuples.get(row));
          if (active[row] != 0 && entry != null) {
            uses[entry] = M31.add(uses[entry], times[row]);
          }
        }
      }
    }
  }

  private List<List<Integer>> tuples(Fraction fraction) {
    int[][] elements = fraction.tuple().stream().map(this::values).toArray(int[][]::new);
    return java.util.stream.IntStream.range(0, rows)
        .mapToObj(row -> Arrays.stream(elements).map(element -> element[row]).toList())
        .toList();
  }

  private int[] values(int node) {
    int[] values = new int[rows];
    new BlockEvaluator(program, node)
        .evaluate(
            assignment,
            0,
            rows,
            (root, from, count, coordinates) ->
                System.arraycopy(coordinates[0], 0, values, from, count));
    return values;
  }
}
