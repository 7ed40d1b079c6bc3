package lucerna.field.simd;

import java.math.BigInteger;

/**
 * Elements of Starknet's field side by side, for {@link VectorHades}: nine words of 28 bits, the
 * lowest first, each word of as many elements as a vector has lanes; then the next elements.
 *
 * <p>p is {@code 2^251 + 17 2^192 + 1}. Products of words of 28 bits, nine of them added up, leave
 * room for carries in 64 bits; two of 52 bits would take as many instructions, on processors with
 * fused multiplications alone. In Montgomery form an element stands for itself times 2^252.
 */
final class FeltLanes {
  /** Elements in a vector. */
  static final int COUNT = Lanes.LONGS.length();

  /** Bits of a word. */
  static final int BITS = 28;

  static final long MASK = (1L << BITS) - 1;

  /** Words of an element; the last one takes what is left. */
  static final int LIMBS = 9;

  /** Words of the elements of a vector. */
  static final int WORDS = LIMBS * COUNT;

  /** Where 2^251 is in the last word. */
  static final int TOP = 27;

  /** Words 0 and 7 of p are 1; word 6. */
  static final long P6 = 1L << 24;

  /** The last word of p. */
  static final long P8 = 1L << TOP;

  /** Of p as four words of 64 bits, the highest one; the others are 1, 0, 0. */
  static final long HIGHEST = 0x0800000000000011L;

  private FeltLanes() {}

  /** Writes an integer of up to 256 bits as words. */
  static void put(BigInteger value, long[] to, int at) {
    BigInteger mask = BigInteger.valueOf(MASK);
    for (int k = 0; k < LIMBS - 1; k++) {
      to[at + k] = value.shiftRight(BITS * k).and(mask).longValueExact();
    }
    to[at + LIMBS - 1] = value.shiftRight(BITS * (LIMBS - 1)).longValueExact();
  }

  /** Writes an element of four words of 64 bits to a lane. */
  static void enter(long[] from, int at, long[] to, int lane) {
    long w0 = from[at];
    long w1 = from[at + 1];
    long w2 = from[at + 2];
    long w3 = from[at + 3];
    to[lane] = w0 & MASK;
    to[lane + COUNT] = w0 >>> 28 & MASK;
    to[lane + 2 * COUNT] = (w0 >>> 56 | w1 << 8) & MASK;
    to[lane + 3 * COUNT] = w1 >>> 20 & MASK;
    to[lane + 4 * COUNT] = (w1 >>> 48 | w2 << 16) & MASK;
    to[lane + 5 * COUNT] = w2 >>> 12 & MASK;
    to[lane + 6 * COUNT] = (w2 >>> 40 | w3 << 24) & MASK;
    to[lane + 7 * COUNT] = w3 >>> 4 & MASK;
    to[lane + 8 * COUNT] = w3 >>> 32;
  }

  /** Reads an element from a lane, as four words of 64 bits. */
  static void leave(long[] from, int lane, long[] to, int at) {
    long t2 = from[lane + 2 * COUNT];
    long t4 = from[lane + 4 * COUNT];
    long t6 = from[lane + 6 * COUNT];
    to[at] = from[lane] | from[lane + COUNT] << 28 | t2 << 56;
    to[at + 1] = t2 >>> 8 | from[lane + 3 * COUNT] << 20 | t4 << 48;
    to[at + 2] = t4 >>> 16 | from[lane + 5 * COUNT] << 12 | t6 << 40;
    to[at + 3] = t6 >>> 24 | from[lane + 7 * COUNT] << 4 | from[lane + 8 * COUNT] << 32;
  }
}
