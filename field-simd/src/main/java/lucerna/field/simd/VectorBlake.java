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

  /** Length of what proof of work hashes: eight words and the nonce. */
  private static final int NONCE_BYTES = 40;

  /** Vectors of leaves of which each block is hashed before the next one: 4 kB of a column. */
  private static final int GROUP = 64;

  private static final int[] PLAIN = Blake2s.initialState(0);
  private static final HashKernels SCALAR = BulkHash.scalar();

  private final int[] h = new int[STATE * LANES];
  private final int[] m = new int[WORDS * LANES];
  private final int[] v = new int[WORDS * LANES];
  private final int[] initial = new int[STATE * LANES];

  private final EntryLanes entries = new EntryLanes();

  /** The words of a vector of leaves of several entries, and the first of these leaves. */
  private int[] message = {};

  private int split = -1;

  private VectorBlake(int[] state) {
    for (int w = 0; w < STATE; w++) {
      Arrays.fill(initial, w * LANES, (w + 1) * LANES, state[w]);
    }
  }

  static void hashLeaves(Leaves leaves, int[] nodes, int from, int to) {
    if (leaves.alternating() && from % 2 == 1 && from < to) {
      // Leaves that take turns are taken apart in pairs.
      SCALAR.hashLeaves(leaves, nodes, from, from + 1);
      hashLeaves(leaves, nodes, from + 1, to);
      return;
    }
    int vectors = (to - from) / LANES;
    int end = from + vectors * LANES;
    VectorBlake blake = new VectorBlake(leaves.initial());
    int padded = Blake2s.paddedWords(leaves.nWords());
    if (padded > WORDS && leaves.logCosetSize() == 0) {
      blake.hashGroups(leaves, nodes, from, vectors);
    } else {
      // Where a leaf is one block, all begin alike.
      BlakeLanes.begin(blake.initial, 4L * leaves.nWords(), true, blake.v);
      int height = nodes.length / (2 * STATE);
      for (int leaf = from; leaf < end; leaf += LANES) {
        blake.hashLeaves(leaves, leaf);
        BlakeLanes.zip(blake.h, nodes, STATE * (height + leaf));
      }
    }
    if (end < to) {
      SCALAR.hashLeaves(leaves, nodes, end, to);
    }
  }

  private void hashLeaves(Leaves leaves, int leaf) {
    int nWords = leaves.nWords();
    int padded = Blake2s.paddedWords(nWords);
    if (padded > WORDS) {
      System.arraycopy(initial, 0, v, 0, initial.length);
    }
    for (int word = 0; word < padded; word += WORDS) {
      boolean last = word + WORDS == padded;
      gather(leaves, leaf, word);
      if (padded > WORDS) {
        BlakeLanes.next(4L * (last ? nWords : word + WORDS), last, v);
      }
      BlakeLanes.compress(v, m, 0, v, last ? h : v);
    }
  }

  /**
   * Block after block of many vectors of leaves: so sixteen columns are read at a time, each along
   * a page of memory, and not all columns at one place.
   */
  private void hashGroups(Leaves leaves, int[] nodes, int from, int vectors) {
    int height = nodes.length / (2 * STATE);
    int nWords = leaves.nWords();
    int padded = Blake2s.paddedWords(nWords);
    int group = Math.min(GROUP, vectors);
    int[] states = new int[group * h.length];
    BlakeLanes.begin(initial, 4L * WORDS, false, v);
    for (int first = 0; first < vectors; first += group) {
      int count = Math.min(group, vectors - first);
      for (int word = 0; word < padded; word += WORDS) {
        boolean last = word + WORDS == padded;
        for (int i = 0; i < count; i++) {
          int leaf = from + (first + i) * LANES;
          gather(leaves, leaf, word);
          System.arraycopy(
              word == 0 ? initial : states, word == 0 ? 0 : i * h.length, v, 0, h.length);
          BlakeLanes.next(4L * (last ? nWords : word + WORDS), last, v);
          BlakeLanes.compress(v, m, 0, v, h);
          if (last) {
            BlakeLanes.zip(h, nodes, STATE * (height + leaf));
          } else {
            System.arraycopy(h, 0, states, i * h.length, h.length);
          }
        }
      }
    }
  }

  /** Fills a block of each message: values, then salts, then zeros. */
  private void gather(Leaves leaves, int leaf, int word) {
    int nValues = leaves.nValues();
    int values = Math.clamp(nValues - word, 0, WORDS);
    if (leaves.logCosetSize() == 0) {
      BlakeLanes.copyRows(leaves.columns(), word, values, leaf, m);
    } else if (values > 0) {
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

  /** All entries of a column lie together, but in many rows of the message, and so in any block. */
  private void gatherCosets(Leaves leaves, int leaf, int word, int values) {
    int nValues = leaves.nValues();
    if (message.length != nValues * LANES) {
      message = new int[nValues * LANES];
    }
    if (leaf != split) {
      int[][] columns = leaves.columns();
      int log = leaves.logCosetSize();
      for (int c = 0; c < columns.length; c++) {
        entries.split(
            columns[c], leaf << log, log, leaves.alternating(), message, c, columns.length);
      }
      split = leaf;
    }
    System.arraycopy(message, word * LANES, m, 0, values * LANES);
  }

  static void hashNodes(int[] initial, int[] nodes, int from, int to) {
    int end = from + (to - from) / LANES * LANES;
    VectorBlake blake = new VectorBlake(initial);
    int[] scratch = new int[WORDS * LANES];
    BlakeLanes.begin(blake.initial, Blake2s.BLOCK_BYTES, true, blake.v);
    for (int node = from; node < end; node += LANES) {
      BlakeLanes.unzip(nodes, WORDS * node, scratch, blake.m);
      BlakeLanes.compress(blake.v, blake.m, 0, blake.v, blake.h);
      BlakeLanes.zip(blake.h, nodes, STATE * node);
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
    int[] start = blake.firstRound(prefix);
    // The first word decides nearly always.
    int mask = bits >= Integer.SIZE ? -1 : (1 << bits) - 1;
    for (int step = 0; step < end; step += LANES) {
      BlakeLanes.count((int) nonce + step, blake.m, STATE * LANES);
      System.arraycopy(start, 0, blake.v, 0, start.length);
      BlakeLanes.nonces(blake.v, blake.m);
      BlakeLanes.compress(blake.v, blake.m, 1, blake.initial, blake.h);
      if (BlakeLanes.anyZero(blake.h, mask)) {
        int found = blake.firstGood(bits);
        if (found >= 0) {
          return step + found;
        }
      }
    }
    int found = SCALAR.search(prefix, bits, nonce + end, count - end);
    return found < 0 ? -1 : end + found;
  }

  /**
   * The working state after all of the first round that does not see the nonce: the columns, and
   * three of the diagonals, whose message words are 0.
   */
  private int[] firstRound(int[] prefix) {
    int[] state = new int[WORDS * LANES];
    BlakeLanes.begin(initial, NONCE_BYTES, true, state);
    int[] w = new int[WORDS];
    for (int i = 0; i < WORDS; i++) {
      w[i] = state[i * LANES];
    }
    for (int i = 0; i < 4; i++) {
      mix(w, i, 4 + i, 8 + i, 12 + i, prefix[2 * i], prefix[2 * i + 1]);
    }
    for (int i = 1; i < 4; i++) {
      mix(w, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, 0, 0);
    }
    for (int i = 0; i < WORDS; i++) {
      Arrays.fill(state, i * LANES, (i + 1) * LANES, w[i]);
    }
    return state;
  }

  /** The mixing function G of BLAKE2s. */
  private static void mix(int[] v, int a, int b, int c, int d, int x, int y) {
    v[a] += v[b] + x;
    v[d] = Integer.rotateRight(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = Integer.rotateRight(v[b] ^ v[c], 12);
    v[a] += v[b] + y;
    v[d] = Integer.rotateRight(v[d] ^ v[a], 8);
    v[c] += v[d];
    v[b] = Integer.rotateRight(v[b] ^ v[c], 7);
  }

  /** The first lane whose hash ends in zero bits, or -1. */
  private int firstGood(int bits) {
    for (int i = 0; i < LANES; i++) {
      long half = (long) h[LANES + i] << 32 | (h[i] & 0xffffffffL);
      if (Long.numberOfTrailingZeros(half) >= bits) {
        return i;
      }
    }
    return -1;
  }
}
