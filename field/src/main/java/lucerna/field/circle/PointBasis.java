package lucerna.field.circle;

import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * The FFT's basis functions at one point: a table of those of the low bits, and the factors of the
 * high bits, which cut a coefficient vector into chunks of the table's length.
 */
final class PointBasis {
  private static final int MAX_LOG_TABLE = 10;

  private final SecureColumn table;
  private final QM31[] highFactors;

  PointBasis(int logSize, SecureCirclePoint p) {
    int logTable = Math.min(logSize, MAX_LOG_TABLE);
    table = SecureColumn.zeros(1 << logTable);
    table.set(0, QM31.ONE);
    highFactors = new QM31[logSize - logTable];
    QM31 factor = p.y();
    QM31 next = p.x();
    for (int bit = 0; bit < logSize; bit++) {
      if (bit < logTable) {
        for (int j = 0; j < 1 << bit; j++) {
          table.set((1 << bit) + j, table.get(j).mul(factor));
        }
      } else {
        highFactors[bit - logTable] = factor;
      }
      factor = next;
      next = SecureCirclePoint.doubleX(next);
    }
  }

  QM31 evaluate(int[] coefficients) {
    return evaluate(coefficients, 0, highFactors.length);
  }

  private QM31 evaluate(int[] coefficients, int offset, int highBits) {
    if (highBits == 0) {
      return Kernels.get().dot(table, coefficients, offset);
    }
    int half = table.length() << (highBits - 1);
    QM31 low = evaluate(coefficients, offset, highBits - 1);
    QM31 high = evaluate(coefficients, offset + half, highBits - 1);
    return low.add(high.mul(highFactors[highBits - 1]));
  }
}
