package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** The coefficients as the columns of the tree PUBLIC, one entry per active row. */
final class CoefficientColumns extends CoefficientSink {
  private final SecureColumn[] columns;

  CoefficientColumns(Layout layout, List<BlockForms> blocks, int count) {
    super(layout.circuit(), blocks);
    columns = new SecureColumn[count];
    Arrays.setAll(columns, i -> SecureColumn.zeros(layout.activeRows()));
  }

  List<SecureColumn> columns() {
    return List.of(columns);
  }

  /** Adds the columns of another part of the sum. */
  void addAll(CoefficientColumns other) {
    Parallel.forEach(
        QM31.DEGREE * columns.length,
        i -> {
          int[] sum = columns[i / QM31.DEGREE].coordinates()[i % QM31.DEGREE];
          int[] summand = other.columns[i / QM31.DEGREE].coordinates()[i % QM31.DEGREE];
          for (int row = 0; row < sum.length; row++) {
            sum[row] = M31.add(sum[row], summand[row]);
          }
        });
  }

  @Override
  void reduce() {
    // Columns always are.
  }

  @Override
  void add(int column, int row, int[] coefficient) {
    SecureColumn to = columns[column];
    to.a()[row] = M31.add(to.a()[row], coefficient[0]);
    to.b()[row] = M31.add(to.b()[row], coefficient[1]);
    to.c()[row] = M31.add(to.c()[row], coefficient[2]);
    to.d()[row] = M31.add(to.d()[row], coefficient[3]);
  }

  @Override
  void add(int firstColumn, int row, Form.Resolved form, int factor, int[] coefficient) {
    int[] ports = form.ports();
    for (int i = 0; i < ports.length; i++) {
      int m = M31.mul(factor, form.coefficients()[i]);
      SecureColumn to = columns[firstColumn + ports[i]];
      to.a()[row] = M31.add(to.a()[row], M31.mul(coefficient[0], m));
      to.b()[row] = M31.add(to.b()[row], M31.mul(coefficient[1], m));
      to.c()[row] = M31.add(to.c()[row], M31.mul(coefficient[2], m));
      to.d()[row] = M31.add(to.d()[row], M31.mul(coefficient[3], m));
    }
  }
}
