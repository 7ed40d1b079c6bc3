package lucerna.ops.function;

import java.math.BigInteger;

/**
 * The circular functions and their inverses, with a small absolute error.
 *
 * <p>Errors are counted as in {@link Exponential}.
 */
final class Trigonometry {
  private static final int GUARD = 16;

  /* Larger arguments would ask for pi to more than some thousand digits. */
  private static final int MAX_MAGNITUDE = 1 << 14;

  private Trigonometry() {}

  static Interval sin(Interval x) {
    return wave(x, 0);
  }

  static Interval cos(Interval x) {
    return wave(x, 1);
  }

  static Interval tan(Interval x) {
    return sin(x).dividedBy(cos(x));
  }

  /** Evaluates at the lower end; neither function is steeper than 1. */
  private static Interval wave(Interval x, int quarter) {
    Interval value = waveAt(x.lo(), x.scale(), x.bits(), quarter);
    if (x.isPoint()) {
      return value;
    }
    Interval width = x.high().minus(x.low()).high();
    return value.minus(width).hull(value.plus(width));
  }

  /* sin(x + quarter*pi/2), where x = q pi/2 + r with |r| < 0.8. Each term is off by less than 2. */
  private static Interval waveAt(BigInteger n, int scale, int bits, int quarter) {
    int magnitude = Math.max(0, n.bitLength() - scale);
    if (magnitude > MAX_MAGNITUDE) {
      throw EvaluationFault.undecided();
    }
    int work = bits + GUARD;
    int fine = work + magnitude + 4;
    BigInteger x = n.shiftRight(scale - fine);
    BigInteger halfPi = Constants.of(bits).halfPi(fine);
    BigInteger q = Rational.floorDivide(x.add(halfPi.shiftRight(1)), halfPi);
    BigInteger r = x.subtract(q.multiply(halfPi)).shiftRight(fine - work);
    int quadrant = q.intValue() + quarter & 3;
    BigInteger square = r.multiply(r).shiftRight(work);
    int k = quadrant & 1;
    BigInteger term = k == 1 ? BigInteger.ONE.shiftLeft(work) : r;
    BigInteger sum = term;
    int degree = k == 1 ? 0 : 1;
    for (; term.bitLength() > 0; degree += 2) {
      long divisor = (degree + 1L) * (degree + 2L);
      term = term.multiply(square).shiftRight(work).divide(BigInteger.valueOf(-divisor));
      sum = sum.add(term);
    }
    return Interval.around(quadrant < 2 ? sum : sum.negate(), degree + 8L, work, bits);
  }

  static Interval atan(Interval x) {
    Interval low = atanAt(x.lo(), x.scale(), x.bits());
    return x.isPoint() ? low : low.hull(atanAt(x.hi(), x.scale(), x.bits()));
  }

  /*
   * Above 1 through the reciprocal; then atan y = 4 atan z by y -> y / (1 + sqrt(1 + y^2)), twice,
   * to z < 0.2. Each of those steps halves an error and adds less than 3 units; each term of the
   * series is off by less than 3 units, and all is multiplied by 4.
   */
  private static Interval atanAt(BigInteger n, int scale, int bits) {
    if (n.signum() < 0) {
      return atanAt(n.negate(), scale, bits).negated();
    }
    int work = bits + GUARD;
    boolean steep = n.bitLength() - scale > 0;
    BigInteger one = BigInteger.ONE.shiftLeft(work);
    BigInteger y;
    if (!steep) {
      y = n.shiftRight(scale - work);
    } else if (n.bitLength() - scale > work) {
      y = BigInteger.ZERO;
    } else {
      y = scale + work >= 0 ? BigInteger.ONE.shiftLeft(scale + work).divide(n) : BigInteger.ZERO;
    }
    for (int i = 0; i < 2; i++) {
      BigInteger root = one.shiftLeft(work).add(y.multiply(y)).sqrt();
      y = y.shiftLeft(work).divide(one.add(root));
    }
    BigInteger square = y.multiply(y).shiftRight(work).negate();
    BigInteger power = y;
    BigInteger sum = y;
    int terms = 1;
    for (; power.bitLength() > 0; terms++) {
      power = power.multiply(square).shiftRight(work);
      sum = sum.add(power.divide(BigInteger.valueOf(2L * terms + 1)));
    }
    Interval result = Interval.around(sum.shiftLeft(2), 12L * terms + 48, work, bits);
    return steep ? Constants.of(bits).halfPi.minus(result) : result;
  }

  /** Returns the inverse sine of an interval within -1 and 1. */
  static Interval asin(Interval x) {
    Interval low = asinAt(x.low());
    return x.isPoint() ? low : low.hull(asinAt(x.high()));
  }

  static Interval acos(Interval x) {
    return Constants.of(x.bits()).halfPi.minus(asin(x));
  }

  /* asin x = atan(x / sqrt(1 - x^2)). */
  private static Interval asinAt(Interval x) {
    Interval one = Interval.of(1, x.bits());
    Interval square = one.minus(x).times(one.plus(x));
    if (square.lo().signum() == 0) {
      Interval halfPi = Constants.of(x.bits()).halfPi;
      return x.isAboveZero() ? halfPi : halfPi.negated();
    }
    return atan(x.dividedBy(square.sqrt()));
  }
}
