package lucerna.bench.jmh;

import java.util.concurrent.TimeUnit;
import lucerna.bench.Randoms;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.fri.FriConfig;
import lucerna.fri.FriProver;
import lucerna.fri.channel.Channel;
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
 * FRI's commitment to a word of n = 2^log values at rate 1/4, folded by 8, without proof of work.
 *
 * <p>Floors: a layer of L values takes {@code L / 8 * 3} compressions, {@code 7 L / 8} folds of two
 * values (a product of QM31 with an element of M31, one with an element of QM31: 4 + 16 products)
 * and {@code 16 L + 8 L} bytes; the layers together {@code 8 / 7} times the first one's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FriBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public FriBenchmark() {}

  /** Log of the number of values. */
  @Param({"14", "18", "20"})
  public int log;

  private SecureColumn word = SecureColumn.zeros(0);

  /** Makes a word of low degree. */
  @Setup
  public void word() {
    SecureColumn coefficients = Randoms.secure(1, 1 << (log - 2));
    int[][] coordinates = new int[4][];
    for (int k = 0; k < coordinates.length; k++) {
      coordinates[k] = java.util.Arrays.copyOf(coefficients.coordinates()[k], 1 << log);
      CircleFft.evaluate(coordinates[k]);
    }
    word = new SecureColumn(coordinates[0], coordinates[1], coordinates[2], coordinates[3]);
  }

  /**
   * All layers.
   *
   * @return the prover, ready to open
   */
  @Benchmark
  public FriProver commit() {
    return FriProver.commit(new Channel(), word, new FriConfig(2, 3, 6, 120), 0);
  }
}
