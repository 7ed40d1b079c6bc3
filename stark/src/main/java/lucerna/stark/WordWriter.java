package lucerna.stark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import lucerna.field.QM31;
import lucerna.fri.hash.Digest;

/** Writes little-endian 32-bit words. */
public final class WordWriter {
  private int[] words = new int[1024];
  private int size;

  /** Makes an empty writer. */
  public WordWriter() {}

  /**
   * Writes a word.
   *
   * @param word the word
   */
  public void word(int word) {
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
    }
    words[size++] = word;
  }

  /**
   * Writes words.
   *
   * @param values the words, without a count
   */
  public void words(int[] values) {
    for (int value : values) {
      word(value);
    }
  }

  /**
   * Writes a digest as 8 words.
   *
   * @param digest the digest
   */
  public void digest(Digest digest) {
    words(digest.toWords());
  }

  /**
   * Writes a secure element as its 4 coordinates.
   *
   * @param value the element
   */
  public void felt(QM31 value) {
    word(value.a());
    word(value.b());
    word(value.c());
    word(value.d());
  }

  /**
   * Writes a 64-bit number, its low word first.
   *
   * @param value the number
   */
  public void nonce(long value) {
    word((int) value);
    word((int) (value >>> 32));
  }

  /**
   * Writes bytes as their count and as many words as hold them, padded with zeros.
   *
   * @param bytes the bytes
   */
  public void bytes(byte[] bytes) {
    word(bytes.length);
    for (int at = 0; at < bytes.length; at += Integer.BYTES) {
      int word = 0;
      for (int k = 0; k < Integer.BYTES && at + k < bytes.length; k++) {
        word |= (bytes[at + k] & 0xff) << (8 * k);
      }
      word(word);
    }
  }

  /**
   * Returns what was written.
   *
   * @return 4 bytes a word
   */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * size).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(words, 0, size);
    return buffer.array();
  }
}
