package lucerna.ops.function;

import java.math.BigInteger;
import lucerna.ops.function.EvaluationFault.Reason;

/**
 * The numbers from {@code lo * 2^-scale} to {@code hi * 2^-scale}; operations round the ends
 * outwards to a number of significant bits.
 *
 * <p>An interval with two ends stands for a number strictly between them. One whose ends are equal
 * stands for that number, and occurs only as an operand inside of a step.
 *
 * @param lo the lower end
 * @param hi the upper end
 * @param scale the number of fraction bits of both; may be negative
 * @param bits how many significant bits results keep
 */
record Interval(BigInteger lo, BigInteger hi, int scale, int bits) implements Value {
  /** Magnitudes from 2^this on are refused; those below 2^-this become an interval at zero. */
  static final int MAX_EXPONENT = 1 << 20;

  /** Rounds outwards. */
  static Interval of(BigInteger lo, BigInteger hi, int scale, int bits) {
    int length = Math.max(lo.bitLength(), hi.bitLength());
    if (lo.signum() == 0 && hi.signum() == 0) {
      return new Interval(BigInteger.ZERO, BigInteger.ZERO, 0, bits);
    }
    if (length - scale > MAX_EXPONENT) {
      throw new EvaluationFault(Reason.TOO_LARGE);
    }
    if (length - scale < -MAX_EXPONENT) {
      return new Interval(
          BigInteger.valueOf(Math.min(lo.signum(), 0)),
          BigInteger.valueOf(Math.max(hi.signum(), 0)),
          MAX_EXPONENT,
          bits);
    }
    int excess = length - bits;
    return excess <= 0
        ? new Interval(lo, hi, scale, bits)
        : new Interval(lo.shiftRight(excess), ceilShift(hi, excess), scale - excess, bits);
  }

  /** Returns a number as it is, or enclosed if it has too many bits. */
  static Interval of(Rational value, int bits) {
    BigInteger n = value.numerator();
    BigInteger d = value.denominator();
    if (value.isDyadic()) {
      return of(n, n, d.getLowestSetBit(), bits);
    }
    int scale = bits + 2 - n.bitLength() + d.bitLength();
    BigInteger quotient =
        scale >= 0
            ? Rational.floorDivide(n.shiftLeft(scale), d)
            : Rational.floorDivide(n, d.shiftLeft(-scale));
    return of(quotient, quotient.add(BigInteger.ONE), scale, bits);
  }

  /** Returns the middle plus and minus an error, both in units of {@code 2^-scale}. */
  static Interval around(BigInteger middle, long error, int scale, int bits) {
    BigInteger e = BigInteger.valueOf(error);
    return of(middle.subtract(e), middle.add(e), scale, bits);
  }

  /** Returns an integer. */
  static Interval of(long value, int bits) {
    BigInteger n = BigInteger.valueOf(value);
    return new Interval(n, n, 0, bits);
  }

  /** Returns an interval with the same number strictly inside. */
  Interval opened() {
    return isPoint()
        ? of(
            lo.shiftLeft(bits).subtract(BigInteger.ONE),
            hi.shiftLeft(bits).add(BigInteger.ONE),
            scale + bits,
            bits)
        : this;
  }

  boolean isPoint() {
    return lo.equals(hi);
  }

  /** Returns the lower end alone. */
  Interval low() {
    return isPoint() ? this : new Interval(lo, lo, scale, bits);
  }

  /** Returns the upper end alone. */
  Interval high() {
    return isPoint() ? this : new Interval(hi, hi, scale, bits);
  }

  /** Says whether no number inside is below zero. */
  boolean isAboveZero() {
    return lo.signum() >= 0;
  }

  /** Says whether no number inside is above zero. */
  boolean isBelowZero() {
    return hi.signum() <= 0;
  }

  /** Says whether no number inside is above a bound. */
  boolean isBelow(Rational bound) {
    return bound.signum() == 0 ? isBelowZero() : Rational.dyadic(hi, scale).compareTo(bound) <= 0;
  }

