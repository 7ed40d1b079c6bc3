package lucerna.fri;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lucerna.field.ColumnArena;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import org.jspecify.annotations.Nullable;

/** A word in this process's memory. */
final class HostWord implements FriWord {
  private final SecureColumn values;
  private final ColumnArena arena;
  private @Nullable MerkleTree tree;

  /** A word whose folds and trees take their memory from an arena. */
  HostWord(SecureColumn values, ColumnArena arena) {
    this.values = values;
    this.arena = arena;
  }

  @Override
  public int length() {
    return values.length();
  }

  @Override
  public Digest commit(HashSuite suite, int logLeafSize) {
    MerkleTree made = MerkleTree.commitCosets(suite, values, logLeafSize, arena);
    tree = made;
    return made.root();
  }

  @Override
  public List<Digest> open(int[] leaves) {
    if (tree == null) {
      throw new IllegalStateException("the word is not committed");
    }
    return tree.open(leaves);
  }

  @Override
  public List<QM31> valuesAt(int[] positions) {
    return Arrays.stream(positions).mapToObj(values::get).collect(Collectors.toList());
  }

  @Override
  public FriWord fold(QM31 alpha, int logFold, boolean circle) {
    SecureColumn folded =
        circle
            ? Fold.circle(values, alpha, logFold, arena)
            : Fold.line(values, alpha, logFold, arena);
    return new HostWord(folded, arena);
  }

  @Override
  public SecureColumn values() {
    return values;
  }
}
