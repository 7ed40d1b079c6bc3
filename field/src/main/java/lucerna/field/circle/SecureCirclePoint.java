package lucerna.field.circle;

import lucerna.field.QM31;

/**
 * A point of the circle {@code x^2 + y^2 = 1} over QM31.
 *
 * @param x the x coordinate
 * @param y the y coordinate
 */
public record SecureCirclePoint(QM31 x, QM31 y) {
  /** The neutral element. */
  public static final SecureCirclePoint ZERO = new SecureCirclePoint(QM31.ONE, QM31.ZERO);

  /**
   * Embeds a point over the base field.
   *
   * @param point the point
   * @return the same point
   */
  public static SecureCirclePoint of(CirclePoint point) {
    return new SecureCirclePoint(QM31.of(point.x()), QM31.of(point.y()));
  }

  /**
   * Returns the point of a parameter; every point but (-1, 0) has exactly one.
   *
   * @param t the parameter, the slope of the line from (-1, 0)
   * @return {@code ((1 - t^2) / (1 + t^2), 2 t / (1 + t^2))}
   * @throws ArithmeticException if {@code t^2} is -1
   */
  public static SecureCirclePoint fromParameter(QM31 t) {
    QM31 square = t.square();
    QM31 inverse = square.add(1).inverse();
    return new SecureCirclePoint(QM31.ONE.sub(square).mul(inverse), t.add(t).mul(inverse));
  }

  /**
   * Returns {@code pi(x) = 2 x^2 - 1}, the x coordinate of the doubled point.
   *
   * @param x an x coordinate
   * @return that of twice the point
   */
  public static QM31 doubleX(QM31 x) {
    QM31 square = x.square();
    return square.add(square).sub(1);
  }

  /**
   * Returns the sum with a point over the base field.
   *
   * @param o the other summand
   * @return {@code this + o}
   */
  public SecureCirclePoint add(CirclePoint o) {
    return new SecureCirclePoint(x.mul(o.x()).sub(y.mul(o.y())), x.mul(o.y()).add(y.mul(o.x())));
  }

  /**
   * Returns the sum.
   *
   * @param o the other summand
   * @return {@code this + o}
   */
  public SecureCirclePoint add(SecureCirclePoint o) {
    return new SecureCirclePoint(x.mul(o.x).sub(y.mul(o.y)), x.mul(o.y).add(y.mul(o.x)));
  }

  /**
   * Returns the negation.
   *
   * @return {@code (x, -y)}
   */
  public SecureCirclePoint neg() {
    return new SecureCirclePoint(x, y.neg());
  }

  /**
   * Returns the double.
   *
   * @return {@code this + this}
   */
  public SecureCirclePoint doubled() {
    QM31 xy = x.mul(y);
    return new SecureCirclePoint(doubleX(x), xy.add(xy));
  }

  /**
   * Returns the point with both coordinates conjugated over CM31.
   *
   * @return the complex conjugate
   */
  public SecureCirclePoint complexConjugate() {
    return new SecureCirclePoint(x.complexConjugate(), y.complexConjugate());
  }
}
