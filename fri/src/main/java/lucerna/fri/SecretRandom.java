package lucerna.fri;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import lucerna.field.ColumnArena;
import lucerna.field.M31;
import lucerna.field.Parallel;
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
    return new Stream(new SecretKeySpec(key, "AES"), 0);
  }

  /** One stream. It is not safe for use by several threads. */
  public static final class Stream {
    private static final byte[] ZEROS = new byte[1 << 12];
    private static final int AES_BYTES = 16;
    private static final int WORDS_PER_BLOCK = AES_BYTES / Integer.BYTES;
    private static final int MIN_PARALLEL = 1 << 14;

    /* Words that are still in the cache when they are looked at again. */
    private static final int SHORTEN_AT_ONCE = 1 << 11;

    private final SecretKeySpec key;
    private Cipher cipher;
    private final byte[] buffer = new byte[ZEROS.length];
    private final IntBuffer inOrder =
        ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    private int used = buffer.length;
    private boolean fresh;

    private Stream(SecretKeySpec key, long block) {
      this.key = key;
      fresh = block == 0;
      byte[] counter = new byte[AES_BYTES];
      ByteBuffer.wrap(counter).putLong(Long.BYTES, block);
      try {
        cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has AES in counter mode", e);
      }
    }

    /**
     * Draws uniform words. Many words from the beginning of a stream are drawn on all cores.
     *
     * @param count how many
     * @return the words
     */
    public int[] words(int count) {
      return words(count, ColumnArena.FRESH);
    }

    /**
     * Draws uniform words, as {@link #words(int)} does.
     *
     * @param count how many
     * @param arena where the memory of the result comes from
     * @return the words
     */
    public int[] words(int count, ColumnArena arena) {
      int[] words = arena.take(count);
      if (fresh && count >= MIN_PARALLEL) {
        Parallel.forBlocks(
            count,
            MIN_PARALLEL,
            (from, to) -> new Stream(key, from / WORDS_PER_BLOCK).fill(words, from, to));
        skip(count);
      } else {
        fill(words, 0, count);
      }
      return words;
    }

    /**
     * Returns four words from anywhere in the stream, and leaves the stream where it is.
     *
     * @param number the block's number, at least 0
     * @return words {@code 4 number} to {@code 4 number + 3}, counted from the beginning
     */
    public int[] block(long number) {
      int[] words = new int[WORDS_PER_BLOCK];
      new Stream(key, number).fill(words, 0, words.length);
      return words;
    }

    /** Returns the stream from some block on. */
    Stream from(long number) {
      return new Stream(key, number);
    }

    /**
     * Returns the key, for who expands the stream elsewhere: block i of four little-endian words is
     * AES-256 of the number i, written big-endian into 16 bytes.
     *
     * @return 32 secret bytes, the caller's
     */
    public byte[] key() {
      return key.getEncoded();
    }

    private void fill(int[] words, int from, int to) {
      for (int i = from; i < to; ) {
        if (used == buffer.length) {
          fresh = false;
          refill();
        }
        int count = Math.min(to - i, (buffer.length - used) / Integer.BYTES);
        inOrder.get(used / Integer.BYTES, words, i, count);
        used += count * Integer.BYTES;
        i += count;
      }
    }

    /** Goes on after the first words. */
    private void skip(int count) {
      Stream rest = new Stream(key, count / WORDS_PER_BLOCK);
      rest.fill(new int[WORDS_PER_BLOCK], 0, count % WORDS_PER_BLOCK);
      cipher = rest.cipher;
      System.arraycopy(rest.buffer, 0, buffer, 0, buffer.length);
      used = rest.used;
      fresh = false;
    }

    /**
     * Draws uniform elements of the base field, as {@link #fillM31} would. Many from the beginning
     * of a stream are drawn on all cores.
     *
     * @param count how many
     * @return the elements
     */
    public int[] m31(int count) {
      return m31(count, ColumnArena.FRESH);
    }

    /**
     * Draws uniform elements of the base field, as {@link #m31(int)} does.
     *
     * @param count how many
     * @param arena where the memory of the result comes from
     * @return the elements
     */
    public int[] m31(int count, ColumnArena arena) {
      int[] elements = arena.take(count);
      int kept = 0;
      if (fresh && count >= MIN_PARALLEL) {
        AtomicBoolean rejected = new AtomicBoolean();
        Parallel.forBlocks(
            count,
            MIN_PARALLEL,
            (from, to) -> {
              if (new Stream(key, from / WORDS_PER_BLOCK).fillShortened(elements, from, to)) {
                rejected.set(true);
              }
            });
        skip(count);
        kept = rejected.get() ? withoutRejected(elements, 0, count) : count;
      }
      fillM31(elements, kept, count);
      return elements;
    }

    /** Moves those of some elements up that are not rejected; returns the end of them. */
    static int withoutRejected(int[] elements, int from, int to) {
      int end = from;
      for (int i = from; i < to; i++) {
        if (elements[i] != M31.P) {
          elements[end++] = elements[i];
        }
      }
      return end;
    }

    /**
     * Fills places with uniform elements of the base field: words of 31 bits, P itself rejected.
     *
     * @param out where they go
     * @param from first place
     * @param to end of the places
     */
    public void fillM31(int[] out, int from, int to) {
      int at = from;
      while (at < to) {
        // As many words as places are left: one by one it would be no fewer.
        at = fillShortened(out, at, to) ? withoutRejected(out, at, to) : to;
      }
    }

    /** Fills places with words of 31 bits; says whether one of them is to be rejected. */
    private boolean fillShortened(int[] out, int from, int to) {
      int most = 0;
      for (int i = from; i < to; ) {
        int count = Math.min(to - i, SHORTEN_AT_ONCE);
        fill(out, i, i + count);
        most = Math.max(most, shorten(out, i, i + count));
        i += count;
      }
      return most == M31.P;
    }

    /* P is the greatest of all words of 31 bits; the loop is one that becomes vectors. */
    private static int shorten(int[] words, int from, int to) {
      int most = 0;
      for (int i = from; i < to; i++) {
        int word = words[i] & M31.P;
        words[i] = word;
        most = Math.max(most, word);
      }
      return most;
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
