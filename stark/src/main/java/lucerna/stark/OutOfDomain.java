package lucerna.stark;

import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.channel.Channel;
import org.jspecify.annotations.Nullable;

/** The out-of-domain point, and values there. */
public final class OutOfDomain {
  private OutOfDomain() {}

  /**
   * Draws the out-of-domain point.
   *
   * @param channel the channel
   * @param logRows log2 of the trace's height
   * @return a uniform point P of the circle over QM31; null where P, or P moved by one row, has a
   *     coordinate in CM31 (probability below 2^-58): the line through a sample and its conjugate
   *     would be undefined there, and any value would pass
   */
  public static @Nullable SecureCirclePoint draw(Channel channel, int logRows) {
    QM31 t = channel.at("out-of-domain point").drawSecureFelt();
    if (t.square().add(1).isZero()) {
      return null;
    }
    SecureCirclePoint point = SecureCirclePoint.fromParameter(t);
    SecureCirclePoint next = point.add(new CanonicCoset(logRows).step());
    return degenerate(point) || degenerate(next) ? null : point;
  }

  private static boolean degenerate(SecureCirclePoint point) {
    return point.x().c1().isZero() || point.y().c1().isZero();
  }

  /**
   * Returns the inner product of two columns of secure values.
   *
   * @param weights weights per row
   * @param column values per row, no more than there are weights
   * @return the sum over the column's rows
   */
  public static QM31 dot(SecureColumn weights, SecureColumn column) {
    QM31 sum = QM31.ZERO;
    for (int row = 0; row < column.length(); row++) {
      QM31 value = column.get(row);
      if (!value.isZero()) {
        sum = sum.add(weights.get(row).mul(value));
      }
    }
    return sum;
  }
}
