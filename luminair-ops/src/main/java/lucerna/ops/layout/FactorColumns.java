package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Product;

/**
 * The columns of factors: {@code sum_m s^m left[g, m, k]} next to each row of weights, and, for
 * products of two views, that and {@code sum_n r^n right[g, k, n]}.
 */
public final class FactorColumns {
  private final Layout layout;
  private final int[][][] cells;
  private final QM31[] r;
  private final QM31[] s;

  private FactorColumns(Layout layout, int[][][] cells, QM31... challenges) {
    this.layout = layout;
    this.cells = cells;
    List<Affine> affines = layout.circuit().affines();
    r =
        Monomials.powers(
            challenges[Monomials.R], affines.stream().mapToInt(Affine::outer).max().orElse(0));
    s =
        Monomials.powers(
            challenges[Monomials.S], affines.stream().mapToInt(Affine::rows).max().orElse(0));
  }

  /**
   * Computes the columns.
   *
   * @param layout where they are
   * @param cells per block, per cell, per gadget the integer, as {@link
   *     lucerna.ops.circuit.GadgetCells} lists them
   * @param firstChallenges the challenges of the first round: r, s, kappa
   * @return the columns of the tree FACTORS in order of declaration, one entry per active row; none
   *     if the layout has no such columns
   */
  public static SecureColumn[] compute(Layout layout, int[][][] cells, QM31... firstChallenges) {
    return new FactorColumns(layout, cells, firstChallenges).columns().toArray(SecureColumn[]::new);
  }

  private List<SecureColumn> columns() {
    List<SecureColumn> columns = new ArrayList<>();
    if (!layout.sizes().usesFactors()) {
      return columns;
    }
    if (layout.hasWeights()) {
      SecureColumn phi = SecureColumn.zeros(layout.activeRows());
      layout.weightProducts().forEach(weights -> fillWeights(phi, weights));
      columns.add(phi);
    }
    for (int i = 0; i < 2 * layout.pairSlots(); i++) {
      columns.add(SecureColumn.zeros(layout.activeRows()));
    }
    int first = layout.hasWeights() ? 1 : 0;
    List<SecureColumn> pairs = columns.subList(first, columns.size());
    layout.sizes().pairProducts().forEach(pair -> fillPairs(pairs, pair));
    return columns;
  }

  private void fillWeights(SecureColumn phi, WeightProduct weights) {
    Product of = weights.product();
    Parallel.forEach(
        of.groups() * of.inner(),
        i -> {
          int g = i / of.inner();
          int k = i % of.inner();
          QM31 value = left(of, g, k);
          for (int block = 0; block < weights.blocks(); block++) {
            phi.set(weights.row(g, block, k), value);
          }
        });
  }

  private void fillPairs(List<SecureColumn> columns, PairProduct pair) {
    Product of = pair.product();
    int slots = layout.pairSlots();
    Parallel.forEach(
        pair.pairs(),
        i -> {
          int number = pair.first() + i;
          int row = number / slots;
          int column = 2 * (number % slots);
          columns.get(column).set(row, left(of, i / of.inner(), i % of.inner()));
          QM31 psi = QM31.ZERO;
          for (int n = 0; n < of.outer(); n++) {
            psi = psi.add(r[n].mul(value(pair.right().wires()[i * of.outer() + n])));
          }
          columns.get(column + 1).set(row, psi);
        });
  }

  private QM31 left(Product of, int group, int k) {
    QM31 sum = QM31.ZERO;
    for (int m = 0; m < of.batch(); m++) {
      sum = sum.add(s[m].mul(value(MainPublicColumns.left(of, group, m, k))));
    }
    return sum;
  }

  private int value(long wire) {
    return M31.of(WireValues.of(layout.circuit(), cells, wire));
  }
}
