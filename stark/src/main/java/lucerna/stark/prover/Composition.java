package lucerna.stark.prover;

import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.Scalars;
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
  private Composition() {}

  /**
   * Returns the four coordinate polynomials with their masks, {@code 4N} coefficients each.
   *
   * @param program the layout's, or one of the same values over other PUBLIC columns
   */
  static int[][] coefficients(
      CommitmentLayout layout,
      AirProgram program,
      List<CommittedColumns> trees,
      SecureColumn[] publicColumns,
      Scalars scalars,
      QM31 alpha) {
    int logSize = layout.logFriDegree();
    if (layout.logTraceDomain() < logSize) {
      throw new IllegalArgumentException("the blow-up is below the composition's expansion");
    }
    int size = 1 << logSize;
    QuotientSpace space = QuotientSpace.of(layout.logRows(), program.maxDegree());
    var columns =
        new TraceColumns(
            layout,
            program,
            extended(publicColumns, logSize - layout.logRows()),
            trees.size(),
            tree -> evaluations(trees.get(tree), layout));
    var assignment =
        new Assignment(
            columns, RowOrder.nextPositions(logSize, layout.logRows(), space.positions()), scalars);
    SecureColumn sum = SecureColumn.zeros(size);
    new BlockEvaluator(program)
        .accumulate(assignment, program.combinationCoefficients(alpha), sum, space.positions());

    int[][] masks = masks(layout, trees.getLast());
    int[][] coordinates = sum.coordinates();
    Parallel.forEach(
        coordinates.length,
        k -> {
          space.interpolate(coordinates[k]);
          if (masks.length > 0) {
            addMask(coordinates[k], masks[k]);
          }
        });
    return coordinates;
  }

  private static int[][] evaluations(CommittedColumns tree, CommitmentLayout layout) {
    if (layout.logTraceDomain() == layout.logFriDegree()) {
      return tree.evaluations();
    }
    var storage = new int[tree.rows().length][];
    Arrays.setAll(storage, i -> RowOrder.toStorage(tree.rows()[i]));
    return CircleFft.extendAll(storage, CommitmentLayout.LOG_COMPOSITION_EXPANSION);
  }

  /** The mask's columns in row order, the last of the interaction tree. */
  private static int[][] masks(CommitmentLayout layout, CommittedColumns interaction) {
    int count = layout.trees().getLast().masks();
    int[][] rows = interaction.rows();
    return Arrays.copyOfRange(rows, rows.length - count, rows.length);
  }

  /** The space of dimension N is spanned by the first N functions of the larger one's basis. */
  private static void addMask(int[] coefficients, int[] maskRows) {
    int[] mask = RowOrder.toStorage(maskRows);
    CircleFft.interpolate(mask);
    for (int j = 0; j < mask.length; j++) {
      coefficients[j] = M31.add(coefficients[j], mask[j]);
    }
  }

  private static SecureColumn[] extended(SecureColumn[] columns, int logBlowup) {
    var flat = new int[QM31.DEGREE * columns.length][];
    Parallel.forEach(
        flat.length,
        i -> flat[i] = RowOrder.toStorage(columns[i / QM31.DEGREE].coordinates()[i % QM31.DEGREE]));
    int[][] wide = CircleFft.extendAll(flat, logBlowup);
    var extended = new SecureColumn[columns.length];
    for (int i = 0; i < columns.length; i++) {
      int at = QM31.DEGREE * i;
      extended[i] = new SecureColumn(wide[at], wide[at + 1], wide[at + 2], wide[at + 3]);
    }
    return extended;
  }
}
