package lucerna.field;

import lucerna.field.spi.FieldKernels;

/** The kernels as plain loops: what every other implementation is compared with. */
final class ScalarKernels implements FieldKernels {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public void interpolate(int[] values, int[][] inverseTwiddles) {
    ScalarFft.interpolate(values, inverseTwiddles);
  }

  @Override
  public void evaluate(int[] values, int logDegree, int[][] twiddles) {
    ScalarFft.evaluate(values, logDegree, twiddles);
  }

  @Override
  public int batchInverse(int[] values, int[] out, int from, int to) {
    return ScalarInverse.invert(values, out, from, to);
  }

  @Override
  public int batchInverse(SecureColumn values, SecureColumn out, int from, int to) {
    return ScalarInverse.invert(values, out, from, to);
  }

  @Override
  public void accumulate(SecureColumn acc, int[] column, QM31 coefficient, int from, int to) {
    accumulate(acc.a(), column, coefficient.a(), from, to);
    accumulate(acc.b(), column, coefficient.b(), from, to);
    accumulate(acc.c(), column, coefficient.c(), from, to);
    accumulate(acc.d(), column, coefficient.d(), from, to);
  }

  private static void accumulate(int[] acc, int[] column, int factor, int from, int to) {
    for (int i = from; i < to; i++) {
      acc[i] = M31.add(acc[i], M31.mul(column[i], factor));
    }
  }

  @Override
  public void mulAdd(int[] acc, int[] a, int[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      acc[i] = M31.add(acc[i], M31.mul(a[i], b[i]));
    }
  }

  @Override
  public void mul(int[] a, int[] b, int[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = M31.mul(a[i], b[i]);
    }
  }

  @Override
  public void mul(SecureColumn a, SecureColumn b, SecureColumn out, int from, int to) {
    int[] outA = out.a();
    int[] outB = out.b();
    int[] outC = out.c();
    int[] outD = out.d();
    for (int i = from; i < to; i++) {
      int a0 = a.a()[i];
      int a1 = a.b()[i];
      int a2 = a.c()[i];
      int a3 = a.d()[i];
      int b0 = b.a()[i];
      int b1 = b.b()[i];
      int b2 = b.c()[i];
      int b3 = b.d()[i];
      // The coefficient of u^2, which is worth 2 + i.
      int re = M31.sub(M31.mul(a2, b2), M31.mul(a3, b3));
      int im = M31.add(M31.mul(a2, b3), M31.mul(a3, b2));
      outA[i] = M31.add(M31.sub(M31.mul(a0, b0), M31.mul(a1, b1)), M31.sub(M31.add(re, re), im));
      outB[i] = M31.add(M31.add(M31.mul(a0, b1), M31.mul(a1, b0)), M31.add(re, M31.add(im, im)));
      outC[i] =
          M31.add(
              M31.sub(M31.mul(a0, b2), M31.mul(a1, b3)), M31.sub(M31.mul(a2, b0), M31.mul(a3, b1)));
      outD[i] =
          M31.add(
              M31.add(M31.mul(a0, b3), M31.mul(a1, b2)), M31.add(M31.mul(a2, b1), M31.mul(a3, b0)));
    }
  }

  @Override
  public void mul(SecureColumn a, int[] b, SecureColumn out, int from, int to) {
    // An output coordinate may be b itself, so each entry is read before any is written.
    for (int i = from; i < to; i++) {
      int factor = b[i];
      out.a()[i] = M31.mul(a.a()[i], factor);
      out.b()[i] = M31.mul(a.b()[i], factor);
      out.c()[i] = M31.mul(a.c()[i], factor);
      out.d()[i] = M31.mul(a.d()[i], factor);
    }
  }

  @Override
  public QM31 dot(SecureColumn weights, int[] column, int offset) {
    return new QM31(
        dot(weights.a(), column, offset),
        dot(weights.b(), column, offset),
        dot(weights.c(), column, offset),
        dot(weights.d(), column, offset));
  }

  private static int dot(int[] weights, int[] column, int offset) {
    // A product folds to 32 bits, and an array has fewer than 2^31 entries: the sum stays below
    // 2^63.
    long sum = 0;
    for (int i = 0; i < weights.length; i++) {
      long product = (long) weights[i] * column[offset + i];
      sum += (product >>> 31) + (product & M31.P);
    }
    return M31.of(sum);
  }
}
