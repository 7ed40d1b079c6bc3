package lucerna.bench;

import java.util.Arrays;
import lucerna.stark.AirInstance;

/** An AIR with a trace that satisfies it. */
interface ProvableWork extends AirInstance {
  /**
   * Rows kept for randomness: with 120 queries a proof that hides its trace needs 250, by {@code
   * RowBudget} of the operators.
   */
  int FREE_ROWS = 1 << 8;

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
