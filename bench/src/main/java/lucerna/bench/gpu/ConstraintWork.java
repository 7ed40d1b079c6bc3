package lucerna.bench.gpu;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.ColumnInfo;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.bench.BenchmarkAirs;
import lucerna.bench.Randoms;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.ConstraintKernels;
import lucerna.gpu.DeviceColumns;
import lucerna.gpu.DeviceSlice;
import org.jspecify.annotations.Nullable;

/** The constraints of wide Fibonacci, combined at every position of random columns. */
final class ConstraintWork extends OnColumns {
  private static final QM31 CHALLENGE = new QM31(17, 19, 23, 29);

  private final AirProgram program;
  private final Limits.Shape shape;
  private final int length;
  private final int[][][] columns;
  private final Scalars scalars;
  private final QM31[] coefficients;
  private final ConstraintKernels kernels;
  private final SecureColumn expected;
  private final Map<Tree, DeviceColumns> on = new EnumMap<>(Tree.class);
  private @Nullable DeviceColumns next;
  private @Nullable DeviceColumns sum;

  ConstraintWork(ColumnOps ops, Limits limits, int width, int logRows) {
    super(ops);
    shape = limits.fit(width, logRows, 2);
    program = BenchmarkAirs.of("fibonacci", shape.columns());
    length = 1 << shape.logRows();
    columns = new int[program.columns().size()][][];
    for (int id = 0; id < columns.length; id++) {
      int words = program.columns().get(id).secure() ? QM31.DEGREE : 1;
      columns[id] = Randoms.columns(id, words, length);
    }
    scalars =
        new Scalars(
            program.challenges().stream().map(name -> CHALLENGE).toList(), List.of(CHALLENGE));
    coefficients = program.combinationCoefficients(CHALLENGE);
    kernels = new ConstraintKernels("fibonacci", program);
    expected = SecureColumn.zeros(length);
  }

  @Override
  public Description description() {
    int width = shape.columns();
    // Three products a constraint, and four where it is combined.
    long products = 7L * (width - 2) * length;
    long bytes = (long) Integer.BYTES * length * (width + 2L * QM31.DEGREE);
    return new Description(
        "constraints %d x 2^%d".formatted(width, shape.logRows()),
        "products",
        products,
        bytes,
        new Floor.Load(0, 0, 0, products, bytes),
        shape.scaled());
  }

  @Override
  public void prepare() {
    for (Tree tree : Tree.values()) {
      int[][] words =
          program.columnsOf(tree).stream()
              .map(ColumnInfo::id)
              .flatMap(id -> Arrays.stream(columns[id]))
              .toArray(int[][]::new);
      if (words.length > 0) {
        on.put(tree, hold(words));
      }
    }
    next = hold(IntStream.range(0, length).map(i -> (i + 1) % length).toArray());
    sum = room(QM31.DEGREE, length);
  }

  private DeviceColumns sum() {
    return Objects.requireNonNull(sum);
  }

  @Override
  public void onDevice() {
    DeviceSlice rows = Objects.requireNonNull(next).slice();
    kernels.combine(ops.device(), on, rows, scalars, coefficients, sum());
  }

  @Override
  public void await() {
    await(sum());
  }

  @Override
  public double onProcessor() {
    for (int[] coordinate : expected.coordinates()) {
      Arrays.fill(coordinate, 0);
    }
    new BlockEvaluator(program)
        .accumulate(
            Assignment.inRowOrder(id -> columns[id], length, scalars), coefficients, expected);
    return 1;
  }

  @Override
  public boolean agrees() {
    return Arrays.deepEquals(expected.coordinates(), sum().read());
  }
}
