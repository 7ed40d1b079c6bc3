package lucerna.ops.function;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Pi and the logarithm of two in fixed point, and what is made of them. */
final class Constants {
  /** Fraction bits of {@link #ln2} beyond the significant bits that intervals keep. */
  static final int LN2_GUARD = 64;

  private static final Map<Integer, Constants> CACHE = new ConcurrentHashMap<>();

  /* Guard bits of the series: each term adds less than 32 units of error, and terms are few. */
  private static final int GUARD = 32;

  /** The logarithm of two with {@code bits + LN2_GUARD} fraction bits. */
  final BigInteger ln2;

  final Interval halfPi;

  /* The half of pi last asked for with the greatest scale; replaced as a whole. */
  private volatile Fixed fixedHalfPi;

  /** {@code 2 / sqrt(pi)}. */
  final Interval erfFactor;

  /** {@code sqrt(2 / pi)}. */
  final Interval normalFactor;

  private Constants(int bits) {
    ln2 = ln2(bits + LN2_GUARD);
    Interval pi = Interval.around(pi(bits + 4), 2, bits + 4, bits);
    halfPi = pi.shifted(-1);
    fixedHalfPi = new Fixed(pi(bits + 31), bits + 32);
    normalFactor = pi.reciprocal().shifted(1).sqrt();
    erfFactor = pi.sqrt().reciprocal().shifted(1);
  }

  /** Returns the constants for intervals that keep a number of significant bits. */
  static Constants of(int bits) {
    return CACHE.computeIfAbsent(bits, Constants::new);
  }

  /** Returns half of pi, below it by less than two units of {@code 2^-scale}. */
  BigInteger halfPi(int scale) {
    Fixed known = fixedHalfPi;
    if (known.scale < scale) {
      known = new Fixed(pi(scale + 31), scale + 32);
      fixedHalfPi = known;
    }
    return known.value.shiftRight(known.scale - scale);
  }

  private record Fixed(BigInteger value, int scale) {}

  /** Returns pi, below it by less than two units of {@code 2^-scale}: Machin's formula. */
  static BigInteger pi(int scale) {
    BigInteger fifth = inverseTangent(5, scale + GUARD, -1);
    BigInteger other = inverseTangent(239, scale + GUARD, -1);
    return fifth.shiftLeft(4).subtract(other.shiftLeft(2)).shiftRight(GUARD);
  }

  /** Returns {@code log 2 = 2 artanh(1/3)}, below it by less than two units. */
  static BigInteger ln2(int scale) {
    return inverseTangent(3, scale + GUARD, 1).shiftRight(GUARD - 1);
  }

  /** Sums {@code sign^k / ((2k+1) n^(2k+1))}: the inverse tangent of 1/n, or the hyperbolic one. */
  private static BigInteger inverseTangent(int n, int scale, int sign) {
    BigInteger square = BigInteger.valueOf((long) n * n);
    BigInteger power = BigInteger.ONE.shiftLeft(scale).divide(BigInteger.valueOf(n));
    BigInteger sum = power;
    for (int k = 1; power.signum() != 0; k++) {
      power = power.divide(square);
      BigInteger term = power.divide(BigInteger.valueOf(2L * k + 1));
      sum = sign < 0 && k % 2 == 1 ? sum.subtract(term) : sum.add(term);
    }
    return sum;
  }
}
