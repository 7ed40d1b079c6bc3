package lucerna.air;

import static lucerna.field.M31.P;

import lucerna.field.QM31;

/**
 * Arithmetic on blocks. An output may be one of the inputs.
 *
 * <p>All loops are free of branches and start at index 0, the form that the compiler turns into
 * vector instructions.
 */
final class Lanes {
  private Lanes() {}

  static void add(int[] left, int[] right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = add(left[i], right[i]);
    }
  }

  static void add(int[] left, int right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = add(left[i], right);
    }
  }

  /** Adds a block to part of a column. */
  static void addAt(int[] block, int[] column, int from, int count) {
    for (int i = 0; i < count; i++) {
      column[from + i] = add(column[from + i], block[i]);
    }
  }

  static void subtract(int[] left, int[] right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      int difference = left[i] - right[i];
      out[i] = difference + (P & (difference >> 31));
    }
  }

  static void subtract(int left, int[] right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      int difference = left - right[i];
      out[i] = difference + (P & (difference >> 31));
    }
  }

  static void multiply(int[] left, int[] right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = reduce(fold((long) left[i] * right[i]));
    }
  }

  static void multiply(int[] left, int right, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = reduce(fold((long) left[i] * right));
    }
  }

  /* Differences are sums with a negated operand, so that two products fit into 63 bits; see QM31.mul. */
  static void multiplySecure(int[][] registers, int left, int right, int to, int count) {
    int[] la = registers[left];
    int[] lb = registers[left + 1];
    int[] lc = registers[left + 2];
    int[] ld = registers[left + 3];
    int[] ra = registers[right];
    int[] rb = registers[right + 1];
    int[] rc = registers[right + 2];
    int[] rd = registers[right + 3];
    int[] oa = registers[to];
    int[] ob = registers[to + 1];
    int[] oc = registers[to + 2];
    int[] od = registers[to + 3];
    for (int i = 0; i < count; i++) {
      long a = la[i];
      long b = lb[i];
      long c = lc[i];
      long d = ld[i];
      long nb = P - b;
      long nd = P - d;
      long a2 = ra[i];
      long b2 = rb[i];
      long c2 = rc[i];
      long d2 = rd[i];
      long eRe = fold(c * c2 + nd * d2);
      long eIm = fold(c * d2 + d * c2);
      oa[i] = reduce(fold(a * a2 + nb * b2) + 2 * eRe + 4L * P - eIm);
      ob[i] = reduce(fold(a * b2 + b * a2) + eRe + 2 * eIm);
      oc[i] = reduce(fold(a * c2 + nb * d2) + fold(c * a2 + nd * b2));
      od[i] = reduce(fold(a * d2 + b * c2) + fold(c * b2 + d * a2));
    }
  }

  static void multiplySecure(int[][] registers, int left, QM31 right, int to, int count) {
    int[] la = registers[left];
    int[] lb = registers[left + 1];
    int[] lc = registers[left + 2];
    int[] ld = registers[left + 3];
    int[] oa = registers[to];
    int[] ob = registers[to + 1];
    int[] oc = registers[to + 2];
    int[] od = registers[to + 3];
    long a2 = right.a();
    long b2 = right.b();
    long c2 = right.c();
    long d2 = right.d();
    for (int i = 0; i < count; i++) {
      long a = la[i];
      long b = lb[i];
      long c = lc[i];
      long d = ld[i];
      long nb = P - b;
      long nd = P - d;
      long eRe = fold(c * c2 + nd * d2);
      long eIm = fold(c * d2 + d * c2);
      oa[i] = reduce(fold(a * a2 + nb * b2) + 2 * eRe + 4L * P - eIm);
      ob[i] = reduce(fold(a * b2 + b * a2) + eRe + 2 * eIm);
      oc[i] = reduce(fold(a * c2 + nb * d2) + fold(c * a2 + nd * b2));
      od[i] = reduce(fold(a * d2 + b * c2) + fold(c * b2 + d * a2));
    }
  }

  /** Adds {@code factor * values} to a sum that is kept unreduced. */
  static void accumulate(int[] values, int factor, long[] sum, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += fold((long) values[i] * factor);
    }
  }

  static void accumulate(int[] values, long[] sum, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += values[i];
    }
  }

  /** Adds a sum to what is in a column, and clears it. */
  static void drain(long[] sum, int[] column, int from, int count) {
    for (int i = 0; i < count; i++) {
      column[from + i] = reduce(fold(sum[i] + column[from + i]));
      sum[i] = 0;
    }
  }

  private static int add(int left, int right) {
    int difference = left - P + right;
    return difference + (P & (difference >> 31));
  }

  /** Shortens a value below 2^63 to one below 2^33, the same modulo P. */
  private static long fold(long value) {
    return (value >>> 31) + (value & P);
  }

  /** Makes a value below 2^60 canonical. */
  private static int reduce(long value) {
    long folded = fold(value);
    // At most P + 2^29 by now: one subtraction is left.
    int difference = (int) (folded - P);
    return difference + (P & (difference >> 31));
  }
}
