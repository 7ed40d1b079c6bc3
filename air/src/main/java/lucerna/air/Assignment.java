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
    int[] next = new int[rows];
    for (int row = 0; row < rows; row++) {
      next[row] = row + 1 < rows ? row + 1 : 0;
    }
    return new Assignment(columns, next, scalars);
  }
}
