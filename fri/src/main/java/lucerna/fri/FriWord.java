package lucerna.fri;

import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;

/**
 * A word of FRI where its prover keeps it: in this process's memory, or on a device. Only what a
 * proof holds crosses over.
 */
public interface FriWord {
  /**
   * Returns the number of values.
   *
   * @return a power of two
   */
  int length();

  /**
   * Commits to the word by cosets, once: leaf i holds the values {@code i 2^k} to {@code (i + 1)
   * 2^k - 1}, each as a, b, c, d.
   *
   * @param suite the hashes
   * @param logLeafSize k
   * @return the tree's root
   */
  Digest commit(HashSuite suite, int logLeafSize);

  /**
   * Opens leaves of the tree.
   *
   * @param leaves their numbers, increasing, each once
   * @return the siblings, in the order of {@link lucerna.fri.merkle.MerkleTree#open(int[])}
   * @throws IllegalStateException if there is no tree yet
   */
  List<Digest> open(int[] leaves);

  /**
   * Reads some values.
   *
   * @param positions where
   * @return a value each
   */
  List<QM31> valuesAt(int[] positions);

  /**
   * Folds the word (docs/protocol.md, section 9.6).
   *
   * @param alpha the challenge
   * @param logFold log of the number of values that become one
   * @param circle whether the word is on a canonic circle domain, or else on a line domain
   * @return the folded word
   */
  FriWord fold(QM31 alpha, int logFold, boolean circle);

  /**
   * Returns all values.
   *
   * @return the values in storage order, perhaps not a copy
   */
  SecureColumn values();
}
