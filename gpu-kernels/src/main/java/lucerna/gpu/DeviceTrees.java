package lucerna.gpu;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** BLAKE2s in bulk: Merkle trees over columns, and proof of work. */
public final class DeviceTrees {
  /** Number of words of a digest. */
  public static final int DIGEST_WORDS = 8;

  /** Number of salt words of a leaf. */
  public static final int SALT_WORDS = 4;

  /* Levels of a launch: a block makes 2^8 parents, and from them one node in eight levels more. */
  private static final int LOG_BLOCK = 8;

  private final Device device;

  DeviceTrees(Device device) {
    this.device = device;
  }

  /**
   * Hashes columns into a Merkle tree. Leaf i takes the entries {@code i 2^logCoset, ...} of all
   * columns, entry after entry, then its salt.
   *
   * @param columns columns of 2^(h + logCoset) values, words of any value
   * @param salts four words for each of the 2^h leaves, or null for leaves without salt
   * @param logCoset log of the number of entries that a leaf takes from each column
   * @param leafPersonal personalisation of the leaves, the first byte lowest
   * @param nodePersonal personalisation of the nodes
   * @return the nodes as a heap, to be closed: root 1, the children of n are 2n and 2n + 1, eight
   *     words each; node 0 is unspecified
   * @throws IllegalArgumentException if the columns are not cosets, or the salts not theirs
   */
  public DeviceBuffer commit(
      DeviceColumns columns,
      @Nullable DeviceSlice salts,
      int logCoset,
      long leafPersonal,
      long nodePersonal) {
    int logLeaves = Shapes.log(columns.length()) - logCoset;
    if (logCoset < 0 || logLeaves < 0) {
      throw new IllegalArgumentException("cosets of 2^" + logCoset + " of " + columns.length());
    }
    if (salts != null && salts.words() != (long) SALT_WORDS << logLeaves) {
      throw new IllegalArgumentException(
          salts.words() + " words of salt, 2^" + logLeaves + " leaves");
    }
    DeviceBuffer nodes = device.allocate((2L * DIGEST_WORDS) << logLeaves);
    DeviceSlice heap = DeviceSlice.of(nodes);
    hashLeaves(columns, salts, logCoset, heap, leafPersonal);
    hashLevels(heap, logLeaves, nodePersonal);
    return nodes;
  }

  /** Hashes leaves, as many as {@code heap} has room for: it ends where theirs is. */
  void hashLeaves(
      DeviceColumns columns,
      @Nullable DeviceSlice salts,
      int logCoset,
      DeviceSlice heap,
      long personal) {
    int logLeaves = Shapes.log(columns.length()) - logCoset;
    var arguments =
        new Arguments()
            .columns(columns)
            .slice(salts == null ? columns.slice() : salts)
            .slice(heap)
            .number(columns.length())
            .words(columns.count(), salts == null ? 0 : SALT_WORDS, logCoset, logLeaves)
            .words((int) personal, (int) (personal >>> 32));
    device.launch(Kernels.HASH_LEAVES, Kernels.HASH_LEAVES.blocksFor(1L << logLeaves), arguments);
  }

  /** Hashes all levels above the leaves. */
  void hashLevels(DeviceSlice heap, int logLeaves, long personal) {
    for (int logParents = logLeaves - 1; logParents >= 0; logParents -= LOG_BLOCK + 1) {
      int levels = Math.min(logParents, LOG_BLOCK) + 1;
      device.launch(
          Kernels.HASH_LEVELS,
          1L << Math.max(logParents - LOG_BLOCK, 0),
          new Arguments()
              .slice(heap)
              .words(logParents, levels, (int) personal, (int) (personal >>> 32)));
    }
  }

  /**
   * Searches the first good nonce, by the rule of {@code lucerna.fri.spi.HashKernels}.
   *
   * @param prefix eight words
   * @param bits number of zero bits, 1 to 64
   * @param nonce first nonce
   * @param count number of nonces, at least 0; the low words of all of them do not wrap around
   * @return how far after {@code nonce} the first good one lies, or -1 when none is good
   */
  public int search(int[] prefix, int bits, long nonce, int count) {
    if (count == 0) {
      return -1;
    }
    int blocks = Math.ceilDiv(count, Kernels.SEARCH_NONCE.threads());
    try (var found = device.allocate(blocks)) {
      device.launch(
          Kernels.SEARCH_NONCE,
          blocks,
          new Arguments()
              .slice(DeviceSlice.of(found))
              .words(prefix)
              .words(bits, (int) nonce, (int) (nonce >>> 32), count));
      return IntStream.of(DeviceSlice.of(found).read()).filter(at -> at >= 0).min().orElse(-1);
    }
  }
}
