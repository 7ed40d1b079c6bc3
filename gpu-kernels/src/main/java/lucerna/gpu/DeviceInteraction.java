package lucerna.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.SecretRandom;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.InteractionInput;
import org.jspecify.annotations.Nullable;

/**
 * Makes a proof's interaction columns on a device, from the columns that are there. Only public
 * columns, scalars and keys of randomness are sent.
 */
final class DeviceInteraction {
  private final Device device;
  private final ColumnOps ops;
  private final CommitmentLayout layout;
  private final DeviceTrace trace;
  private final InteractionKernels kernels;
  private @Nullable DeviceColumns publicCoefficients;

  /* Rows of all public columns, if the last ones are combinations, which are there. */
  private @Nullable DeviceColumns publicRows;
  private int combinations;

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
   * Makes combinations of the weights. They stay here, too, as the last of the public columns.
   *
   * @param publicColumns number of public columns
   * @param coefficients for each combination a coefficient for each column of the weight trees
   * @return the combinations in row order
   */
  SecureColumn[] combinations(int publicColumns, QM31[][] coefficients) {
    var all = DeviceColumns.allocate(device, QM31.DEGREE * publicColumns, 1 << layout.logRows());
    publicRows = all;
    combinations = coefficients.length;
    var sums = new SecureColumn[combinations];
    for (int i = 0; i < combinations; i++) {
      int first = QM31.DEGREE * (publicColumns - combinations + i);
      DeviceColumns sum = all.columns(first, QM31.DEGREE);
      trace.combineWeights(coefficients[i], sum);
      sums[i] = sum.readSecure();
    }
    return sums;
  }

  /** Sends public columns, but not the combinations among them. */
  private DeviceColumns publicRows(SecureColumn... columns) {
    DeviceColumns all = publicRows;
    if (all == null) {
      return DeviceColumns.of(device, flat(columns));
    }
    int[][] others = flat(Arrays.copyOf(columns, columns.length - combinations));
    for (int i = 0; i < others.length; i++) {
      all.write(i, others[i]);
    }
    return all;
  }

  /**
   * Makes the columns of the interaction tree.
   *
   * @return the columns in row order, then the composition's mask; to be closed
   */
  DeviceColumns rows(InteractionInput input) throws ZeroDenominatorException {
    CommitmentLayout.TreeInfo tree = layout.trees().getLast();
    int computed = tree.width() - tree.masks();
    try (var scope = new DeviceScope(device)) {
      Map<Tree, DeviceColumns> columns = trace.rows(scope, kernels.trees());
      DeviceColumns given = null;
      if (input.publicColumns().length > 0) {
        given = publicRows(input.publicColumns());
        columns.put(Tree.PUBLIC, given);
        publicCoefficients = trace.coefficients(given);
      }
      var out = DeviceColumns.allocate(device, tree.width(), 1 << layout.logRows());
      kernels.fill(ops, columns, input.scalars(), input.activeRows(), out);
      if (given != null) {
        given.close();
      }
      if (input.masked()) {
        fillFreeRows(out, computed, input);
      }
      return out;
    }
  }

  /** Fills the rows that nothing fixes, and the composition's mask after the computed columns. */
  private void fillFreeRows(DeviceColumns out, int computed, InteractionInput input) {
    List<SecretRandom.Stream> streams = new ArrayList<>();
    List<DeviceSlice> rows = new ArrayList<>();
    for (int k = 0; k < out.count(); k++) {
      DeviceSlice column = out.columns(k, 1).slice();
      int from = k < computed ? input.firstFreeRow(k >= computed - QM31.DEGREE) : 0;
      if (from < column.words()) {
        streams.add(k < computed ? input.freeRows(k) : input.compositionMask(k - computed));
        rows.add(new DeviceSlice(column.buffer(), column.at() + from, column.words() - from));
      }
    }
    ops.random().elements(streams, rows);
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
