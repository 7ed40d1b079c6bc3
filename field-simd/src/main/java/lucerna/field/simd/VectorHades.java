package lucerna.field.simd;

import java.math.BigInteger;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.hash.Hades;
import lucerna.fri.spi.HashKernels;

/**
 * The permutation Hades of many states side by side; the rest that fills no vector is left to the
 * scalar loops.
 *
 * <p>In partial rounds the first two elements are but summed, so they stay unreduced for some
 * rounds, and their constants are moved to where they meet the last element: with a state (a + A, b
 * + B, c) for constants A and B, the next ones are 3 A + B and A - B and their own, and A + B goes
 * into c.
 */
final class VectorHades {
  /** Vectors at a time: independent work for the processor, little enough for the first cache. */
  private static final int VECTORS = 4;

  private static final int STATES = VECTORS * FeltLanes.COUNT;
  private static final int LENGTH = VECTORS * FeltLanes.WORDS;
  private static final int WORDS = HashKernels.FELT_WORDS;
  private static final int LIMBS = FeltLanes.LIMBS;

  /** Partial rounds until sums are brought back: words grow by 1.7 bits a round. */
  private static final int LAZY = 8;

  private static final BigInteger RADIX = BigInteger.TWO.pow(FeltLanes.BITS * LIMBS);
  private static final HashKernels SCALAR = BulkHash.scalar();

  /** Where p alone is among the constants. */
  private static final int PRIME = Hades.WIDTH * LIMBS * (Hades.ROUNDS + 1);

  /** Before the first round and after each one, what is added to a, b and c, and p with it. */
  private static final long[] CONSTANTS = constants();

  /** Turns integers into Montgomery form. */
  private static final long[] ENTER = everywhere(RADIX.multiply(RADIX).mod(Hades.PRIME));

  /** Turns them back. */
  private static final long[] LEAVE = everywhere(BigInteger.ONE);

  private final long[][] state = new long[Hades.WIDTH][LENGTH];
  private final long[] squares = new long[LENGTH];
  private final long[] cubes = new long[LENGTH];

  private VectorHades() {}

  private static long[] constants() {
    var words = new long[Hades.WIDTH * LIMBS * (Hades.ROUNDS + 2)];
    var moved = new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO};
    for (int round = 0; round <= Hades.ROUNDS; round++) {
      BigInteger[] own = new BigInteger[Hades.WIDTH];
      for (int i = 0; i < Hades.WIDTH; i++) {
        own[i] = round < Hades.ROUNDS ? Hades.constant(Hades.WIDTH * round + i) : BigInteger.ZERO;
      }
      if (isPartial(round - 1)) {
        BigInteger a = moved[0];
        BigInteger b = moved[1];
        own[0] = own[0].add(a).add(a).add(a).add(b);
        own[1] = own[1].add(a).subtract(b);
        own[2] = own[2].add(a).add(b);
        moved[0] = own[0];
        moved[1] = own[1];
      }
      if (isPartial(round) && !isPartial(round - 1)) {
        // These are added before the first partial round.
        moved[0] = BigInteger.ZERO;
        moved[1] = BigInteger.ZERO;
      }
      for (int i = 0; i < Hades.WIDTH; i++) {
        BigInteger value = own[i].multiply(RADIX).mod(Hades.PRIME);
        putWithPrime(value, words, LIMBS * (Hades.WIDTH * round + i));
      }
    }
    putWithPrime(BigInteger.ZERO, words, PRIME);
    return words;
  }

  private static void putWithPrime(BigInteger value, long[] words, int at) {
    FeltLanes.put(value.add(Hades.PRIME), words, at);
  }

  private static boolean isPartial(int round) {
    return round >= Hades.FULL && round < Hades.FULL + Hades.PARTIAL;
  }

  private static long[] everywhere(BigInteger value) {
    var words = new long[LIMBS];
    FeltLanes.put(value, words, 0);
    var all = new long[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      all[i] = words[i % FeltLanes.WORDS / FeltLanes.COUNT];
    }
    return all;
  }

  /** As {@link HashKernels#permute}. */
  static void permute(long[] states, int count) {
    var hades = new VectorHades();
    int whole = count / FeltLanes.COUNT * FeltLanes.COUNT;
    for (int from = 0; from < whole; from += STATES) {
      hades.permute(states, from, Math.min(STATES, whole - from));
    }
    if (whole < count) {
      int rest = (count - whole) * Hades.WIDTH * WORDS;
      var few = new long[rest];
      System.arraycopy(states, whole * Hades.WIDTH * WORDS, few, 0, rest);
      SCALAR.permute(few, count - whole);
      System.arraycopy(few, 0, states, whole * Hades.WIDTH * WORDS, rest);
    }
  }

  private void permute(long[] states, int from, int count) {
    int length = count / FeltLanes.COUNT * FeltLanes.WORDS;
    for (int i = 0; i < count; i++) {
      int lane = i / FeltLanes.COUNT * FeltLanes.WORDS + i % FeltLanes.COUNT;
      for (int e = 0; e < Hades.WIDTH; e++) {
        FeltLanes.enter(states, ((from + i) * Hades.WIDTH + e) * WORDS, state[e], lane);
      }
    }
    for (long[] element : state) {
      FeltProduct.product(element, ENTER, element, length);
    }
    rounds(length);
    for (long[] element : state) {
      FeltProduct.product(element, LEAVE, element, length);
    }
    for (int i = 0; i < count; i++) {
      int lane = i / FeltLanes.COUNT * FeltLanes.WORDS + i % FeltLanes.COUNT;
      for (int e = 0; e < Hades.WIDTH; e++) {
        int at = ((from + i) * Hades.WIDTH + e) * WORDS;
        FeltLanes.leave(state[e], lane, states, at);
        reduce(states, at);
      }
    }
  }

  /* What leaves is at most p + 1. */
  private static void reduce(long[] words, int at) {
    if (words[at + WORDS - 1] == FeltLanes.HIGHEST && words[at] != 0) {
      words[at + WORDS - 1] = 0;
      words[at]--;
    }
  }

  private void rounds(int length) {
    long[] a = state[0];
    long[] b = state[1];
    long[] c = state[2];
    for (int e = 0; e < Hades.WIDTH; e++) {
      FeltSums.shorten(state[e], length, CONSTANTS, LIMBS * e);
    }
    for (int round = 0; round < Hades.ROUNDS; round++) {
      boolean partial = isPartial(round);
      if (!partial) {
        cube(a, a, length);
        cube(b, b, length);
      }
      cube(c, cubes, length);
      int next = Hades.WIDTH * LIMBS * (round + 1);
      FeltSums.mix(a, b, c, cubes, length, CONSTANTS, next + 2 * LIMBS);
      if (!partial || !isPartial(round + 1)) {
        FeltSums.shorten(a, length, CONSTANTS, next);
        FeltSums.shorten(b, length, CONSTANTS, next + LIMBS);
      } else if (round % LAZY == 0) {
        FeltSums.shorten(a, length, CONSTANTS, PRIME);
        FeltSums.shorten(b, length, CONSTANTS, PRIME);
      }
    }
  }

  private void cube(long[] x, long[] out, int length) {
    FeltProduct.product(x, x, squares, length);
    FeltProduct.product(squares, x, out, length);
  }

  /** Calls loops on empty ranges. */
  static void empty(long[] none) {
    FeltProduct.product(none, none, none, 0);
    FeltSums.mix(none, none, none, none, 0, none, 0);
    FeltSums.shorten(none, 0, none, 0);
  }
}
