package lucerna.ops.prover;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import lucerna.air.Tree;
import lucerna.field.Parallel;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.fri.merkle.MerkleTree;
import lucerna.ops.UserException;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.key.WeightRows;
import lucerna.stark.CommitmentLayout;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link WeightFile}, a few columns at a time, so that the heap holds the tree's hashes and
 * never all columns.
 */
final class WeightFileWriter {
  /** Columns at a time: their part of a leaf fills a line of the cache. */
  private static final int GROUP = 16;

  private static final int MIN_BLOCK = 1024;

  private final WeightFile.Head head;
  private final MemorySegment file;
  private final int[] checksums;

  private WeightFileWriter(WeightFile.Head head, MemorySegment file) {
    this.head = head;
    this.file = file;
    checksums = new int[head.width()];
  }

  /** Where the columns come from. */
  @FunctionalInterface
  interface Columns {
    /**
     * Makes columns.
     *
     * @param from the first
     * @param to the end
     * @return columns {@code from} to {@code to - 1}, in row order
     */
    int[][] rows(int from, int to);
  }

  /**
   * Writes a tree; the file appears whole or not at all.
   *
   * @param path where to
   * @param head what it is to hold
   * @param columns the columns
   * @param config the parameters
   * @param salts randomness of the salts, or null for a tree without
   * @return whether the columns have the head's root; if not, nothing is written
   * @throws UserException if the file cannot be written
   */
  static boolean write(
      Path path,
      WeightFile.Head head,
      Columns columns,
      PcsConfig config,
      SecretRandom.@Nullable Stream salts) {
    try {
      AtomicFiles.writePlaces(path, channel -> write(channel, head, columns, config, salts), true);
      return true;
    } catch (OtherRoot e) {
      return false;
    }
  }

  private static final class OtherRoot extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void write(
      FileChannel channel,
      WeightFile.Head head,
      Columns columns,
      PcsConfig config,
      SecretRandom.@Nullable Stream salts)
      throws IOException {
    try (Arena arena = Arena.ofShared()) {
      var writer =
          new WeightFileWriter(
              head, channel.map(FileChannel.MapMode.READ_WRITE, 0, head.size(), arena));
      for (int from = 0; from < head.width(); from += GROUP) {
        int to = Math.min(head.width(), from + GROUP);
        writer.write(columns.rows(from, to), from, config);
      }
      if (salts != null) {
        writer.writeSalts(salts);
      }
      writer.writeTree(config.treeHash());
      MemorySegment.copy(
          MemorySegment.ofBuffer(head.encode(writer.checksums)), 0, writer.file, 0, head.column(0));
    } catch (InternalError e) {
      // So the machine tells that a mapped page finds no place on the disk.
      throw new IOException("no space left", e);
    }
  }

  private void write(int[][] rows, int from, PcsConfig config) {
    for (int i = 0; i < rows.length; i++) {
      put(head.column(from + i), rows[i], 0, rows[i].length);
      checksums[from + i] = WeightFile.checksum(file, head, from + i);
    }
    int[][] evaluations = WeightRows.extend(rows, config);
    Parallel.forBlocks(
        1 << head.logLeaves(),
        MIN_BLOCK,
        (first, end) -> {
          int[] part = new int[rows.length];
          for (int leaf = first; leaf < end; leaf++) {
            for (int i = 0; i < part.length; i++) {
              part[i] = evaluations[i][leaf];
            }
            put(head.leaf(leaf) + (long) from * Integer.BYTES, part, 0, part.length);
          }
        });
  }

  private void writeSalts(SecretRandom.Stream source) {
    for (int leaf = 0; leaf < 1 << head.logLeaves(); leaf++) {
      int[] salt = source.words(head.saltWords());
      put(head.leaf(leaf) + (long) head.width() * Integer.BYTES, salt, 0, salt.length);
    }
  }

  private void writeTree(TreeHash hash) {
    MerkleTree tree =
        MerkleTree.commit(
            CommitmentLayout.suiteOf(Tree.WEIGHTS, hash),
            head.logLeaves(),
            head.width(),
            head.saltWords() > 0,
            this::readLeaves);
    if (!tree.root().equals(head.root())) {
      throw new OtherRoot();
    }
    int[] nodes = tree.nodes();
    put(head.node(1), nodes, Digest.WORDS, nodes.length - Digest.WORDS);
  }

  private void readLeaves(int first, int[][] columns, int[] salts) {
    int[] leaf = new int[head.leafWords()];
    for (int i = 0; i < columns[0].length; i++) {
      MemorySegment.copy(file, StoredColumns.WORD, head.leaf(first + i), leaf, 0, leaf.length);
      for (int c = 0; c < columns.length; c++) {
        columns[c][i] = leaf[c];
      }
      System.arraycopy(leaf, head.width(), salts, i * head.saltWords(), head.saltWords());
    }
  }

  private void put(long at, int[] words, int from, int count) {
    MemorySegment.copy(words, from, file, StoredColumns.WORD, at, count);
  }
}
