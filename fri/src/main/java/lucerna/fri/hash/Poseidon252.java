package lucerna.fri.hash;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The Hades permutation over Starknet's field that its Poseidon builtin computes, and the hashes of
 * Merkle trees made of it.
 *
 * <p>{@link Hades} has the numbers.
 *
 * <p>An instance holds scratch space, so each thread needs its own.
 */
final class Poseidon252 {
  /** Values of M31 in an element. */
  private static final int VALUES = 8;

  private static final int VALUE_BITS = 31;
  private static final int WIDTH = Hades.WIDTH;
  private static final int FULL = Hades.FULL;
  private static final int PARTIAL = Hades.PARTIAL;
  private static final int ROUNDS = Hades.ROUNDS;
  private static final int STATE = WIDTH * Felt252.LIMBS;
  private static final long[] CONSTANTS = constants();

  private final long[] state = new long[STATE];
  private final long[] scratch = new long[2 * Felt252.LIMBS];
  private final long[] element = new long[Felt252.LIMBS];

  private static long[] constants() {
    var all = new long[ROUNDS * STATE];
    for (int i = 0; i < ROUNDS * WIDTH; i++) {
      BigInteger value = Hades.constant(i);
      for (int k = 0; k < Felt252.LIMBS; k++) {
        all[i * Felt252.LIMBS + k] = value.shiftRight(Long.SIZE * k).longValue();
      }
      Felt252.enter(all, i * Felt252.LIMBS, all, i * Felt252.LIMBS);
    }
    return all;
  }

  /** Sets an element of the state to an integer below p. */
  void set(int place, long w0, long w1, long w2, long w3) {
    put(element, w0, w1, w2, w3);
    Felt252.enter(element, 0, state, place * Felt252.LIMBS);
  }

  /** Adds an integer below p to an element of the state. */
  void add(int place, long w0, long w1, long w2, long w3) {
    put(element, w0, w1, w2, w3);
    Felt252.enter(element, 0, element, 0);
    int at = place * Felt252.LIMBS;
    Felt252.sum(state, at, element, 0, state, at);
  }

  /**
   * Returns an element of the state as an integer, its lowest word first; good until used again.
   */
  long[] get(int place) {
    Felt252.leave(state, place * Felt252.LIMBS, element, 0);
    return element;
  }

  private static void put(long[] to, long w0, long w1, long w2, long w3) {
    to[0] = w0;
    to[1] = w1;
    to[2] = w2;
    to[3] = w3;
  }

  /** Applies the permutation to the state. */
  void permute() {
    for (int round = 0; round < ROUNDS; round++) {
      boolean full = round < FULL || round >= FULL + PARTIAL;
      for (int i = 0; i < WIDTH; i++) {
        int at = i * Felt252.LIMBS;
        Felt252.sum(state, at, CONSTANTS, round * STATE + at, state, at);
        if (full || i == WIDTH - 1) {
          Felt252.product(state, at, state, at, scratch, 0);
          Felt252.product(scratch, 0, state, at, state, at);
        }
      }
      mix();
    }
  }

  /**
   * With t the sum of all: t + 2 a, t - 2 b, t - 3 c. Before it a and b are below 4 p, c below 2 p;
   * after it all are below 3 p.
   */
  private void mix() {
    int b = Felt252.LIMBS;
    int c = 2 * Felt252.LIMBS;
    Felt252.sum(state, 0, state, b, scratch, 0);
    Felt252.sum(scratch, 0, state, c, scratch, 0);
    Felt252.sum(state, 0, state, 0, state, 0);
    Felt252.sum(scratch, 0, state, 0, state, 0);
    Felt252.sum(state, b, state, b, state, b);
    Felt252.difference(scratch, 0, state, b, state, b);
    Felt252.sum(state, c, state, c, scratch, b);
    Felt252.sum(state, c, scratch, b, state, c);
    Felt252.difference(scratch, 0, state, c, state, c);
    Felt252.shorten(state, 0);
    Felt252.shorten(state, b);
    Felt252.shorten(state, c);
  }

  /** Applies the permutation to integers below 2^252, and writes integers below p. */
  void permute(long[] states, int at) {
    for (int i = 0; i < STATE; i += Felt252.LIMBS) {
      Felt252.enter(states, at + i, state, i);
    }
    permute();
    for (int i = 0; i < STATE; i += Felt252.LIMBS) {
      Felt252.leave(state, i, states, at + i);
    }
  }

  /** Says whether a digest is an integer below p. */
  static boolean isElement(Digest d) {
    return Felt252.isCanonical(
        word(d.w0(), d.w1()), word(d.w2(), d.w3()), word(d.w4(), d.w5()), word(d.w6(), d.w7()));
  }

  private static long word(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
  }

  private static long word(int[] words, int at) {
    return word(words[at], words[at + 1]);
  }

  /**
   * Hashes two nodes: the first element of the permutation of left, right and the tag.
   *
   * @param tag the personalisation
   * @param pair the nodes, sixteen words
   * @param at place of the first word
   * @param out receives the digest
   * @param to place of its first word
   */
  void node(long tag, int[] pair, int at, int[] out, int to) {
    set(0, word(pair, at), word(pair, at + 2), word(pair, at + 4), word(pair, at + 6));
    set(1, word(pair, at + 8), word(pair, at + 10), word(pair, at + 12), word(pair, at + 14));
    set(2, tag, 0, 0, 0);
    permute();
    digest(out, to);
  }

  /**
   * Hashes a leaf: its values, eight in an element, and its salt, one more, are added to the first
   * two elements of the state in turns, with a permutation after every second one and at the end.
   *
   * @param tag the personalisation
   * @param words the values and after them the salt, if there is one
   * @param nValues how many values
   * @param salted whether four words of salt follow
   * @param out receives the digest
   * @param to place of its first word
   */
  void leaf(long tag, int[] words, int nValues, boolean salted, int[] out, int to) {
    int packed = Math.ceilDiv(nValues, VALUES);
    int count = packed + (salted ? 1 : 0);
    Arrays.fill(state, 0);
    set(2, tag, count, 0, 0);
    for (int i = 0; i < count; i++) {
      if (i < packed) {
        addValues(i % 2, words, i * VALUES, Math.min(nValues, (i + 1) * VALUES));
      } else {
        add(i % 2, word(words, nValues), word(words, nValues + 2), 0, 0);
      }
      if (i % 2 == 1) {
        permute();
      }
    }
    if (count % 2 == 1 || count == 0) {
      permute();
    }
    digest(out, to);
  }

  private void addValues(int place, int[] words, int from, int to) {
    Arrays.fill(scratch, 0, Felt252.LIMBS, 0);
    for (int i = from; i < to; i++) {
      int bit = VALUE_BITS * (i - from);
      int limb = bit / Long.SIZE;
      int shift = bit % Long.SIZE;
      long value = words[i];
      scratch[limb] |= value << shift;
      if (shift > Long.SIZE - VALUE_BITS) {
        scratch[limb + 1] |= value >>> (Long.SIZE - shift);
      }
    }
    add(place, scratch[0], scratch[1], scratch[2], scratch[3]);
  }

  private void digest(int[] out, int to) {
    long[] value = get(0);
    for (int k = 0; k < Felt252.LIMBS; k++) {
      out[to + 2 * k] = (int) value[k];
      out[to + 2 * k + 1] = (int) (value[k] >>> Integer.SIZE);
    }
  }
}
