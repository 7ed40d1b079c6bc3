package lucerna.stark;

import static lucerna.stark.Rejection.Reason.SHAPE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.hash.Digest;

/** Reads little-endian 32-bit words; whatever the bytes, it throws nothing but rejections. */
public final class WordReader {
  private final IntBuffer words;

  /**
   * Makes a reader.
   *
   * @param bytes the bytes
   * @throws ProofRejectedException if their number is no multiple of 4
   */
  public WordReader(byte[] bytes) throws ProofRejectedException {
    if (bytes.length % Integer.BYTES != 0) {
      throw wrong("bytes", bytes.length + " bytes are no whole words");
    }
    words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  }

  /**
   * Reads a word.
   *
   * @return the word
   * @throws ProofRejectedException at the end
   */
  public int word() throws ProofRejectedException {
    if (!words.hasRemaining()) {
      throw wrong("bytes", "the file ends early");
    }
    return words.get();
  }

  /**
   * Reads a count and checks that as many words could follow.
   *
   * @param where what is counted, for messages
   * @param most the largest count allowed
   * @return the count
   * @throws ProofRejectedException if it is above the bound or above what is left
   */
  public int count(String where, int most) throws ProofRejectedException {
    int count = word();
    if (count < 0 || count > most || count > words.remaining()) {
      throw wrong(where, "a count of " + Integer.toUnsignedString(count));
    }
    return count;
  }

  /**
   * Reads words.
   *
   * @param n how many
   * @return the words
   * @throws ProofRejectedException if fewer are left
   */
  public int[] words(int n) throws ProofRejectedException {
    if (n > words.remaining()) {
      throw wrong("bytes", "the file ends early");
    }
    var values = new int[n];
    words.get(values);
    return values;
  }

  /**
   * Reads a digest.
   *
   * @return the digest
   * @throws ProofRejectedException at the end
   */
  public Digest digest() throws ProofRejectedException {
    return Digest.of(words(Digest.WORDS), 0);
  }

  /**
   * Reads a 64-bit number.
   *
   * @return the number
   * @throws ProofRejectedException at the end
   */
  public long nonce() throws ProofRejectedException {
    long low = Integer.toUnsignedLong(word());
    return low | (long) word() << 32;
  }

  /**
   * Reads a secure element.
   *
   * @param where what it is, for messages
   * @return the element
   * @throws ProofRejectedException at the end, or if a coordinate is not canonical
   */
  public QM31 felt(String where) throws ProofRejectedException {
    int[] c = words(QM31.DEGREE);
    for (int coordinate : c) {
      if (!M31.isCanonical(coordinate)) {
        throw wrong(
            where, "not a canonical field element: " + Integer.toUnsignedString(coordinate));
      }
    }
    return new QM31(c[0], c[1], c[2], c[3]);
  }

  /**
   * Reads bytes written by {@link WordWriter#bytes}.
   *
   * @param where what they are, for messages
   * @param most the largest number of bytes allowed
   * @return the bytes
   * @throws ProofRejectedException if the count is impossible or the padding is not zero
   */
  public byte[] bytes(String where, int most) throws ProofRejectedException {
    int n = word();
    if (n < 0 || n > most || (n + 3L) / Integer.BYTES > words.remaining()) {
      throw wrong(where, "a length of " + Integer.toUnsignedString(n) + " bytes");
    }
    var bytes = new byte[n];
    int whole = n / Integer.BYTES;
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .put(words.slice(words.position(), whole));
    words.position(words.position() + whole);
    if (Integer.BYTES * whole < n) {
      int word = word();
      for (int at = Integer.BYTES * whole; at < n; at++, word >>>= 8) {
        bytes[at] = (byte) word;
      }
      if (word != 0) {
        throw wrong(where, "padding that is not zero");
      }
    }
    return bytes;
  }

  /**
   * Requires that nothing is left.
   *
   * @throws ProofRejectedException if words follow
   */
  public void end() throws ProofRejectedException {
    if (words.hasRemaining()) {
      throw wrong("bytes", Integer.BYTES * words.remaining() + " bytes follow the end");
    }
  }

  private static ProofRejectedException wrong(String where, String detail) {
    return new ProofRejectedException(SHAPE, where, detail);
  }
}
