package lucerna.ops.executor;

/** The one rounding of the integer semantics: to nearest, halves up. */
public final class Rounding {
  private Rounding() {}

  /**
   * Drops low bits.
   *
   * @param acc an accumulator
   * @param shift the number of bits, 0 to 62
   * @return {@code floor((acc + 2^(shift-1)) / 2^shift)}, {@code acc} for shift 0
   */
  public static long shift(long acc, int shift) {
    return (acc + half(shift)) >> shift;
  }

  /**
   * Returns what the rounding leaves.
   *
   * @param acc an accumulator
   * @param shift the number of bits dropped, 0 to 62
   * @return {@code acc + 2^(shift-1) - 2^shift value}, in {@code [0, 2^shift)}
   */
  public static long remainder(long acc, int shift) {
    return acc + half(shift) - (shift(acc, shift) << shift);
  }

  private static long half(int shift) {
    return shift == 0 ? 0 : 1L << (shift - 1);
  }

  /**
   * Rounds a scaled real number.
   *
   * @param value the number
   * @param exponent the power of two that scales it
   * @return {@code floor(value 2^exponent + 1/2)} as a double, which may be too large for a long
   */
  public static double scale(double value, int exponent) {
    return Math.floor(Math.scalb(value, exponent) + 0.5);
  }
}
