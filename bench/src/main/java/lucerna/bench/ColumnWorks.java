package lucerna.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.SplittableRandom;
import lucerna.air.Tree;
import lucerna.field.ColumnArena;
import lucerna.field.circle.CircleFft;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;

/** Works on columns of random elements. */
final class ColumnWorks {
  /* Short transforms are timed in batches of about this length. */
  private static final long BATCH_NANOS = 150_000_000;

  private ColumnWorks() {}

  /** Transforms one column forth and back, in place. */
  static Work fft(int logSize) {
    int[] column = Randoms.column(new SplittableRandom(1), 1 << logSize);
    return repetition -> {
      // The output of one transform is the input of the next, so nothing is allocated.
      ObjectNode there = batch(() -> CircleFft.interpolate(column));
      ObjectNode back = batch(() -> CircleFft.evaluate(column));
      return there.set("evaluateMillis", back.path("millis"));
    };
  }

  /** Hashes rows of columns into a tree of plain BLAKE2s. */
  static Work merkle(int logSize, int count) {
    int[][] columns = Randoms.columns(1, count, 1 << logSize);
    return repetition -> {
      var clock = new Stopwatch();
      try (var arena = new ColumnArena()) {
        var tree = MerkleTree.commit(HashSuite.PLAIN, columns, null, arena);
        ObjectNode measured = clock.stop(1);
        return measured.put("root", String.valueOf(tree.root()));
      }
    };
  }

  /** Interpolates, extends and hashes columns given by rows. */
  static Work commit(int logSize, int count, int logBlowup) {
    int[][] columns = Randoms.columns(1, count, 1 << logSize);
    return repetition -> {
      var clock = new Stopwatch();
      try (var arena = new ColumnArena()) {
        var committed =
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.WITNESS), columns, logBlowup, null, arena);
        ObjectNode measured = clock.stop(1);
        return measured.put("root", String.valueOf(committed.root()));
      }
    };
  }

  private static ObjectNode batch(Runnable once) {
    long start = System.nanoTime();
    var clock = new Stopwatch();
    int count = 0;
    do {
      once.run();
      count++;
    } while (System.nanoTime() - start < BATCH_NANOS);
    return clock.stop(count);
  }

  static ObjectNode object() {
    return Objects.requireNonNull(JsonNodeFactory.instance.objectNode());
  }
}
