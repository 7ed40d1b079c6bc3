package lucerna.stark;

import java.util.Arrays;
import lucerna.fri.channel.Channel;

/**
 * The points P of FRI's domain with one {@code 2^e P}, a point of the trees' domain: they share a
 * leaf of the composition's tree.
 *
 * @param log e, from 0 to {@link CommitmentLayout#LOG_COMPOSITION_EXPANSION}
 */
public record Fibres(int log) {
  /** The fibres of the largest composition, of constraints of degree 4. */
  public static final Fibres WIDEST = new Fibres(CommitmentLayout.LOG_COMPOSITION_EXPANSION);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Fibres {
    if (log < 0 || log > CommitmentLayout.LOG_COMPOSITION_EXPANSION) {
      throw new IllegalArgumentException("fibres of 2^" + log + " points");
    }
  }

  /**
   * Returns how many points make a fibre.
   *
   * @return {@code 2^e}
   */
  public int size() {
    return 1 << log;
  }

  /**
   * Maps a position of FRI's domain to the position of {@code 2^e P} in the trees of trace height,
   * which is the leaf's number in the composition's.
   *
   * @param position a storage position of FRI's domain
   * @return a storage position of the smaller domain
   */
  public int leafOf(int position) {
    // Doubling the point drops a bit above the lowest, which tells a point from its conjugate.
    return ((position >> (log + 1)) << 1) + (position & 1);
  }

  /**
   * Returns the leaves that are opened for queries, in every tree of columns.
   *
   * @param queries storage positions of FRI's domain
   * @return the leaves of these, increasing, each once
   */
  public int[] leavesOf(int... queries) {
    int[] leaves = new int[queries.length];
    Arrays.setAll(leaves, i -> leafOf(queries[i]));
    return Channel.sortedDistinct(leaves);
  }

  /**
   * Returns a position of a leaf.
   *
   * @param leaf the leaf
   * @param entry which position of the leaf, from 0 to {@link #size} - 1
   * @return the storage position of FRI's domain, which {@link #leafOf} maps to the leaf
   */
  public int position(int leaf, int entry) {
    return ((leaf >> 1) << (log + 1)) + 2 * entry + (leaf & 1);
  }

  /**
   * Returns where a position stands in its leaf.
   *
   * @param position a storage position of FRI's domain
   * @return its entry, from 0 to {@link #size} - 1
   */
  public int entryOf(int position) {
    return (position >> 1) & (size() - 1);
  }

  /**
   * Returns all positions of some leaves. Leaves 2m and 2m + 1 take turns.
   *
   * @param leaves numbers of leaves, each once
   * @return the storage positions of FRI's domain, increasing
   */
  public int[] positions(int... leaves) {
    int[] positions = new int[size() * leaves.length];
    Arrays.setAll(positions, i -> position(leaves[i / size()], i % size()));
    Arrays.sort(positions);
    return positions;
  }
}
