package lucerna.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.ProofSetup;
import org.jspecify.annotations.Nullable;

/**
 * The trees' columns of trace height as coefficients on a device, tree by tree. Weights of which
 * only sums are needed are rows in few bits.
 */
final class DeviceTrace {
  private final Device device;
  private final ColumnOps ops;
  private final ProofSetup setup;
  private final CommitmentLayout layout;

  /* Per tree its coefficients, and its evaluations if it was committed here. */
  private final List<@Nullable DeviceColumns> coefficients = new ArrayList<>();
  private final List<@Nullable DeviceColumns> evaluations = new ArrayList<>();

  /* Per tree its rows, if only sums of them are needed. */
  private final Map<Integer, PackedColumns> packed = new HashMap<>();

  /* The last point, and the weights of rows there. */
  private @Nullable SecureCirclePoint weighted;
  private SecureColumn rowWeights = SecureColumn.zeros(0);

  DeviceTrace(
      Device device, ColumnOps ops, ProofSetup setup, FixedTrees fixed, ProofMemory.Mode mode) {
    this.device = device;
    this.ops = ops;
    this.setup = setup;
    layout = setup.layout();
    for (int tree = 0; tree < setup.fixed().size(); tree++) {
      CommittedColumns columns = setup.fixed().get(tree);
      boolean needed = columns.width() > 0;
      if (needed && setup.isCondensed(tree)) {
        packed.put(tree, fixed.packed(columns, mode.resident()));
        needed = false;
      }
      coefficients.add(needed ? fixed.coefficients(columns) : null);
      evaluations.add(null);
    }
  }

  /** Takes a tree's coefficients. */
  void add(DeviceColumns own) {
    coefficients.add(own);
    evaluations.add(null);
  }

  /** Makes and keeps what the columns of the tree taken last are on the trees' domain. */
  DeviceColumns extendLast() {
    DeviceColumns extended = evaluate(device, last(), layout.logTraceDomain());
    evaluations.set(evaluations.size() - 1, extended);
    return extended;
  }

  /** Returns the coefficients of the tree taken last. */
  DeviceColumns last() {
    return required(coefficients.getLast());
  }

  /**
   * Adds up columns of the condensed trees.
   *
   * @param weights a weight for each of their columns
   * @param sum receives the sum, in row order
   */
  void combineWeights(QM31[] weights, DeviceColumns sum) {
    int from = 0;
    boolean begun = false;
    for (int tree = 0; tree < setup.fixed().size(); tree++) {
      PackedColumns own = packed.get(tree);
      if (own != null) {
        QM31[] ofTree = Arrays.copyOfRange(weights, from, from + own.width());
        ops.passes().combine(own, ofTree, sum, begun);
        begun = true;
        from += own.width();
      }
    }
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
        extendTo(
            storage, new Part(layout.logRows(), 1 << layout.logRows(), 0), stored, kind::equals);
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
    extendTo(scope, new Part(logSize, 1 << logSize, 0), columns, kind -> true);
  }

  /**
   * Positions of a canonic domain.
   *
   * @param logDomain log of the domain's size
   * @param length number of positions, a power of two, at least that of rows
   * @param number which of the parts of this length
   */
  record Part(int logDomain, int length, int number) {}

  /** Finds or makes every kind's columns on a part of a domain. */
  void extendTo(Device scope, Part part, Map<Tree, DeviceColumns> columns) {
    extendTo(scope, part, columns, kind -> true);
  }

  private void extendTo(
      Device scope, Part part, Map<Tree, DeviceColumns> columns, Predicate<Tree> wanted) {
    for (int from = 0; from < coefficients.size(); ) {
      Tree kind = layout.trees().get(from).kind();
      int to = from;
      int width = 0;
      for (; to < coefficients.size() && layout.trees().get(to).kind() == kind; to++) {
        DeviceColumns own = coefficients.get(to);
        width += own == null ? 0 : own.count();
      }
      DeviceColumns known = evaluations.get(from);
      if (known != null && known.length() == part.length()) {
        columns.put(kind, known);
      } else if (width > 0 && wanted.test(kind)) {
        // Several trees of weights are one kind, whose columns lie one after the other.
        var values = DeviceColumns.allocate(scope, width, part.length());
        int at = 0;
        for (DeviceColumns own : coefficients.subList(from, to)) {
          if (own != null) {
            DeviceColumns out = values.columns(at, own.count());
            ops.fft().evaluate(own, out, part.logDomain(), part.number());
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
    PackedColumns rows = packed.get(tree);
    if (rows == null) {
      return new QM31[0];
    }
    if (!point.equals(weighted)) {
      rowWeights = LagrangeWeights.at(layout.logRows(), point, rows.length());
      weighted = point;
    }
    return ops.passes().dot(rows, rowWeights);
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
    boolean begun = false;
    try (var sum = DeviceColumns.allocate(device, QM31.DEGREE, combined.length())) {
      for (Map.Entry<Integer, PackedColumns> tree : packed.entrySet()) {
        @Nullable QM31[] weights = ofBatch(plan.weights()[tree.getKey()], batch);
        if (Arrays.stream(weights).anyMatch(Objects::nonNull)) {
          ops.passes().combine(tree.getValue(), weights, sum, begun);
          begun = true;
        }
      }
      if (begun) {
        ops.queries().rowsToStorage(sum, combined);
        ops.fft().interpolate(combined, combined);
      }
    }
    if (!begun) {
      int[] zeros = new int[combined.length()];
      for (int k = 0; k < QM31.DEGREE; k++) {
        combined.write(k, zeros);
      }
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
