package lucerna.gpu;

import java.util.Arrays;
import java.util.Map;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.InteractionInput;
import org.jspecify.annotations.Nullable;

/**
 * Makes a proof's interaction columns on a device, from the columns that are there. Only public
 * columns and randomness are sent.
 */
final class DeviceInteraction {
  private final Device device;
  private final ColumnOps ops;
  private final CommitmentLayout layout;
  private final DeviceTrace trace;
  private final InteractionKernels kernels;
  private @Nullable DeviceColumns publicCoefficients;

  /** Prepares the columns of a proof, whose memory the device takes back. */
  DeviceInteraction(
      Device device,
      ColumnOps ops,
      CommitmentLayout layout,
      DeviceTrace trace,
      InteractionKernels kernels) {
    this.device = device;
    this.ops = ops;
    this.layout = layout;
    this.trace = trace;
    this.kernels = kernels;
  }

  /**
   * Makes the columns of the interaction tree.
   *
   * @return the columns in row order, then the composition's mask; to be closed
   */
  DeviceColumns rows(InteractionInput input) throws ZeroDenominatorException {
    CommitmentLayout.TreeInfo tree = layout.trees().getLast();
    int free = tree.width() - tree.masks();
    try (var scope = new DeviceScope(device)) {
      Map<Tree, DeviceColumns> columns = trace.rows(scope, kernels.trees());
      if (input.publicColumns().length > 0) {
        DeviceColumns given = DeviceColumns.of(scope, flat(input.publicColumns()));
        columns.put(Tree.PUBLIC, given);
        publicCoefficients = trace.coefficients(given);
      }
      var out = DeviceColumns.allocate(device, tree.width(), 1 << layout.logRows());
      kernels.fill(ops, columns, input.scalars(), input.activeRows(), out);
      if (input.masked()) {
        for (int k = 0; k < free; k++) {
          fillFreeRows(out.columns(k, 1), k, input.firstFreeRow(k >= free - QM31.DEGREE), input);
        }
        for (int k = 0; k < tree.masks(); k++) {
          out.write(free + k, input.compositionMask(k, out.length()));
        }
      }
      return out;
    }
  }

  private static void fillFreeRows(
      DeviceColumns column, int coordinate, int from, InteractionInput input) {
    int[] rows = new int[column.length() - from];
    input.freeRows(coordinate).fillM31(rows, 0, rows.length);
    if (rows.length > 0) {
      column.slice().buffer().write(column.slice().at() + from, rows);
    }
  }

  private static int[][] flat(SecureColumn... columns) {
    return Arrays.stream(columns)
        .flatMap(column -> Arrays.stream(column.coordinates()))
        .toArray(int[][]::new);
  }

  /** Returns the public columns that {@link #rows} was given, or null if there are none. */
  @Nullable DeviceColumns publicCoefficients() {
    return publicCoefficients;
  }
}
