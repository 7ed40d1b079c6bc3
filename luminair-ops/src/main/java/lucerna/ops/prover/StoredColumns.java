package lucerna.ops.prover;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import lucerna.air.Tree;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.fri.merkle.LeafHasher;
import lucerna.fri.merkle.MerkleException;
import lucerna.fri.merkle.MerkleTree;
import lucerna.fri.merkle.MerkleVerifier;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OpenedRows;
import lucerna.stark.prover.ColumnStore;

/** A weight tree in a mapped {@link WeightFile}. */
final class StoredColumns implements ColumnStore {
  static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Says that a file changed, or lost bytes, after it was opened and found whole. */
  static final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damaged(Throwable cause) {
      super(cause);
    }
  }

  private final WeightFile.Head head;
  private final MemorySegment bytes;
  private final TreeHash hash;

  /**
   * Takes a file.
   *
   * @param head what it holds
   * @param bytes what {@link WeightFile#map} returned
   * @param hash the tree's hash
   */
  StoredColumns(WeightFile.Head head, MemorySegment bytes, TreeHash hash) {
    this.head = head;
    this.hash = hash;
    this.bytes = bytes;
  }

  @Override
  public Digest root() {
    return head.root();
  }

  @Override
  public int width() {
    return head.width();
  }

  @Override
  public int length() {
    return 1 << head.logRows();
  }

  @Override
  public void read(int column, int from, int to, int[] out) {
    copy(head.column(column) + (long) from * Integer.BYTES, out, from, to - from);
  }

  @Override
  public OpenedRows open(int[] positions) {
    int[][] values = new int[positions.length][head.width()];
    int[][] salts = new int[head.saltWords() == 0 ? 0 : positions.length][head.saltWords()];
    List<Digest> leaves = new ArrayList<>();
    var suite = CommitmentLayout.suiteOf(Tree.WEIGHTS, hash);
    var hasher = new LeafHasher(suite, head.width(), salts.length > 0);
    for (int i = 0; i < positions.length; i++) {
      long leaf = head.leaf(positions[i]);
      copy(leaf, values[i], 0, head.width());
      if (salts.length > 0) {
        copy(leaf + (long) head.width() * Integer.BYTES, salts[i], 0, head.saltWords());
      }
      leaves.add(hasher.hash(values[i], salts.length > 0 ? salts[i] : null));
    }
    List<Digest> witness = MerkleTree.open(positions, head.logLeaves(), this::node);
    try {
      // A few hashes, and nothing that the file lost can get into a proof.
      MerkleVerifier.verify(suite, head.root(), head.logLeaves(), positions, leaves, witness);
    } catch (MerkleException e) {
      throw new Damaged(e);
    }
    return new OpenedRows(values, salts, witness);
  }

  private Digest node(int number) {
    int[] words = new int[Digest.WORDS];
    copy(head.node(number), words, 0, words.length);
    return Digest.of(words, 0);
  }

  private void copy(long at, int[] out, int from, int count) {
    try {
      MemorySegment.copy(bytes, WORD, at, out, from, count);
    } catch (InternalError e) {
      // So the machine tells that a mapped file was cut short.
      throw new Damaged(e);
    }
  }
}
