package lucerna.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.stark.Fibres;
import lucerna.stark.OpenedRows;
import org.jspecify.annotations.Nullable;

/**
 * A Merkle tree over columns on a device. The salts are made there, and those of opened leaves on
 * the host once more, so that nobody keeps them and an opening reads rows and nodes alone.
 */
final class DeviceTree {
  private final DeviceQueries queries;
  private final Leaves leaves;
  private final int logHeight;
  private final SecretRandom.@Nullable Stream salts;
  private final DeviceSlice nodes;
  private final Digest root;

  /** Reads what leaves hold, without their salts. */
  interface Leaves {
    int[][] at(int[] positions);
  }

  /** Takes a hashed tree. */
  DeviceTree(
      DeviceQueries queries,
      Leaves leaves,
      int logHeight,
      SecretRandom.@Nullable Stream salts,
      DeviceSlice nodes) {
    this.queries = queries;
    this.leaves = leaves;
    this.logHeight = logHeight;
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
   * @param salts randomness of the salts, or null for leaves without
   */
  static DeviceTree commit(
      Device device,
      ColumnOps ops,
      DeviceColumns columns,
      HashSuite suite,
      int logCoset,
      SecretRandom.@Nullable Stream salts) {
    DeviceBuffer nodes = hash(device, ops, columns, logCoset, suite, salts);
    DeviceQueries queries = ops.queries();
    return new DeviceTree(
        queries,
        positions -> queries.leaves(columns, logCoset, positions),
        Shapes.log(columns.length()) - logCoset,
        salts,
        DeviceSlice.of(nodes));
  }

  /**
   * Hashes columns by fibres: {@link Fibres#position} says what a leaf holds. The rows are copied
   * in that order while they are hashed, so that a leaf lies in one piece.
   *
   * @param device where they lie, which keeps the tree's memory
   * @param columns columns on FRI's domain, 2^k of them, which stay where they are
   * @param fibres which points share a leaf
   * @param suite hashes of 32 bytes by BLAKE2s
   * @param salts randomness of the salts, or null for leaves without
   */
  static DeviceTree commitFibres(
      Device device,
      ColumnOps ops,
      DeviceColumns columns,
      Fibres fibres,
      HashSuite suite,
      SecretRandom.@Nullable Stream salts) {
    int fibre = fibres.size();
    if (fibre == 1) {
      return commit(device, ops, columns, suite, 0, salts);
    }
    try (var rows = ops.queries().rows(columns, i -> fibres.position(i / fibre, i % fibre))) {
      int logLeaf = Shapes.log(fibre * columns.count());
      DeviceBuffer nodes = hash(device, ops, rows, logLeaf, suite, salts);
      DeviceQueries queries = ops.queries();
      return new DeviceTree(
          queries,
          leaves -> rowsOf(queries, columns, fibres, leaves),
          Shapes.log(columns.length()) - Shapes.log(fibre),
          salts,
          DeviceSlice.of(nodes));
    }
  }

  private static DeviceBuffer hash(
      Device device,
      ColumnOps ops,
      DeviceColumns columns,
      int logCoset,
      HashSuite suite,
      SecretRandom.@Nullable Stream salts) {
    long leaf = suite.leafPersonal();
    long node = suite.nodePersonal();
    if (salts == null) {
      return ops.trees().commit(columns, null, logCoset, leaf, node);
    }
    long leaves = columns.length() >> logCoset;
    try (var buffer = device.allocate(DeviceTrees.SALT_WORDS * leaves)) {
      ops.random().words(salts, DeviceSlice.of(buffer));
      return ops.trees().commit(columns, DeviceSlice.of(buffer), logCoset, leaf, node);
    }
  }

  Digest root() {
    return root;
  }

  /** Opens leaves. */
  OpenedRows open(int[] positions) {
    int[][] values = leaves.at(positions);
    var opened = new ArrayList<int[]>();
    if (salts != null) {
      for (int position : positions) {
        opened.add(salts.block(position));
      }
    }
    return new OpenedRows(values, opened.toArray(int[][]::new), path(positions));
  }

  private static int[][] rowsOf(
      DeviceQueries queries, DeviceColumns columns, Fibres fibres, int... leaves) {
    int fibre = fibres.size();
    int[] positions = new int[fibre * leaves.length];
    Arrays.setAll(positions, i -> fibres.position(leaves[i / fibre], i % fibre));
    int[][] rows = queries.leaves(columns, 0, positions);
    int[][] values = new int[leaves.length][];
    Arrays.setAll(
        values,
        i ->
            Arrays.stream(rows, fibre * i, fibre * (i + 1)).flatMapToInt(Arrays::stream).toArray());
    return values;
  }

  /** Reads the siblings on the paths of leaves in one copy. */
  List<Digest> path(int[] positions) {
    var numbers = new ArrayList<Integer>();
    MerkleTree.open(
        positions,
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
    return MerkleTree.open(positions, logHeight, number -> digests.getOrDefault(number, root));
  }
}
