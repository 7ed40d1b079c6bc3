package lucerna.air;

import static lucerna.field.M31.P;

import lucerna.air.spi.BlockKernels;
import lucerna.field.QM31;

/**
 * Plain loops, one for each coordinate and two terms, a form that the compiler turns into vector
 * instructions. Two products of canonical words and a word are below 2^63.
 */
final class ScalarBlockKernels implements BlockKernels {
  /** Inputs of a product of a column of M31 and one of QM31. */
  private static final int INPUTS = 1 + QM31.DEGREE;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public void combine(int[][] x, int[] at, int[] factors, int[][] out, int from, int to) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      int[] sum = out[k];
      int constant = factors[QM31.DEGREE * x.length + k];
      for (int i = from; i < to; i++) {
        sum[i] = constant;
      }
      for (int t = 0; t < x.length; t += 2) {
        int first = factors[QM31.DEGREE * t + k];
        int second = factors[QM31.DEGREE * (t + 1) + k];
        addTwo(x[t], at[t], first, x[t + 1], at[t + 1], second, sum, from, to);
      }
    }
  }

  private static void addTwo(
      int[] x, int atX, int f, int[] y, int atY, int g, int[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] = reduce((long) x[atX + i] * f + (long) y[atY + i] * g + sum[i]);
    }
  }

  @Override
  public void addProducts(int[][] x, int[] at, int[][] out, int from, int to) {
    for (int j = 0; j < x.length; j += 2 * INPUTS) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        addTwoProducts(x, at, j, j + 1 + k, out[k], from, to);
      }
    }
  }

  private static void addTwoProducts(
      int[][] x, int[] at, int base, int secure, int[] sum, int from, int to) {
    int[] x0 = x[base];
    int[] y0 = x[secure];
    int[] x1 = x[base + INPUTS];
    int[] y1 = x[secure + INPUTS];
    int atX0 = at[base];
    int atY0 = at[secure];
    int atX1 = at[base + INPUTS];
    int atY1 = at[secure + INPUTS];
    for (int i = from; i < to; i++) {
      sum[i] =
          reduce((long) x0[atX0 + i] * y0[atY0 + i] + (long) x1[atX1 + i] * y1[atY1 + i] + sum[i]);
    }
  }

  /* Differences are sums with a negated operand, so that two products fit into 63 bits; see QM31.mul. */
  @Override
  public void addSecureProduct(int[][] x, int[] at, int[][] out, int from, int to) {
    int[] oa = out[0];
    int[] ob = out[1];
    int[] oc = out[2];
    int[] od = out[3];
    for (int i = from; i < to; i++) {
      long a = x[0][at[0] + i];
      long b = x[1][at[1] + i];
      long c = x[2][at[2] + i];
      long d = x[3][at[3] + i];
      long a2 = x[4][at[4] + i];
      long b2 = x[5][at[5] + i];
      long c2 = x[6][at[6] + i];
      long d2 = x[7][at[7] + i];
      long nb = P - b;
      long nd = P - d;
      long eRe = fold(c * c2 + nd * d2);
      long eIm = fold(c * d2 + d * c2);
      oa[i] = reduce(fold(a * a2 + nb * b2) + 2 * eRe + 4L * P - eIm + oa[i]);
      ob[i] = reduce(fold(a * b2 + b * a2) + eRe + 2 * eIm + ob[i]);
      oc[i] = reduce(fold(a * c2 + nb * d2) + fold(c * a2 + nd * b2) + oc[i]);
      od[i] = reduce(fold(a * d2 + b * c2) + fold(c * b2 + d * a2) + od[i]);
    }
  }

  @Override
  public void multiply(int[][] x, int[] at, int[] out, int from, int to) {
    int[] left = x[0];
    int[] right = x[1];
    int atLeft = at[0];
    int atRight = at[1];
    for (int i = from; i < to; i++) {
      long product = (long) left[atLeft + i] * right[atRight + i];
      int difference = (int) (fold(product) - P);
      out[i] = difference + (P & (difference >> 31));
    }
  }

  @Override
  public void add(int[][] x, int[] at, int[] out, int from, int to) {
    int[] left = x[0];
    int[] right = x[1];
    int atLeft = at[0];
    int atRight = at[1];
    for (int i = from; i < to; i++) {
      int difference = left[atLeft + i] - P + right[atRight + i];
      out[i] = difference + (P & (difference >> 31));
    }
  }

  @Override
  public void subtract(int[][] x, int[] at, int[] out, int from, int to) {
    int[] left = x[0];
    int[] right = x[1];
    int atLeft = at[0];
    int atRight = at[1];
    for (int i = from; i < to; i++) {
      int difference = left[atLeft + i] - right[atRight + i];
      out[i] = difference + (P & (difference >> 31));
    }
  }

  @Override
  public void affine(int[][] x, int[] at, int factor, int summand, int[] out, int from, int to) {
    int[] input = x[0];
    int start = at[0];
    for (int i = from; i < to; i++) {
      out[i] = reduce((long) input[start + i] * factor + summand);
    }
  }

  /** Shortens a value below 2^63 to one below 2^33, the same modulo P. */
  private static long fold(long value) {
    return (value >>> 31) + (value & P);
  }

  /** Makes a value below 2^63 canonical. */
  private static int reduce(long value) {
    // At most P + 4 after two folds: one subtraction is left.
    int difference = (int) (fold(fold(value)) - P);
    return difference + (P & (difference >> 31));
  }
}
