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
    int block = Math.clamp(to - from, 0, BLOCK);
    int[][] v = new int[QM31.DEGREE][block];
    int[] re = new int[block];
    int[] im = new int[block];
    int[] e = new int[block];
    int[] f = new int[block];
    for (int start = from; start < to; start += BLOCK) {
      int length = Math.min(to - start, BLOCK);
      ScalarSecure.load(values, start, v, length);
      norms(v, re, im, e, f, length);
      // The norm of re + im i to M31, which is 0 for 0 alone.
      ScalarSecure.mul(re, re, e, length);
      ScalarSecure.mulAdd(im, im, e, length);
      int zero = invert(e, e, 0, length);
      if (zero >= 0) {
        return start + zero;
      }
      // re - im i, divided by its norm
      ScalarSecure.mul(re, e, re, length);
      ScalarSecure.mul(im, e, im, length);
      negate(im, length);
      times(v[0], v[1], re, im, e, f, length);
      System.arraycopy(e, 0, out.a(), start, length);
      System.arraycopy(f, 0, out.b(), start, length);
      negate(re, length);
      negate(im, length);
      times(v[2], v[3], re, im, e, f, length);
      System.arraycopy(e, 0, out.c(), start, length);
      System.arraycopy(f, 0, out.d(), start, length);
    }
    return -1;
  }

  /** Writes the norms to CM31, {@code re + im i = (a + b i)^2 - (2 + i) (c + d i)^2}. */
  private static void norms(int[][] v, int[] re, int[] im, int[] e, int[] f, int length) {
    times(v[2], v[3], v[2], v[3], e, f, length);
    times(v[0], v[1], v[0], v[1], re, im, length);
    ScalarSecure.add(re, f, length);
    ScalarSecure.sub(im, e, length);
    negate(e, length);
    negate(f, length);
    ScalarSecure.addTwice(re, e, length);
    ScalarSecure.addTwice(im, f, length);
  }

  /** Multiplies in CM31: {@code re + im i = (a + b i)(c + d i)}. */
  private static void times(int[] a, int[] b, int[] c, int[] d, int[] re, int[] im, int length) {
    ScalarSecure.mul(b, d, re, length);
    negate(re, length);
    ScalarSecure.mulAdd(a, c, re, length);
    ScalarSecure.mul(a, d, im, length);
    ScalarSecure.mulAdd(b, c, im, length);
  }

  private static void negate(int[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = M31.sub(0, values[i]);
    }
  }
}
