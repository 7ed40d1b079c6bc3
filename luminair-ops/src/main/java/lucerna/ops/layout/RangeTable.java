package lucerna.ops.layout;

import java.util.Arrays;

/**
 * The table behind the relation RANGE: all pairs (j, v) with {@code v < 2^j}, j = 0 to T.
 *
 * <p>Pair (j, v) is entry {@code 2^j - 1 + v}. Entry i stands in row {@code i / S} of slot {@code i
 * % S}; rows beyond repeat (0, 0).
 */
final class RangeTable {
  private final int bits;
  private final int[] uses;

  /** Makes a table of widths 0 to {@code bits} whose uses are counted from zero. */
  RangeTable(int bits) {
    this.bits = bits;
    this.uses = new int[entries(bits)];
  }

  static int entries(int bits) {
    return (1 << (bits + 1)) - 1;
  }

  static String name(int slot, String column) {
    return "range" + slot + "." + column;
  }

  /** Writes the pairs. */
  static void fill(TreeColumns columns, int bits, int slots) {
    for (int slot = 0; slot < slots; slot++) {
      int[] widths = columns.get(name(slot, "width"));
      int[] values = columns.get(name(slot, "value"));
      for (int i = slot; i < entries(bits); i += slots) {
        int width = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(i + 1);
        widths[i / slots] = width;
        values[i / slots] = i + 1 - (1 << width);
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

  /** Writes the counts. */
  void writeUses(TreeColumns columns, int slots) {
    for (int slot = 0; slot < slots; slot++) {
      int[] column = columns.get(name(slot, "uses"));
      for (int i = slot; i < uses.length; i += slots) {
        column[i / slots] = uses[i];
      }
    }
  }
}
