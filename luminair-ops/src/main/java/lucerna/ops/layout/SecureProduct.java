package lucerna.ops.layout;

import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** Products of elements by entries of columns, without an object for each. */
final class SecureProduct {
  private static final long P = M31.P;

  /** A multiple of the field's order that is no less than any product. */
  private static final long SQUARE = P * P;

  /** A multiple of the field's order that is no less than any folded number. */
  private static final long EIGHT = 8 * P;

  private SecureProduct() {}

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

  /**
   * Adds the product of an element by an entry of a column to four sums. Each summand is below
   * 2^32, so 2^31 of them fit.
   */
  static void addProduct(int[] element, SecureColumn column, int row, long[] sums, int at) {
    long a = element[0];
    long b = element[1];
    long c = element[2];
    long d = element[3];
    long oa = column.a()[row];
    long ob = column.b()[row];
    long oc = column.c()[row];
    long od = column.d()[row];
    long re = fold(c * oc + (SQUARE - d * od));
    long im = fold(c * od + d * oc);
    sums[at] += fold(fold(a * oa + (SQUARE - b * ob)) + 2 * re + (EIGHT - im));
    sums[at + 1] += fold(fold(a * ob + b * oa) + re + 2 * im);
    sums[at + 2] += fold(fold(a * oc + (SQUARE - b * od)) + fold(c * oa + (SQUARE - d * ob)));
    sums[at + 3] += fold(fold(a * od + b * oc) + fold(c * ob + d * oa));
  }

  /** Multiplies an element in place by an entry of a column. */
  static void multiply(int[] element, SecureColumn column, int row) {
    multiply(element[0], element[1], element[2], element[3], column, row, element);
  }

  /** Multiplies an element in place by one of the base field. */
  static void scale(int[] element, int factor) {
    if (factor != 1) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        element[k] = M31.mul(element[k], factor);
      }
    }
  }

  static void put(QM31 element, int[] to) {
    to[0] = element.a();
    to[1] = element.b();
    to[2] = element.c();
    to[3] = element.d();
  }

  /** Returns {@code base^0} to {@code base^(count-1)}. */
  static SecureColumn powers(QM31 base, int count) {
    SecureColumn powers = SecureColumn.zeros(count);
    int[] power = {1, 0, 0, 0};
    SecureColumn factor = SecureColumn.zeros(1);
    factor.set(0, base);
    for (int i = 0; i < count; i++) {
      set(powers, i, power);
      multiply(power, factor, 0);
    }
    return powers;
  }

  static void set(SecureColumn column, int row, int[] element) {
    column.a()[row] = element[0];
    column.b()[row] = element[1];
    column.c()[row] = element[2];
    column.d()[row] = element[3];
  }

  /** Adds an element to an entry of a column. */
  static void add(SecureColumn column, int row, int[] element) {
    column.a()[row] = M31.add(column.a()[row], element[0]);
    column.b()[row] = M31.add(column.b()[row], element[1]);
    column.c()[row] = M31.add(column.c()[row], element[2]);
    column.d()[row] = M31.add(column.d()[row], element[3]);
  }

  /** Returns a smaller number that is the same modulo p: from below 2^63 to below 2^33. */
  static long fold(long value) {
    return (value & P) + (value >>> 31);
  }
}
