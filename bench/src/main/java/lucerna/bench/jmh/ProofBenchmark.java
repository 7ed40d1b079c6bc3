package lucerna.bench.jmh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import lucerna.bench.Work;
import lucerna.bench.Works;
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
 * Whole proofs, verified, of 16 columns of 2^log rows with the work of a proof of 10 bits.
 *
 * <p>Floors are the sums of those of the stages, {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProofBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public ProofBenchmark() {}

  /** Log of the number of rows. */
  @Param("12")
  public int log;

  /** Which constraints. */
  @Param({"fibonacci", "lookups"})
  public String air = "";

  /** Whether the proof hides its trace. */
  @Param({"0", "1"})
  public int zk;

  private Work work =
      repetition -> com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
  private int repetition;

  /** Makes the trace. */
  @Setup
  public void trace() {
    work = Works.of(air, "log=" + log, "columns=16", "pow=10", "zk=" + zk);
  }

  /**
   * Proves and verifies.
   *
   * @return the times
   */
  @Benchmark
  public ObjectNode proof() {
    return work.repeat(repetition++);
  }
}
