package lucerna.fri.hash;

/**
 * The compression function of BLAKE2s (RFC 7693, section 3.2).
 *
 * <p>One round stands in the source and a loop runs it ten times. Written out ten times the state
 * no longer fits the registers and the compiled code is slower.
 */
final class Compression {
  /** The initialisation vector. */
  static final int[] IV = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /** For each of the ten rounds the sixteen indices of message words. */
  private static final byte[] PERMUTATIONS = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
    7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
    9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
    2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
    12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
    13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
    6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
    10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0
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
    for (int p = 0; p < PERMUTATIONS.length; p += Blake2s.BLOCK_WORDS) {
      v0 += v4 + block[offset + PERMUTATIONS[p]];
      v12 = Integer.rotateRight(v12 ^ v0, 16);
      v8 += v12;
      v4 = Integer.rotateRight(v4 ^ v8, 12);
      v0 += v4 + block[offset + PERMUTATIONS[p + 1]];
      v12 = Integer.rotateRight(v12 ^ v0, 8);
      v8 += v12;
      v4 = Integer.rotateRight(v4 ^ v8, 7);
      v1 += v5 + block[offset + PERMUTATIONS[p + 2]];
      v13 = Integer.rotateRight(v13 ^ v1, 16);
      v9 += v13;
      v5 = Integer.rotateRight(v5 ^ v9, 12);
      v1 += v5 + block[offset + PERMUTATIONS[p + 3]];
      v13 = Integer.rotateRight(v13 ^ v1, 8);
      v9 += v13;
      v5 = Integer.rotateRight(v5 ^ v9, 7);
      v2 += v6 + block[offset + PERMUTATIONS[p + 4]];
      v14 = Integer.rotateRight(v14 ^ v2, 16);
      v10 += v14;
      v6 = Integer.rotateRight(v6 ^ v10, 12);
      v2 += v6 + block[offset + PERMUTATIONS[p + 5]];
      v14 = Integer.rotateRight(v14 ^ v2, 8);
      v10 += v14;
      v6 = Integer.rotateRight(v6 ^ v10, 7);
      v3 += v7 + block[offset + PERMUTATIONS[p + 6]];
      v15 = Integer.rotateRight(v15 ^ v3, 16);
      v11 += v15;
      v7 = Integer.rotateRight(v7 ^ v11, 12);
      v3 += v7 + block[offset + PERMUTATIONS[p + 7]];
      v15 = Integer.rotateRight(v15 ^ v3, 8);
      v11 += v15;
      v7 = Integer.rotateRight(v7 ^ v11, 7);
      v0 += v5 + block[offset + PERMUTATIONS[p + 8]];
      v15 = Integer.rotateRight(v15 ^ v0, 16);
      v10 += v15;
      v5 = Integer.rotateRight(v5 ^ v10, 12);
      v0 += v5 + block[offset + PERMUTATIONS[p + 9]];
      v15 = Integer.rotateRight(v15 ^ v0, 8);
      v10 += v15;
      v5 = Integer.rotateRight(v5 ^ v10, 7);
      v1 += v6 + block[offset + PERMUTATIONS[p + 10]];
      v12 = Integer.rotateRight(v12 ^ v1, 16);
      v11 += v12;
      v6 = Integer.rotateRight(v6 ^ v11, 12);
      v1 += v6 + block[offset + PERMUTATIONS[p + 11]];
      v12 = Integer.rotateRight(v12 ^ v1, 8);
      v11 += v12;
      v6 = Integer.rotateRight(v6 ^ v11, 7);
      v2 += v7 + block[offset + PERMUTATIONS[p + 12]];
      v13 = Integer.rotateRight(v13 ^ v2, 16);
      v8 += v13;
      v7 = Integer.rotateRight(v7 ^ v8, 12);
      v2 += v7 + block[offset + PERMUTATIONS[p + 13]];
      v13 = Integer.rotateRight(v13 ^ v2, 8);
      v8 += v13;
      v7 = Integer.rotateRight(v7 ^ v8, 7);
      v3 += v4 + block[offset + PERMUTATIONS[p + 14]];
      v14 = Integer.rotateRight(v14 ^ v3, 16);
      v9 += v14;
      v4 = Integer.rotateRight(v4 ^ v9, 12);
      v3 += v4 + block[offset + PERMUTATIONS[p + 15]];
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
