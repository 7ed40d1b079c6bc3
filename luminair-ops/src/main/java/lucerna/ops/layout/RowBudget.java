package lucerna.ops.layout;

import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.stark.CommitmentLayout;

/**
 * How many random rows a proof uses up in a column, and what that asks of a trace.
 *
 * @param rowsPerProof those that one proof uses up in a column read at one offset: queries and a
 *     point of QM31
 * @param rowsPinned those that the key's own pins use up in a weight column, once: a point of QM31,
 *     or none
 */
public record RowBudget(int rowsPerProof, int rowsPinned) {
  /** The budget of {@link PcsConfig#p100()}. */
  public static final RowBudget P100 = of(PcsConfig.p100());

  /**
   * Returns the budget under some parameters.
   *
   * @param config the parameters
   * @return what a proof under them uses up
   */
  public static RowBudget of(PcsConfig config) {
    return new RowBudget(
        config.fri().nQueries() + QM31.DEGREE, config.regime().isUnique() ? 0 : QM31.DEGREE);
  }

  /**
   * Returns how many rows must be free: the running sum is read at two offsets, and the circle's
   * space of polynomials asks for one row more than there are openings.
   *
   * @return the number of rows
   */
  public int minFreeRows() {
    return 2 * rowsPerProof + 1;
  }

  /**
   * Returns how many rows the composition's mask must have, all of which are free: it is opened as
   * any column, and beside that hides the composition at the four points of each fibre opened.
   *
   * @return the number of rows
   */
  public int minMaskRows() {
    int queries = rowsPerProof - QM31.DEGREE;
    return rowsPerProof + (queries << CommitmentLayout.LOG_COMPOSITION_EXPANSION) + 1;
  }

  /**
   * Says whether a trace has enough random rows for zero knowledge.
   *
   * @param logRows n
   * @param activeRows a
   * @return whether the rows after the running sum's end, and those of the composition's mask,
   *     cover what a proof opens
   */
  public boolean hides(int logRows, int activeRows) {
    int rows = 1 << logRows;
    return rows - activeRows - 1 >= minFreeRows() && rows >= minMaskRows();
  }

  /**
   * Returns how often a committed column may be opened by proofs.
   *
   * @param logRows n
   * @param fixedRows the rows at its start that are not random
   * @return the number of proofs that its random rows cover
   */
  public int proofsPerColumn(int logRows, int fixedRows) {
    return Math.floorDiv((1 << logRows) - fixedRows - 1, rowsPerProof);
  }

  /**
   * Returns how many proofs one hidden weight tree serves: each uses up some of its random rows,
   * which are all but those that hold weights; and so do the proof of the key and the pins.
   *
   * @param logRows n
   * @param weightRows R, at most the active rows
   * @return the number of proofs; below 1 if the tree has too few rows
   */
  public int proofsPerInstance(int logRows, int weightRows) {
    return Math.floorDiv((1 << logRows) - weightRows - 1 - rowsPinned, rowsPerProof) - 1;
  }
}
