package lucerna.air;

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
}
