package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * BLAKE2s of as many messages side by side as a vector has lanes. Word w of message j lies at
 * {@code w * LANES + j}, in states and messages alike.
 *
 * <p>The rounds are one loop, so that the working state stays in registers: all ten in one body are
 * more than C2 compiles, and a method for each stores and loads the state. Arrays begin 16 bytes
 * after a line of the cache at best, so every such access takes two lines.
 */
final class BlakeLanes {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;
  private static final IntVector IOTA = Lanes.lanes(j -> j);
  private static final IntVector EVEN = Lanes.EVEN;
  private static final IntVector ODD = Lanes.ODD;
  private static final IntVector FRONT = Lanes.FRONT;
  private static final IntVector BACK = Lanes.BACK;
  static final int ROUNDS = 10;

  /** Number of words of a message block and of a working state. */
  static final int BLOCK_WORDS = 16;

  /** Number of words of a chaining state. */
  static final int STATE_WORDS = 8;

  private static final int[] IV = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private static final String[] PERMUTATIONS = {
    "0123456789abcdef",
    "ea489fd61c02b753",
    "b8c052fdae367194",
    "7931dcbe265a40f8",
    "905724afe1bc683d",
    "2c6a0b834d75fe19",
    "c51fed4a0763928b",
    "db7ec13950f4862a",
    "6fe9b308c2d714a5",
    "a2847615fb9e3cd0"
  };

  /** Where the message words of each round begin. */
  private static final int[] WORDS =
      String.join("", PERMUTATIONS).chars().map(c -> Character.digit(c, 16) * LANES).toArray();

  private BlakeLanes() {}

  /**
   * Sets the working states before the first round.
   *
   * @param h the states before the block, eight words; may be {@code state}
   * @param count number of bytes hashed so far, this block's included
   * @param last whether this is the last block
   * @param state receives them, sixteen words
   */
  static void begin(int[] h, long count, boolean last, int[] state) {
    System.arraycopy(h, 0, state, 0, STATE_WORDS * LANES);
    for (int i = 0; i < STATE_WORDS; i++) {
      Arrays.fill(state, (8 + i) * LANES, (9 + i) * LANES, IV[i]);
    }
    next(count, last, state);
  }

  /** Sets the words in which the working states of different blocks differ, but for the first. */
  static void next(long count, boolean last, int[] state) {
    Arrays.fill(state, 12 * LANES, 13 * LANES, IV[4] ^ (int) count);
    Arrays.fill(state, 13 * LANES, 14 * LANES, IV[5] ^ (int) (count >>> 32));
    Arrays.fill(state, 14 * LANES, 15 * LANES, last ? ~IV[6] : IV[6]);
  }

