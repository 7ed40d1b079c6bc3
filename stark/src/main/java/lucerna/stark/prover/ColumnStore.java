package lucerna.stark.prover;

import lucerna.fri.hash.Digest;
import lucerna.stark.OpenedRows;

/**
 * Committed columns that lie somewhere else than in arrays, such as in a mapped file, with all that
 * a proof asks of them: their rows in passes, and the leaves at some positions.
 *
 * <p>Methods may be called by several threads at once.
 */
public interface ColumnStore {
  /**
   * Returns the commitment.
   *
   * @return the tree's root
   */
  Digest root();

  /**
   * Returns the number of columns.
   *
   * @return the number
   */
  int width();

  /**
   * Returns the columns' length.
   *
   * @return the number of rows, a power of two
   */
  int length();

  /**
   * Reads a part of a column.
   *
   * @param column the column's index
   * @param from first row
   * @param to end of the rows
   * @param out receives row k in entry k, for {@code from} to {@code to - 1}; others are left alone
   */
  void read(int column, int from, int to, int[] out);

  /**
   * Opens leaves.
   *
   * @param positions positions in the tree, increasing, each once
   * @return the leaves and what authenticates them
   */
  OpenedRows open(int[] positions);
}
