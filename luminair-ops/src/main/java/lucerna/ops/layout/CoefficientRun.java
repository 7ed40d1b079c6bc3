package lucerna.ops.layout;

import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Coefficients that follow one another: {@code scale} times {@code factors[first + i]}.
 *
 * @param scale what they have in common
 * @param factors what they differ in
 * @param first the place of the first
 * @param count how many there are
 */
record CoefficientRun(QM31 scale, SecureColumn factors, int first, int count) {
  private static final long P = M31.P;

  /** A multiple of the field's order that is no less than any product. */
  private static final long SQUARE = P * P;

  /** A multiple of the field's order that is no less than any folded number. */
  private static final long EIGHT = 8 * P;

  /** Makes a run of a whole column, without a scale. */
  static CoefficientRun of(SecureColumn factors) {
    return new CoefficientRun(QM31.ONE, factors, 0, factors.length());
  }

  /** Writes the four coordinates of a coefficient. */
  void get(int i, int[] to) {
    multiply(scale.a(), scale.b(), scale.c(), scale.d(), factors, first + i, to);
  }

  /**
   * Multiplies an element by an entry of a column. As {@link QM31#mul}, but nothing is allocated,
   * and products are reduced late: each sum stays below 2^63, each folded one below 2^33.
   */
  static void multiply(int a, int b, int c, int d, SecureColumn column, int row, int[] to) {
    long oa = column.a()[row];
    long ob = column.b()[row];
    long oc = column.c()[row];
    long od = column.d()[row];
    long re = fold(c * oc + (SQUARE - d * od));
    long im = fold(c * od + d * oc);
    to[0] = M31.reduce(fold(a * oa + (SQUARE - b * ob)) + 2 * re + (EIGHT - im));
    to[1] = M31.reduce(fold(a * ob + b * oa) + re + 2 * im);
    to[2] = M31.reduce(fold(a * oc + (SQUARE - b * od)) + fold(c * oa + (SQUARE - d * ob)));
    to[3] = M31.reduce(fold(a * od + b * oc) + fold(c * ob + d * oa));
  }

  /** Returns a smaller number that is the same modulo p: from below 2^63 to below 2^33. */
  static long fold(long value) {
    return (value & P) + (value >>> 31);
  }
}
