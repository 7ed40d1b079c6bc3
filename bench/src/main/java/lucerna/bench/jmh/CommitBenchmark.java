package lucerna.bench.jmh;

import java.util.concurrent.TimeUnit;
import lucerna.air.Tree;
import lucerna.bench.Randoms;
import lucerna.fri.SecretRandom;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Committing to columns of n = 2^log rows at blow-up 4: sorting, extending, hashing.
 *
 * <p>Floors for w columns: the butterflies of w extensions ({@link FftBenchmark}), {@code 4 n
 * ceil(w / 16) + 4 n} compressions ({@link MerkleBenchmark}), and {@code 4 n w} bytes read, {@code
 * 16 n w + 256 n} written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CommitBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public CommitBenchmark() {}

  /** Log of the number of rows. */
  @Param({"14", "18"})
  public int log;

  /** Number of columns. */
  @Param("16")
  public int columns;

  private int[][] rows = {};

  /** Makes the columns. */
  @Setup
  public void columns() {
    rows = Randoms.columns(1, columns, 1 << log);
  }

  /**
   * Without salts.
   *
   * @return the committed columns
   */
  @Benchmark
  public CommittedColumns commit() {
    return CommittedColumns.commit(CommitmentLayout.suiteOf(Tree.WITNESS), rows, 2, null);
  }

  /**
   * With salts, which takes 16 bytes of AES a leaf more.
   *
   * @return the committed columns
   */
  @Benchmark
  public CommittedColumns commitSalted() {
    var salts = SecretRandom.of(new byte[SecretRandom.SEED_BYTES]).stream("salts", 0);
    return CommittedColumns.commit(CommitmentLayout.suiteOf(Tree.WITNESS), rows, 2, salts);
  }
}
