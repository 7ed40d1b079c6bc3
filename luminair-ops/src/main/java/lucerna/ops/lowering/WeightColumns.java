package lucerna.ops.lowering;

import lucerna.field.M31;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Program;
import lucerna.ops.program.Weights;

/** The columns of a weight tree. */
public final class WeightColumns {
  private WeightColumns() {}

  /**
   * Lays weights and biases out.
   *
   * @param layout which row holds what
   * @param weights the weights
   * @return W columns of {@code 2^n} rows, 0 where nothing is; every instance holds the same
   * @throws IllegalArgumentException if their number does not fit the program, or one is out of
   *     range
   */
  public static int[][] fill(Layout layout, Weights weights) {
    int[][] columns = new int[layout.shape().weightColumns()][1 << layout.shape().logRows()];
    for (int row = 0; row < layout.weightRows().size(); row++) {
      WeightRow at = layout.weightRows().get(row);
      for (int c = 0; c < columns.length; c++) {
        columns[c][row] = M31.of(cell(layout, weights, at, c));
      }
    }
    return columns;
  }

  /** Returns the integer in a cell of a weight row. */
  static int cell(Layout layout, Weights weights, WeightRow at, int column) {
    Affine affine = layout.program().affines().get(at.affine());
    Weights.Layer layer = weights.layers().get(at.affine());
    if (layer.w().length != affine.inner() * affine.outer()) {
      throw new IllegalArgumentException(affine.name() + " has another number of weights");
    }
    int n = at.block() * layout.shape().weightColumns() + column;
    if (n >= affine.outer()) {
      return 0;
    }
    int value;
    if (at.k() < affine.inner()) {
      value = layer.w()[at.k() * affine.outer() + n];
    } else {
      value = at.k() == affine.inner() ? layer.biasHi()[n] : layer.biasLo()[n];
    }
    if (Math.abs(value) >= 1 << Program.WEIGHT_BITS) {
      throw new IllegalArgumentException(affine.name() + " has the weight " + value);
    }
    return value;
  }
}
