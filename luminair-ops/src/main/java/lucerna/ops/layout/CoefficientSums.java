package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * The coefficients' inner products with weights of the rows, column by column: what columns of them
 * would give, without the columns.
 */
final class CoefficientSums extends CoefficientSink {
  private final SecureColumn weights;
  private final int[] weighted = new int[QM31.DEGREE];
  private final long[] sums;

  CoefficientSums(Layout layout, List<BlockForms> blocks, int count, SecureColumn weights) {
    super(layout.circuit(), blocks);
    this.weights = weights;
    sums = new long[count * QM31.DEGREE];
  }

  /** Adds what another one received, to totals of the columns. */
  void addTo(QM31[] totals) {
    for (int i = 0; i < totals.length; i++) {
      int at = i * QM31.DEGREE;
      totals[i] =
          totals[i].add(
              new QM31(
                  M31.of(sums[at]),
                  M31.of(sums[at + 1]),
                  M31.of(sums[at + 2]),
                  M31.of(sums[at + 3])));
    }
  }

  @Override
  void reduce() {
    Arrays.setAll(sums, i -> M31.of(sums[i]));
  }

  @Override
  void add(int column, int row, int[] coefficient) {
    weigh(row, coefficient);
    for (int k = 0; k < weighted.length; k++) {
      sums[column * QM31.DEGREE + k] += weighted[k];
    }
  }

  @Override
  void add(int firstColumn, int row, Form.Resolved form, int factor, int[] coefficient) {
    weigh(row, coefficient);
    int[] ports = form.ports();
    for (int i = 0; i < ports.length; i++) {
      long m = M31.mul(factor, form.coefficients()[i]);
      int at = (firstColumn + ports[i]) * QM31.DEGREE;
      sums[at] += CoefficientRun.fold(weighted[0] * m);
      sums[at + 1] += CoefficientRun.fold(weighted[1] * m);
      sums[at + 2] += CoefficientRun.fold(weighted[2] * m);
      sums[at + 3] += CoefficientRun.fold(weighted[3] * m);
    }
  }

  private void weigh(int row, int[] c) {
    CoefficientRun.multiply(c[0], c[1], c[2], c[3], weights, row, weighted);
  }
}
