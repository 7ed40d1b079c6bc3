package lucerna.field.simd;

import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Products and inverses of secure columns, by blocks whose scratch columns fit the first-level
 * cache. The products are sums of two or four base products; what is linear around them the
 * compiler makes into vectors by itself. Lengths are multiples of {@link InverseLoops#CHAINS}.
 */
final class VectorSecure {
  private static final int BLOCK = 512;

  private final int[][] x;
  private final int[][] y;
  private final int[][] w;

  private VectorSecure(int length) {
    int block = Math.min(length, BLOCK);
    x = new int[QM31.DEGREE][block];
    y = new int[QM31.DEGREE][block];
    w = new int[QM31.DEGREE + 1][block];
  }

  static void mul(SecureColumn a, SecureColumn b, SecureColumn out, int from, int to) {
    VectorSecure block = new VectorSecure(to - from);
    for (int start = from; start < to; start += BLOCK) {
      block.mulBlock(a, b, out, start, Math.min(BLOCK, to - start));
    }
  }

  private void mulBlock(SecureColumn a, SecureColumn b, SecureColumn out, int start, int n) {
    load(a, start, x, n);
    load(b, start, y, n);
    // (2 + i)(c + d i) = f + g i turns the coefficient of u^2 into one of 1.
    int[] f = w[0];
    int[] g = w[1];
    int[] minusB = w[2];
    int[] minusD = w[3];
    int[] minusG = w[4];
    for (int i = 0; i < n; i++) {
      int c = x[2][i];
      f[i] = M31.sub(M31.add(c, c), x[3][i]);
    }
    for (int i = 0; i < n; i++) {
      int d = x[3][i];
      g[i] = M31.add(M31.add(d, d), x[2][i]);
    }
    negate(x[1], minusB, n);
    negate(x[3], minusD, n);
    negate(g, minusG, n);
    int[][] parts = {x[0], minusB, f, minusG};
    VectorProducts.sumOfFour(parts, y, out.a(), start, n);
    parts = new int[][] {x[0], x[1], f, g};
    VectorProducts.sumOfFour(parts, new int[][] {y[1], y[0], y[3], y[2]}, out.b(), start, n);
    parts = new int[][] {x[0], minusB, x[2], minusD};
    int[][] turned = {y[2], y[3], y[0], y[1]};
    VectorProducts.sumOfFour(parts, turned, out.c(), start, n);
    parts = new int[][] {x[0], x[1], x[2], x[3]};
    VectorProducts.sumOfFour(parts, new int[][] {y[3], y[2], y[1], y[0]}, out.d(), start, n);
  }

  static int invert(SecureColumn values, SecureColumn out, int from, int to) {
    VectorSecure block = new VectorSecure(to - from);
    for (int start = from; start < to; start += BLOCK) {
      int zero = block.invertBlock(values, out, start, Math.min(BLOCK, to - start));
      if (zero >= 0) {
        return start + zero;
      }
    }
    return -1;
  }

  /** Inverts a block; returns its first entry that is 0, or -1. */
  private int invertBlock(SecureColumn values, SecureColumn out, int start, int n) {
    load(values, start, x, n);
    norms(n);
    int[] re = y[0];
    int[] im = y[1];
    int[] norm = y[2];
    VectorProducts.sumOfTwo(new int[][] {re, im}, new int[][] {re, im}, norm, 0, n);
    // The norm to M31 is 0 for 0 alone.
    int zero = VectorInverse.invert(norm, norm, 0, n);
    if (zero >= 0) {
      return zero;
    }
    // re - im i divided by its norm, times a + b i and -(c + d i).
    Kernels.scalar().mul(re, norm, re, 0, n);
    Kernels.scalar().mul(im, norm, im, 0, n);
    int[] minusA = w[0];
    int[] minusC = w[1];
    int[] minusD = w[2];
    negate(x[0], minusA, n);
    negate(x[2], minusC, n);
    negate(x[3], minusD, n);
    int[][] factors = {re, im};
    VectorProducts.sumOfTwo(new int[][] {x[0], x[1]}, factors, out.a(), start, n);
    VectorProducts.sumOfTwo(new int[][] {x[1], minusA}, factors, out.b(), start, n);
    VectorProducts.sumOfTwo(new int[][] {minusC, minusD}, factors, out.c(), start, n);
    VectorProducts.sumOfTwo(new int[][] {minusD, x[2]}, factors, out.d(), start, n);
    return -1;
  }

  /** Writes the norms to CM31, {@code (a + b i)^2 - (2 + i)(c + d i)^2}, to the first two of y. */
  private void norms(int n) {
    for (int i = 0; i < n; i++) {
      w[0][i] = M31.add(x[0][i], x[0][i]);
    }
    negate(x[1], w[1], n);
    negate(x[2], w[2], n);
    // re = a^2 - b^2 + 2 c (d - c) + 2 d^2
    for (int i = 0; i < n; i++) {
      w[3][i] = M31.sub(x[3][i], x[2][i]);
    }
    for (int i = 0; i < n; i++) {
      y[2][i] = M31.add(x[2][i], x[2][i]);
    }
    for (int i = 0; i < n; i++) {
      y[3][i] = M31.add(x[3][i], x[3][i]);
    }
    int[][] left = {x[0], w[1], y[2], y[3]};
    VectorProducts.sumOfFour(left, new int[][] {x[0], x[1], w[3], x[3]}, y[0], 0, n);
    // im = 2 a b - c^2 + d (d - 4 c)
    for (int i = 0; i < n; i++) {
      w[4][i] = M31.sub(M31.sub(x[3][i], y[2][i]), y[2][i]);
    }
    for (int i = 0; i < n; i++) {
      w[3][i] = 0;
    }
    left = new int[][] {w[0], w[2], w[4], w[3]};
    VectorProducts.sumOfFour(left, new int[][] {x[1], x[2], x[3], w[3]}, y[1], 0, n);
  }

  private static void negate(int[] values, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = M31.sub(0, values[i]);
    }
  }

  private static void load(SecureColumn column, int start, int[][] block, int n) {
    System.arraycopy(column.a(), start, block[0], 0, n);
    System.arraycopy(column.b(), start, block[1], 0, n);
    System.arraycopy(column.c(), start, block[2], 0, n);
    System.arraycopy(column.d(), start, block[3], 0, n);
  }
}
