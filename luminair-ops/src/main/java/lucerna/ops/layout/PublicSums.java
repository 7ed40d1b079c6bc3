package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * What a verifier needs of {@link PublicData}: the columns' inner products with weights of the
 * rows, and the scalars.
 *
 * @param columns one for each column of the tree PUBLIC in order of declaration
 * @param scalars the public scalars in order of declaration
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
public record PublicSums(QM31[] columns, QM31[] scalars) {
  static PublicSums of(PublicData data, IntFunction<SecureColumn> weights) {
    List<SecureColumn> columns = data.columns();
    QM31[] sums = new QM31[columns.size()];
    int rows = columns.stream().mapToInt(SecureColumn::length).max().orElse(0);
    SecureColumn all = weights.apply(rows);
    Arrays.setAll(sums, i -> dot(all, columns.get(i)));
    return new PublicSums(sums, data.scalars());
  }

  private static QM31 dot(SecureColumn weights, SecureColumn column) {
    QM31 sum = QM31.ZERO;
    for (int row = 0; row < column.length(); row++) {
      sum = sum.add(weights.get(row).mul(column.get(row)));
    }
    return sum;
  }
}
