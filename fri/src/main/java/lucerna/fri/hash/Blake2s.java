package lucerna.fri.hash;

import java.util.Arrays;

/**
 * Unkeyed BLAKE2s with a digest of 32 bytes (RFC 7693), optionally personalised.
 *
 * <p>A personalisation is eight bytes of the parameter block (bytes 24 to 31); it changes the
 * initial state, so hashes under different ones are unrelated functions at the same cost. It is
 * given as a {@code long} whose lowest byte comes first; 0 is plain BLAKE2s.
 *
 * <p>An instance absorbs one message and is good for one digest. It is not safe for use by several
 * threads.
 */
public final class Blake2s {
  /** Length of a block in bytes. */
  public static final int BLOCK_BYTES = 64;

  /** Length of a block in words of 32 bits. */
  public static final int BLOCK_WORDS = 16;

  /** No key, fan-out and depth 1; the digest's length is added. */
  private static final int PARAMETERS = 0x01010000;

  private final int[] state;
  private final int[] block = new int[BLOCK_WORDS];
  private int blockBytes;
  private long count;

  /** Starts plain BLAKE2s. */
  public Blake2s() {
    this(0);
  }

  /**
   * Starts personalised BLAKE2s.
   *
   * @param personalization the eight bytes, the first one lowest
   */
  public Blake2s(long personalization) {
    state = initialState(personalization);
  }

  /**
   * Returns the state before the first block.
   *
   * @param personalization the eight bytes, the first one lowest
   * @return eight words, a fresh array
   */
  public static int[] initialState(long personalization) {
    return initialState(personalization, Digest.BYTES);
  }

  /**
   * Returns the state before the first block, for a digest of some length.
   *
   * @param personalization the eight bytes, the first one lowest
   * @param digestBytes length of the digest, 1 to 32
   * @return eight words, a fresh array
   */
  static int[] initialState(long personalization, int digestBytes) {
    int[] initial = Compression.IV.clone();
    initial[0] ^= PARAMETERS | digestBytes;
    initial[6] ^= (int) personalization;
    initial[7] ^= (int) (personalization >>> 32);
    return initial;
  }

  /**
   * Compresses one block without allocating. The two states may be the same place.
   *
   * @param in holds the state before, eight words
   * @param inOffset place of its first word
   * @param block holds the message, sixteen words of four bytes, least significant first
   * @param offset place of its first word
   * @param count number of message bytes up to and with this block, padding left out
   * @param last whether this is the message's last block
   * @param out receives the state after, eight words
   * @param outOffset place of its first word
   */
  public static void compress(
      int[] in,
      int inOffset,
      int[] block,
      int offset,
      long count,
      boolean last,
      int[] out,
      int outOffset) {
    Compression.compress(in, inOffset, block, offset, count, last, out, outOffset);
  }

  /**
   * Returns the length that a message takes in whole blocks, at least one.
   *
   * @param words number of words of the message
   * @return number of words of its blocks
   */
  public static int paddedWords(int words) {
    return Math.multiplyExact(Math.max(1, Math.ceilDiv(words, BLOCK_WORDS)), BLOCK_WORDS);
  }

  /**
   * Hashes a message of words without allocating.
   *
   * @param initial state before the first block, eight words
   * @param words holds the message, filled with zeros to whole blocks
   * @param offset place of its first word
   * @param nWords number of its words
   * @param out receives the digest, eight words
   * @param outOffset place of its first word
   */
  public static void hashWords(
      int[] initial, int[] words, int offset, int nWords, int[] out, int outOffset) {
    int padded = paddedWords(nWords);
    int[] state = initial;
    int stateOffset = 0;
    for (int word = 0; word < padded; word += BLOCK_WORDS) {
      boolean last = word + BLOCK_WORDS == padded;
      long count = 4L * (last ? nWords : word + BLOCK_WORDS);
      compress(state, stateOffset, words, offset + word, count, last, out, outOffset);
      state = out;
      stateOffset = outOffset;
    }
  }

  /**
   * Hashes bytes with plain BLAKE2s.
   *
   * @param message the message
   * @return the digest's 32 bytes
   */
  public static byte[] hash(byte[] message) {
    return new Blake2s().absorb(message).digest().toBytes();
  }

  /**
   * Absorbs bytes.
   *
   * @param bytes what to absorb
   * @return this
   */
  public Blake2s absorb(byte[] bytes) {
    for (byte b : bytes) {
      makeRoom();
      block[blockBytes >> 2] |= (b & 0xff) << (8 * (blockBytes & 3));
      blockBytes++;
    }
    return this;
  }

  /**
   * Absorbs one word as four bytes, least significant first.
   *
   * @param word what to absorb
   * @return this
   */
  public Blake2s absorb(int word) {
    if ((blockBytes & 3) != 0) {
      return absorb(
          new byte[] {(byte) word, (byte) (word >> 8), (byte) (word >> 16), (byte) (word >> 24)});
    }
    makeRoom();
    block[blockBytes >> 2] = word;
    blockBytes += 4;
    return this;
  }

  /**
   * Absorbs words as four bytes each, least significant first.
   *
   * @param words what to absorb
   * @return this
   */
  public Blake2s absorb(int[] words) {
    int from = 0;
    while (from < words.length && (blockBytes & 3) == 0) {
      makeRoom();
      int at = blockBytes >> 2;
      int length = Math.min(BLOCK_WORDS - at, words.length - from);
      System.arraycopy(words, from, block, at, length);
      blockBytes += 4 * length;
      from += length;
    }
    for (; from < words.length; from++) {
      absorb(words[from]);
    }
    return this;
  }

  /**
   * Absorbs a digest's 32 bytes.
   *
   * @param digest what to absorb
   * @return this
   */
  public Blake2s absorb(Digest digest) {
    return absorb(digest.toWords());
  }

  /**
   * Ends the message.
   *
   * @return the digest of all that was absorbed
   */
  public Digest digest() {
    compress(state, 0, block, 0, count + blockBytes, true, state, 0);
    return Digest.of(state, 0);
  }

  /** Compresses a full block; not before more bytes come, since the last block is marked. */
  private void makeRoom() {
    if (blockBytes == BLOCK_BYTES) {
      count += BLOCK_BYTES;
      compress(state, 0, block, 0, count, false, state, 0);
      Arrays.fill(block, 0);
      blockBytes = 0;
    }
  }
}