  /** Says whether no number inside is below a bound. */
  boolean isAbove(Rational bound) {
    return bound.signum() == 0 ? isAboveZero() : Rational.dyadic(lo, scale).compareTo(bound) >= 0;
  }

  /** Returns the exponent of the first power of two above all magnitudes. */
  int magnitude() {
    return Math.max(lo.bitLength(), hi.bitLength()) - scale;
  }

  Interval negated() {
    return new Interval(hi.negate(), lo.negate(), scale, bits);
  }

  Interval plus(Interval other) {
    int common = commonScale(other);
    return of(
        loAt(common).add(other.loAt(common)), hiAt(common).add(other.hiAt(common)), common, bits);
  }

  Interval plus(Rational other) {
    return plus(of(other, bits));
  }

  Interval minus(Interval other) {
    return plus(other.negated());
  }

  /** Returns the smallest interval around both. */
  Interval hull(Interval other) {
    int common = commonScale(other);
    return of(
        loAt(common).min(other.loAt(common)), hiAt(common).max(other.hiAt(common)), common, bits);
  }

  Interval times(Interval other) {
    if (isAboveZero() && other.isAboveZero()) {
      return of(lo.multiply(other.lo), hi.multiply(other.hi), scale + other.scale, bits);
    }
    BigInteger a = lo.multiply(other.lo);
    BigInteger b = lo.multiply(other.hi);
    BigInteger c = hi.multiply(other.lo);
    BigInteger d = hi.multiply(other.hi);
    return of(a.min(b).min(c.min(d)), a.max(b).max(c.max(d)), scale + other.scale, bits);
  }

  Interval times(Rational other) {
    return times(of(other, bits));
  }

  /** Multiplies by a power of two. */
  Interval shifted(int exponent) {
    return of(lo, hi, scale - exponent, bits);
  }

  Interval squared() {
    return times(this);
  }

  /** Divides one by this; undecided if zero is inside or at an end. */
  Interval reciprocal() {
    if (hi.signum() < 0) {
      return negated().reciprocal().negated();
    }
    if (lo.signum() <= 0) {
      throw EvaluationFault.undecided();
    }
    int shift = bits + hi.bitLength() + 1;
    BigInteger one = BigInteger.ONE.shiftLeft(shift);
    BigInteger lower = one.divide(hi);
    BigInteger upper = one.add(lo).subtract(BigInteger.ONE).divide(lo);
    return of(lower, upper, shift - scale, bits);
  }

  Interval dividedBy(Interval other) {
    return times(other.reciprocal());
  }

  /** Returns the root of an interval that is not below zero. */
  Interval sqrt() {
    int shift = Math.max(0, 2 * bits + 2 - hi.bitLength());
    shift += scale + shift & 1;
    BigInteger root = lo.shiftLeft(shift).sqrt();
    BigInteger square = hi.shiftLeft(shift);
    BigInteger top = square.sqrt();
    if (!top.multiply(top).equals(square)) {
      top = top.add(BigInteger.ONE);
    }
    return of(root, top, (scale + shift) / 2, bits);
  }

  /** Raises to a power that is not negative. */
  Interval power(BigInteger exponent) {
    Interval result = of(1, bits);
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      result = result.squared();
      if (exponent.testBit(i)) {
        result = result.times(this);
      }
    }
    return result;
  }

  private int commonScale(Interval other) {
    int enough = bits + 2 - Math.max(magnitude(), other.magnitude());
    return Math.min(Math.max(scale, other.scale), enough);
  }

  /** Returns the lower end in units of {@code 2^-at}, rounded down. */
  BigInteger loAt(int at) {
    return lo.shiftRight(scale - at);
  }

  /** Returns the upper end in units of {@code 2^-at}, rounded up. */
  BigInteger hiAt(int at) {
    return ceilShift(hi, scale - at);
  }

  private static BigInteger ceilShift(BigInteger n, int shift) {
    return shift <= 0 ? n.shiftLeft(-shift) : n.negate().shiftRight(shift).negate();
  }
}
