package lucerna.field.simd;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Puts rows into storage order. The positions 2j and 2j + 1 hold the rows 2k and size - 1 - 2k,
 * with k the reversal of j: a pair of words, and all pairs are moved by reversing the bits of k.
 *
 * <p>A tile takes the pairs of T vectors, one for each value of the high bits of k, and writes one
 * vector for each value of the low bits: lines of the cache are read and written whole. The odd
 * rows of a tile lie in the vectors that hold the even rows of the tile of the complement of k, so
 * the two are done together.
 */
final class VectorRowOrder {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;

  /** Number of pairs in a vector, and log of it. */
  private static final int PAIRS = LANES / 2;

  private static final int LOG_PAIRS = Lanes.LOG - 1;

  /** Log of the least size: a tile has a complement other than itself. */
  static final int MIN_LOG_SIZE = 2 * LOG_PAIRS + 2;

  /** Log of the number of neighbours. */
  private static final int LOG_NEAR = 3;

  /** Takes the even words of a vector, and the odd ones of another from its end. */
  private static final IntVector JOIN = Lanes.lanes(j -> (j & 1) == 0 ? j : 2 * LANES - j);

  /** Selects pairs in turns from the first halves of two vectors. */
  private static final IntVector FRONT = Lanes.lanes(j -> zipped(j));

  /** Selects pairs in turns from the second halves of two vectors. */
  private static final IntVector BACK = Lanes.lanes(j -> zipped(j) + PAIRS);

  private VectorRowOrder() {}

  private static int zipped(int lane) {
    int pair = lane >> 1;
    return 2 * (pair >> 1) + (lane & 1) + (pair & 1) * LANES;
  }

  /**
   * Moves all rows.
   *
   * @param byRow 2^k words, k at least {@link #MIN_LOG_SIZE}
   * @param out receives them in storage order; another array of the same length
   */
  static void toStorage(int[] byRow, int[] out) {
    int size = byRow.length;
    int logMiddle = Integer.numberOfTrailingZeros(size) - 1 - 2 * LOG_PAIRS;
    int[] scratch = new int[4 * PAIRS * LANES];
    int stride = size >> LOG_PAIRS;
    // Neighbours on either side follow one another, a few at a time. Of the bits between, the
    // highest tells a tile from
    // its complement.
    int logNear = Math.min(LOG_NEAR, (logMiddle - 1) / 2);
    int logFar = logMiddle - 2 * logNear;
    for (int far = 0; far < 1 << (logFar - 1); far++) {
      for (int high = 0; high < 1 << logNear; high++) {
        for (int low = 0; low < 1 << logNear; low++) {
          int middle = (((high << logFar) + far) << logNear) + low;
          join(byRow, reverse(middle, logMiddle) * LANES, stride, scratch);
          transpose(scratch, 0, out, middle * LANES, stride);
          transpose(scratch, PAIRS * LANES, out, ((1 << logMiddle) - 1 - middle) * LANES, stride);
        }
      }
    }
  }

  private static int reverse(int bits, int count) {
    return count == 0 ? 0 : Integer.reverse(bits) >>> (Integer.SIZE - count);
  }

  /** Reads the pairs of a tile, and those of its complement behind them, by reversed high bits. */
  static void join(int[] byRow, int from, int stride, int[] scratch) {
    for (int h = 0; h < PAIRS; h++) {
      int at = h * stride + from;
      IntVector first = IntVector.fromArray(INTS, byRow, at);
      IntVector second = IntVector.fromArray(INTS, byRow, byRow.length - LANES - at);
      int r = reverse(h, LOG_PAIRS);
      JOIN.selectFrom(first, second).intoArray(scratch, r * LANES);
      JOIN.selectFrom(second, first).intoArray(scratch, (2 * PAIRS - 1 - r) * LANES);
    }
  }

  /** Transposes a tile; each stage rotates the bits of a pair's number by one. */
  static void transpose(int[] scratch, int tile, int[] out, int to, int stride) {
    int source = tile;
    int target = 2 * PAIRS * LANES;
    for (int stage = 1; stage < LOG_PAIRS; stage++) {
      for (int i = 0; i < PAIRS / 2; i++) {
        IntVector a = IntVector.fromArray(INTS, scratch, source + i * LANES);
        IntVector b = IntVector.fromArray(INTS, scratch, source + (i + PAIRS / 2) * LANES);
        FRONT.selectFrom(a, b).intoArray(scratch, target + 2 * i * LANES);
        BACK.selectFrom(a, b).intoArray(scratch, target + (2 * i + 1) * LANES);
      }
      source = target;
      target = source == 2 * PAIRS * LANES ? 3 * PAIRS * LANES : 2 * PAIRS * LANES;
    }
    for (int i = 0; i < PAIRS / 2; i++) {
      IntVector a = IntVector.fromArray(INTS, scratch, source + i * LANES);
      IntVector b = IntVector.fromArray(INTS, scratch, source + (i + PAIRS / 2) * LANES);
      FRONT.selectFrom(a, b).intoArray(out, reverse(2 * i, LOG_PAIRS) * stride + to);
      BACK.selectFrom(a, b).intoArray(out, reverse(2 * i + 1, LOG_PAIRS) * stride + to);
    }
  }
}
