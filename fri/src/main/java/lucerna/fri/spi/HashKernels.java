package lucerna.fri.spi;

import lucerna.field.spi.Kernel;

/**
 * The loops that hash in bulk, with BLAKE2s and with Starknet's Poseidon.
 *
 * <p>An implementation may be called by many threads at once, and all implementations agree bit for
 * bit. A tree's nodes lie in one array in the order of a heap, eight words each: the root is node
 * 1, the children of node n are 2n and 2n + 1, and leaf i of 2^h is node 2^h + i.
 */
public interface HashKernels extends Kernel {
  /** Words of 64 bits of an element of Starknet's field, the lowest first. */
  int FELT_WORDS = 4;

  /**
   * Hashes leaves.
   *
   * @param leaves what is hashed
   * @param nodes receives the digests; a heap of as many leaves as there are
   * @param from first leaf
   * @param to end of the leaves
   */
  void hashLeaves(Leaves leaves, int[] nodes, int from, int to);

  /**
   * Hashes pairs of children into their parents.
   *
   * @param initial state of BLAKE2s before the block, eight words
   * @param nodes the heap
   * @param from first parent, at least 1
   * @param to end of the parents, at most {@code 2 from}
   */
  void hashNodes(int[] initial, int[] nodes, int from, int to);

  /**
   * Searches the first good nonce: the hash by plain BLAKE2s of eight words and the nonce, 40 bytes
   * in all, has a first half that ends in zero bits, counted from the lowest of the first byte.
   *
   * @param prefix the eight words
   * @param bits number of zero bits, 1 to 64
   * @param nonce first nonce
   * @param count number of nonces, at least 0; the low words of all of them do not wrap around
   * @return how far after {@code nonce} the first good one lies, or -1 when none is good
   */
  int search(int[] prefix, int bits, long nonce, int count);

  /**
   * Applies the permutation {@link lucerna.fri.hash.Hades} to states of three elements.
   *
   * @param states the states one after the other, integers below 2^252 before and below the prime
   *     after
   * @param count number of states
   */
  void permute(long[] states, int count);
}
