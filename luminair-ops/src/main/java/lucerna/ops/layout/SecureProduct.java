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

  /** How many chains of powers are made side by side. */
  private static final int CHAINS = 4;

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
   * Adds the product of two elements, four words each, to four sums. Each summand is below 2^32, so
   * 2^31 of them fit.
   */
  static void addProduct(int[] element, int[] others, int other, long[] sums, int at) {
    long a = element[0];
    long b = element[1];
    long c = element[2];
    long d = element[3];
    long oa = others[other];
    long ob = others[other + 1];
    long oc = others[other + 2];
    long od = others[other + 3];
    long re = fold(c * oc + (SQUARE - d * od));
    long im = fold(c * od + d * oc);
    sums[at] += fold(fold(a * oa + (SQUARE - b * ob)) + 2 * re + (EIGHT - im));
    sums[at + 1] += fold(fold(a * ob + b * oa) + re + 2 * im);
    sums[at + 2] += fold(fold(a * oc + (SQUARE - b * od)) + fold(c * oa + (SQUARE - d * ob)));
    sums[at + 3] += fold(fold(a * od + b * oc) + fold(c * ob + d * oa));
  }

  /** Returns a column's entries one after the other, four words each. */
  static int[] rows(SecureColumn column) {
    int[] rows = new int[column.length() * QM31.DEGREE];
    for (int row = 0; row < column.length(); row++) {
      rows[row * QM31.DEGREE] = column.a()[row];
      rows[row * QM31.DEGREE + 1] = column.b()[row];
      rows[row * QM31.DEGREE + 2] = column.c()[row];
      rows[row * QM31.DEGREE + 3] = column.d()[row];
    }
    return rows;
  }

  /**
   * Sums up from the end, Horner's way: entry i is summand i plus {@code factor} times entry i + 1.
   *
   * @param summands four words each
   * @param count how many of them; what is after them counts as 0
   * @param factor the factor
   * @return {@code count + 2} entries, four words each
   */
  static int[] suffixSums(int[] summands, int count, QM31 factor) {
    int[] sums = new int[(count + 2) * QM31.DEGREE];
    if (factor.equals(QM31.ONE)) {
      for (int k = count * QM31.DEGREE - 1; k >= 0; k--) {
        sums[k] = M31.add(sums[k + QM31.DEGREE], summands[k]);
      }
      return sums;
    }
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    long fa = factor.a();
    long fb = factor.b();
    long fc = factor.c();
    long fd = factor.d();
    for (int at = (count - 1) * QM31.DEGREE; at >= 0; at -= QM31.DEGREE) {
      // One entry waits for the other, so what is carried on is not canonical, only below 2^31 +
      // 32:
      // two of its products are below 2^64, and are folded as numbers without sign.
      long re = fold(c * fc + d * (P - fd));
      long im = fold(c * fd + d * fc);
      long na = fold(a * fa + b * (P - fb)) + 2 * re + (EIGHT - im) + summands[at];
      long nb = fold(a * fb + b * fa) + re + 2 * im + summands[at + 1];
      long nc = fold(a * fc + b * (P - fd)) + fold(c * fa + d * (P - fb)) + summands[at + 2];
      long nd = fold(a * fd + b * fc) + fold(c * fb + d * fa) + summands[at + 3];
      a = fold(na);
      b = fold(nb);
      c = fold(nc);
      d = fold(nd);
      sums[at] = M31.reduce(a);
      sums[at + 1] = M31.reduce(b);
      sums[at + 2] = M31.reduce(c);
      sums[at + 3] = M31.reduce(d);
    }
    return sums;
  }

  /** Multiplies an element by an entry of a column. */
  static void multiply(int[] element, SecureColumn column, int row, int[] to) {
    multiply(element[0], element[1], element[2], element[3], column, row, to);
  }

  /** Multiplies two elements, four words each; each coordinate is reduced to below 2^32 only. */
  static void multiply(int[] element, int[] others, int other, long[] to) {
    to[0] = 0;
    to[1] = 0;
    to[2] = 0;
    to[3] = 0;
    addProduct(element, others, other, to, 0);
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
    int first = Math.min(count, CHAINS);
    QM31 power = QM31.ONE;
    for (int i = 0; i < first; i++) {
      powers.set(i, power);
      power = power.mul(base);
    }
    // Each power is made of the fourth before it, so that one product need not wait for another.
    SecureColumn factor = SecureColumn.zeros(1);
    factor.set(0, power);
    int[] next = new int[QM31.DEGREE];
    for (int i = first; i < count; i++) {
      int from = i - CHAINS;
      multiply(
          powers.a()[from], powers.b()[from], powers.c()[from], powers.d()[from], factor, 0, next);
      set(powers, i, next);
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
