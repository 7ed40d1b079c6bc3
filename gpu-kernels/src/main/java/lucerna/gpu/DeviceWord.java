package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.FriWord;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import org.jspecify.annotations.Nullable;

/** A word of FRI on a device: a secure column with its tree. */
final class DeviceWord implements FriWord {
  private static final int MAX_LOG_FOLD = 3;

  private final Device device;
  private final ColumnOps ops;
  private final DeviceColumns values;
  private @Nullable DeviceTree tree;

  DeviceWord(Device device, ColumnOps ops, DeviceColumns values) {
    this.device = device;
    this.ops = ops;
    this.values = values;
  }

  @Override
  public int length() {
    return values.length();
  }

  @Override
  public Digest commit(HashSuite suite, int logLeafSize) {
    DeviceTree made = DeviceTree.commit(device, ops, values, suite, logLeafSize, null);
    tree = made;
    return made.root();
  }

  @Override
  public List<Digest> open(int[] leaves) {
    if (tree == null) {
      throw new IllegalStateException("the word is not committed");
    }
    return tree.path(leaves);
  }

  @Override
  public List<QM31> valuesAt(int[] positions) {
    List<QM31> read = new ArrayList<>();
    for (int[] words : ops.queries().leaves(values, 0, positions)) {
      read.add(new QM31(words[0], words[1], words[2], words[3]));
    }
    return read;
  }

  /** Larger folds are made of smaller ones, each with the challenge's power that is its turn. */
  @Override
  public FriWord fold(QM31 alpha, int logFold, boolean circle) {
    DeviceColumns folded = values;
    QM31 challenge = alpha;
    for (int done = 0; done < logFold; ) {
      int step = Math.min(MAX_LOG_FOLD, logFold - done);
      DeviceColumns from = folded;
      folded = ops.queries().fold(from, circle && done == 0, challenge, step);
      if (done > 0) {
        from.close();
      }
      for (int i = 0; i < step; i++) {
        challenge = challenge.square();
      }
      done += step;
    }
    return new DeviceWord(device, ops, folded);
  }

  @Override
  public SecureColumn values() {
    return values.readSecure();
  }
}
