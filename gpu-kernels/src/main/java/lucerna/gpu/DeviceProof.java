package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lucerna.air.ColumnInfo;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriWord;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.OpenedRows;
import lucerna.stark.prover.InteractionInput;
import lucerna.stark.prover.ProofColumns;
import lucerna.stark.prover.ProofSetup;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one proof on a device, as coefficients and, where they are committed, as
 * evaluations too.
 *
 * <p>Values at a point and the sums behind quotients are made of coefficients: the same elements as
 * of rows, and neither weights of rows nor a change of order is needed.
 */
final class DeviceProof implements ProofColumns {
  /* Fewer nonces a launch are not worth it; more would begin another run. */
  private static final int MIN_LOG_SEARCH = 8;
  private static final int MAX_LOG_SEARCH = 20;

  private final DeviceScope device;
  private final ColumnOps ops;
  private final ProofSetup setup;
  private final CommitmentLayout layout;
  private final ProgramKernels kernels;
  private final DeviceTrace trace;
  private final DeviceInteraction interaction;
  private final ProofMemory.Mode mode;
  private final List<DeviceTree> trees = new ArrayList<>();
  private @Nullable DeviceColumns composition;
  private @Nullable DeviceColumns compositionEvaluations;
  private @Nullable DeviceTree compositionTree;

  /** Takes the columns committed before to the device, unless they are there. */
  DeviceProof(
      DeviceScope device,
      ColumnOps ops,
      ProofSetup setup,
      ProgramKernels kernels,
      FixedTrees fixed,
      ProofMemory.Mode mode) {
    this.device = device;
    this.ops = ops;
    this.setup = setup;
    this.kernels = kernels;
    this.mode = mode;
    layout = setup.layout();
    trace = new DeviceTrace(device, ops, setup, fixed, mode);
    interaction = new DeviceInteraction(device, ops, layout, trace, kernels.interaction());
  }

  @Override
  public Digest commit(HashSuite suite, int[][] rows, SecretRandom.@Nullable Stream salts) {
    trace.add(trace.coefficients(rows));
    return commit(suite, salts);
  }

  /** Commits to the columns taken last. */
  private Digest commit(HashSuite suite, SecretRandom.@Nullable Stream salts) {
    trees.add(
        mode.blocks()
            ? new TraceBlocks(device, ops, trace.last(), layout.logTraceDomain())
                .commit(suite, salts)
            : DeviceTree.commit(device, ops, trace.extendLast(), suite, 0, salts));
    return trees.getLast().root();
  }

  @Override
  public SecureColumn[] combinations(QM31[][] coefficients) {
    int count = setup.program().columnsOf(Tree.PUBLIC).size();
    return interaction.combinations(count, coefficients);
  }

  @Override
  public Digest commitInteraction(
      HashSuite suite, InteractionInput input, SecretRandom.@Nullable Stream salts)
      throws ZeroDenominatorException {
    try (var rows = interaction.rows(input)) {
      trace.add(trace.coefficients(rows));
    }
    return commit(suite, salts);
  }

  @Override
  public QM31 compose(Scalars scalars, QM31 alpha) {
    var making =
        new DeviceComposition(
            device,
            ops,
            trace,
            kernels.constraints(),
            new DeviceComposition.Combination(
                scalars, setup.program().combinationCoefficients(alpha)));
    DeviceColumns sum;
    try (DeviceColumns publicColumns = interaction.publicCoefficients()) {
      sum = making.of(layout, publicColumns, mode.blocks());
    }
    ops.fft().interpolate(sum, sum);
    addMask(sum);
    composition = sum;
    return layout.hasTop() ? takeTop(sum) : QM31.ZERO;
  }

  /** Where the space of the columns has no room for it, one coefficient stands apart. */
  private QM31 takeTop(DeviceColumns sum) {
    int[] top = new int[QM31.DEGREE];
    for (int k = 0; k < top.length; k++) {
      DeviceSlice column = sum.columns(k, 1).slice();
      long at = column.at() + (1L << layout.logFriDegree());
      int[] word = new int[1];
      column.buffer().read(at, word);
      top[k] = word[0];
      column.buffer().write(at, new int[1]);
    }
    return new QM31(top[0], top[1], top[2], top[3]);
  }

