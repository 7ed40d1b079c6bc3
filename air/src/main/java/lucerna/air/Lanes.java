package lucerna.air;

import static lucerna.field.M31.P;

/**
 * Arithmetic on blocks. An output may be one of the inputs, if both begin at the same index.
 *
 * <p>All loops are free of branches, the form that the compiler turns into vector instructions.
 */
final class Lanes {
  private Lanes() {}

  /** Copies the entries at given positions of a column. */
  static void gather(int[] column, int[] positions, int from, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = column[positions[from + i]];
    }
  }

  static void add(int[] left, int atLeft, int[] right, int atRight, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = add(left[atLeft + i], right[atRight + i]);
    }
  }

  static void add(int[] left, int atLeft, int right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = add(left[atLeft + i], right);
    }
  }

  /** Adds a block to part of a column. */
  static void addAt(int[] block, int[] column, int from, int count) {
    for (int i = 0; i < count; i++) {
      column[from + i] = add(column[from + i], block[i]);
    }
  }

  static void subtract(int[] left, int atLeft, int[] right, int atRight, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      int difference = left[atLeft + i] - right[atRight + i];
      out[i] = difference + (P & (difference >> 31));
    }
  }

  static void subtractFrom(int left, int[] right, int atRight, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      int difference = left - right[atRight + i];
      out[i] = difference + (P & (difference >> 31));
    }
  }

  static void multiply(int[] left, int atLeft, int right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = reduce((long) left[atLeft + i] * right);
    }
  }

  private static int add(int left, int right) {
    int difference = left - P + right;
    return difference + (P & (difference >> 31));
  }

  /** Makes a product of canonical words canonical. */
  private static int reduce(long value) {
    int difference = (int) ((value >>> 31) + (value & P) - P);
    return difference + (P & (difference >> 31));
  }
}
