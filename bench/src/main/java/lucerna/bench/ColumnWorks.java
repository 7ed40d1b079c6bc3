package lucerna.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.SplittableRandom;
import lucerna.air.Tree;
import lucerna.field.circle.CircleFft;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;

/** Works on columns of random elements. */
final class ColumnWorks {
  /* Short transforms are timed in batches of about this length. */
  private static final long BATCH_NANOS = 40_000_000;

  private ColumnWorks() {}

  /** Transforms one column forth and back, in place. */
  static Work fft(int logSize) {
    int[] column = Randoms.column(new SplittableRandom(1), 1 << logSize);
    return repetition -> {
      // The output of one transform is the input of the next, so nothing is allocated.
      double there = batch(() -> CircleFft.interpolate(column));
      double back = batch(() -> CircleFft.evaluate(column));
      return object().put("millis", there).put("evaluateMillis", back);
    };
  }

  /** Hashes rows of columns into a tree of plain BLAKE2s. */
  static Work merkle(int logSize, int count) {
    int[][] columns = Randoms.columns(1, count, 1 << logSize);
    return repetition -> {
      long start = System.nanoTime();
      var tree = MerkleTree.commit(HashSuite.PLAIN, columns, null);
      double millis = millis(start);
      return object().put("millis", millis).put("root", String.valueOf(tree.root()));
    };
  }

  /** Interpolates, extends and hashes columns given by rows. */
  static Work commit(int logSize, int count, int logBlowup) {
    int[][] columns = Randoms.columns(1, count, 1 << logSize);
    return repetition -> {
      long start = System.nanoTime();
      var committed =
          CommittedColumns.commit(CommitmentLayout.suiteOf(Tree.WITNESS), columns, logBlowup, null);
      double millis = millis(start);
      return object().put("millis", millis).put("root", String.valueOf(committed.root()));
    };
  }

  private static double batch(Runnable once) {
    long start = System.nanoTime();
    int count = 0;
    do {
      once.run();
      count++;
    } while (System.nanoTime() - start < BATCH_NANOS);
    return millis(start) / count;
  }

  static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  static ObjectNode object() {
    return Objects.requireNonNull(JsonNodeFactory.instance.objectNode());
  }
}
