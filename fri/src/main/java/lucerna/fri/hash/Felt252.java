package lucerna.fri.hash;

/**
 * Arithmetic of Starknet's prime field, {@code p = 2^251 + 17 2^192 + 1}, on four words of 64 bits,
 * the lowest first, in Montgomery form.
 *
 * <p>As p is 1 modulo 2^192, a step of Montgomery's reduction takes one product of words: the
 * factor is the negated lowest word, and all but the highest word of p are 1, 0, 0.
 */
final class Felt252 {
  static final int LIMBS = 4;

  /** The highest word of p; the others are 1, 0, 0. */
  static final long P3 = 0x0800000000000011L;

  /** {@code 2^512} modulo p: turns an integer into Montgomery form. */
  private static final long[] R2 = {
    0xfffffd737e000401L, 0x00000001330fffffL, 0xffffffffff6f8000L, 0x07ffd4ab5e008810L
  };

  private static final long[] ONE = {1, 0, 0, 0};

  private Felt252() {}

  /** Says whether four words are below p. */
  static boolean isCanonical(long a0, long a1, long a2, long a3) {
    if (a3 != P3) {
      return Long.compareUnsigned(a3, P3) < 0;
    }
    return a2 == 0 && a1 == 0 && a0 == 0;
  }

  /** Writes the Montgomery form of an integer below p. */
  static void enter(long[] value, int at, long[] out, int to) {
    multiply(value, at, R2, 0, out, to);
  }

  /** Writes the integer of a Montgomery form. */
  static void leave(long[] value, int at, long[] out, int to) {
    multiply(value, at, ONE, 0, out, to);
  }

  /** Writes x y / 2^256, below p if both are. The places may be the same. */
  static void multiply(long[] x, int xAt, long[] y, int yAt, long[] out, int to) {
    product(x, xAt, y, yAt, out, to);
    reduce(out, to);
  }

  /**
   * Writes x y / 2^256 modulo p, of x and y below 5 p: the result is below 2 p. The places may be
   * the same.
   */
  static void product(long[] x, int xAt, long[] y, int yAt, long[] out, int to) {
    long y0 = y[yAt];
    long y1 = y[yAt + 1];
    long y2 = y[yAt + 2];
    long y3 = y[yAt + 3];
    long t0 = 0;
    long t1 = 0;
    long t2 = 0;
    long t3 = 0;
    for (int i = 0; i < LIMBS; i++) {
      long f = x[xAt + i];
      // t = t + f y: five words, since t stays below 2^254.
      long low = f * y0;
      long sum = t0 + low;
      long carry = Math.unsignedMultiplyHigh(f, y0) + carry(t0, low, sum);
      t0 = sum;
      low = f * y1;
      sum = t1 + carry;
      carry = carry(t1, carry, sum);
      t1 = sum + low;
      carry += Math.unsignedMultiplyHigh(f, y1) + carry(sum, low, t1);
      low = f * y2;
      sum = t2 + carry;
      carry = carry(t2, carry, sum);
      t2 = sum + low;
      carry += Math.unsignedMultiplyHigh(f, y2) + carry(sum, low, t2);
      low = f * y3;
      sum = t3 + carry;
      carry = carry(t3, carry, sum);
      t3 = sum + low;
      long t4 = carry + Math.unsignedMultiplyHigh(f, y3) + carry(sum, low, t3);
      // t = (t + m p) / 2^64 with m = -t0: the lowest word becomes 0 and carries if it was not.
      long m = -t0;
      carry = (t0 | m) >>> 63;
      t0 = t1 + carry;
      carry &= ((t0 | -t0) >>> 63) ^ 1;
      t1 = t2 + carry;
      carry &= ((t1 | -t1) >>> 63) ^ 1;
      low = m * P3;
      sum = t3 + carry;
      carry = carry(t3, carry, sum);
      t2 = sum + low;
      t3 = t4 + Math.unsignedMultiplyHigh(m, P3) + carry + carry(sum, low, t2);
    }
    put(t0, t1, t2, t3, out, to);
  }

