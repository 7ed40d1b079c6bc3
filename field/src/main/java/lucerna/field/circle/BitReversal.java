package lucerna.field.circle;

/** The permutation between natural order and storage order. */
public final class BitReversal {
  private BitReversal() {}

  /**
   * Reverses the low bits of a number.
   *
   * @param value a number below 2^bits
   * @param bits how many bits, 0 to 31
   * @return the number with its bits reversed
   */
  public static int reverse(int value, int bits) {
    // A shift by 32 would be a shift by 0; in a long it is not.
    return (int) ((Integer.reverse(value) & 0xffffffffL) >>> (32 - bits));
  }

  /**
   * Permutes a column in place; the permutation is its own inverse.
   *
   * @param values 2^k values
   */
  public static void permute(int[] values) {
    int bits = Orders.logSize(values.length);
    for (int i = 0; i < values.length; i++) {
      int j = reverse(i, bits);
      if (i < j) {
        int value = values[i];
        values[i] = values[j];
        values[j] = value;
      }
    }
  }
}
