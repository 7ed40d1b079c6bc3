package lucerna.bench.jmh;

import java.util.concurrent.TimeUnit;
import lucerna.bench.Randoms;
import lucerna.field.BatchInverse;
import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
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
 * Loops over columns of 2^log elements.
 *
 * <p>Floors for n elements, in products of M31 and bytes moved: {@link #mul} n and 12 n; {@link
 * #mulSecure} 16 n and 48 n (9 n with Karatsuba's rule in both extensions); {@link #mulAdd} n and
 * 16 n; {@link #accumulate} 4 n and 36 n; {@link #dot} 4 n and 20 n; {@link #batchInverse} 3 n and
 * 8 n; {@link #batchInverseSecure} 48 n and 32 n. A core of 512 bits makes about 16 products in
 * four instructions, and moves 64 bytes in one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FieldBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public FieldBenchmark() {}

  /** Log of the number of elements. */
  @Param({"12", "20"})
  public int log;

  private int[] a = {};
  private int[] b = {};
  private int[] out = {};
  private SecureColumn x = SecureColumn.zeros(0);
  private SecureColumn y = SecureColumn.zeros(0);
  private SecureColumn z = SecureColumn.zeros(0);
  private final QM31 factor = new QM31(5, 7, 11, 13);

  /** Makes the columns. */
  @Setup
  public void columns() {
    int n = 1 << log;
    int[][] columns = Randoms.columns(1, 2, n);
    a = columns[0];
    b = columns[1];
    out = new int[n];
    x = Randoms.secure(2, n);
    y = Randoms.secure(3, n);
    z = SecureColumn.zeros(n);
  }

  /**
   * Products of M31.
   *
   * @return the products
   */
  @Benchmark
  public int[] mul() {
    Kernels.get().mul(a, b, out, 0, out.length);
    return out;
  }

  /**
   * Products of QM31.
   *
   * @return the products
   */
  @Benchmark
  public SecureColumn mulSecure() {
    Kernels.get().mul(x, y, z, 0, out.length);
    return z;
  }

  /**
   * Sums of products of M31.
   *
   * @return the sums
   */
  @Benchmark
  public int[] mulAdd() {
    Kernels.get().mulAdd(out, a, b, 0, out.length);
    return out;
  }

  /**
   * A multiple of a column of M31 added to one of QM31.
   *
   * @return the sums
   */
  @Benchmark
  public SecureColumn accumulate() {
    Kernels.get().accumulate(z, a, factor, 0, out.length);
    return z;
  }

  /**
   * The inner product of a column of QM31 and one of M31.
   *
   * @return the sum
   */
  @Benchmark
  public QM31 dot() {
    return Kernels.get().dot(x, a, 0);
  }

  /**
   * Inverses in M31.
   *
   * @return the inverses
   */
  @Benchmark
  public int[] batchInverse() {
    BatchInverse.invert(a, out);
    return out;
  }

  /**
   * Inverses in QM31.
   *
   * @return the inverses
   */
  @Benchmark
  public SecureColumn batchInverseSecure() {
    BatchInverse.invert(x, z);
    return z;
  }
}
