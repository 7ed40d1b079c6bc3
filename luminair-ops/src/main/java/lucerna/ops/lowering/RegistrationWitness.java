package lucerna.ops.lowering;

import java.util.List;
import lucerna.air.Tree;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Program;
import lucerna.ops.program.Weights;

/** The cells of a key's trace. */
public final class RegistrationWitness {
  private final Layout layout;
  private final Weights weights;
  private final TreeColumns columns;
  private final RangeTable table;

  private RegistrationWitness(Lowering lowering, Weights weights) {
    layout = lowering.layout();
    this.weights = weights;
    columns =
        new TreeColumns(lowering.registrationProgram(), Tree.WITNESS, layout.shape().logRows());
    table = new RangeTable(layout.shape().tableBits());
  }

  /**
   * Fills the cells.
   *
   * @param lowering where they are
   * @param weights the weights
   * @return the columns of the tree WITNESS, {@code 2^n} rows each
   * @throws IllegalArgumentException if a weight or a sum is out of bounds
   */
  public static int[][] fill(Lowering lowering, Weights weights) {
    RegistrationWitness witness = new RegistrationWitness(lowering, weights);
    witness.fillWeights();
    witness.fillSums();
    witness.table.writeUses(witness.columns.get("table.uses"));
    return witness.columns.toArray();
  }

  private void fillWeights() {
    for (int c = 0; c < layout.shape().weightColumns(); c++) {
      for (int row = 0; row < layout.weightRows().size(); row++) {
        int w = WeightColumns.cell(layout, weights, layout.weightRows().get(row), c);
        columns.get(RegistrationAir.partName("a", c))[row] = Math.max(w, 0);
        fillLimbs(RegistrationAir.partName("a", c), row, Math.max(w, 0), Program.WEIGHT_BITS);
        fillLimbs(RegistrationAir.partName("b", c), row, Math.max(-w, 0), Program.WEIGHT_BITS);
      }
    }
  }

  private void fillSums() {
    List<ChannelSum> sums = layout.sizes().sums();
    for (int row = 0; row < sums.size(); row++) {
      ChannelSum sum = sums.get(row);
      int value = value(sum);
      if (value > sum.bound()) {
        throw new IllegalArgumentException(
            "%s: the weights of channel %d sum to %d, above the bound %d"
                .formatted(
                    layout.program().affines().get(sum.affine()).name(),
                    sum.channel(),
                    value,
                    sum.bound()));
      }
      columns.get("sum")[row] = value;
      fillLimbs("slack", row, sum.bound() - value, RegistrationAir.SLACK_BITS);
    }
  }

  private int value(ChannelSum sum) {
    Affine affine = layout.program().affines().get(sum.affine());
    int[] w = weights.layers().get(sum.affine()).w();
    int total = 0;
    for (int k = 0; k < affine.inner(); k++) {
      int weight = w[k * affine.outer() + sum.channel()];
      total +=
          switch (sum.part()) {
            case POSITIVE -> Math.max(weight, 0);
            case NEGATIVE -> Math.max(-weight, 0);
            case ALL -> Math.abs(weight);
          };
    }
    return total;
  }

  private void fillLimbs(String name, int row, long value, int bits) {
    int tableBits = layout.shape().tableBits();
    int[] widths = Limbs.widths(bits, tableBits, Limbs.count(bits, tableBits));
    int[] limbs = table.use(value, widths);
    for (int i = 0; i < limbs.length - 1; i++) {
      columns.get(RegistrationAir.limbName(name, i))[row] = limbs[i];
    }
  }
}
