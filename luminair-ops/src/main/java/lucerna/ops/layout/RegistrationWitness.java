package lucerna.ops.layout;

import lucerna.air.Tree;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Weights;

/** The cells of a key's trace. */
public final class RegistrationWitness {
  private final Layout layout;
  private final TreeColumns columns;
  private final RangeTable table;

  private RegistrationWitness(Lowering lowering) {
    layout = lowering.layout();
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
    RegistrationWitness witness = new RegistrationWitness(lowering);
    int[] sums = new int[witness.layout.sums()];
    witness.fillWeights(weights, sums);
    witness.fillSums(sums);
    witness.table.writeUses(witness.columns, witness.layout.rangeSlots());
    return witness.columns.toArray();
  }

  private void fillWeights(Weights weights, int... sums) {
    int width = layout.shape().weightColumns();
    int[][] values = new int[width][layout.weightRows()];
    WeightColumns.forEach(
        layout,
        weights,
        (row, column, weight, product) -> {
          values[column][row] = weight;
          addToSums(sums, product, row, column, weight);
        });
    for (int c = 0; c < width; c++) {
      String a = RegistrationAir.partName("a", c);
      String b = RegistrationAir.partName("b", c);
      Limbed positive = new Limbed(a, Product.WEIGHT_BITS);
      Limbed negative = new Limbed(b, Product.WEIGHT_BITS);
      int[] to = columns.get(a);
      for (int row = 0; row < values[c].length; row++) {
        to[row] = Math.max(values[c][row], 0);
        positive.write(row, Math.max(values[c][row], 0));
        negative.write(row, Math.max(-values[c][row], 0));
      }
    }
  }

  private void addToSums(int[] sums, WeightProduct product, int row, int column, int weight) {
    if (!product.isBounded()) {
      return;
    }
    Product of = product.product();
    int block = (row - product.firstRow()) / of.inner();
    int channel = block % product.blocks() * layout.shape().weightColumns() + column;
    int sum = (block / product.blocks() * of.outer() + channel) * product.sumsPerChannel();
    boolean second = !of.signed() && weight < 0;
    sums[product.firstSum() + sum + (second ? 1 : 0)] += Math.abs(weight);
  }

  private void fillSums(int... sums) {
    int slots = layout.slots(sums.length);
    Limbed[] slacks = new Limbed[slots];
    for (int i = 0; i < slots; i++) {
      slacks[i] = new Limbed(RegistrationAir.sumName(i, "slack"), RegistrationAir.SLACK_BITS);
    }
    int number = 0;
    for (ChannelSum sum : ChannelSum.of(layout)) {
      int value = sums[number];
      if (value > sum.bound()) {
        throw new IllegalArgumentException(
            "%s: the weights of channel %d sum to %d, above the bound %d"
                .formatted(
                    WeightColumns.name(layout, sum.weights()), sum.channel(), value, sum.bound()));
      }
      columns.get(RegistrationAir.sumName(number % slots, "value"))[number / slots] = value;
      slacks[number % slots].write(number / slots, sum.bound() - value);
      number++;
    }
  }

  /** The limb columns of a value. */
  private final class Limbed {
    private final int[] widths;
    private final int[][] low;

    Limbed(String name, int bits) {
      int tableBits = layout.shape().tableBits();
      widths = Limbs.widths(bits, tableBits, Limbs.count(bits, tableBits));
      low = new int[widths.length - 1][];
      for (int i = 0; i < low.length; i++) {
        low[i] = columns.get(RegistrationAir.limbName(name, i));
      }
    }

    void write(int row, long value) {
      int[] limbs = table.use(value, widths);
      for (int i = 0; i < low.length; i++) {
        low[i][row] = limbs[i];
      }
    }
  }
}
