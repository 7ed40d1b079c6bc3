package lucerna.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.prover.ProofSetup;
import org.jspecify.annotations.Nullable;

/**
 * The trees' columns of trace height as coefficients on a device, tree by tree. Weights of which
 * only sums are needed stay on the host: it reads them where they lie, perhaps in a mapped file,
 * and sends the sums.
 */
final class DeviceTrace {
  private final Device device;
  private final ColumnOps ops;
  private final ProofSetup setup;
  private final CommitmentLayout layout;

  /* Per tree its coefficients, and its evaluations if it was committed here. */
  private final List<@Nullable DeviceColumns> coefficients = new ArrayList<>();
  private final List<@Nullable DeviceColumns> evaluations = new ArrayList<>();

  DeviceTrace(Device device, ColumnOps ops, ProofSetup setup) {
    this.device = device;
    this.ops = ops;
    this.setup = setup;
    layout = setup.layout();
    for (int tree = 0; tree < setup.fixed().size(); tree++) {
      int[][] rows = setup.fixed().get(tree).rows();
      boolean needed = !setup.isCondensed(tree) && rows.length > 0;
      coefficients.add(needed ? coefficients(rows) : null);
      evaluations.add(null);
    }
  }

  /** Takes a tree's columns, and returns what they are on the trees' domain. */
  DeviceColumns add(int[][] rows) {
    return addCoefficients(coefficients(rows));
  }

  /** Takes a tree's columns that lie on the device in row order, and closes them. */
  DeviceColumns add(DeviceColumns rows) {
    try (rows) {
      return addCoefficients(coefficients(rows));
    }
  }

  private DeviceColumns addCoefficients(DeviceColumns own) {
    DeviceColumns extended = evaluate(device, own, layout.logTraceDomain());
    coefficients.add(own);
    evaluations.add(extended);
    return extended;
  }

  /** Returns the coefficients of the tree taken last. */
  DeviceColumns last() {
    return required(coefficients.getLast());
  }

  private static DeviceColumns required(@Nullable DeviceColumns columns) {
    if (columns == null) {
      throw new IllegalStateException("the columns are not on the device");
    }
    return columns;
  }

  /** Copies columns in row order to the device and interpolates them. */
  DeviceColumns coefficients(int[][] rows) {
    try (var given = DeviceColumns.of(device, rows)) {
      return coefficients(given);
    }
  }

  /** Interpolates columns in row order, which stay as they are. */
  DeviceColumns coefficients(DeviceColumns rows) {
    var made = DeviceColumns.allocate(device, rows.count(), rows.length());
    ops.queries().rowsToStorage(rows, made);
    ops.fft().interpolate(made, made);
    return made;
  }

  DeviceColumns evaluate(Device where, DeviceColumns polynomials, int logSize) {
    var values = DeviceColumns.allocate(where, polynomials.count(), 1 << logSize);
    ops.fft().evaluate(polynomials, values);
    return values;
  }

  /**
   * Makes some kinds' columns in row order again, which costs less than to keep or to send them.
   *
   * @param scope holds what is made
   */
  Map<Tree, DeviceColumns> rows(Device scope, List<Tree> kinds) {
    Map<Tree, DeviceColumns> columns = new EnumMap<>(Tree.class);
    for (Tree kind : kinds) {
      try (var storage = new DeviceScope(scope)) {
        Map<Tree, DeviceColumns> stored = new EnumMap<>(Tree.class);
        extendTo(storage, layout.logRows(), stored, kind::equals);
        for (DeviceColumns own : stored.values()) {
          var made = DeviceColumns.allocate(scope, own.count(), own.length());
          ops.queries().storageToRows(own, made);
          columns.put(kind, made);
        }
      }
    }
    return columns;
  }

  /**
   * Finds or makes every kind's columns on a domain.
   *
   * @param scope holds what is made
   */
  void extendTo(Device scope, int logSize, Map<Tree, DeviceColumns> columns) {
    extendTo(scope, logSize, columns, kind -> true);
  }

