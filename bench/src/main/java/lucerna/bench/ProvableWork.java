package lucerna.bench;

import java.util.Arrays;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;

/** An AIR with a trace that satisfies it. */
interface ProvableWork extends AirInstance {
  /**
   * Rows kept for randomness by constraints of degree 4: with 120 queries a proof that hides its
   * trace needs 249 at most, by {@code RowBudget} of the operators.
   */
  int FREE_ROWS = 1 << 8;

  /**
   * Rows kept for randomness by constraints of degree 3, whose composition has no mask: with 120
   * queries 609 are needed ({@link CommitmentLayout#freeRowsToHide}).
   */
  int UNMASKED_FREE_ROWS = 5 << 7;

  @Override
  default int logExpansion() {
    return CommitmentLayout.leastExpansion(program());
  }

  /** Returns the preprocessed columns: selectors of active rows, first and last, then others. */
  int[][] preprocessed();

  /** Returns the columns of the witness, whose free rows a prover may overwrite. */
  int[][] witness();

  @Override
  default int[] weightTreeWidths() {
    return new int[0];
  }

  /** Returns the three selectors in front of columns of zeros. */
  static int[][] selectors(int logRows, int activeRows, int count) {
    int[][] columns = new int[count][1 << logRows];
    Arrays.fill(columns[0], 0, activeRows, 1);
    columns[1][0] = 1;
    columns[2][activeRows] = 1;
    return columns;
  }
}
