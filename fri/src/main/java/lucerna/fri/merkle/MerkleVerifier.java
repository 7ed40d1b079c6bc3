package lucerna.fri.merkle;

import java.util.Arrays;
import java.util.List;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHasher;

/** Verifies the multiproofs of {@link MerkleTree}. */
public final class MerkleVerifier {
  private MerkleVerifier() {}

  /**
   * Verifies that leaves lie at given positions under a root.
   *
   * @param suite the tree's suite
   * @param root the root
   * @param logHeight log of the number of leaves
   * @param positions positions of the leaves, increasing, each once, at least one
   * @param leaves the leaf at each position
   * @param witness the siblings that {@link MerkleTree#open} returned
   * @throws MerkleException if the opening does not belong to the root
   * @throws IllegalArgumentException if the positions are not as required
   */
  public static void verify(
      HashSuite suite,
      Digest root,
      int logHeight,
      int[] positions,
      List<Digest> leaves,
      List<Digest> witness)
      throws MerkleException {
    int[] words = new int[leaves.size() * Digest.WORDS];
    for (int i = 0; i < leaves.size(); i++) {
      leaves.get(i).copyTo(words, i * Digest.WORDS);
    }
    verify(suite, root, logHeight, positions, words, witness);
  }

  /**
   * Verifies that leaves lie at given positions under a root; a layer of nodes is hashed at once.
   *
   * @param suite the tree's suite
   * @param root the root
   * @param logHeight log of the number of leaves
   * @param positions positions of the leaves, increasing, each once, at least one
   * @param leaves the leaf at each position, eight words each, one after the other
   * @param witness the siblings that {@link MerkleTree#open} returned
   * @throws MerkleException if the opening does not belong to the root
   * @throws IllegalArgumentException if the positions are not as required
   */
  public static void verify(
      HashSuite suite,
      Digest root,
      int logHeight,
      int[] positions,
      int[] leaves,
      List<Digest> witness)
      throws MerkleException {
    MerkleTree.requirePositions(positions, logHeight);
    if (positions.length == 0 || leaves.length != positions.length * Digest.WORDS) {
      throw new IllegalArgumentException(
          "%d leaves at %d positions".formatted(leaves.length / Digest.WORDS, positions.length));
    }
    var hasher = new TreeHasher(suite);
    int[] known = positions.clone();
    int[] digests = leaves;
    int n = known.length;
    int used = 0;
    for (int layer = logHeight; layer > 0; layer--) {
      // A heap of no more than this layer's parents and their children, filled up to whole vectors.
      int first = padded(n, hasher.lanes());
      int[] nodes = new int[4 * first * Digest.WORDS];
      int parents = 0;
      for (int i = 0; i < n; parents++) {
        int node = known[i];
        int own = 2 * (first + parents) + (node & 1);
        int sibling = own ^ 1;
        System.arraycopy(digests, i * Digest.WORDS, nodes, own * Digest.WORDS, Digest.WORDS);
        i++;
        if (i < n && known[i] == (node ^ 1)) {
          System.arraycopy(digests, i * Digest.WORDS, nodes, sibling * Digest.WORDS, Digest.WORDS);
          i++;
        } else if (used < witness.size()) {
          witness.get(used++).copyTo(nodes, sibling * Digest.WORDS);
        } else {
          throw new MerkleException(MerkleException.Reason.WITNESS_TOO_SHORT, layer, node);
        }
        known[parents] = node >> 1;
      }
      n = parents;
      hasher.nodes(nodes, first, first + padded(n, hasher.lanes()));
      digests = Arrays.copyOfRange(nodes, first * Digest.WORDS, (first + n) * Digest.WORDS);
    }
    if (used < witness.size()) {
      throw new MerkleException(MerkleException.Reason.WITNESS_TOO_LONG, 0, used);
    }
    if (!Digest.of(digests, 0).equals(root)) {
      throw new MerkleException(MerkleException.Reason.ROOT_MISMATCH, 0, 0);
    }
  }

  /* A vector costs what four messages do, one after the other. */
  static int padded(int count, int lanes) {
    int rest = count % lanes;
    return rest > lanes / 4 ? count + lanes - rest : count;
  }
}
