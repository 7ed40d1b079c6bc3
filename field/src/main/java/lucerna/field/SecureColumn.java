package lucerna.field;

/**
 * A column of {@link QM31} elements, stored as four columns of coordinates.
 *
 * @param a coordinates of 1, one per row, each in {@code [0, P)}
 * @param b coordinates of i
 * @param c coordinates of u
 * @param d coordinates of iu
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are the column; equality is never asked for
public record SecureColumn(int[] a, int[] b, int[] c, int[] d) {
  /**
   * Makes a column of zeros.
   *
   * @param length number of rows
   * @return the column
   */
  public static SecureColumn zeros(int length) {
    return new SecureColumn(new int[length], new int[length], new int[length], new int[length]);
  }

  /**
   * Returns the number of rows.
   *
   * @return the length of each coordinate column
   */
  public int length() {
    return a.length;
  }

  /**
   * Reads one row.
   *
   * @param row the row
   * @return its value
   */
  public QM31 get(int row) {
    return new QM31(a[row], b[row], c[row], d[row]);
  }

  /**
   * Writes one row.
   *
   * @param row the row
   * @param value its new value
   */
  public void set(int row, QM31 value) {
    a[row] = value.a();
    b[row] = value.b();
    c[row] = value.c();
    d[row] = value.d();
  }

  /**
   * Returns the coordinate columns.
   *
   * @return a, b, c, d, not copied
   */
  public int[][] coordinates() {
    return new int[][] {a, b, c, d};
  }
}
