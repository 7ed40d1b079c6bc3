package lucerna.fri;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import lucerna.field.M31;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.HashSuite;

/**
 * The secret randomness of one proof: independent streams under labels, all from one seed of 32
 * bytes.
 *
 * <p>A stream is AES-256 in counter mode; its key is the BLAKE2s hash of seed, label length, label
 * and index under a personalisation of its own. Who does not know the seed cannot tell a stream
 * from uniform bits, nor streams from each other.
 */
public final class SecretRandom {
  /** Length of a seed in bytes. */
  public static final int SEED_BYTES = 32;

  private static final long PERSONAL = HashSuite.personalization("LucRand");

  private final byte[] seed;

  private SecretRandom(byte[] seed) {
    this.seed = seed;
  }

  /**
   * Makes the source of all streams of a seed.
   *
   * @param seed 32 secret bytes, to be used for one proof only
   * @return the source
   * @throws IllegalArgumentException if the length is not 32
   */
  public static SecretRandom of(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new SecretRandom(seed.clone());
  }

  /**
   * Starts a stream. The same label and index give the same stream again.
   *
   * @param label what the stream is for
   * @param index which of its kind
   * @return the stream at its beginning
   */
  public Stream stream(String label, long index) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    Blake2s hash = new Blake2s(PERSONAL).absorb(seed).absorb(name.length).absorb(name);
    byte[] key = hash.absorb((int) index).absorb((int) (index >>> 32)).digest().toBytes();
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return new Stream(cipher);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in counter mode", e);
    }
  }

  /** One stream. It is not safe for use by several threads. */
  public static final class Stream {
    private static final byte[] ZEROS = new byte[1 << 12];

    private final Cipher cipher;
    private final byte[] buffer = new byte[ZEROS.length];
    private int used = buffer.length;

    private Stream(Cipher cipher) {
      this.cipher = cipher;
    }

    /**
     * Draws uniform words.
     *
     * @param count how many
     * @return the words
     */
    public int[] words(int count) {
      int[] words = new int[count];
      for (int i = 0; i < count; i++) {
        words[i] = nextWord();
      }
      return words;
    }

    /**
     * Draws uniform elements of the base field.
     *
     * @param count how many
     * @return the elements
     */
    public int[] m31(int count) {
      int[] elements = new int[count];
      fillM31(elements, 0, count);
      return elements;
    }

    /**
     * Fills places with uniform elements of the base field: words of 31 bits, P itself rejected.
     *
     * @param out where they go
     * @param from first place
     * @param to end of the places
     */
    public void fillM31(int[] out, int from, int to) {
      for (int i = from; i < to; ) {
        int element = nextWord() & M31.P;
        if (element != M31.P) {
          out[i++] = element;
        }
      }
    }

    private int nextWord() {
      if (used == buffer.length) {
        refill();
      }
      int word =
          (buffer[used] & 0xff)
              | (buffer[used + 1] & 0xff) << 8
              | (buffer[used + 2] & 0xff) << 16
              | buffer[used + 3] << 24;
      used += Integer.BYTES;
      return word;
    }

    private void refill() {
      try {
        cipher.update(ZEROS, 0, ZEROS.length, buffer, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("counter mode fills a buffer of its input's length", e);
      }
      used = 0;
    }
  }
}
