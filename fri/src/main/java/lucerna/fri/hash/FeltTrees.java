package lucerna.fri.hash;

import java.util.Arrays;
import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;

/** Leaves and nodes of trees of Poseidon252 in bulk: many permutations at a time. */
final class FeltTrees {
  /** States at a time: few enough for the first cache, many vectors of them. */
  private static final int BATCH = 128;

  /** Values of M31 in an element. */
  private static final int VALUES = 8;

  private static final int VALUE_BITS = 31;
  private static final int FELT = HashKernels.FELT_WORDS;
  private static final int STATE = Hades.WIDTH * FELT;
  private static final int TAG = 2 * FELT;

  private FeltTrees() {}

  /** As {@link Poseidon252#leaf} for each. */
  static void leaves(long tag, Leaves leaves, int[] nodes, int from, int to) {
    int height = nodes.length / (2 * Digest.WORDS);
    int[] salts = leaves.salts();
    int packed = Math.ceilDiv(leaves.nValues(), VALUES);
    int elements = packed + (salts == null ? 0 : 1);
    var states = new long[BATCH * STATE];
    for (int first = from; first < to; first += BATCH) {
      int count = Math.min(BATCH, to - first);
      for (int i = 0; i < count; i++) {
        Arrays.fill(states, i * STATE, i * STATE + TAG, 0);
        set(states, i * STATE + TAG, tag, elements);
      }
      for (int e = 0; e < elements || e == 0; e += 2) {
        for (int of = e; of < Math.min(elements, e + 2); of++) {
          int place = of % 2 * FELT;
          if (of < packed) {
            addValues(leaves, of * VALUES, first, count, states, place);
          } else if (salts != null) {
            addSalts(salts, first, count, states, place);
          }
        }
        BulkHash.get().permute(states, count);
      }
      digests(states, count, nodes, Digest.WORDS * (height + first));
    }
  }

  /* Up to eight values from a number on, of each leaf; sums stay below 2^252. */
  private static void addValues(
      Leaves leaves, int from, int first, int count, long[] states, int place) {
    int[][] columns = leaves.columns();
    int to = Math.min(leaves.nValues(), from + VALUES);
    var values = new int[VALUES];
    for (int i = 0; i < count; i++) {
      int at = leaves.first(first + i);
      for (int v = from; v < to; v++) {
        values[v - from] = columns[v % columns.length][at + v / columns.length * leaves.stride()];
      }
      long w0 = 0;
      long w1 = 0;
      long w2 = 0;
      long w3 = 0;
      for (int v = to - from - 1; v >= 0; v--) {
        w3 = w3 << VALUE_BITS | w2 >>> (Long.SIZE - VALUE_BITS);
        w2 = w2 << VALUE_BITS | w1 >>> (Long.SIZE - VALUE_BITS);
        w1 = w1 << VALUE_BITS | w0 >>> (Long.SIZE - VALUE_BITS);
        w0 = w0 << VALUE_BITS | values[v];
      }
      add(states, i * STATE + place, w0, w1, w2, w3);
    }
  }

  private static void addSalts(int[] salts, int first, int count, long[] states, int place) {
    for (int i = 0; i < count; i++) {
      int at = Leaves.SALT_WORDS * (first + i);
      add(states, i * STATE + place, word(salts, at), word(salts, at + 2), 0, 0);
    }
  }

  /** As {@link Poseidon252#node} for each. */
  static void nodes(long tag, int[] nodes, int from, int to) {
    var states = new long[BATCH * STATE];
    for (int first = from; first < to; first += BATCH) {
      int count = Math.min(BATCH, to - first);
      for (int i = 0; i < count; i++) {
        int at = 2 * Digest.WORDS * (first + i);
        for (int k = 0; k < TAG; k++) {
          states[i * STATE + k] = word(nodes, at + 2 * k);
        }
        set(states, i * STATE + TAG, tag, 0);
      }
      BulkHash.get().permute(states, count);
      digests(states, count, nodes, Digest.WORDS * first);
    }
  }

  private static void set(long[] states, int at, long w0, long w1) {
    states[at] = w0;
    states[at + 1] = w1;
    states[at + 2] = 0;
    states[at + 3] = 0;
  }

  private static void add(long[] states, int at, long w0, long w1, long w2, long w3) {
    long sum = states[at] + w0;
    long carry = Long.compareUnsigned(sum, w0) < 0 ? 1 : 0;
    states[at] = sum;
    carry = add(states, at + 1, w1, carry);
    carry = add(states, at + 2, w2, carry);
    states[at + 3] += w3 + carry;
  }

  /* Returns the carry. */
  private static long add(long[] states, int at, long word, long carry) {
    long half = states[at] + carry;
    long sum = half + word;
    states[at] = sum;
    return Long.compareUnsigned(half, carry) < 0 || Long.compareUnsigned(sum, word) < 0 ? 1 : 0;
  }

  private static long word(int[] words, int at) {
    return Integer.toUnsignedLong(words[at]) | (long) words[at + 1] << Integer.SIZE;
  }

  private static void digests(long[] states, int count, int[] out, int to) {
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < FELT; k++) {
        long word = states[i * STATE + k];
        out[to + Digest.WORDS * i + 2 * k] = (int) word;
        out[to + Digest.WORDS * i + 2 * k + 1] = (int) (word >>> Integer.SIZE);
      }
    }
  }
}
