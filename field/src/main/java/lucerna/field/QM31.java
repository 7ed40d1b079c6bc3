package lucerna.field;

/**
 * An element {@code (a + b i) + (c + d i) u} of the secure field, the extension of degree 4 of
 * {@link M31}: {@code i^2 = -1}, {@code u^2 = 2 + i}.
 *
 * <p>Challenges, sums and out-of-domain values live here; loops over rows use {@link SecureColumn}.
 *
 * @param a coordinate of 1, in {@code [0, P)}
 * @param b coordinate of i, in {@code [0, P)}
 * @param c coordinate of u, in {@code [0, P)}
 * @param d coordinate of iu, in {@code [0, P)}
 */
public record QM31(int a, int b, int c, int d) {
  /** Number of coordinates over the base field. */
  public static final int DEGREE = 4;

  /** The neutral element of addition. */
  public static final QM31 ZERO = new QM31(0, 0, 0, 0);

  /** The neutral element of multiplication. */
  public static final QM31 ONE = new QM31(1, 0, 0, 0);

  /**
   * Embeds an element of the base field.
   *
   * @param value an element of M31
   * @return the same element of QM31
   */
  public static QM31 of(int value) {
    return new QM31(value, 0, 0, 0);
  }

  /**
   * Joins two halves.
   *
   * @param c0 the coefficient of 1
   * @param c1 the coefficient of u
   * @return {@code c0 + c1 u}
   */
  public static QM31 of(CM31 c0, CM31 c1) {
    return new QM31(c0.re(), c0.im(), c1.re(), c1.im());
  }

  /**
   * Combines four values by the basis 1, i, u, iu: the value of a secure polynomial from the values
   * of its coordinate polynomials.
   *
   * @param v0 value of the first coordinate polynomial
   * @param v1 value of the second
   * @param v2 value of the third
   * @param v3 value of the fourth
   * @return {@code v0 + v1 i + v2 u + v3 iu}
   */
  public static QM31 fromPartialEvaluations(QM31 v0, QM31 v1, QM31 v2, QM31 v3) {
    return v0.add(v1.mul(new QM31(0, 1, 0, 0)))
        .add(v2.mul(new QM31(0, 0, 1, 0)))
        .add(v3.mul(new QM31(0, 0, 0, 1)));
  }

  /**
   * Returns the half without u.
   *
   * @return {@code a + b i}
   */
  public CM31 c0() {
    return new CM31(a, b);
  }

  /**
   * Returns the coefficient of u.
   *
   * @return {@code c + d i}
   */
  public CM31 c1() {
    return new CM31(c, d);
  }

  /**
   * Returns a coordinate.
   *
   * @param index 0 to 3
   * @return a, b, c or d
   */
  public int coordinate(int index) {
    return switch (index) {
      case 0 -> a;
      case 1 -> b;
      case 2 -> c;
      case 3 -> d;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /**
   * Returns the sum.
   *
   * @param o the other summand
   * @return {@code this + o}
   */
  public QM31 add(QM31 o) {
    return new QM31(M31.add(a, o.a), M31.add(b, o.b), M31.add(c, o.c), M31.add(d, o.d));
  }

  /**
   * Returns the sum with an element of the base field.
   *
   * @param value an element of M31
   * @return {@code this + value}
   */
  public QM31 add(int value) {
    return new QM31(M31.add(a, value), b, c, d);
  }

  /**
   * Returns the difference.
   *
   * @param o the subtrahend
   * @return {@code this - o}
   */
  public QM31 sub(QM31 o) {
    return new QM31(M31.sub(a, o.a), M31.sub(b, o.b), M31.sub(c, o.c), M31.sub(d, o.d));
  }

  /**
   * Returns the difference with an element of the base field.
   *
   * @param value an element of M31
   * @return {@code this - value}
   */
  public QM31 sub(int value) {
    return new QM31(M31.sub(a, value), b, c, d);
  }

  /**
   * Returns the negation.
   *
   * @return {@code -this}
   */
  public QM31 neg() {
    return new QM31(M31.neg(a), M31.neg(b), M31.neg(c), M31.neg(d));
  }

  /**
   * Returns the product.
   *
   * @param o the other factor
   * @return {@code this * o}
   */
  public QM31 mul(QM31 o) {
    // e = c1 * o.c1; u^2 = 2 + i turns e into (2 e.re - e.im) + (e.re + 2 e.im) i.
    int eRe = M31.sub(M31.mul(c, o.c), M31.mul(d, o.d));
    int eIm = M31.add(M31.mul(c, o.d), M31.mul(d, o.c));
    int re = M31.sub(M31.mul(a, o.a), M31.mul(b, o.b));
    int im = M31.add(M31.mul(a, o.b), M31.mul(b, o.a));
    return new QM31(
        M31.add(re, M31.sub(M31.add(eRe, eRe), eIm)),
        M31.add(im, M31.add(eRe, M31.add(eIm, eIm))),
        M31.add(
            M31.sub(M31.mul(a, o.c), M31.mul(b, o.d)), M31.sub(M31.mul(c, o.a), M31.mul(d, o.b))),
        M31.add(
            M31.add(M31.mul(a, o.d), M31.mul(b, o.c)), M31.add(M31.mul(c, o.b), M31.mul(d, o.a))));
  }

  /**
   * Returns the product with an element of the base field.
   *
   * @param factor an element of M31
   * @return {@code this * factor}
   */
  public QM31 mul(int factor) {
    return new QM31(M31.mul(a, factor), M31.mul(b, factor), M31.mul(c, factor), M31.mul(d, factor));
  }

  /**
   * Returns the product with an element of the intermediate field.
   *
   * @param factor an element of CM31
   * @return {@code this * factor}
   */
  public QM31 mul(CM31 factor) {
    return of(c0().mul(factor), c1().mul(factor));
  }

  /**
   * Returns the square.
   *
   * @return {@code this * this}
   */
  public QM31 square() {
    return mul(this);
  }

  /**
   * Returns a power.
   *
   * @param exponent at least 0
   * @return {@code this^exponent}
   */
  public QM31 pow(long exponent) {
    QM31 result = ONE;
    QM31 base = this;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) != 0) {
        result = result.mul(base);
      }
      base = base.square();
    }
    return result;
  }

  /**
   * Returns the conjugate over CM31.
   *
   * @return {@code (a + b i) - (c + d i) u}
   */
  public QM31 complexConjugate() {
    return new QM31(a, b, M31.neg(c), M31.neg(d));
  }

  /**
   * Returns the multiplicative inverse.
   *
   * @return {@code this^-1}
   * @throws ArithmeticException if this is 0
   */
  public QM31 inverse() {
    // (c0 + c1 u)(c0 - c1 u) = c0^2 - (2 + i) c1^2, in CM31.
    CM31 c1Squared = c1().mul(c1());
    CM31 norm = c0().mul(c0()).sub(c1Squared.mul(new CM31(2, 1)));
    return complexConjugate().mul(norm.inverse());
  }

  /**
   * Says whether this is 0.
   *
   * @return whether all coordinates are 0
   */
  public boolean isZero() {
    return (a | b | c | d) == 0;
  }
}
