package lucerna.ops.circuit;

/**
 * Integers between two bounds.
 *
 * @param low the least
 * @param high the greatest
 */
public record Interval(long low, long high) {
  /** A bit. */
  static final Interval BIT = new Interval(0, 1);

  /**
   * Returns the greatest absolute value.
   *
   * @return {@code max(|low|, |high|)}
   */
  public long magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  /**
   * Says whether a number lies in the interval.
   *
   * @param value the number
   * @return whether it does
   */
  public boolean contains(long value) {
    return low <= value && value <= high;
  }

  /** Returns the numbers of absolute value at most {@code magnitude}. */
  static Interval symmetric(long magnitude) {
    return new Interval(-magnitude, magnitude);
  }

  /** Returns the numbers of {@code bits} bits. */
  static Interval bits(int bits) {
    return new Interval(0, (1L << bits) - 1);
  }

  /** Returns the products; bounds of absolute value up to 2^31. */
  Interval times(Interval other) {
    long a = low * other.low;
    long b = low * other.high;
    long c = high * other.low;
    long d = high * other.high;
    return new Interval(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }
}