  /** The mask, the last columns of the interaction tree, spans the first N functions. */
  private void addMask(DeviceColumns sum) {
    int masks = layout.trees().getLast().masks();
    DeviceColumns last = trace.last();
    for (int k = 0; k < masks; k++) {
      DeviceSlice all = sum.columns(k, 1).slice();
      int rows = 1 << layout.logRows();
      var low = new DeviceColumns(new DeviceSlice(all.buffer(), all.at(), rows), 1, rows);
      ops.field().add(low, last.columns(last.count() - masks + k, 1), low);
    }
  }

  @Override
  public Digest commitComposition(
      HashSuite suite, List<SecretRandom.Stream> mask, SecretRandom.@Nullable Stream salts) {
    int width = QM31.DEGREE + mask.size();
    int length = 1 << layout.logFriDomain();
    DeviceColumns evaluations = DeviceColumns.allocate(device, width, length);
    ops.fft().evaluate(held(composition), evaluations.columns(0, QM31.DEGREE));
    if (!mask.isEmpty()) {
      int degree = 1 << layout.logFriDegree();
      try (var coefficients = DeviceColumns.allocate(device, mask.size(), degree)) {
        ops.random().elements(mask, coefficients.slices());
        ops.fft().evaluate(coefficients, evaluations.columns(QM31.DEGREE, mask.size()));
      }
    }
    compositionEvaluations = evaluations;
    DeviceTree tree =
        DeviceTree.commitFibres(device, ops, evaluations, layout.fibres(), suite, salts);
    compositionTree = tree;
    return tree.root();
  }

  @Override
  public QM31[] sample(SecureCirclePoint point) {
    SecureCirclePoint next = point.add(new CanonicCoset(layout.logRows()).step());
    PointTable[] tables = {
      new PointTable(layout.logRows(), point), new PointTable(layout.logRows(), next)
    };
    SecureCirclePoint[] points = {point, next};
    QM31[] values = new QM31[layout.sampleCount()];
    int at = 0;
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      CommitmentLayout.TreeInfo info = layout.trees().get(tree);
      QM31[] here = trace.valuesAt(tree, tables[0], points[0]);
      QM31[] after = readsNext(info) ? trace.valuesAt(tree, tables[1], points[1]) : here;
      int flat = 0;
      for (int id : info.columnIds()) {
        ColumnInfo column = layout.program().columns().get(id);
        for (int k = column.secure() ? QM31.DEGREE : 1; k > 0; k--, flat++) {
          for (int offset : column.offsets()) {
            values[at++] = offset == 0 ? here[flat] : after[flat];
          }
        }
      }
      for (; flat < info.width(); flat++) {
        values[at++] = here[flat];
      }
    }
    DeviceColumns coefficients = held(composition);
    QM31[] last =
        new PointTable(Shapes.log(coefficients.length()), point).valuesOf(device, coefficients);
    System.arraycopy(last, 0, values, at, last.length);
    return values;
  }

  private boolean readsNext(CommitmentLayout.TreeInfo tree) {
    return tree.columnIds().stream()
        .anyMatch(id -> layout.program().columns().get(id).offsets().contains(1));
  }

  @Override
  public FriWord friInput(DeepBatch.Plan plan) {
    DeviceColumns evaluations = held(compositionEvaluations);
    DeviceColumns input = DeviceColumns.allocate(device, QM31.DEGREE, evaluations.length());
    try (var combined = DeviceColumns.allocate(device, QM31.DEGREE, input.length())) {
      DeviceColumns coordinates = evaluations.columns(0, QM31.DEGREE);
      ops.queries().combine(coordinates, plan.compositionWeights(), combined, false);
      ops.queries().quotients(DeviceTrace.line(plan.composition()), combined, input, false);
    }
    try (var wide = trace.quotients(plan)) {
      ops.queries().addLifted(wide, input);
    }
    if (evaluations.count() > QM31.DEGREE) {
      ops.field().add(input, evaluations.columns(QM31.DEGREE, QM31.DEGREE), input);
    }
    return new DeviceWord(device, ops, input);
  }

  @Override
  public OpenedRows open(int tree, int[] positions) {
    return trees.get(tree).open(positions);
  }

  @Override
  public OpenedRows openComposition(int[] leaves) {
    return held(compositionTree).open(leaves);
  }

  private static <T> T held(@Nullable T value) {
    return Objects.requireNonNull(value, "a step of the proof was left out");
  }

  @Override
  public long grind(Channel channel, int bits) {
    int logCount = Math.clamp(bits, MIN_LOG_SEARCH, MAX_LOG_SEARCH);
    return ProofOfWork.grind(channel, bits, ops.trees()::search, logCount);
  }

  @Override
  public void close() {
    device.close();
  }
}
