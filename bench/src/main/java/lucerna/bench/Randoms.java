package lucerna.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import lucerna.field.M31;
import lucerna.field.SecureColumn;

/** Columns of random field elements. */
public final class Randoms {
  private Randoms() {}

  /** Returns a column of uniform elements. */
  static int[] column(SplittableRandom random, int length) {
    int[] column = new int[length];
    Arrays.setAll(column, i -> random.nextInt(M31.P));
    return column;
  }

  /**
   * Returns columns of uniform elements.
   *
   * @param seed of the elements
   * @param count number of columns
   * @param length of each
   * @return the columns
   */
  public static int[][] columns(long seed, int count, int length) {
    var random = new SplittableRandom(seed);
    int[][] columns = new int[count][];
    Arrays.setAll(columns, i -> column(random, length));
    return columns;
  }

  /**
   * Returns a secure column of uniform elements.
   *
   * @param seed of the elements
   * @param length of the column
   * @return the column
   */
  public static SecureColumn secure(long seed, int length) {
    int[][] c = columns(seed, 4, length);
    return new SecureColumn(c[0], c[1], c[2], c[3]);
  }
}
