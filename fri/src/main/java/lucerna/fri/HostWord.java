package lucerna.fri;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import org.jspecify.annotations.Nullable;

/** A word in this process's memory. */
final class HostWord implements FriWord {
  private final SecureColumn values;
  private @Nullable MerkleTree tree;

  HostWord(SecureColumn values) {
    this.values = values;
  }

  @Override
  public int length() {
    return values.length();
  }

  @Override
  public Digest commit(HashSuite suite, int logLeafSize) {
    MerkleTree made = MerkleTree.commitCosets(suite, values, logLeafSize);
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
    return new HostWord(
        circle ? Fold.circle(values, alpha, logFold) : Fold.line(values, alpha, logFold));
  }

  @Override
  public SecureColumn values() {
    return values;
  }
}
