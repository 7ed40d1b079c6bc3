package lucerna.gpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.stark.OpenedRows;
import org.jspecify.annotations.Nullable;

/**
 * A Merkle tree over columns on a device. The salts are made on the host and stay there too, so
 * that an opening reads rows and nodes alone.
 */
final class DeviceTree {
  private final DeviceQueries queries;
  private final DeviceColumns columns;
  private final int logCoset;
  private final int @Nullable [] salts;
  private final DeviceSlice nodes;
  private final Digest root;

  private DeviceTree(
      DeviceQueries queries,
      DeviceColumns columns,
      int logCoset,
      int @Nullable [] salts,
      DeviceSlice nodes) {
    this.queries = queries;
    this.columns = columns;
    this.logCoset = logCoset;
    this.salts = salts;
    this.nodes = nodes;
    root = Digest.of(queries.pieces(nodes, Digest.WORDS, new int[] {1})[0], 0);
  }

  /**
   * Hashes columns.
   *
   * @param device where they lie, which keeps the tree's memory
   * @param columns the columns, which stay where they are
   * @param suite hashes of 32 bytes by BLAKE2s
   * @param logCoset log of the number of entries of a leaf
   * @param saltSource randomness of the salts, or null for leaves without
   */
  static DeviceTree commit(
      Device device,
      ColumnOps ops,
      DeviceColumns columns,
      HashSuite suite,
      int logCoset,
      SecretRandom.@Nullable Stream saltSource) {
    long leaf = suite.leafPersonal();
    long node = suite.nodePersonal();
    if (saltSource == null) {
      DeviceBuffer nodes = ops.trees().commit(columns, null, logCoset, leaf, node);
      return new DeviceTree(ops.queries(), columns, logCoset, null, DeviceSlice.of(nodes));
    }
    int[] salts = saltSource.words(DeviceTrees.SALT_WORDS * (columns.length() >> logCoset));
    try (var buffer = device.allocate(salts.length)) {
      buffer.write(0, salts);
      DeviceBuffer nodes =
          ops.trees().commit(columns, DeviceSlice.of(buffer), logCoset, leaf, node);
      return new DeviceTree(ops.queries(), columns, logCoset, salts, DeviceSlice.of(nodes));
    }
  }

  Digest root() {
    return root;
  }

  /** Opens leaves of one entry of each column. */
  OpenedRows open(int[] positions) {
    int[][] values = queries.leaves(columns, logCoset, positions);
    var opened = new ArrayList<int[]>();
    if (salts != null) {
      for (int position : positions) {
        int[] salt = new int[DeviceTrees.SALT_WORDS];
        System.arraycopy(salts, salt.length * position, salt, 0, salt.length);
        opened.add(salt);
      }
    }
    return new OpenedRows(values, opened.toArray(int[][]::new), path(positions));
  }

  /** Reads the siblings on the paths of leaves in one copy. */
  List<Digest> path(int[] leaves) {
    int logHeight = Shapes.log(columns.length()) - logCoset;
    var numbers = new ArrayList<Integer>();
    MerkleTree.open(
        leaves,
        logHeight,
        number -> {
          numbers.add(number);
          return root;
        });
    int[] wanted = numbers.stream().mapToInt(Integer::intValue).toArray();
    int[][] words = queries.pieces(nodes, Digest.WORDS, wanted);
    Map<Integer, Digest> digests = new HashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      digests.put(wanted[i], Digest.of(words[i], 0));
    }
    return MerkleTree.open(leaves, logHeight, number -> digests.getOrDefault(number, root));
  }
}
