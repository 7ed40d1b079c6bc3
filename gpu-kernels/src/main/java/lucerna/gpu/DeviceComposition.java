package lucerna.gpu;

import java.util.EnumMap;
import java.util.Map;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.RowOrder;
import lucerna.stark.CommitmentLayout;
import org.jspecify.annotations.Nullable;

/**
 * The combined constraints on the composition's domain, divided by what vanishes on the trace: on
 * the whole domain at once, or on one half after the other. The point of the next row lies in the
 * same half: what vanishes on the trace has one value on a block of N positions, minus this value
 * on the other block of its half, and a step from row to row changes its sign. Constraints of
 * degree 3 or less take half as many points, which are one such half.
 */
final class DeviceComposition {
  private final Device device;
  private final ColumnOps ops;
  private final DeviceTrace trace;
  private final ConstraintKernels constraints;
  private final Combination combination;

  /**
   * What the constraints are combined with.
   *
   * @param scalars challenges and public scalars
   * @param coefficients a factor for each constraint
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Combination(Scalars scalars, QM31[] coefficients) {}

  DeviceComposition(
      Device device,
      ColumnOps ops,
      DeviceTrace trace,
      ConstraintKernels constraints,
      Combination combination) {
    this.device = device;
    this.ops = ops;
    this.trace = trace;
    this.constraints = constraints;
    this.combination = combination;
  }

  /**
   * Returns the domain on which the quotient is made. Its space has two blocks of N points at
   * least: the quotient of constraints of degree 2 has one dimension more than N.
   */
  static int logEvaluated(CommitmentLayout layout) {
    return Math.max(layout.logRows() + 1, layout.logFriDegree());
  }

  /** Says whether the domain has halves of two blocks each. */
  static boolean hasHalves(CommitmentLayout layout) {
    return logEvaluated(layout) > layout.logRows() + 1;
  }

  /**
   * Computes the quotient's values.
   *
   * @param publicColumns coefficients of the public columns, or null if there are none
   * @param blocks whether a half is made at a time, if there are halves
   */
  DeviceColumns of(CommitmentLayout layout, @Nullable DeviceColumns publicColumns, boolean blocks) {
    boolean halves = blocks && hasHalves(layout);
    int logSize = logEvaluated(layout);
    DeviceColumns sum = DeviceColumns.allocate(device, QM31.DEGREE, 1 << logSize);
    int[] next = RowOrder.nextPositions(logSize, layout.logRows());
    int length = halves ? next.length / 2 : next.length;
    for (int part = 0; part < next.length / length; part++) {
      try (var scope = new DeviceScope(device)) {
        Map<Tree, DeviceColumns> columns = new EnumMap<>(Tree.class);
        trace.extendTo(scope, new DeviceTrace.Part(logSize, length, part), columns);
        if (publicColumns != null) {
          var values = DeviceColumns.allocate(scope, publicColumns.count(), length);
          ops.fft().evaluate(publicColumns, values, logSize, part);
          columns.put(Tree.PUBLIC, values);
        }
        int[] own = new int[length];
        for (int i = 0; i < length; i++) {
          own[i] = next[part * length + i] - part * length;
        }
        var positions = scope.allocate(length);
        positions.write(0, own);
        DeviceColumns out = halves ? DeviceColumns.allocate(scope, QM31.DEGREE, length) : sum;
        constraints.combine(
            device,
            columns,
            DeviceSlice.of(positions),
            combination.scalars(),
            combination.coefficients(),
            out);
        if (halves) {
          ops.queries().place(out, sum, part);
        }
      }
    }
    ops.field().scaleBlocks(sum, inversesOfVanishing(layout));
    return sum;
  }

  /** What vanishes on the trace is the same on every block of N positions of a larger domain. */
  private static int[] inversesOfVanishing(CommitmentLayout layout) {
    CircleDomain domain = new CanonicCoset(logEvaluated(layout)).domain();
    int[] inverses = new int[1 << (logEvaluated(layout) - layout.logRows())];
    for (int block = 0; block < inverses.length; block++) {
      int x = domain.atStorage(block << layout.logRows()).x();
      inverses[block] = M31.inverse(CanonicCoset.vanishing(layout.logRows(), x));
    }
    return inverses;
  }
}
