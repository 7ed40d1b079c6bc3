package lucerna.ops.layout;

import lucerna.field.M31;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Weights;

/** The columns of a weight tree. */
public final class WeightColumns {
  private WeightColumns() {}

  /**
   * Lays weights out.
   *
   * @param layout which row holds what
   * @param weights the weights
   * @return W columns of {@code 2^n} rows, 0 where nothing is; every instance holds the same
   * @throws IllegalArgumentException if their number does not fit the circuit, or one is out of
   *     range
   */
  public static int[][] fill(Layout layout, Weights weights) {
    int[][] columns = new int[layout.shape().weightColumns()][1 << layout.shape().logRows()];
    forEach(
        layout, weights, (row, column, weight, product) -> columns[column][row] = M31.of(weight));
    return columns;
  }

  /**
   * Lays some columns out, as {@link #fill(Layout, Weights)} does all of them.
   *
   * @param layout which row holds what
   * @param weights the weights, which fit the circuit
   * @param from first column
   * @param to end of the columns
   * @return columns {@code from} to {@code to - 1}
   */
  public static int[][] fill(Layout layout, Weights weights, int from, int to) {
    int[][] columns = new int[to - from][1 << layout.shape().logRows()];
    int width = layout.shape().weightColumns();
    for (WeightProduct product : layout.weightProducts()) {
      Product of = product.product();
      int[] values = weights.products().get(product.number());
      for (int i = 0; i < of.groups() * product.blocks() * of.inner(); i++) {
        int k = i % of.inner();
        int block = i / of.inner() % product.blocks();
        int g = i / of.inner() / product.blocks();
        int row = product.row(g, block, k);
        int at = (g * of.inner() + k) * of.outer() + block * width + from;
        int count = Math.min(to - from, of.outer() - block * width - from);
        for (int c = 0; c < count; c++) {
          columns[c][row] = M31.of(values[at + c]);
        }
      }
    }
    return columns;
  }

  /** What is done with a weight. */
  interface Visitor {
    void visit(int row, int column, int weight, WeightProduct product);
  }

  /** Visits all weights, with the cells that they stand in. */
  static void forEach(Layout layout, Weights weights, Visitor visitor) {
    if (weights.products().size() != layout.weightProducts().size()) {
      throw new IllegalArgumentException(
          weights.products().size() + " products with weights, not those of the circuit");
    }
    int width = layout.shape().weightColumns();
    for (WeightProduct product : layout.weightProducts()) {
      Product of = product.product();
      int[] values = weights.products().get(product.number());
      if (values.length != of.groups() * of.inner() * of.outer()) {
        throw new IllegalArgumentException(
            "%s has %d weights in product %d"
                .formatted(name(layout, product), values.length, product.number()));
      }
      for (int i = 0; i < values.length; i++) {
        if (Math.abs(values[i]) >= 1 << Product.WEIGHT_BITS) {
          throw new IllegalArgumentException(
              name(layout, product) + " has the weight " + values[i]);
        }
        int n = i % of.outer();
        int k = i / of.outer() % of.inner();
        int g = i / of.outer() / of.inner();
        visitor.visit(product.row(g, n / width, k), n % width, values[i], product);
      }
    }
  }

  static String name(Layout layout, WeightProduct product) {
    return layout.circuit().affines().get(product.affine()).name();
  }
}