  private void extendTo(
      Device scope, int logSize, Map<Tree, DeviceColumns> columns, Predicate<Tree> wanted) {
    for (int from = 0; from < coefficients.size(); ) {
      Tree kind = layout.trees().get(from).kind();
      int to = from;
      int width = 0;
      for (; to < coefficients.size() && layout.trees().get(to).kind() == kind; to++) {
        DeviceColumns own = coefficients.get(to);
        width += own == null ? 0 : own.count();
      }
      DeviceColumns known = evaluations.get(from);
      if (known != null && logSize == layout.logTraceDomain()) {
        columns.put(kind, known);
      } else if (width > 0 && wanted.test(kind)) {
        // Several trees of weights are one kind, whose columns lie one after the other.
        var values = DeviceColumns.allocate(scope, width, 1 << logSize);
        int at = 0;
        for (DeviceColumns own : coefficients.subList(from, to)) {
          if (own != null) {
            ops.fft().evaluate(own, values.columns(at, own.count()));
            at += own.count();
          }
        }
        columns.put(kind, values);
      }
      from = to;
    }
  }

  /** Returns what a tree's columns are at a point. */
  QM31[] valuesAt(int tree, PointTable table, SecureCirclePoint point) {
    DeviceColumns own = coefficients.get(tree);
    if (own != null) {
      return table.valuesOf(device, own);
    }
    return layout.trees().get(tree).width() == 0
        ? new QM31[0]
        : setup.fixed().get(tree).valuesAt(point).toArray(QM31[]::new);
  }

  static QuotientLine line(DeepBatch batch) {
    return new QuotientLine(
        batch.functionFactor(), batch.lineSlope().neg(), batch.lineConstant().neg(), batch.point());
  }

  /** Returns the sum of the trace's quotients on the trees' domain, to be closed. */
  DeviceColumns quotients(DeepBatch.Plan plan) {
    int rows = 1 << layout.logRows();
    try (var sum = DeviceColumns.allocate(device, QM31.DEGREE, rows);
        var combined = DeviceColumns.allocate(device, QM31.DEGREE, rows)) {
      for (int batch = 0; batch < plan.trace().size(); batch++) {
        combine(plan, batch, combined);
        ops.fft().evaluate(combined, combined);
        ops.queries().quotients(line(plan.trace().get(batch)), combined, sum, batch > 0);
      }
      ops.fft().interpolate(sum, sum);
      return evaluate(device, sum, layout.logTraceDomain());
    }
  }

  /** Adds up, as coefficients, the columns of all trees with their weights in a batch. */
  private void combine(DeepBatch.Plan plan, int batch, DeviceColumns combined) {
    SecureColumn onHost = SecureColumn.zeros(combined.length());
    boolean some = false;
    for (int tree = 0; tree < coefficients.size(); tree++) {
      @Nullable QM31[] weights = ofBatch(plan.weights()[tree], batch);
      if (coefficients.get(tree) == null && Arrays.stream(weights).anyMatch(Objects::nonNull)) {
        setup.fixed().get(tree).accumulate(weights, onHost);
        some = true;
      }
    }
    for (int k = 0; k < QM31.DEGREE; k++) {
      combined.write(k, RowOrder.toStorage(onHost.coordinates()[k]));
    }
    if (some) {
      ops.fft().interpolate(combined, combined);
    }
    for (int tree = 0; tree < coefficients.size(); tree++) {
      DeviceColumns own = coefficients.get(tree);
      if (own != null) {
        combine(own, ofBatch(plan.weights()[tree], batch), combined);
      }
    }
  }

  /** Leaves out the columns before the first and after the last that have a weight. */
  private void combine(DeviceColumns own, @Nullable QM31[] weights, DeviceColumns combined) {
    int from = 0;
    int to = weights.length;
    while (from < to && weights[from] == null) {
      from++;
    }
    while (to > from && weights[to - 1] == null) {
      to--;
    }
    if (from < to) {
      QM31[] some =
          Arrays.stream(weights, from, to)
              .map(weight -> weight == null ? QM31.ZERO : weight)
              .toArray(QM31[]::new);
      ops.queries().combine(own.columns(from, some.length), some, combined, true);
    }
  }

  private static @Nullable QM31[] ofBatch(@Nullable QM31[][] weights, int batch) {
    @Nullable QM31[] own = new QM31[weights.length];
    Arrays.setAll(own, column -> weights[column][batch]);
    return own;
  }
}
