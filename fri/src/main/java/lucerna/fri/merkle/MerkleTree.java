package lucerna.fri.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import lucerna.field.ColumnArena;
import lucerna.field.Parallel;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHasher;
import lucerna.fri.spi.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * A binary Merkle tree over columns of one length 2^logHeight, its leaves the rows' hashes.
 *
 * <p>A node is the hash of its two children. All nodes lie in one array in the order of a heap: the
 * root is node 1, the children of node n are 2n and 2n + 1, leaf i is node 2^logHeight + i; so two
 * siblings are one block of the hash without copying.
 */
public final class MerkleTree {
  /** Largest log of the number of leaves: the nodes still fit an array. */
  public static final int MAX_LOG_HEIGHT = 26;

  /* Leaves hashed at once: worth handing to a thread, and their digests fit the cache. */
  private static final int MIN_LOG_BLOCK = 8;
  private static final int MAX_LOG_BLOCK = 12;

  /* Log of the number of blocks that keeps all threads at work. */
  private static final int LOG_BLOCKS = 4;

  private static final int LOG_TOP = 4;

  /* Leaves read at a time. */
  private static final int SOURCE_BLOCK = 1024;

  private final int logHeight;
  private final int[] nodes;

  private MerkleTree(int logHeight, ColumnArena arena) {
    if (logHeight > MAX_LOG_HEIGHT) {
      throw new IllegalArgumentException("tree of log height " + logHeight);
    }
    this.logHeight = logHeight;
    this.nodes = arena.take(Digest.WORDS << (logHeight + 1));
    // There is no node 0, and all others are written.
    Arrays.fill(nodes, 0, Digest.WORDS, 0);
  }

  /**
   * Commits to columns of one length: leaf i holds entry i of every column, then its salt.
   *
   * @param suite the hash
   * @param columns columns of one length, a power of two; without columns there is one empty leaf
   * @param salts four words for each leaf, or null for leaves without salt
   * @return the tree
   * @throws IllegalArgumentException if the lengths do not agree or are no power of two
   */
  public static MerkleTree commit(HashSuite suite, int[][] columns, int @Nullable [] salts) {
    return commit(suite, columns, salts, ColumnArena.FRESH);
  }

  /**
   * Commits to columns, as {@link #commit(HashSuite, int[][], int[])} does.
   *
   * @param suite the hash
   * @param columns columns of one length, a power of two; without columns there is one empty leaf
   * @param salts four words for each leaf, or null for leaves without salt
   * @param arena where the memory of the nodes comes from; the tree is of no use after it
   * @return the tree
   * @throws IllegalArgumentException if the lengths do not agree or are no power of two
   */
  public static MerkleTree commit(
      HashSuite suite, int[][] columns, int @Nullable [] salts, ColumnArena arena) {
    int height = columns.length == 0 ? 1 : columns[0].length;
    MerkleTree tree = new MerkleTree(exactLog(height), arena);
    for (int[] column : columns) {
      requireLength(column.length, height);
    }
    if (salts != null) {
      requireLength(salts.length, Math.multiplyExact(LeafHasher.SALT_WORDS, height));
    }
    tree.hash(suite, columns, salts, 0);
    return tree;
  }

  /** Where leaves come from, some at a time; may be called by several threads at once. */
  @FunctionalInterface
  public interface LeafSource {
    /**
     * Reads leaves.
     *
     * @param first the first leaf
     * @param columns receives entry {@code first + i} of each column in entry i
     * @param salts receives their salts, four words each; empty for leaves without salt
     */
    void read(int first, int[][] columns, int[] salts);
  }

  /**
   * Commits to columns that do not fit memory, as {@link #commit(HashSuite, int[][], int[])} would.
   *
   * @param suite the hash
   * @param logHeight log of the number of leaves
   * @param width number of columns
   * @param salted whether leaves have salt
   * @param source the leaves
   * @return the tree
   */
  public static MerkleTree commit(
      HashSuite suite, int logHeight, int width, boolean salted, LeafSource source) {
    MerkleTree tree = new MerkleTree(logHeight, ColumnArena.FRESH);
    var hasher = new TreeHasher(suite);
    int count = Math.min(SOURCE_BLOCK, 1 << logHeight);
    Parallel.forEach(
        (1 << logHeight) / count,
        block -> {
          int[][] columns = new int[width][count];
          int[] salts = new int[salted ? LeafHasher.SALT_WORDS * count : 0];
          int[] digests = new int[2 * Digest.WORDS * count];
          source.read(block * count, columns, salts);
          hasher.leaves(hasher.message(columns, salted ? salts : null, 0), digests, 0, count);
          int to = Digest.WORDS * ((1 << logHeight) + block * count);
          System.arraycopy(digests, Digest.WORDS * count, tree.nodes, to, Digest.WORDS * count);
        });
    tree.hash(hasher, null);
    return tree;
  }

