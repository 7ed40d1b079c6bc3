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
  public void toStorage(int[] byRow, int[] out) {
    ScalarRowOrder.toStorage(byRow, out);
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
  public void accumulate(
      SecureColumn acc, int[][] columns, SecureColumn weights, int from, int to) {
    for (int j = 0; j < columns.length; j++) {
      accumulate(acc.a(), columns[j], weights.a()[j], from, to);
      accumulate(acc.b(), columns[j], weights.b()[j], from, to);
      accumulate(acc.c(), columns[j], weights.c()[j], from, to);
      accumulate(acc.d(), columns[j], weights.d()[j], from, to);
    }
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
    ScalarSecure.mul(a, b, out, from, to);
  }

  @Override
  public void mul(SecureColumn a, int[] b, SecureColumn out, int from, int to) {
    mul(a.a(), b, out.a(), from, to);
    mul(a.b(), b, out.b(), from, to);
    mul(a.c(), b, out.c(), from, to);
    mul(a.d(), b, out.d(), from, to);
  }

  @Override
  public void mul(SecureColumn values, int[] re, int[] im, int from, int to) {
    ScalarFold.mul(values, re, im, from, to);
  }

  @Override
  public void fold(
      SecureColumn in,
      int fromIn,
      int[] t,
      int fromT,
      QM31 alpha,
      SecureColumn out,
      int fromOut,
      int count) {
    ScalarFold.fold(in, fromIn, t, fromT, alpha, out, fromOut, count);
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
