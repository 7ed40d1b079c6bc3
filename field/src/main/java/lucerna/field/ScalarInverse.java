package lucerna.field;

/**
 * Inverts columns with one exponentiation a block, by products of prefixes (Montgomery).
 *
 * <p>A secure element is divided by its norm to the base field, so that both kinds of columns share
 * the one chain of products.
 */
final class ScalarInverse {
  /* Eight chains side by side hide the latency of a product, which one chain would wait for. */
  private static final int CHAINS = 8;
  private static final int BLOCK = 1024;

  private ScalarInverse() {}

  static int invert(int[] values, int[] out, int from, int to) {
    int[] prefixes = new int[Math.min(BLOCK, Math.max(to - from, 0)) + CHAINS];
    for (int start = from; start < to; start += BLOCK) {
      int end = Math.min(to, start + BLOCK);
      if (!invertBlock(values, out, prefixes, start, end)) {
        return firstZero(values, start, end);
      }
    }
    return -1;
  }

  /** Inverts at most BLOCK entries; says false, with nothing written, when one of them is 0. */
  private static boolean invertBlock(int[] values, int[] out, int[] prefixes, int from, int to) {
    int length = to - from;
    // prefixes[i] is the product of the entries i - 8, i - 16, ... of the block.
    for (int i = 0; i < CHAINS; i++) {
      prefixes[i] = 1;
    }
    for (int i = 0; i < length; i++) {
      prefixes[i + CHAINS] = M31.mul(prefixes[i], values[from + i]);
    }
    int product = 1;
    for (int i = length; i < length + CHAINS; i++) {
      product = M31.mul(product, prefixes[i]);
    }
    if (product == 0) {
      return false;
    }
    int inverse = M31.inverse(product);
    // The last entry of each chain becomes the inverse of its whole product.
    int below = 1;
    int[] totals = new int[CHAINS];
    for (int i = 0; i < CHAINS; i++) {
      totals[i] = below;
      below = M31.mul(below, prefixes[length + i]);
    }
    for (int i = CHAINS - 1; i >= 0; i--) {
      int total = prefixes[length + i];
      prefixes[length + i] = M31.mul(inverse, totals[i]);
      inverse = M31.mul(inverse, total);
    }
    for (int i = length - 1; i >= 0; i--) {
      int suffix = prefixes[i + CHAINS];
      int value = values[from + i];
      out[from + i] = M31.mul(prefixes[i], suffix);
      prefixes[i] = M31.mul(suffix, value);
    }
    return true;
  }

  private static int firstZero(int[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  static int invert(SecureColumn values, SecureColumn out, int from, int to) {
    int block = Math.min(BLOCK, Math.max(to - from, 0));
    int[] re = new int[block];
    int[] im = new int[block];
    int[] norm = new int[block];
    for (int start = from; start < to; start += BLOCK) {
      int length = Math.min(to - start, BLOCK);
      norms(values, start, length, re, im, norm);
      int zero = invert(norm, norm, 0, length);
      if (zero >= 0) {
        return start + zero;
      }
      divide(values, out, start, length, re, im, norm);
    }
    return -1;
  }

  /** Writes the norm to CM31, re + im i, and its norm to M31, which is 0 for 0 alone. */
  private static void norms(
      SecureColumn values, int start, int length, int[] re, int[] im, int[] norm) {
    int[] va = values.a();
    int[] vb = values.b();
    int[] vc = values.c();
    int[] vd = values.d();
    for (int i = 0; i < length; i++) {
      int a = va[start + i];
      int b = vb[start + i];
      int c = vc[start + i];
      int d = vd[start + i];
      // (a + b i)^2 - (2 + i) (c + d i)^2
      int e = M31.sub(M31.mul(c, c), M31.mul(d, d));
      int cd = M31.mul(c, d);
      int f = M31.add(cd, cd);
      int ab = M31.mul(a, b);
      int r = M31.sub(M31.sub(M31.mul(a, a), M31.mul(b, b)), M31.sub(M31.add(e, e), f));
      int m = M31.sub(M31.add(ab, ab), M31.add(e, M31.add(f, f)));
      re[i] = r;
      im[i] = m;
      norm[i] = M31.add(M31.mul(r, r), M31.mul(m, m));
    }
  }

  private static void divide(
      SecureColumn values,
      SecureColumn out,
      int start,
      int length,
      int[] re,
      int[] im,
      int[] inverseNorm) {
    for (int i = 0; i < length; i++) {
      int a = values.a()[start + i];
      int b = values.b()[start + i];
      int c = values.c()[start + i];
      int d = values.d()[start + i];
      int r = M31.mul(re[i], inverseNorm[i]);
      int m = M31.mul(im[i], inverseNorm[i]);
      // ((a + b i) - (c + d i) u) (r - m i)
      out.a()[start + i] = M31.add(M31.mul(a, r), M31.mul(b, m));
      out.b()[start + i] = M31.sub(M31.mul(b, r), M31.mul(a, m));
      out.c()[start + i] = M31.neg(M31.add(M31.mul(c, r), M31.mul(d, m)));
      out.d()[start + i] = M31.sub(M31.mul(c, m), M31.mul(d, r));
    }
  }
}