  /**
   * Commits to a secure column by cosets: leaf i holds the values {@code i 2^k} to {@code (i + 1)
   * 2^k - 1}, each as a, b, c, d.
   *
   * @param suite the hash
   * @param values the column, its length a power of two
   * @param logCosetSize log k of the number of values in a leaf
   * @return the tree, of {@code values.length() / 2^k} leaves
   * @throws IllegalArgumentException if the length is no power of two or less than a coset
   */
  public static MerkleTree commitCosets(HashSuite suite, SecureColumn values, int logCosetSize) {
    return commitCosets(suite, values, logCosetSize, ColumnArena.FRESH);
  }

  /**
   * Commits to a secure column by cosets, as {@link #commitCosets(HashSuite, SecureColumn, int)}
   * does.
   *
   * @param suite the hash
   * @param values the column, its length a power of two
   * @param logCosetSize log k of the number of values in a leaf
   * @param arena where the memory of the nodes comes from; the tree is of no use after it
   * @return the tree, of {@code values.length() / 2^k} leaves
   * @throws IllegalArgumentException if the length is no power of two or less than a coset
   */
  public static MerkleTree commitCosets(
      HashSuite suite, SecureColumn values, int logCosetSize, ColumnArena arena) {
    int logHeight = exactLog(values.length()) - logCosetSize;
    if (logCosetSize < 0 || logHeight < 0) {
      throw new IllegalArgumentException("coset of log size " + logCosetSize);
    }
    MerkleTree tree = new MerkleTree(logHeight, arena);
    tree.hash(suite, values.coordinates(), null, logCosetSize);
    return tree;
  }

  /**
   * Commits to columns by fibres: leaves 2m and 2m + 1 take turns with the entries {@code m
   * 2^(k+1)} to {@code (m + 1) 2^(k+1) - 1}, as {@link Leaves} says. Leaf i so holds entry after
   * entry of all columns, then its salt.
   *
   * @param suite the hash
   * @param columns columns of one length, a power of two
   * @param salts four words for each leaf, or null for leaves without salt
   * @param logCosetSize log k of the number of entries in a leaf, at least 1
   * @param arena where the memory of the nodes comes from; the tree is of no use after it
   * @return the tree, of a 2^k-th as many leaves as there are entries
   * @throws IllegalArgumentException if the lengths do not agree, are no power of two or less than
   *     two leaves
   */
  public static MerkleTree commitFibres(
      HashSuite suite,
      int[][] columns,
      int @Nullable [] salts,
      int logCosetSize,
      ColumnArena arena) {
    int height = columns[0].length;
    int logHeight = exactLog(height) - logCosetSize;
    if (logCosetSize < 1 || logHeight < 1) {
      throw new IllegalArgumentException("fibres of log size " + logCosetSize);
    }
    for (int[] column : columns) {
      requireLength(column.length, height);
    }
    if (salts != null) {
      requireLength(salts.length, LeafHasher.SALT_WORDS << logHeight);
    }
    MerkleTree tree = new MerkleTree(logHeight, arena);
    var hasher = new TreeHasher(suite);
    tree.hash(hasher, hasher.message(columns, salts, logCosetSize, true));
    return tree;
  }

  /**
   * Returns the root.
   *
   * @return the commitment
   */
  public Digest root() {
    return node(0, 0);
  }

  /**
   * Returns the nodes.
   *
   * @return eight words each, as a heap whose root is number 1; not copied, not to be changed
   */
  public int[] nodes() {
    return nodes;
  }

  /**
   * Returns the height.
   *
   * @return log of the number of leaves
   */
  public int logHeight() {
    return logHeight;
  }

