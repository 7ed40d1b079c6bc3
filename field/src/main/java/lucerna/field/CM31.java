package lucerna.field;

/**
 * An element {@code re + im i} of the extension of degree 2 of {@link M31}, {@code i^2 = -1}.
 *
 * @param re the real part, in {@code [0, P)}
 * @param im the imaginary part, in {@code [0, P)}
 */
public record CM31(int re, int im) {
  /** The neutral element of addition. */
  public static final CM31 ZERO = new CM31(0, 0);

  /** The neutral element of multiplication. */
  public static final CM31 ONE = new CM31(1, 0);

  /**
   * Returns the sum.
   *
   * @param other the other summand
   * @return {@code this + other}
   */
  public CM31 add(CM31 other) {
    return new CM31(M31.add(re, other.re), M31.add(im, other.im));
  }

  /**
   * Returns the difference.
   *
   * @param other the subtrahend
   * @return {@code this - other}
   */
  public CM31 sub(CM31 other) {
    return new CM31(M31.sub(re, other.re), M31.sub(im, other.im));
  }

  /**
   * Returns the negation.
   *
   * @return {@code -this}
   */
  public CM31 neg() {
    return new CM31(M31.neg(re), M31.neg(im));
  }

  /**
   * Returns the product.
   *
   * @param other the other factor
   * @return {@code this * other}
   */
  public CM31 mul(CM31 other) {
    return new CM31(
        M31.sub(M31.mul(re, other.re), M31.mul(im, other.im)),
        M31.add(M31.mul(re, other.im), M31.mul(im, other.re)));
  }

  /**
   * Returns the product with an element of the base field.
   *
   * @param factor an element of M31
   * @return {@code this * factor}
   */
  public CM31 mul(int factor) {
    return new CM31(M31.mul(re, factor), M31.mul(im, factor));
  }

  /**
   * Returns the complex conjugate.
   *
   * @return {@code re - im i}
   */
  public CM31 conjugate() {
    return new CM31(re, M31.neg(im));
  }

  /**
   * Returns the multiplicative inverse.
   *
   * @return {@code this^-1}
   * @throws ArithmeticException if this is 0
   */
  public CM31 inverse() {
    int norm = M31.inverse(M31.add(M31.square(re), M31.square(im)));
    return new CM31(M31.mul(re, norm), M31.mul(M31.neg(im), norm));
  }

  /**
   * Says whether this is 0.
   *
   * @return whether both parts are 0
   */
  public boolean isZero() {
    return (re | im) == 0;
  }
}
