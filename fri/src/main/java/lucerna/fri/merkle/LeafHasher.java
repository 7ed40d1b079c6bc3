package lucerna.fri.merkle;

import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the rows of one tree: all values in order, four bytes each, then the salt where there is
 * one. Prover and verifier share it.
 *
 * <p>An instance holds scratch space, so each thread needs its own.
 */
public final class LeafHasher {
  /** Number of salt words of a leaf: 128 bits. */
  public static final int SALT_WORDS = 4;

  private final int[] initial;
  private final int nValues;
  private final int nWords;
  private final int[] message;
  private final int[] digest = new int[Digest.WORDS];

  /**
   * Makes a hasher for rows of one length.
   *
   * @param suite the tree's suite
   * @param nValues number of values in a row
   * @param salted whether a salt follows them
   */
  public LeafHasher(HashSuite suite, int nValues, boolean salted) {
    this.initial = Blake2s.initialState(suite.leafPersonal());
    this.nValues = nValues;
    this.nWords = nValues + (salted ? SALT_WORDS : 0);
    this.message = new int[paddedWords(nWords)];
  }

  /**
   * Hashes one row.
   *
   * @param values the row's values
   * @param salt its four salt words; null exactly if the tree is not salted
   * @return the leaf
   * @throws IllegalArgumentException if the row has not the agreed shape
   */
  public Digest hash(int[] values, int @Nullable [] salt) {
    int saltWords = salt == null ? 0 : salt.length;
    if (values.length != nValues || saltWords != nWords - nValues) {
      throw new IllegalArgumentException(
          "row of %d values and %d salt words, not %d and %d"
              .formatted(values.length, saltWords, nValues, nWords - nValues));
    }
    System.arraycopy(values, 0, message, 0, nValues);
    if (salt != null) {
      System.arraycopy(salt, 0, message, nValues, SALT_WORDS);
    }
    hashMessage(message, 0, digest, 0);
    return Digest.of(digest, 0);
  }

  /** Length that a message of {@code words} words takes: whole blocks, at least one. */
  static int paddedWords(int words) {
    int blocks = Math.max(1, Math.ceilDiv(words, Blake2s.BLOCK_WORDS));
    return Math.multiplyExact(blocks, Blake2s.BLOCK_WORDS);
  }

  /** Number of words of a row, its salt included. */
  int nWords() {
    return nWords;
  }

  /** Hashes a row that lies in {@code words} from {@code offset}, filled with zeros to blocks. */
  void hashMessage(int[] words, int offset, int[] out, int outOffset) {
    int blocks = message.length / Blake2s.BLOCK_WORDS;
    int[] state = initial;
    int stateOffset = 0;
    for (int b = 0; b < blocks; b++) {
      boolean last = b == blocks - 1;
      long count = last ? 4L * nWords : (long) Blake2s.BLOCK_BYTES * (b + 1);
      int from = offset + b * Blake2s.BLOCK_WORDS;
      Blake2s.compress(state, stateOffset, words, from, count, last, out, outOffset);
      state = out;
      stateOffset = outOffset;
    }
  }

  /** Scratch for {@code rows} rows of this shape, all zero. */
  int[] scratch(int rows) {
    return new int[Math.multiplyExact(rows, message.length)];
  }

  /** Distance between two rows in {@link #scratch}. */
  int stride() {
    return message.length;
  }
}
