package lucerna.fri;

import java.util.Arrays;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHash;

/** How a layer is laid out in its tree, and whether the fold's nonce is absorbed. */
enum FriLayout {
  /** A leaf is a coset that is folded into one value; leaves and nodes are kept apart. */
  LUCERNA,

  /** The same with digests of 248 bits. */
  LUCERNA_248,

  /** The same with Poseidon. */
  LUCERNA_POSEIDON,

  /** stwo's, for known answers: plain hashes, leaves of one or four values, no work for folds. */
  STWO;

  /** The layout of proofs whose trees have some hash. */
  static FriLayout of(TreeHash hash) {
    return switch (hash) {
      case BLAKE2S -> LUCERNA;
      case BLAKE2S_248 -> LUCERNA_248;
      case POSEIDON252 -> LUCERNA_POSEIDON;
    };
  }

  HashSuite suite() {
    return switch (this) {
      case LUCERNA -> HashSuite.lucerna("fri");
      case LUCERNA_248 -> HashSuite.lucerna("fri", TreeHash.BLAKE2S_248);
      case LUCERNA_POSEIDON -> HashSuite.lucerna("fri", TreeHash.POSEIDON252);
      case STWO -> HashSuite.PLAIN;
    };
  }

  boolean mixesNonce() {
    return this != STWO;
  }

  /** Log of the number of values in a leaf of a layer that is folded by {@code 2^logFold}. */
  int logLeafSize(int logFold) {
    return this != STWO ? logFold : logFold > 1 ? 2 : 0;
  }

  /** The leaves that make up the cosets, both in increasing order. */
  int[] leaves(int[] cosets, int logFold) {
    int logLeaves = logFold - logLeafSize(logFold);
    int[] leaves = new int[cosets.length << logLeaves];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = (cosets[i >> logLeaves] << logLeaves) + (i & ((1 << logLeaves) - 1));
    }
    return leaves;
  }

  /** The cosets of {@code 2^logFold} neighbours that hold sorted positions, each once. */
  static int[] cosets(int[] positions, int logFold) {
    int[] cosets = new int[positions.length];
    int n = 0;
    for (int position : positions) {
      int coset = position >> logFold;
      if (n == 0 || cosets[n - 1] != coset) {
        cosets[n++] = coset;
      }
    }
    return Arrays.copyOf(cosets, n);
  }
}
