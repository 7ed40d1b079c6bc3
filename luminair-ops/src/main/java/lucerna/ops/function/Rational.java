package lucerna.ops.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A rational number in lowest terms.
 *
 * @param numerator the numerator
 * @param denominator the denominator, positive
 */
record Rational(BigInteger numerator, BigInteger denominator)
    implements Value, Comparable<Rational> {
  static final Rational ZERO = of(0, 1);
  static final Rational ONE = of(1, 1);
  static final Rational HALF = of(1, 2);

  static Rational of(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() < 0) {
      return of(numerator.negate(), denominator.negate());
    }
    if (numerator.signum() == 0) {
      return new Rational(BigInteger.ZERO, BigInteger.ONE);
    }
    if (denominator.bitCount() == 1) {
      int shift = Math.min(numerator.getLowestSetBit(), denominator.getLowestSetBit());
      return new Rational(numerator.shiftRight(shift), denominator.shiftRight(shift));
    }
    BigInteger gcd = numerator.gcd(denominator);
    return new Rational(numerator.divide(gcd), denominator.divide(gcd));
  }

  static Rational of(long numerator, long denominator) {
    return of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  static Rational of(BigInteger integer) {
    return new Rational(integer, BigInteger.ONE);
  }

  /** Returns exactly the number that a finite double is. */
  static Rational of(double value) {
    if (value == 0) {
      return ZERO;
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & (1L << 52) - 1;
    boolean subnormal = (bits >>> 52 & 0x7ff) == 0;
    long mantissa = subnormal ? fraction : fraction | 1L << 52;
    return dyadic(BigInteger.valueOf(bits < 0 ? -mantissa : mantissa), -exponent);
  }

  /** Returns {@code n * 2^-scale}. */
  static Rational dyadic(BigInteger n, int scale) {
    return scale >= 0
        ? of(n, BigInteger.ONE.shiftLeft(scale))
        : new Rational(n.shiftLeft(-scale), BigInteger.ONE);
  }

  Rational plus(Rational other) {
    return of(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational minus(Rational other) {
    return plus(other.negated());
  }

  Rational times(Rational other) {
    return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** Divides by a number that is not zero. */
  Rational dividedBy(Rational other) {
    return of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  Rational abs() {
    return numerator.signum() < 0 ? negated() : this;
  }

  /** Raises to a power; a negative exponent needs a number that is not zero. */
  Rational power(int exponent) {
    Rational base = exponent < 0 ? ONE.dividedBy(this) : this;
    int n = Math.abs(exponent);
    return new Rational(base.numerator.pow(n), base.denominator.pow(n));
  }

  /** Returns the square root of a number that is not negative, or null if it is irrational. */
  @Nullable Rational sqrt() {
    BigInteger n = numerator.sqrt();
    BigInteger d = denominator.sqrt();
    return n.multiply(n).equals(numerator) && d.multiply(d).equals(denominator)
        ? new Rational(n, d)
        : null;
  }

  BigInteger floor() {
    return floorDivide(numerator, denominator);
  }

  BigInteger ceil() {
    return floorDivide(numerator.negate(), denominator).negate();
  }

  int signum() {
    return numerator.signum();
  }

  boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  boolean isDyadic() {
    return denominator.bitCount() == 1;
  }

  /** Returns the length of the longer of the two parts. */
  int bitLength() {
    return Math.max(numerator.abs().bitLength(), denominator.bitLength());
  }

  @Override
  public int compareTo(Rational other) {
    return denominator.equals(other.denominator)
        ? numerator.compareTo(other.numerator)
        : numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** Divides by a positive number, rounding down. */
  static BigInteger floorDivide(BigInteger n, BigInteger d) {
    if (d.bitCount() == 1) {
      return n.shiftRight(d.getLowestSetBit());
    }
    BigInteger[] result = n.divideAndRemainder(d);
    return result[1].signum() < 0 ? result[0].subtract(BigInteger.ONE) : result[0];
  }

  /** Returns a dyadic number in decimal digits, all of them; another as a fraction. */
  @Override
  public String toString() {
    return isDyadic()
        ? new BigDecimal(numerator).divide(new BigDecimal(denominator)).toPlainString()
        : numerator + "/" + denominator;
  }
}
