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
 * on the other block of its half, and a step from row to row changes its sign.
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
   * Computes the quotient's values.
   *
   * @param publicColumns coefficients of the public columns, or null if there are none
   * @param halves whether a half is made at a time
   */
  DeviceColumns of(CommitmentLayout layout, @Nullable DeviceColumns publicColumns, boolean halves) {
    int logSize = layout.logFriDegree();
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
    CircleDomain domain = new CanonicCoset(layout.logFriDegree()).domain();
    int[] inverses = new int[1 << CommitmentLayout.LOG_COMPOSITION_EXPANSION];
    for (int block = 0; block < inverses.length; block++) {
      int x = domain.atStorage(block << layout.logRows()).x();
      inverses[block] = M31.inverse(CanonicCoset.vanishing(layout.logRows(), x));
    }
    return inverses;
  }
}