  /** Writes x + y, unreduced: both together below 2^256. */
  static void sum(long[] x, int xAt, long[] y, int yAt, long[] out, int to) {
    long t0 = x[xAt] + y[yAt];
    long carry = carry(x[xAt], y[yAt], t0);
    long half = x[xAt + 1] + carry;
    carry = carry(x[xAt + 1], carry, half);
    long t1 = half + y[yAt + 1];
    carry += carry(half, y[yAt + 1], t1);
    half = x[xAt + 2] + carry;
    carry = carry(x[xAt + 2], carry, half);
    long t2 = half + y[yAt + 2];
    carry += carry(half, y[yAt + 2], t2);
    put(t0, t1, t2, x[xAt + 3] + y[yAt + 3] + carry, out, to);
  }

  /** Writes x - y + 8 p, unreduced: x below 2^255, y at most 8 p. */
  static void difference(long[] x, int xAt, long[] y, int yAt, long[] out, int to) {
    long n0 = 8 - y[yAt];
    long borrow = borrow(8, y[yAt], n0);
    long n1 = -y[yAt + 1] - borrow;
    borrow = ((y[yAt + 1] | -y[yAt + 1]) >>> 63) | borrow;
    long n2 = -y[yAt + 2] - borrow;
    borrow = ((y[yAt + 2] | -y[yAt + 2]) >>> 63) | borrow;
    long n3 = 8 * P3 - y[yAt + 3] - borrow;
    long t0 = x[xAt] + n0;
    long carry = carry(x[xAt], n0, t0);
    long half = x[xAt + 1] + carry;
    carry = carry(x[xAt + 1], carry, half);
    long t1 = half + n1;
    carry += carry(half, n1, t1);
    half = x[xAt + 2] + carry;
    carry = carry(x[xAt + 2], carry, half);
    long t2 = half + n2;
    carry += carry(half, n2, t2);
    put(t0, t1, t2, x[xAt + 3] + n3 + carry, out, to);
  }

  /** Makes a number below 2^256 smaller, below 2 p + 2^200, by a multiple of p. */
  static void shorten(long[] value, int at) {
    // Less q p, q the bits from 251 on, it is above -p, as q 17 2^192 is little; so p is added. The
    // lower words hardly ever carry.
    long q = value[at + 3] >>> 59;
    long t0 = value[at] - q;
    if (Long.compareUnsigned(value[at], q) < 0) {
      value[at + 3] -= value[at + 1]-- == 0 && value[at + 2]-- == 0 ? 1 : 0;
    }
    if (++t0 == 0) {
      value[at + 3] += ++value[at + 1] == 0 && ++value[at + 2] == 0 ? 1 : 0;
    }
    value[at] = t0;
    value[at + 3] += P3 - q * P3;
  }

  /** Makes a number below 2^256 the least one that is equal to it modulo p. */
  static void reduce(long[] value, int at) {
    while (!isCanonical(value[at], value[at + 1], value[at + 2], value[at + 3])) {
      long t0 = value[at];
      long t1 = value[at + 1];
      long t2 = value[at + 2];
      value[at] = t0 - 1;
      value[at + 1] = t0 == 0 ? t1 - 1 : t1;
      value[at + 2] = (t0 | t1) == 0 ? t2 - 1 : t2;
      value[at + 3] -= (t0 | t1 | t2) == 0 ? P3 + 1 : P3;
    }
  }

  /** Writes x + y of numbers below p. */
  static void add(long[] x, int xAt, long[] y, int yAt, long[] out, int to) {
    sum(x, xAt, y, yAt, out, to);
    reduce(out, to);
  }

  private static void put(long t0, long t1, long t2, long t3, long[] out, int to) {
    out[to] = t0;
    out[to + 1] = t1;
    out[to + 2] = t2;
    out[to + 3] = t3;
  }

  /** The carry of a + b = sum; without a branch, since it comes as by chance. */
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }

  /** The borrow of a - b. */
  private static long borrow(long a, long b, long difference) {
    return ((~a & b) | ((~a | b) & difference)) >>> 63;
  }
}
