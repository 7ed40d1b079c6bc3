package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.Scalars;
import lucerna.field.ColumnArena;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.RowOrder;
import lucerna.stark.CommitmentLayout;

/**
 * The composition polynomial: all constraints in one combination, divided by what vanishes on the
 * trace.
 *
 * <p>Constraints of degree 4 over N rows leave a quotient in the space of dimension 4N, so its
 * values on a domain of 4N points determine it: that of the trees at rate 1/4; at a lower rate a
 * smaller one, to which the columns are extended anew. {@link QuotientSpace} says how many of these
 * points it takes.
 */
final class Composition {
  private final CommitmentLayout layout;
  private final AirProgram program;
  private final ColumnArena arena;

  /** Columns that nobody reads after the constraints. */
  private final List<int[]> passing = new ArrayList<>();

  /**
   * Prepares a composition.
   *
   * @param program the layout's, or one of the same values over other PUBLIC columns
   * @param arena where all long arrays come from, the result's among them
   */
  Composition(CommitmentLayout layout, AirProgram program, ColumnArena arena) {
    this.layout = layout;
    this.program = program;
    this.arena = arena;
  }

  /**
   * The composition.
   *
   * @param coefficients the four coordinate polynomials with their masks
   * @param top the factor of what vanishes on the trace, outside their space
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Polynomial(int[][] coefficients, QM31 top) {}

  /** Returns the composition, of as many coefficients as FRI's input has dimensions. */
  Polynomial of(
      List<CommittedColumns> trees, SecureColumn[] publicColumns, Scalars scalars, QM31 alpha) {
    int logSize = logEvaluated();
    if (layout.logTraceDomain() < logSize) {
      throw new IllegalArgumentException("the blow-up is below the composition's expansion");
    }
    int size = 1 << logSize;
    QuotientSpace space = QuotientSpace.of(layout.logRows(), program.maxDegree());
    var columns =
        new TraceColumns(
            layout,
            program,
            extended(publicColumns),
            trees.size(),
            tree -> evaluations(trees.get(tree)));
    int[] next = arena.take(space.positions());
    var assignment =
        new Assignment(columns, RowOrder.nextPositions(logSize, layout.logRows(), next), scalars);
    SecureColumn sum = arena.zerosSecure(size);
    new BlockEvaluator(program)
        .accumulate(assignment, program.combinationCoefficients(alpha), sum, space.positions());

    passing.forEach(arena::release);
    arena.release(next);

    int[][] masks = masks(trees.getLast());
    int[][] coordinates = sum.coordinates();
    boolean whole = logSize == layout.logFriDegree();
    int[] top = new int[QM31.DEGREE];
    Parallel.forEach(
        coordinates.length,
        k -> {
          if (whole) {
            space.interpolate(coordinates[k], arena);
          } else {
            int[] values = coordinates[k];
            coordinates[k] = space.interpolate(values, layout.logFriDegree(), arena);
            top[k] = values[0];
            arena.release(values);
          }
          if (masks.length > 0) {
            addMask(coordinates[k], masks[k]);
          }
        });
    return new Polynomial(coordinates, new QM31(top[0], top[1], top[2], top[3]));
  }

  /** Four blocks of N points: at rate 1/4 the domain of the trees. */
  private int logEvaluated() {
    return layout.logRows() + CommitmentLayout.LOG_COMPOSITION_EXPANSION;
  }

  private int[][] evaluations(CommittedColumns tree) {
    if (layout.logTraceDomain() == logEvaluated()) {
      return tree.evaluations();
    }
    return extended(tree.rows());
  }

  /** The mask's columns in row order, the last of the interaction tree. */
  private int[][] masks(CommittedColumns interaction) {
    int count = layout.trees().getLast().masks();
    int[][] rows = interaction.rows();
    return Arrays.copyOfRange(rows, rows.length - count, rows.length);
  }

  /** The space of dimension N is spanned by the first N functions of the larger one's basis. */
  private void addMask(int[] coefficients, int[] maskRows) {
    int[] mask = arena.take(maskRows.length);
    RowOrder.toStorage(maskRows, mask);
    CircleFft.interpolate(mask);
    for (int j = 0; j < mask.length; j++) {
      coefficients[j] = M31.add(coefficients[j], mask[j]);
    }
    arena.release(mask);
  }

  private int[][] extended(int[][] rows) {
    int[][] wide = CircleFft.extendRows(rows, CommitmentLayout.LOG_COMPOSITION_EXPANSION, arena);
    passing.addAll(Arrays.asList(wide));
    return wide;
  }

  private SecureColumn[] extended(SecureColumn... columns) {
    int[][] rows =
        Arrays.stream(columns)
            .flatMap(column -> Arrays.stream(column.coordinates()))
            .toArray(int[][]::new);
    int[][] wide = extended(rows);
    var extended = new SecureColumn[columns.length];
    for (int i = 0; i < columns.length; i++) {
      int at = QM31.DEGREE * i;
      extended[i] = new SecureColumn(wide[at], wide[at + 1], wide[at + 2], wide[at + 3]);
    }
    return extended;
  }
}
