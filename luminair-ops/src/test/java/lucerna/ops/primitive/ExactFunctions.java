package lucerna.ops.primitive;

import java.math.BigInteger;

/** Powers and logarithms of 2 by comparing powers of integers. */
final class ExactFunctions {
  private ExactFunctions() {}

  /** Returns {@code floor(2^(x 2^-i) 2^o + 1/2)}: the y with (2y-1)^n <= 2^m < (2y+1)^n. */
  static long exp2(long x, int i, int o) {
    int n = 1 << i;
    // 2^(x / n + o) >= y - 1/2 means 2^(x + (o + 1) n) >= (2 y - 1)^n.
    long m = x + (o + 1L) * n;
    if (m < 0) {
      return 0; // below a half
    }
    BigInteger power = BigInteger.ONE.shiftLeft((int) m);
    long y = Math.max(0, (long) Math.floor(Math.pow(2, (double) x / n + o)) - 1);
    while (BigInteger.valueOf(2 * y + 1).pow(n).compareTo(power) <= 0) {
      y++;
    }
    return y;
  }

  /** Returns {@code floor(log2(x 2^-i) 2^o + 1/2)}. */
  static long log2(long x, int i, int o) {
    // y - 1/2 <= 2^o log2(x 2^-i) means 2^(2 y - 1 + i n) <= x^n, n = 2^(o + 1).
    int n = 1 << (o + 1);
    BigInteger power = BigInteger.valueOf(x).pow(n);
    // The exponent e of the greatest power of two that is no greater.
    long e = power.bitLength() - 1L - (long) i * n;
    return Math.floorDiv(e + 1, 2);
  }
}
