package lucerna.ops.function;

import java.math.BigInteger;
import lucerna.ops.function.EvaluationFault.Reason;

/**
 * The exponential and the logarithm.
 *
 * <p>Each is evaluated at an end of the interval, an exact dyadic number, in fixed point with some
 * bits more than the result keeps; what is cut off on the way is counted in units of the last place
 * and added to the interval. Both functions increase, so two ends enclose the rest.
 */
final class Exponential {
  /* ln 2 with 32 fraction bits, for the choice of the reduction only. */
  private static final long LN2_32 = 2977044471L;
  private static final int EXP_GUARD = 32;
  private static final int LOG_GUARD = 16;
  /* Beyond 2^19 either way, the exponential overflows or is below 2^-700000. */
  private static final int MAX_MAGNITUDE = 19;
  private static final int UNDERFLOW = 700_000;

  private Exponential() {}

  /** Returns {@code e^x}; the relative error is small for any x. */
  static Interval exp(Interval x) {
    Interval low = expAt(x.lo(), x.scale(), x.bits());
    return x.isPoint() ? low : low.hull(expAt(x.hi(), x.scale(), x.bits()));
  }

  /*
   * x = k ln 2 + r with 0 <= r < 0.7; e^(r / 2^h) - 1 by its series, squared h times. A unit of
   * error before a squaring is at most 2 (1+s) units after it, and one is added; the product of
   * those factors over all squarings is below 2^h e^r < 2^(h+2).
   */
  private static Interval expAt(BigInteger n, int scale, int bits) {
    if (n.bitLength() - scale > MAX_MAGNITUDE) {
      if (n.signum() > 0) {
        throw new EvaluationFault(Reason.TOO_LARGE);
      }
      return new Interval(BigInteger.ZERO, BigInteger.ONE, UNDERFLOW, bits);
    }
    int work = bits + EXP_GUARD;
    BigInteger x = n.shiftRight(scale - work);
    long k = Math.floorDiv(x.shiftRight(work - 32).longValueExact(), LN2_32 + 1);
    BigInteger ln2 = Constants.of(bits).ln2;
    int finer = Constants.LN2_GUARD - EXP_GUARD;
    BigInteger r = x.subtract(ln2.multiply(BigInteger.valueOf(k)).shiftRight(finer));
    int halvings = Math.min(6 + bits / 64, 14);
    BigInteger t = r.shiftRight(halvings);
    BigInteger sum = t;
    BigInteger term = t;
    int terms = 1;
    for (; term.bitLength() > 0; terms++) {
      term = term.multiply(t).shiftRight(work).divide(BigInteger.valueOf(terms + 1L));
      sum = sum.add(term);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.shiftLeft(1).add(sum.multiply(sum).shiftRight(work));
    }
    long error = (2L * terms + 8) << (halvings + 2);
    return Interval.around(
        sum.add(BigInteger.ONE.shiftLeft(work)), error, work - Math.toIntExact(k), bits);
  }

  /** Returns the logarithm of an interval that is not below zero. */
  static Interval log(Interval x) {
    if (x.lo().signum() <= 0) {
      throw EvaluationFault.undecided();
    }
    Interval low = logAt(x.lo(), x.scale(), x.bits());
    return x.isPoint() ? low : low.hull(logAt(x.hi(), x.scale(), x.bits()));
  }

  /*
   * x = m 2^e with 0.7 < m < 1.42, log m = 2 artanh((m-1) / (m+1)), whose argument is below 0.18.
   * The power of the argument is off by less than 2 units, so that each term is by less than 3.
   */
  private static Interval logAt(BigInteger n, int scale, int bits) {
    int length = n.bitLength();
    if (n.bitCount() == 1 && n.getLowestSetBit() == scale) {
      return Interval.of(0, bits);
    }
    int work = bits + LOG_GUARD;
    long top = n.shiftRight(length - 32).longValue();
    int whole = top < 3037000500L ? length - 1 : length;
    BigInteger one = BigInteger.ONE.shiftLeft(whole);
    BigInteger z = n.subtract(one).shiftLeft(work).divide(n.add(one));
    BigInteger square = z.multiply(z).shiftRight(work);
    BigInteger power = z;
    BigInteger sum = z;
    int terms = 1;
    for (; power.bitLength() > 0; terms++) {
      power = power.multiply(square).shiftRight(work);
      sum = sum.add(power.divide(BigInteger.valueOf(2L * terms + 1)));
    }
    BigInteger ln2 = Constants.of(bits).ln2.multiply(BigInteger.valueOf((long) whole - scale));
    BigInteger result = sum.shiftLeft(1).add(ln2.shiftRight(Constants.LN2_GUARD - LOG_GUARD));
    return Interval.around(result, 6L * terms + 8, work, bits);
  }
}
