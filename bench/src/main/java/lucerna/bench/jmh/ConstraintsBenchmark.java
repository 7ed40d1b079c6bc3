package lucerna.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.ColumnData;
import lucerna.air.Scalars;
import lucerna.bench.BenchmarkAirs;
import lucerna.bench.Randoms;
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
 * The combination of all constraints at n = 2^log positions.
 *
 * <p>Floors: wide Fibonacci with w columns has {@code w - 2} constraints of three products, and of
 * four more where they are combined: {@code 7 (w - 2) n} products of M31, {@code 4 w n} bytes read
 * and {@code 16 n} written; range checks in w columns have {@code w / 2} constraints of about two
 * products of QM31, and of one more where they are combined: {@code 24 w n} products and {@code 12
 * w n} bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConstraintsBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public ConstraintsBenchmark() {}

  /** Log of the number of positions. */
  @Param({"14", "18"})
  public int log;

  /** Which constraints. */
  @Param({"fibonacci", "lookups"})
  public String air = "";

  private @org.jspecify.annotations.Nullable BlockEvaluator evaluator;
  private @org.jspecify.annotations.Nullable Assignment assignment;
  private QM31[] coefficients = {};
  private SecureColumn out = SecureColumn.zeros(0);

  /** Makes a random trace; constraints need not hold to be evaluated. */
  @Setup
  public void trace() {
    AirProgram program = BenchmarkAirs.of(air, 16);
    int n = 1 << log;
    int[][][] columns = new int[program.columns().size()][][];
    for (int id = 0; id < columns.length; id++) {
      columns[id] = Randoms.columns(id, program.columns().get(id).secure() ? 4 : 1, n);
    }
    ColumnData data = id -> columns[id];
    var challenge = new QM31(17, 19, 23, 29);
    var scalars =
        new Scalars(
            program.challenges().stream().map(name -> challenge).toList(), List.of(challenge));
    evaluator = new BlockEvaluator(program);
    assignment = Assignment.inRowOrder(data, n, scalars);
    coefficients = program.combinationCoefficients(challenge);
    out = SecureColumn.zeros(n);
  }

  /**
   * All constraints, combined.
   *
   * @return the combination, added up
   */
  @Benchmark
  public SecureColumn combine() {
    java.util.Objects.requireNonNull(evaluator)
        .accumulate(java.util.Objects.requireNonNull(assignment), coefficients, out);
    return out;
  }
}
