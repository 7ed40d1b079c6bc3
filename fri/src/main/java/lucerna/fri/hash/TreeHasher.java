package lucerna.fri.hash;

import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of one kind of tree: of single leaves and nodes, and in bulk.
 *
 * <p>An instance holds scratch space, so each thread needs its own; {@link #leaves} and {@link
 * #nodes} may be called by several at once.
 */
public final class TreeHasher {
  private final HashSuite suite;
  private final int[] leafState;
  private final int[] nodeState;
  private final Poseidon252 poseidon;

  /**
   * Makes a hasher.
   *
   * @param suite the tree's suite
   */
  public TreeHasher(HashSuite suite) {
    this.suite = suite;
    leafState = suite.leafState();
    nodeState = suite.nodeState();
    poseidon = new Poseidon252();
  }

  private boolean isPoseidon() {
    return suite.hash() == TreeHash.POSEIDON252;
  }

  /**
   * Hashes a leaf.
   *
   * @param words values and then the salt, filled with zeros to whole blocks of BLAKE2s
   * @param nValues number of values
   * @param salted whether a salt of four words follows them
   * @param out receives the digest, eight words
   * @param to place of the first
   */
  public void leaf(int[] words, int nValues, boolean salted, int[] out, int to) {
    if (isPoseidon()) {
      poseidon.leaf(suite.leafPersonal(), words, nValues, salted, out, to);
    } else {
      int nWords = nValues + (salted ? Leaves.SALT_WORDS : 0);
      Blake2s.hashWords(leafState, words, 0, nWords, out, to);
      suite.hash().cut(out, to / Digest.WORDS, to / Digest.WORDS + 1);
    }
  }

  /**
   * Hashes two children.
   *
   * @param pair the children, sixteen words
   * @param at place of the first
   * @param out receives their parent, eight words
   * @param to place of the first, a multiple of eight
   */
  public void node(int[] pair, int at, int[] out, int to) {
    if (isPoseidon()) {
      poseidon.node(suite.nodePersonal(), pair, at, out, to);
    } else {
      Blake2s.compress(nodeState, 0, pair, at, Blake2s.BLOCK_BYTES, true, out, to);
      suite.hash().cut(out, to / Digest.WORDS, to / Digest.WORDS + 1);
    }
  }

  /**
   * Says what leaves of neighbouring entries hold.
   *
   * @param columns columns of one length
   * @param salts four words for each leaf, or null
   * @param logCosetSize log of how many entries of each column a leaf takes
   * @return the leaves, as {@link #leaves} takes them
   */
  public Leaves message(int[][] columns, int @Nullable [] salts, int logCosetSize) {
    return message(columns, salts, logCosetSize, false);
  }

  /**
   * Says what leaves hold.
   *
   * @param columns columns of one length
   * @param salts four words for each leaf, or null
   * @param logCosetSize log of how many entries of each column a leaf takes
   * @param alternating whether two leaves take turns
   * @return the leaves, as {@link #leaves} takes them
   */
  public Leaves message(
      int[][] columns, int @Nullable [] salts, int logCosetSize, boolean alternating) {
    return new Leaves(leafState, columns, salts, logCosetSize, alternating);
  }

  /**
   * Hashes leaves in bulk.
   *
   * @param leaves what is hashed
   * @param nodes receives the digests; a heap of as many leaves as there are
   * @param from first leaf
   * @param to end of the leaves
   */
  public void leaves(Leaves leaves, int[] nodes, int from, int to) {
    int height = nodes.length / (2 * Digest.WORDS);
    if (isPoseidon()) {
      FeltTrees.leaves(suite.leafPersonal(), leaves, nodes, from, to);
    } else {
      kernels().hashLeaves(leaves, nodes, from, to);
      suite.hash().cut(nodes, height + from, height + to);
    }
  }

  /**
   * Hashes pairs of children into their parents.
   *
   * @param nodes a heap
   * @param from first parent, at least 1
   * @param to end of the parents, at most {@code 2 from}
   */
  public void nodes(int[] nodes, int from, int to) {
    if (isPoseidon()) {
      FeltTrees.nodes(suite.nodePersonal(), nodes, from, to);
    } else {
      kernels().hashNodes(nodeState, nodes, from, to);
      suite.hash().cut(nodes, from, to);
    }
  }

  /**
   * Returns how many messages cost no more than one where they are hashed in bulk.
   *
   * @return 1 where each is hashed by itself
   */
  public int lanes() {
    return isPoseidon() ? 1 : kernels().lanes();
  }

  private static HashKernels kernels() {
    return BulkHash.get();
  }
}
