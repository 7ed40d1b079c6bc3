package lucerna.ops.lowering;

import java.util.Arrays;

/**
 * The table behind the relation RANGE: all pairs (j, v) with {@code v < 2^j}, j = 0 to T.
 *
 * <p>Pair (j, v) stands in row {@code 2^j - 1 + v}. Rows further down repeat (0, 0).
 */
final class RangeTable {
  /** Arity and bus of RANGE. */
  static final String NAME = "RANGE";

  static final int ARITY = 2;
  static final int BUS = 1;

  private final int bits;
  private final int[] uses;

  /** Makes a table of widths 0 to {@code bits} whose uses are counted from zero. */
  RangeTable(int bits) {
    this.bits = bits;
    this.uses = new int[rows(bits)];
  }

  static int rows(int bits) {
    return (1 << (bits + 1)) - 1;
  }

  /** Writes the pairs into the first rows of two columns. */
  static void fill(int bits, int[] widths, int[] values) {
    int row = 0;
    for (int j = 0; j <= bits; j++) {
      for (int v = 0; v < 1 << j; v++) {
        widths[row] = j;
        values[row] = v;
        row++;
      }
    }
  }

  /**
   * Counts the uses of a value's limbs.
   *
   * @param value at least 0
   * @param widths of the limbs, lowest first
   * @return the limbs
   * @throws IllegalArgumentException if the value does not fit
   */
  int[] use(long value, int... widths) {
    int[] limbs = Limbs.split(value, bits, widths.length);
    for (int i = 0; i < limbs.length; i++) {
      if (limbs[i] < 0 || limbs[i] >= 1 << widths[i]) {
        throw new IllegalArgumentException(
            "%d does not fit limb widths %s".formatted(value, Arrays.toString(widths)));
      }
      uses[(1 << widths[i]) - 1 + limbs[i]]++;
    }
    return limbs;
  }

  /** Writes the counts into the first rows of a column. */
  void writeUses(int[] column) {
    System.arraycopy(uses, 0, column, 0, uses.length);
  }
}