  /** Does the one diagonal of the first round that takes the words 8 and 9. */
  static void nonces(int[] v, int[] m) {
    IntVector v5 = IntVector.fromArray(INTS, v, 5 * LANES);
    IntVector v10 = IntVector.fromArray(INTS, v, 10 * LANES);
    IntVector v15 = IntVector.fromArray(INTS, v, 15 * LANES);
    IntVector v0 =
        IntVector.fromArray(INTS, v, 0).add(v5).add(IntVector.fromArray(INTS, m, 8 * LANES));
    v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
    v10 = v10.add(v15);
    v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
    v0 = v0.add(v5).add(IntVector.fromArray(INTS, m, 9 * LANES));
    v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
    v10 = v10.add(v15);
    v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);
    v0.intoArray(v, 0);
    v5.intoArray(v, 5 * LANES);
    v10.intoArray(v, 10 * LANES);
    v15.intoArray(v, 15 * LANES);
  }

  /** Writes first, first + 1, ... to a row. */
  static void count(int first, int[] m, int row) {
    IOTA.add(first).intoArray(m, row);
  }

  /** Says whether the first word of some hash is zero under a mask. */
  static boolean anyZero(int[] hashes, int mask) {
    return IntVector.fromArray(INTS, hashes, 0).lanewise(AND, mask).eq(0).anyTrue();
  }

  /**
   * Compresses one block of each message.
   *
   * @param state the working states before a round, sixteen words
   * @param m the blocks, sixteen words
   * @param first number of that round, from 0
   * @param h the states before the block, eight words
   * @param out receives the states after the block, eight words; it may be {@code h} or {@code
   *     state}
   */
  static void compress(int[] state, int[] m, int first, int[] h, int[] out) {
    IntVector v0 = IntVector.fromArray(INTS, state, 0);
    IntVector v1 = IntVector.fromArray(INTS, state, 1 * LANES);
    IntVector v2 = IntVector.fromArray(INTS, state, 2 * LANES);
    IntVector v3 = IntVector.fromArray(INTS, state, 3 * LANES);
    IntVector v4 = IntVector.fromArray(INTS, state, 4 * LANES);
    IntVector v5 = IntVector.fromArray(INTS, state, 5 * LANES);
    IntVector v6 = IntVector.fromArray(INTS, state, 6 * LANES);
    IntVector v7 = IntVector.fromArray(INTS, state, 7 * LANES);
    IntVector v8 = IntVector.fromArray(INTS, state, 8 * LANES);
    IntVector v9 = IntVector.fromArray(INTS, state, 9 * LANES);
    IntVector v10 = IntVector.fromArray(INTS, state, 10 * LANES);
    IntVector v11 = IntVector.fromArray(INTS, state, 11 * LANES);
    IntVector v12 = IntVector.fromArray(INTS, state, 12 * LANES);
    IntVector v13 = IntVector.fromArray(INTS, state, 13 * LANES);
    IntVector v14 = IntVector.fromArray(INTS, state, 14 * LANES);
    IntVector v15 = IntVector.fromArray(INTS, state, 15 * LANES);
    for (int p = first * BLOCK_WORDS; p < ROUNDS * BLOCK_WORDS; p += BLOCK_WORDS) {
      v0 = v0.add(v4).add(IntVector.fromArray(INTS, m, WORDS[p + 0]));
      v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
      v8 = v8.add(v12);
      v4 = v4.lanewise(XOR, v8).lanewise(ROR, 12);
      v0 = v0.add(v4).add(IntVector.fromArray(INTS, m, WORDS[p + 1]));
      v12 = v12.lanewise(XOR, v0).lanewise(ROR, 8);
      v8 = v8.add(v12);
      v4 = v4.lanewise(XOR, v8).lanewise(ROR, 7);
      v1 = v1.add(v5).add(IntVector.fromArray(INTS, m, WORDS[p + 2]));
      v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
      v9 = v9.add(v13);
      v5 = v5.lanewise(XOR, v9).lanewise(ROR, 12);
      v1 = v1.add(v5).add(IntVector.fromArray(INTS, m, WORDS[p + 3]));
      v13 = v13.lanewise(XOR, v1).lanewise(ROR, 8);
      v9 = v9.add(v13);
      v5 = v5.lanewise(XOR, v9).lanewise(ROR, 7);
      v2 = v2.add(v6).add(IntVector.fromArray(INTS, m, WORDS[p + 4]));
      v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
      v10 = v10.add(v14);
      v6 = v6.lanewise(XOR, v10).lanewise(ROR, 12);
      v2 = v2.add(v6).add(IntVector.fromArray(INTS, m, WORDS[p + 5]));
      v14 = v14.lanewise(XOR, v2).lanewise(ROR, 8);
      v10 = v10.add(v14);
      v6 = v6.lanewise(XOR, v10).lanewise(ROR, 7);
      v3 = v3.add(v7).add(IntVector.fromArray(INTS, m, WORDS[p + 6]));
      v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
      v11 = v11.add(v15);
      v7 = v7.lanewise(XOR, v11).lanewise(ROR, 12);
      v3 = v3.add(v7).add(IntVector.fromArray(INTS, m, WORDS[p + 7]));
      v15 = v15.lanewise(XOR, v3).lanewise(ROR, 8);
      v11 = v11.add(v15);
      v7 = v7.lanewise(XOR, v11).lanewise(ROR, 7);
      v0 = v0.add(v5).add(IntVector.fromArray(INTS, m, WORDS[p + 8]));
      v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
      v10 = v10.add(v15);
      v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
      v0 = v0.add(v5).add(IntVector.fromArray(INTS, m, WORDS[p + 9]));
      v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
      v10 = v10.add(v15);
      v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);
      v1 = v1.add(v6).add(IntVector.fromArray(INTS, m, WORDS[p + 10]));
      v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
      v11 = v11.add(v12);
      v6 = v6.lanewise(XOR, v11).lanewise(ROR, 12);
      v1 = v1.add(v6).add(IntVector.fromArray(INTS, m, WORDS[p + 11]));
      v12 = v12.lanewise(XOR, v1).lanewise(ROR, 8);
      v11 = v11.add(v12);
      v6 = v6.lanewise(XOR, v11).lanewise(ROR, 7);
      v2 = v2.add(v7).add(IntVector.fromArray(INTS, m, WORDS[p + 12]));
      v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
      v8 = v8.add(v13);
      v7 = v7.lanewise(XOR, v8).lanewise(ROR, 12);
      v2 = v2.add(v7).add(IntVector.fromArray(INTS, m, WORDS[p + 13]));
      v13 = v13.lanewise(XOR, v2).lanewise(ROR, 8);
      v8 = v8.add(v13);
      v7 = v7.lanewise(XOR, v8).lanewise(ROR, 7);
      v3 = v3.add(v4).add(IntVector.fromArray(INTS, m, WORDS[p + 14]));
      v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
      v9 = v9.add(v14);
      v4 = v4.lanewise(XOR, v9).lanewise(ROR, 12);
      v3 = v3.add(v4).add(IntVector.fromArray(INTS, m, WORDS[p + 15]));
      v14 = v14.lanewise(XOR, v3).lanewise(ROR, 8);
      v9 = v9.add(v14);
      v4 = v4.lanewise(XOR, v9).lanewise(ROR, 7);
    }
    IntVector.fromArray(INTS, h, 0).lanewise(XOR, v0).lanewise(XOR, v8).intoArray(out, 0);
    IntVector.fromArray(INTS, h, LANES).lanewise(XOR, v1).lanewise(XOR, v9).intoArray(out, LANES);
    IntVector.fromArray(INTS, h, 2 * LANES)
        .lanewise(XOR, v2)
        .lanewise(XOR, v10)
        .intoArray(out, 2 * LANES);
    IntVector.fromArray(INTS, h, 3 * LANES)
        .lanewise(XOR, v3)
        .lanewise(XOR, v11)
        .intoArray(out, 3 * LANES);
    IntVector.fromArray(INTS, h, 4 * LANES)
        .lanewise(XOR, v4)
        .lanewise(XOR, v12)
        .intoArray(out, 4 * LANES);
    IntVector.fromArray(INTS, h, 5 * LANES)
        .lanewise(XOR, v5)
        .lanewise(XOR, v13)
        .intoArray(out, 5 * LANES);
    IntVector.fromArray(INTS, h, 6 * LANES)
        .lanewise(XOR, v6)
        .lanewise(XOR, v14)
        .intoArray(out, 6 * LANES);
    IntVector.fromArray(INTS, h, 7 * LANES)
        .lanewise(XOR, v7)
        .lanewise(XOR, v15)
        .intoArray(out, 7 * LANES);
  }

  /** Copies a vector from each of some columns into the rows of a block. */
  static void copyRows(int[][] columns, int first, int count, int row, int[] m) {
    for (int c = 0; c < count; c++) {
      IntVector.fromArray(INTS, columns[first + c], row).intoArray(m, c * LANES);
    }
  }

  /** Turns messages that lie one after the other into rows of words. */
  static void unzip(int[] messages, int offset, int[] scratch, int[] m) {
    unzipTwice(messages, offset, scratch);
    unzipTwice(scratch, 0, m);
  }

  /** Brings the two low bits of the entries' numbers to the top. */
  private static void unzipTwice(int[] source, int offset, int[] target) {
    for (int k = 0; k < 4; k++) {
      int from = offset + 4 * k * LANES;
      IntVector x0 = IntVector.fromArray(INTS, source, from);
      IntVector x1 = IntVector.fromArray(INTS, source, from + LANES);
      IntVector x2 = IntVector.fromArray(INTS, source, from + 2 * LANES);
      IntVector x3 = IntVector.fromArray(INTS, source, from + 3 * LANES);
      IntVector even = EVEN.selectFrom(x0, x1);
      IntVector odd = ODD.selectFrom(x0, x1);
      IntVector nextEven = EVEN.selectFrom(x2, x3);
      IntVector nextOdd = ODD.selectFrom(x2, x3);
      EVEN.selectFrom(even, nextEven).intoArray(target, k * LANES);
      EVEN.selectFrom(odd, nextOdd).intoArray(target, (k + 4) * LANES);
      ODD.selectFrom(even, nextEven).intoArray(target, (k + 8) * LANES);
      ODD.selectFrom(odd, nextOdd).intoArray(target, (k + 12) * LANES);
    }
  }

  /** Turns rows of words into digests that lie one after the other. */
  static void zip(int[] h, int[] digests, int offset) {
    IntVector h0 = IntVector.fromArray(INTS, h, 0);
    IntVector h1 = IntVector.fromArray(INTS, h, LANES);
    IntVector h2 = IntVector.fromArray(INTS, h, 2 * LANES);
    IntVector h3 = IntVector.fromArray(INTS, h, 3 * LANES);
    IntVector h4 = IntVector.fromArray(INTS, h, 4 * LANES);
    IntVector h5 = IntVector.fromArray(INTS, h, 5 * LANES);
    IntVector h6 = IntVector.fromArray(INTS, h, 6 * LANES);
    IntVector h7 = IntVector.fromArray(INTS, h, 7 * LANES);
    IntVector a0 = FRONT.selectFrom(h0, h4);
    IntVector a1 = BACK.selectFrom(h0, h4);
    IntVector a2 = FRONT.selectFrom(h1, h5);
    IntVector a3 = BACK.selectFrom(h1, h5);
    IntVector a4 = FRONT.selectFrom(h2, h6);
    IntVector a5 = BACK.selectFrom(h2, h6);
    IntVector a6 = FRONT.selectFrom(h3, h7);
    IntVector a7 = BACK.selectFrom(h3, h7);
    h0 = FRONT.selectFrom(a0, a4);
    h1 = BACK.selectFrom(a0, a4);
    h2 = FRONT.selectFrom(a1, a5);
    h3 = BACK.selectFrom(a1, a5);
    h4 = FRONT.selectFrom(a2, a6);
    h5 = BACK.selectFrom(a2, a6);
    h6 = FRONT.selectFrom(a3, a7);
    h7 = BACK.selectFrom(a3, a7);
    FRONT.selectFrom(h0, h4).intoArray(digests, offset);
    BACK.selectFrom(h0, h4).intoArray(digests, offset + LANES);
    FRONT.selectFrom(h1, h5).intoArray(digests, offset + 2 * LANES);
    BACK.selectFrom(h1, h5).intoArray(digests, offset + 3 * LANES);
    FRONT.selectFrom(h2, h6).intoArray(digests, offset + 4 * LANES);
    BACK.selectFrom(h2, h6).intoArray(digests, offset + 5 * LANES);
    FRONT.selectFrom(h3, h7).intoArray(digests, offset + 6 * LANES);
    BACK.selectFrom(h3, h7).intoArray(digests, offset + 7 * LANES);
  }
}
