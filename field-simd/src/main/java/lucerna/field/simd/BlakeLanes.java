package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * BLAKE2s of as many messages side by side as a vector has lanes. Word w of message j lies at
 * {@code w * LANES + j}, in states and messages alike.
 *
 * <p>One round is one method, called ten times: all ten in one body are more than C2 compiles.
 */
final class BlakeLanes {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;
  private static final IntVector EVEN = Lanes.EVEN;
  private static final IntVector ODD = Lanes.ODD;
  private static final IntVector FRONT = Lanes.FRONT;
  private static final IntVector BACK = Lanes.BACK;
  private static final int ROUNDS = 10;

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
   * Compresses one block of each message.
   *
   * @param h the states before, overwritten by those after; eight words
   * @param m the blocks, sixteen words
   * @param count number of bytes hashed so far, this block's included
   * @param last whether this is the last block
   * @param v scratch of sixteen words
   */
  static void compress(int[] h, int[] m, long count, boolean last, int[] v) {
    System.arraycopy(h, 0, v, 0, STATE_WORDS * LANES);
    for (int i = 0; i < STATE_WORDS; i++) {
      Arrays.fill(v, (8 + i) * LANES, (9 + i) * LANES, IV[i]);
    }
    Arrays.fill(v, 12 * LANES, 13 * LANES, IV[4] ^ (int) count);
    Arrays.fill(v, 13 * LANES, 14 * LANES, IV[5] ^ (int) (count >>> 32));
    Arrays.fill(v, 14 * LANES, 15 * LANES, last ? ~IV[6] : IV[6]);
    for (int r = 0; r < ROUNDS; r++) {
      round(v, m, r * BLOCK_WORDS);
    }
    for (int i = 0; i < STATE_WORDS * LANES; i++) {
      h[i] ^= v[i] ^ v[i + STATE_WORDS * LANES];
    }
  }

  private static void round(int[] v, int[] m, int p) {
    IntVector v0 = IntVector.fromArray(INTS, v, 0);
    IntVector v1 = IntVector.fromArray(INTS, v, 1 * LANES);
    IntVector v2 = IntVector.fromArray(INTS, v, 2 * LANES);
    IntVector v3 = IntVector.fromArray(INTS, v, 3 * LANES);
    IntVector v4 = IntVector.fromArray(INTS, v, 4 * LANES);
    IntVector v5 = IntVector.fromArray(INTS, v, 5 * LANES);
    IntVector v6 = IntVector.fromArray(INTS, v, 6 * LANES);
    IntVector v7 = IntVector.fromArray(INTS, v, 7 * LANES);
    IntVector v8 = IntVector.fromArray(INTS, v, 8 * LANES);
    IntVector v9 = IntVector.fromArray(INTS, v, 9 * LANES);
    IntVector v10 = IntVector.fromArray(INTS, v, 10 * LANES);
    IntVector v11 = IntVector.fromArray(INTS, v, 11 * LANES);
    IntVector v12 = IntVector.fromArray(INTS, v, 12 * LANES);
    IntVector v13 = IntVector.fromArray(INTS, v, 13 * LANES);
    IntVector v14 = IntVector.fromArray(INTS, v, 14 * LANES);
    IntVector v15 = IntVector.fromArray(INTS, v, 15 * LANES);
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
    v0.intoArray(v, 0);
    v1.intoArray(v, 1 * LANES);
    v2.intoArray(v, 2 * LANES);
    v3.intoArray(v, 3 * LANES);
    v4.intoArray(v, 4 * LANES);
    v5.intoArray(v, 5 * LANES);
    v6.intoArray(v, 6 * LANES);
    v7.intoArray(v, 7 * LANES);
    v8.intoArray(v, 8 * LANES);
    v9.intoArray(v, 9 * LANES);
    v10.intoArray(v, 10 * LANES);
    v11.intoArray(v, 11 * LANES);
    v12.intoArray(v, 12 * LANES);
    v13.intoArray(v, 13 * LANES);
    v14.intoArray(v, 14 * LANES);
    v15.intoArray(v, 15 * LANES);
  }

  /** Copies a vector from each of some columns into the rows of a block. */
  static void copyRows(int[][] columns, int first, int count, int row, int[] m) {
    for (int c = 0; c < count; c++) {
      IntVector.fromArray(INTS, columns[first + c], row).intoArray(m, c * LANES);
    }
  }

  /** Turns messages that lie one after the other into rows of words. */
  static void unzip(int[] messages, int offset, int[] scratch, int[] m) {
    unzipOnce(messages, offset, scratch);
    unzipOnce(scratch, 0, m);
    unzipOnce(m, 0, scratch);
    unzipOnce(scratch, 0, m);
  }

  private static void unzipOnce(int[] source, int offset, int[] target) {
    for (int k = 0; k < 8; k++) {
      IntVector x = IntVector.fromArray(INTS, source, offset + 2 * k * LANES);
      IntVector y = IntVector.fromArray(INTS, source, offset + (2 * k + 1) * LANES);
      EVEN.selectFrom(x, y).intoArray(target, k * LANES);
      ODD.selectFrom(x, y).intoArray(target, (k + 8) * LANES);
    }
  }

  /** Turns rows of words into digests that lie one after the other; spoils the rows. */
  static void zip(int[] h, int[] scratch, int[] digests, int offset) {
    zipOnce(h, scratch, 0);
    zipOnce(scratch, h, 0);
    zipOnce(h, digests, offset);
  }

  private static void zipOnce(int[] source, int[] target, int offset) {
    for (int k = 0; k < 4; k++) {
      IntVector x = IntVector.fromArray(INTS, source, k * LANES);
      IntVector y = IntVector.fromArray(INTS, source, (k + 4) * LANES);
      FRONT.selectFrom(x, y).intoArray(target, offset + 2 * k * LANES);
      BACK.selectFrom(x, y).intoArray(target, offset + (2 * k + 1) * LANES);
    }
  }
}
