package lucerna.ops.function;

import java.math.BigInteger;

/** The error function, and the normal distribution's, with a small absolute error. */
final class ErrorFunction {
  private static final int GUARD = 32;

  private ErrorFunction() {}

  /** Returns erf x. */
  static Interval erf(Interval x) {
    Interval low = at(x.low(), true);
    return x.isPoint() ? low : low.hull(at(x.high(), true));
  }

  /** Returns {@code erf(x / sqrt(2))}. */
  static Interval erfOfRoot(Interval x) {
    Interval low = at(x.low(), false);
    return x.isPoint() ? low : low.hull(at(x.high(), false));
  }

  /*
   * erf x = 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, where all terms have one sign (DLMF
   * 7.6.2), and erfc x <= e^(-x^2). For x / sqrt(2), with 2 x^2 replaced by q = x^2: sqrt(2/pi)
   * e^(-q/2) sum x^(2n+1) / (2n+1)!!.
   */
  private static Interval at(Interval x, boolean plain) {
    int bits = x.bits();
    if (x.isBelowZero()) {
      return x.lo().signum() == 0 ? Interval.of(0, bits) : at(x.negated(), plain).negated();
    }
    Interval square = x.squared();
    Interval exponent = plain ? square : square.shifted(-1);
    // 1.4 < log2(e): beyond this erfc is below a unit of the last place.
    if (exponent.magnitude() > 20
        || exponent.lo().shiftRight(exponent.scale()).longValueExact() * 7 / 5 > bits + 1) {
      return nearOne(bits);
    }
    Constants constants = Constants.of(bits);
    return series(x, plain)
        .times(Exponential.exp(exponent.negated()))
        .times(plain ? constants.erfFactor : constants.normalFactor);
  }

  private static Interval nearOne(int bits) {
    BigInteger one = BigInteger.ONE.shiftLeft(bits);
    return new Interval(one.subtract(BigInteger.ONE), one, bits, bits);
  }

  /*
   * A unit lost in a term grows with the terms after it: to at most the sum itself over that term,
   * if the term is above 1, and to less than a unit per later term if it is below. So the sum S of
   * N terms loses less than N^2 (S + 1) units, two for each multiplication and division.
   */
  private static Interval series(Interval point, boolean plain) {
    int work = point.bits() + GUARD;
    BigInteger x = point.loAt(work);
    BigInteger q = x.multiply(x).shiftRight(plain ? work - 1 : work);
    BigInteger term = x;
    BigInteger sum = x;
    long terms = 1;
    for (; term.signum() != 0; terms++) {
      term = term.multiply(q).shiftRight(work).divide(BigInteger.valueOf(2 * terms + 1));
      sum = sum.add(term);
    }
    BigInteger error =
        sum.shiftRight(work).add(BigInteger.TWO).multiply(BigInteger.valueOf(4 * terms * terms));
    return Interval.of(sum.subtract(error), sum.add(error), work, point.bits());
  }
}
