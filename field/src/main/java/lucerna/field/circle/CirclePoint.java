package lucerna.field.circle;

import lucerna.field.M31;

/**
 * A point of the circle {@code x^2 + y^2 = 1} over M31: a cyclic group of order 2^31, written
 * additively.
 *
 * @param x the x coordinate, in {@code [0, P)}
 * @param y the y coordinate, in {@code [0, P)}
 */
public record CirclePoint(int x, int y) {
  /** The binary logarithm of the group's order. */
  public static final int LOG_ORDER = 31;

  /** The generator that indices count. */
  public static final CirclePoint GENERATOR = new CirclePoint(2, 1268011823);

  /** The neutral element. */
  public static final CirclePoint ZERO = new CirclePoint(1, 0);

  /** The generator times each power of two below the order. */
  private static final class Doublings {
    static final CirclePoint[] ALL = new CirclePoint[LOG_ORDER];

    static {
      ALL[0] = GENERATOR;
      for (int i = 1; i < LOG_ORDER; i++) {
        ALL[i] = ALL[i - 1].doubled();
      }
    }
  }

  /**
   * Returns a multiple of the generator.
   *
   * @param index the multiple, taken modulo 2^31
   * @return {@code index * GENERATOR}
   */
  public static CirclePoint ofIndex(int index) {
    CirclePoint point = ZERO;
    for (int rest = index & Integer.MAX_VALUE; rest != 0; rest &= rest - 1) {
      point = point.add(Doublings.ALL[Integer.numberOfTrailingZeros(rest)]);
    }
    return point;
  }

  /**
   * Returns {@code pi(x) = 2 x^2 - 1}, the x coordinate of the doubled point.
   *
   * @param x an x coordinate
   * @return that of twice the point
   */
  public static int doubleX(int x) {
    int square = M31.square(x);
    return M31.sub(M31.add(square, square), 1);
  }

  /**
   * Returns the sum.
   *
   * @param o the other summand
   * @return {@code this + o}
   */
  public CirclePoint add(CirclePoint o) {
    return new CirclePoint(
        M31.sub(M31.mul(x, o.x), M31.mul(y, o.y)), M31.add(M31.mul(x, o.y), M31.mul(y, o.x)));
  }

  /**
   * Returns the negation, which is the conjugate.
   *
   * @return {@code (x, -y)}
   */
  public CirclePoint neg() {
    return new CirclePoint(x, M31.neg(y));
  }

  /**
   * Returns the double.
   *
   * @return {@code this + this}
   */
  public CirclePoint doubled() {
    int xy = M31.mul(x, y);
    return new CirclePoint(doubleX(x), M31.add(xy, xy));
  }

  /**
   * Returns a multiple.
   *
   * @param scalar any number, taken modulo 2^31
   * @return {@code scalar * this}
   */
  public CirclePoint mul(long scalar) {
    CirclePoint result = ZERO;
    CirclePoint power = this;
    for (int rest = (int) scalar & Integer.MAX_VALUE; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result = result.add(power);
      }
      power = power.doubled();
    }
    return result;
  }
}
