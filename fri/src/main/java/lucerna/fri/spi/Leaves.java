package lucerna.fri.spi;

import org.jspecify.annotations.Nullable;

/**
 * The leaves of a Merkle tree before they are hashed. With k the log of the coset size, leaf i is
 * the message {@code columns[0][i 2^k], columns[1][i 2^k], ..., columns[0][i 2^k + 1], ...} up to
 * entry {@code (i + 1) 2^k - 1} of the last column, then the leaf's salt; four bytes a word, least
 * significant first.
 *
 * <p>Alternating leaves take turns: leaf 2m has the even ones of the entries {@code m 2^(k+1)} to
 * {@code (m + 1) 2^(k+1) - 1}, leaf 2m + 1 the odd ones. In storage order these are points of one
 * fibre, and their conjugates.
 *
 * @param initial state of BLAKE2s before the first block, eight words
 * @param columns columns of one length
 * @param salts four words for each leaf, or null for leaves without salt
 * @param logCosetSize log of the number of entries that a leaf takes from each column
 * @param alternating whether leaves 2m and 2m + 1 take turns
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the kernels, which only read them
public record Leaves(
    int[] initial, int[][] columns, int @Nullable [] salts, int logCosetSize, boolean alternating) {
  /** Number of salt words of a leaf: 128 bits. */
  public static final int SALT_WORDS = 4;

  /**
   * Makes leaves of neighbouring entries.
   *
   * @param initial state of BLAKE2s before the first block, eight words
   * @param columns columns of one length
   * @param salts four words for each leaf, or null for leaves without salt
   * @param logCosetSize log of the number of entries that a leaf takes from each column
   */
  public Leaves(int[] initial, int[][] columns, int @Nullable [] salts, int logCosetSize) {
    this(initial, columns, salts, logCosetSize, false);
  }

  /**
   * Returns where a leaf begins.
   *
   * @param leaf the leaf's number
   * @return its first entry in each column
   */
  public int first(int leaf) {
    return alternating ? ((leaf >> 1) << (logCosetSize + 1)) + (leaf & 1) : leaf << logCosetSize;
  }

  /**
   * Returns how far apart a leaf's entries are.
   *
   * @return 2 for alternating leaves, else 1
   */
  public int stride() {
    return alternating ? 2 : 1;
  }

  /**
   * Returns the number of words that a leaf takes from the columns.
   *
   * @return the words before the salt
   */
  public int nValues() {
    return Math.multiplyExact(columns.length, 1 << logCosetSize);
  }

  /**
   * Returns the length of a leaf.
   *
   * @return its number of words, the salt included
   */
  public int nWords() {
    return nValues() + (salts == null ? 0 : SALT_WORDS);
  }
}
