package lucerna.field.simd;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Takes columns apart whose leaves hold several entries, so that the same entry of a vector of
 * leaves lies in one row: each level tells one bit of the entries' number apart.
 */
final class EntryLanes {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;
  private static final IntVector EVEN = Lanes.EVEN;
  private static final IntVector ODD = Lanes.ODD;

  /** Pairs 0, 2, ... of two vectors: leaves that take turns lie in pairs. */
  private static final IntVector EVEN_PAIRS = Lanes.lanes(j -> 2 * j - j % 2);

  private static final IntVector ODD_PAIRS = Lanes.lanes(j -> 2 * j - j % 2 + 2);

  /** Two places for vectors that are not yet taken apart. */
  private int[] between = {};

  /**
   * Takes the entries of a vector of leaves apart.
   *
   * @param column the column
   * @param at where the first leaf's entries begin, an even leaf if leaves take turns
   * @param log log of the number of entries of a leaf, at least 1
   * @param alternating whether leaves 2m and 2m + 1 take turns
   * @param out receives entry e of leaf j at {@code (row + e step) LANES + j}
   * @param row the row of entry 0
   * @param step how many rows further the next entry lies
   */
  void split(int[] column, int at, int log, boolean alternating, int[] out, int row, int step) {
    int count = 1 << log;
    if (between.length < 2 * count * LANES) {
      between = new int[2 * count * LANES];
    }
    int[] source = column;
    int from = at;
    for (int level = 0; level < log; level++) {
      // 2^level runs of vectors, each of which is split into its even and its odd half.
      int run = count >> level;
      boolean last = run == 2;
      int to = level % 2 == 0 ? 0 : count * LANES;
      for (int first = 0; first < count; first += run) {
        int even = last ? (row + entry(first, log) * step) * LANES : to + first * LANES;
        int odd = last ? (row + entry(first + 1, log) * step) * LANES : even + run / 2 * LANES;
        int[] target = last ? out : between;
        if (alternating) {
          halvePairs(source, from + first * LANES, run / 2, target, even, odd);
        } else {
          halve(source, from + first * LANES, run / 2, target, even, odd);
        }
      }
      source = between;
      from = to;
    }
  }

  /** Halves are taken by the lowest bit first. */
  private static int entry(int vector, int log) {
    return Integer.reverse(vector) >>> (Integer.SIZE - log);
  }

  private static void halve(int[] source, int from, int count, int[] target, int even, int odd) {
    for (int i = 0; i < count; i++) {
      IntVector a = IntVector.fromArray(INTS, source, from + 2 * i * LANES);
      IntVector b = IntVector.fromArray(INTS, source, from + (2 * i + 1) * LANES);
      EVEN.selectFrom(a, b).intoArray(target, even + i * LANES);
      ODD.selectFrom(a, b).intoArray(target, odd + i * LANES);
    }
  }

  private static void halvePairs(
      int[] source, int from, int count, int[] target, int even, int odd) {
    for (int i = 0; i < count; i++) {
      IntVector a = IntVector.fromArray(INTS, source, from + 2 * i * LANES);
      IntVector b = IntVector.fromArray(INTS, source, from + (2 * i + 1) * LANES);
      EVEN_PAIRS.selectFrom(a, b).intoArray(target, even + i * LANES);
      ODD_PAIRS.selectFrom(a, b).intoArray(target, odd + i * LANES);
    }
  }
}
