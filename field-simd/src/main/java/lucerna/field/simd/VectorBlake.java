package lucerna.field.simd;

import java.util.Arrays;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;

/**
 * Hashing in bulk, a vector of messages at a time; the rest that fills no vector is left to the
 * scalar loops.
 */
final class VectorBlake {
  private static final int LANES = Lanes.COUNT;
  private static final int WORDS = BlakeLanes.BLOCK_WORDS;
  private static final int STATE = BlakeLanes.STATE_WORDS;
  private static final int[] PLAIN = Blake2s.initialState(0);
  private static final HashKernels SCALAR = BulkHash.scalar();

  private final int[] h = new int[STATE * LANES];
  private final int[] m = new int[WORDS * LANES];
  private final int[] v = new int[WORDS * LANES];
  private final int[] initial = new int[STATE * LANES];

  private VectorBlake(int[] state) {
    for (int w = 0; w < STATE; w++) {
      Arrays.fill(initial, w * LANES, (w + 1) * LANES, state[w]);
    }
  }

  static void hashLeaves(Leaves leaves, int[] nodes, int from, int to) {
    int height = nodes.length / (2 * STATE);
    int end = from + (to - from) / LANES * LANES;
    VectorBlake blake = new VectorBlake(leaves.initial());
    for (int leaf = from; leaf < end; leaf += LANES) {
      blake.hashLeaves(leaves, leaf);
      BlakeLanes.zip(blake.h, blake.v, nodes, STATE * (height + leaf));
    }
    if (end < to) {
      SCALAR.hashLeaves(leaves, nodes, end, to);
    }
  }

  private void hashLeaves(Leaves leaves, int leaf) {
    int nWords = leaves.nWords();
    int padded = Blake2s.paddedWords(nWords);
    System.arraycopy(initial, 0, h, 0, h.length);
    for (int word = 0; word < padded; word += WORDS) {
      boolean last = word + WORDS == padded;
      gather(leaves, leaf, word);
      BlakeLanes.compress(h, m, 4L * (last ? nWords : word + WORDS), last, v);
    }
  }

  /** Fills a block of each message: values, then salts, then zeros. */
  private void gather(Leaves leaves, int leaf, int word) {
    int nValues = leaves.nValues();
    int values = Math.clamp(nValues - word, 0, WORDS);
    if (leaves.logCosetSize() == 0) {
      BlakeLanes.copyRows(leaves.columns(), word, values, leaf, m);
    } else {
      gatherCosets(leaves, leaf, word, values);
    }
    int row = values;
    int[] salts = leaves.salts();
    if (salts != null) {
      for (; row < WORDS && word + row < nValues + Leaves.SALT_WORDS; row++) {
        int from = Leaves.SALT_WORDS * leaf + word + row - nValues;
        for (int i = 0; i < LANES; i++) {
          m[row * LANES + i] = salts[from + Leaves.SALT_WORDS * i];
        }
      }
    }
    Arrays.fill(m, row * LANES, WORDS * LANES, 0);
  }

  private void gatherCosets(Leaves leaves, int leaf, int word, int values) {
    int[][] columns = leaves.columns();
    int log = leaves.logCosetSize();
    for (int row = 0; row < values; row++) {
      int[] column = columns[(word + row) % columns.length];
      int from = (leaf << log) + (word + row) / columns.length;
      for (int i = 0; i < LANES; i++) {
        m[row * LANES + i] = column[from + (i << log)];
      }
    }
  }

  static void hashNodes(int[] initial, int[] nodes, int from, int to) {
    int end = from + (to - from) / LANES * LANES;
    VectorBlake blake = new VectorBlake(initial);
    for (int node = from; node < end; node += LANES) {
      BlakeLanes.unzip(nodes, WORDS * node, blake.v, blake.m);
      System.arraycopy(blake.initial, 0, blake.h, 0, blake.h.length);
      BlakeLanes.compress(blake.h, blake.m, Blake2s.BLOCK_BYTES, true, blake.v);
      BlakeLanes.zip(blake.h, blake.v, nodes, STATE * node);
    }
    if (end < to) {
      SCALAR.hashNodes(initial, nodes, end, to);
    }
  }

  static int search(int[] prefix, int bits, long nonce, int count) {
    int end = count / LANES * LANES;
    VectorBlake blake = new VectorBlake(PLAIN);
    for (int w = 0; w < STATE; w++) {
      Arrays.fill(blake.m, w * LANES, (w + 1) * LANES, prefix[w]);
    }
    Arrays.fill(blake.m, 9 * LANES, 10 * LANES, (int) (nonce >>> 32));
    for (int step = 0; step < end; step += LANES) {
      int found = blake.searchLanes((int) nonce + step, bits);
      if (found >= 0) {
        return step + found;
      }
    }
    int found = SCALAR.search(prefix, bits, nonce + end, count - end);
    return found < 0 ? -1 : end + found;
  }

  private int searchLanes(int low, int bits) {
    for (int i = 0; i < LANES; i++) {
      m[STATE * LANES + i] = low + i;
    }
    System.arraycopy(initial, 0, h, 0, h.length);
    BlakeLanes.compress(h, m, 40, true, v);
    // The first word decides nearly always.
    int mask = bits >= Integer.SIZE ? -1 : (1 << bits) - 1;
    for (int i = 0; i < LANES; i++) {
      if ((h[i] & mask) == 0) {
        long half = (long) h[LANES + i] << 32 | (h[i] & 0xffffffffL);
        if (Long.numberOfTrailingZeros(half) >= bits) {
          return i;
        }
      }
    }
    return -1;
  }
}
