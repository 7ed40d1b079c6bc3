package lucerna.air;

/**
 * Values of all columns and scalars of a program.
 *
 * @param columns the columns, in any order of positions
 * @param nextPosition for each position, the position of the row after
 * @param scalars the scalars
 */
@SuppressWarnings("ArrayRecordComponent") // the array is read, never compared
public record Assignment(ColumnData columns, int[] nextPosition, Scalars scalars) {
  /**
   * Makes an assignment whose positions are the rows in their order.
   *
   * @param columns the columns
   * @param rows the number of rows
   * @param scalars the scalars
   * @return the assignment
   */
  public static Assignment inRowOrder(ColumnData columns, int rows, Scalars scalars) {
    return inRowOrder(columns, new int[rows], scalars);
  }

  /**
   * Makes an assignment whose positions are the rows in their order.
   *
   * @param columns the columns
   * @param next as many entries as there are rows, written and kept
   * @param scalars the scalars
   * @return the assignment
   */
  public static Assignment inRowOrder(ColumnData columns, int[] next, Scalars scalars) {
    for (int row = 0; row < next.length; row++) {
      next[row] = row + 1 < next.length ? row + 1 : 0;
    }
    return new Assignment(columns, next, scalars);
  }
}
