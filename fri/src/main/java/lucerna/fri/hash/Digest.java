package lucerna.fri.hash;

import java.util.HexFormat;

/**
 * A digest of 32 bytes, as eight words of which each holds four bytes, least significant first.
 *
 * @param w0 bytes 0 to 3
 * @param w1 bytes 4 to 7
 * @param w2 bytes 8 to 11
 * @param w3 bytes 12 to 15
 * @param w4 bytes 16 to 19
 * @param w5 bytes 20 to 23
 * @param w6 bytes 24 to 27
 * @param w7 bytes 28 to 31
 */
public record Digest(int w0, int w1, int w2, int w3, int w4, int w5, int w6, int w7) {
  /** Length in bytes. */
  public static final int BYTES = 32;

  /** Length in words of 32 bits. */
  public static final int WORDS = 8;

  /** The digest of 32 zero bytes, a channel's first state. */
  public static final Digest ZERO = new Digest(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Reads a digest from eight consecutive words.
   *
   * @param words the source
   * @param offset where the first word lies
   * @return the digest
   * @throws IndexOutOfBoundsException if fewer than eight words follow {@code offset}
   */
  public static Digest of(int[] words, int offset) {
    return new Digest(
        words[offset],
        words[offset + 1],
        words[offset + 2],
        words[offset + 3],
        words[offset + 4],
        words[offset + 5],
        words[offset + 6],
        words[offset + 7]);
  }

  /**
   * Reads a digest from its bytes.
   *
   * @param bytes exactly 32 bytes
   * @return the digest
   * @throws IllegalArgumentException if the length is not 32
   */
  public static Digest fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
    }
    int[] words = new int[WORDS];
    for (int i = 0; i < BYTES; i++) {
      words[i >> 2] |= (bytes[i] & 0xff) << (8 * (i & 3));
    }
    return of(words, 0);
  }

  /**
   * Reads a digest from hexadecimal digits.
   *
   * @param hex 64 digits, in the order of the bytes
   * @return the digest
   * @throws IllegalArgumentException if there are not exactly 64 digits
   */
  public static Digest fromHex(String hex) {
    return fromBytes(HexFormat.of().parseHex(hex));
  }

  /**
   * Returns the words.
   *
   * @return eight words, a fresh array
   */
  public int[] toWords() {
    return new int[] {w0, w1, w2, w3, w4, w5, w6, w7};
  }

  /**
   * Writes the words to consecutive places.
   *
   * @param target where to write
   * @param offset place of the first word
   */
  public void copyTo(int[] target, int offset) {
    target[offset] = w0;
    target[offset + 1] = w1;
    target[offset + 2] = w2;
    target[offset + 3] = w3;
    target[offset + 4] = w4;
    target[offset + 5] = w5;
    target[offset + 6] = w6;
    target[offset + 7] = w7;
  }

  /**
   * Returns the bytes.
   *
   * @return 32 bytes, a fresh array
   */
  public byte[] toBytes() {
    int[] words = toWords();
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (words[i >> 2] >>> (8 * (i & 3)));
    }
    return bytes;
  }

  /**
   * Returns the bytes in hexadecimal.
   *
   * @return 64 lower-case digits
   */
  public String toHex() {
    return HexFormat.of().formatHex(toBytes());
  }

  @Override
  public String toString() {
    return toHex();
  }
}
