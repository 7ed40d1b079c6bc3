package lucerna.fri.merkle;

import java.util.Arrays;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHasher;
import lucerna.fri.spi.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the rows of one tree: all values in order, four bytes each, then the salt where there is
 * one. Prover and verifier share it.
 *
 * <p>An instance holds scratch space, so each thread needs its own.
 */
public final class LeafHasher {
  /** Number of salt words of a leaf: 128 bits. */
  public static final int SALT_WORDS = Leaves.SALT_WORDS;

  private final TreeHasher hasher;
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
    this.hasher = new TreeHasher(suite);
    this.nValues = nValues;
    this.nWords = nValues + (salted ? SALT_WORDS : 0);
    this.message = new int[Blake2s.paddedWords(nWords)];
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
    hasher.leaf(message, nValues, salt != null, digest, 0);
    return Digest.of(digest, 0);
  }

  /**
   * Hashes rows, all at once.
   *
   * @param suite the tree's suite
   * @param rows the values of each row, as many in each
   * @param salts four salt words for each row; null exactly if the tree is not salted
   * @return the leaves, eight words each, one after the other
   * @throws IllegalArgumentException if a row has not the shape of the first
   */
  public static int[] hash(HashSuite suite, int[][] rows, int @Nullable [][] salts) {
    var hasher = new TreeHasher(suite);
    int width = rows[0].length;
    int height = MerkleVerifier.padded(rows.length, hasher.lanes());
    int[][] columns = new int[width][height];
    int[] salt = salts == null ? null : new int[height * SALT_WORDS];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width || (salts != null && salts[i].length != SALT_WORDS)) {
        throw new IllegalArgumentException("row " + i + " is not like the first");
      }
      for (int j = 0; j < width; j++) {
        columns[j][i] = rows[i][j];
      }
      if (salts != null) {
        System.arraycopy(salts[i], 0, salt, i * SALT_WORDS, SALT_WORDS);
      }
    }
    int[] nodes = new int[2 * height * Digest.WORDS];
    hasher.leaves(hasher.message(columns, salt, 0), nodes, 0, height);
    int first = height * Digest.WORDS;
    return Arrays.copyOfRange(nodes, first, first + rows.length * Digest.WORDS);
  }
}
