package lucerna.bench.jmh;

import java.util.concurrent.TimeUnit;
import lucerna.bench.Randoms;
import lucerna.field.circle.CircleFft;
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
 * The circle FFT of one column of n = 2^log elements, and of its extension to 4 n.
 *
 * <p>Floors: a transform has {@code n log / 2} butterflies of one product, a sum and a difference,
 * and moves 8 n bytes at least once, twice where the column is larger than a cache of L2; an
 * extension is one of n and one of 4 n whose first two layers are copies: {@code n log / 2 + 2 n
 * log} butterflies and 20 n bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FftBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public FftBenchmark() {}

  /** Log of the number of elements. */
  @Param({"12", "16", "20", "22"})
  public int log;

  private int[] column = {};

  /** Makes the column. */
  @Setup
  public void column() {
    column = Randoms.columns(1, 1, 1 << log)[0];
  }

  /**
   * Evaluations to coefficients; what comes out is the next one's input.
   *
   * @return the column
   */
  @Benchmark
  public int[] interpolate() {
    CircleFft.interpolate(column);
    return column;
  }

  /**
   * Coefficients to evaluations.
   *
   * @return the column
   */
  @Benchmark
  public int[] evaluate() {
    CircleFft.evaluate(column);
    return column;
  }

  /**
   * Evaluations to those on a domain four times as large.
   *
   * @return the extended column
   */
  @Benchmark
  public int[] extend() {
    return CircleFft.extend(column, 2);
  }
}
