package lucerna.fri.hash;

/**
 * The compression function of BLAKE2s (RFC 7693, section 3.2).
 *
 * <p>One round stands in the source and a loop runs it ten times, the round's permutation of the
 * message words packed into a {@code long}. Written out ten times the state no longer fits the
 * registers and the compiled code is slower.
 */
final class Compression {
  /** The initialisation vector. */
  static final int[] IV = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /** For each round the sixteen indices of message words, four bits each, from the lowest. */
  private static final long[] PERMUTATIONS = {
    0xfedcba9876543210L,
    0x357b20c16df984aeL,
    0x491763eadf250c8bL,
    0x8f04a562ebcd1397L,
    0xd386cb1efa427509L,
    0x91ef57d438b0a6c2L,
    0xb8293670a4def15cL,
    0xa2684f05931ce7bdL,
    0x5a417d2c803b9ef6L,
    0x0dc3e9bf5167482aL
  };

  private Compression() {}

  /**
   * Compresses one block. {@code in} and {@code out} may be the same place.
   *
   * @param in the state before, eight words from {@code inOffset}
   * @param inOffset place of the first state word
   * @param block the message, sixteen words from {@code offset}
   * @param offset place of the first message word
   * @param count number of bytes hashed so far, this block's included
   * @param last whether this is the last block
   * @param out where the state after goes, eight words from {@code outOffset}
   * @param outOffset place of the first of them
   */
  static void compress(
      int[] in,
      int inOffset,
      int[] block,
      int offset,
      long count,
      boolean last,
      int[] out,
      int outOffset) {
    int v0 = in[inOffset + 0];
    int v1 = in[inOffset + 1];
    int v2 = in[inOffset + 2];
    int v3 = in[inOffset + 3];
    int v4 = in[inOffset + 4];
    int v5 = in[inOffset + 5];
    int v6 = in[inOffset + 6];
    int v7 = in[inOffset + 7];
    int v8 = 0x6a09e667;
    int v9 = 0xbb67ae85;
    int v10 = 0x3c6ef372;
    int v11 = 0xa54ff53a;
    int v12 = 0x510e527f ^ (int) count;
    int v13 = 0x9b05688c ^ (int) (count >>> 32);
    int v14 = last ? ~0x1f83d9ab : 0x1f83d9ab;
    int v15 = 0x5be0cd19;
    for (long p : PERMUTATIONS) {
      v0 += v4 + block[offset + ((int) p & 15)];
      v12 = Integer.rotateRight(v12 ^ v0, 16);
      v8 += v12;
      v4 = Integer.rotateRight(v4 ^ v8, 12);
      v0 += v4 + block[offset + ((int) (p >>> 4) & 15)];
      v12 = Integer.rotateRight(v12 ^ v0, 8);
      v8 += v12;
      v4 = Integer.rotateRight(v4 ^ v8, 7);
      v1 += v5 + block[offset + ((int) (p >>> 8) & 15)];
      v13 = Integer.rotateRight(v13 ^ v1, 16);
      v9 += v13;
      v5 = Integer.rotateRight(v5 ^ v9, 12);
      v1 += v5 + block[offset + ((int) (p >>> 12) & 15)];
      v13 = Integer.rotateRight(v13 ^ v1, 8);
      v9 += v13;
      v5 = Integer.rotateRight(v5 ^ v9, 7);
      v2 += v6 + block[offset + ((int) (p >>> 16) & 15)];
      v14 = Integer.rotateRight(v14 ^ v2, 16);
      v10 += v14;
      v6 = Integer.rotateRight(v6 ^ v10, 12);
      v2 += v6 + block[offset + ((int) (p >>> 20) & 15)];
      v14 = Integer.rotateRight(v14 ^ v2, 8);
      v10 += v14;
      v6 = Integer.rotateRight(v6 ^ v10, 7);
      v3 += v7 + block[offset + ((int) (p >>> 24) & 15)];
      v15 = Integer.rotateRight(v15 ^ v3, 16);
      v11 += v15;
      v7 = Integer.rotateRight(v7 ^ v11, 12);
      v3 += v7 + block[offset + ((int) (p >>> 28) & 15)];
      v15 = Integer.rotateRight(v15 ^ v3, 8);
      v11 += v15;
      v7 = Integer.rotateRight(v7 ^ v11, 7);
      v0 += v5 + block[offset + ((int) (p >>> 32) & 15)];
      v15 = Integer.rotateRight(v15 ^ v0, 16);
      v10 += v15;
      v5 = Integer.rotateRight(v5 ^ v10, 12);
      v0 += v5 + block[offset + ((int) (p >>> 36) & 15)];
      v15 = Integer.rotateRight(v15 ^ v0, 8);
      v10 += v15;
      v5 = Integer.rotateRight(v5 ^ v10, 7);
      v1 += v6 + block[offset + ((int) (p >>> 40) & 15)];
      v12 = Integer.rotateRight(v12 ^ v1, 16);
      v11 += v12;
      v6 = Integer.rotateRight(v6 ^ v11, 12);
      v1 += v6 + block[offset + ((int) (p >>> 44) & 15)];
      v12 = Integer.rotateRight(v12 ^ v1, 8);
      v11 += v12;
      v6 = Integer.rotateRight(v6 ^ v11, 7);
      v2 += v7 + block[offset + ((int) (p >>> 48) & 15)];
      v13 = Integer.rotateRight(v13 ^ v2, 16);
      v8 += v13;
      v7 = Integer.rotateRight(v7 ^ v8, 12);
      v2 += v7 + block[offset + ((int) (p >>> 52) & 15)];
      v13 = Integer.rotateRight(v13 ^ v2, 8);
      v8 += v13;
      v7 = Integer.rotateRight(v7 ^ v8, 7);
      v3 += v4 + block[offset + ((int) (p >>> 56) & 15)];
      v14 = Integer.rotateRight(v14 ^ v3, 16);
      v9 += v14;
      v4 = Integer.rotateRight(v4 ^ v9, 12);
      v3 += v4 + block[offset + ((int) (p >>> 60) & 15)];
      v14 = Integer.rotateRight(v14 ^ v3, 8);
      v9 += v14;
      v4 = Integer.rotateRight(v4 ^ v9, 7);
    }
    out[outOffset + 0] = in[inOffset + 0] ^ v0 ^ v8;
    out[outOffset + 1] = in[inOffset + 1] ^ v1 ^ v9;
    out[outOffset + 2] = in[inOffset + 2] ^ v2 ^ v10;
    out[outOffset + 3] = in[inOffset + 3] ^ v3 ^ v11;
    out[outOffset + 4] = in[inOffset + 4] ^ v4 ^ v12;
    out[outOffset + 5] = in[inOffset + 5] ^ v5 ^ v13;
    out[outOffset + 6] = in[inOffset + 6] ^ v6 ^ v14;
    out[outOffset + 7] = in[inOffset + 7] ^ v7 ^ v15;
  }
}