  /**
   * Returns a node.
   *
   * @param layer log of the number of nodes in its layer: 0 for the root, logHeight for leaves
   * @param index its place in the layer
   * @return the digest
   */
  public Digest node(int layer, int index) {
    if (layer < 0 || layer > logHeight || index < 0 || index >= 1 << layer) {
      throw new IndexOutOfBoundsException("node %d of layer %d".formatted(index, layer));
    }
    return Digest.of(nodes, Digest.WORDS * ((1 << layer) + index));
  }

  /**
   * Opens leaves by one pruned proof: from the leaves upwards, in each layer by increasing
   * position, the sibling of every node on a path whose sibling is not on a path itself.
   *
   * @param positions positions of leaves, increasing, each once
   * @return the siblings
   * @throws IllegalArgumentException if the positions are not as required
   */
  public List<Digest> open(int[] positions) {
    return open(positions, logHeight, node -> Digest.of(nodes, Digest.WORDS * node));
  }

  /**
   * Opens leaves of a tree whose nodes lie elsewhere, as {@link #open(int[])} does.
   *
   * @param positions positions of leaves, increasing, each once
   * @param logHeight log of the number of leaves
   * @param nodes the nodes by number: the root is 1, the children of node n are 2n and 2n + 1
   * @return the siblings
   * @throws IllegalArgumentException if the positions are not as required
   */
  public static List<Digest> open(int[] positions, int logHeight, IntFunction<Digest> nodes) {
    requirePositions(positions, logHeight);
    List<Digest> witness = new ArrayList<>();
    int[] known = positions.clone();
    int n = known.length;
    for (int layer = logHeight; layer > 0; layer--) {
      int parents = 0;
      for (int i = 0; i < n; parents++) {
        int index = known[i++];
        if (i < n && known[i] == (index ^ 1)) {
          i++;
        } else {
          witness.add(nodes.apply((1 << layer) + (index ^ 1)));
        }
        known[parents] = index >> 1;
      }
      n = parents;
    }
    return witness;
  }

  static void requirePositions(int[] positions, int logHeight) {
    int previous = -1;
    for (int position : positions) {
      if (position <= previous || position >>> logHeight != 0) {
        throw new IllegalArgumentException(
            "position %d after %d under height %d".formatted(position, previous, logHeight));
      }
      previous = position;
    }
  }

  private void hash(HashSuite suite, int[][] columns, int @Nullable [] salts, int logCosetSize) {
    var hasher = new TreeHasher(suite);
    hash(hasher, hasher.message(columns, salts, logCosetSize));
  }

  /** Hashes all layers, of the leaves as well unless they are there. */
  private void hash(TreeHasher hasher, @Nullable Leaves leaves) {
    int logBlock =
        Math.clamp(logHeight - LOG_BLOCKS, Math.min(logHeight, MIN_LOG_BLOCK), MAX_LOG_BLOCK);
    Parallel.forEach(
        1 << (logHeight - logBlock), block -> hashBlock(hasher, leaves, block, logBlock));
    for (int layer = logHeight - logBlock + topOfBlock(logBlock) - 1; layer >= 0; layer--) {
      hasher.nodes(nodes, 1 << layer, 2 << layer);
    }
  }

  /** Hashes leaves and then the layers above them, while they are in the cache. */
  private void hashBlock(TreeHasher hasher, @Nullable Leaves leaves, int block, int logBlock) {
    if (leaves != null) {
      hasher.leaves(leaves, nodes, block << logBlock, (block + 1) << logBlock);
    }
    for (int log = logBlock - 1; log >= topOfBlock(logBlock); log--) {
      int first = (1 << (logHeight - logBlock + log)) + (block << log);
      hasher.nodes(nodes, first, first + (1 << log));
    }
  }

  /** Log of the number of nodes in the last layer of a block; fewer would fill no vector. */
  private static int topOfBlock(int logBlock) {
    return Math.min(logBlock, LOG_TOP);
  }

  private static int exactLog(int length) {
    if (Integer.bitCount(length) != 1 || length < 0) {
      throw new IllegalArgumentException("length " + length + " is no power of two");
    }
    return Integer.numberOfTrailingZeros(length);
  }

  private static void requireLength(int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException("length " + length + ", not " + expected);
    }
  }
}
