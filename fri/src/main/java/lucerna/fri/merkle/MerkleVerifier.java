package lucerna.fri.merkle;

import java.util.List;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;

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
    MerkleTree.requirePositions(positions, logHeight);
    if (positions.length == 0 || leaves.size() != positions.length) {
      throw new IllegalArgumentException(
          "%d leaves at %d positions".formatted(leaves.size(), positions.length));
    }
    int[] initial = Blake2s.initialState(suite.nodePersonal());
    int[] pair = new int[2 * Digest.WORDS];
    int[] parent = new int[Digest.WORDS];
    int[] known = positions.clone();
    Digest[] digests = leaves.toArray(Digest[]::new);
    int n = known.length;
    int used = 0;
    for (int layer = logHeight; layer > 0; layer--) {
      int parents = 0;
      for (int i = 0; i < n; parents++) {
        int node = known[i];
        Digest own = digests[i++];
        Digest sibling;
        if (i < n && known[i] == (node ^ 1)) {
          sibling = digests[i++];
        } else if (used < witness.size()) {
          sibling = witness.get(used++);
        } else {
          throw new MerkleException(MerkleException.Reason.WITNESS_TOO_SHORT, layer, node);
        }
        boolean right = (node & 1) != 0;
        own.copyTo(pair, right ? Digest.WORDS : 0);
        sibling.copyTo(pair, right ? 0 : Digest.WORDS);
        Blake2s.compress(initial, 0, pair, 0, Blake2s.BLOCK_BYTES, true, parent, 0);
        known[parents] = node >> 1;
        digests[parents] = Digest.of(parent, 0);
      }
      n = parents;
    }
    if (used < witness.size()) {
      throw new MerkleException(MerkleException.Reason.WITNESS_TOO_LONG, 0, used);
    }
    if (!digests[0].equals(root)) {
      throw new MerkleException(MerkleException.Reason.ROOT_MISMATCH, 0, 0);
    }
  }
}
