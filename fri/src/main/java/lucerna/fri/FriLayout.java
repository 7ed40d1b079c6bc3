package lucerna.fri;

import java.util.Arrays;
import lucerna.fri.hash.HashSuite;

/** How a layer is laid out in its tree, and whether the fold's nonce is absorbed. */
enum FriLayout {
  /** A leaf is a coset that is folded into one value; leaves and nodes are kept apart. */
  LUCERNA {
    @Override
    int logLeafSize(int logFold) {
      return logFold;
    }
  },

  /** stwo's, for known answers: plain hashes, leaves of one or four values, no work for folds. */
  STWO {
    @Override
    int logLeafSize(int logFold) {
      return logFold > 1 ? 2 : 0;
    }
  };

  HashSuite suite() {
    return this == LUCERNA ? HashSuite.lucerna("fri") : HashSuite.PLAIN;
  }

  boolean mixesNonce() {
    return this == LUCERNA;
  }

  /** Log of the number of values in a leaf of a layer that is folded by {@code 2^logFold}. */
  abstract int logLeafSize(int logFold);

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
