package lucerna.field.simd;

import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;

/**
 * The field's kernels on vectors; the rest of a range that fills none is left to the scalar loops.
 */
public final class VectorKernels implements FieldKernels {
  private static final FieldKernels SCALAR = Kernels.scalar();
  private static final int LANES = Lanes.COUNT;

  /** Least size of an FFT on vectors. */
  private static final int MIN_FFT = 1 << VectorFft.MIN_LOG_SIZE;

  /** Least number of entries worth a vector kernel. */
  private static final int MIN_LENGTH = 2 * LANES;

  /* Products in M31 per entry, about. */
  private static final int INVERT_COST = 4;
  private static final int SECURE_INVERT_COST = 24;
  private static final int ACCUMULATE_COST = 4;
  private static final int MUL_COST = 16;

  /** Made by the service loader. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void interpolate(int[] values, int[][] inverseTwiddles) {
    if (values.length < MIN_FFT) {
      SCALAR.interpolate(values, inverseTwiddles);
    } else if (Warmup.FFT.hot()) {
      VectorFft.interpolate(values, inverseTwiddles);
    } else {
      SCALAR.interpolate(values, inverseTwiddles);
      Warmup.FFT.did(VectorFft.butterflies(values.length));
    }
  }

  @Override
  public void evaluate(int[] values, int logDegree, int[][] twiddles) {
    if (values.length < MIN_FFT) {
      SCALAR.evaluate(values, logDegree, twiddles);
    } else if (Warmup.FFT.hot()) {
      VectorFft.evaluate(values, logDegree, twiddles);
    } else {
      SCALAR.evaluate(values, logDegree, twiddles);
      Warmup.FFT.did(VectorFft.butterflies(values.length));
    }
  }

  @Override
  public void evaluate(int[] coefficients, int[] values, int[][] twiddles) {
    if (coefficients.length >= VectorFft.MIN_APART && Warmup.FFT.hot()) {
      VectorFft.evaluate(coefficients, values, twiddles);
    } else {
      FieldKernels.super.evaluate(coefficients, values, twiddles);
    }
  }

  @Override
  public void toStorage(int[] byRow, int[] out) {
    if (byRow.length >= 1 << VectorRowOrder.MIN_LOG_SIZE && Warmup.FFT.hot()) {
      VectorRowOrder.toStorage(byRow, out);
    } else {
      SCALAR.toStorage(byRow, out);
    }
  }

  @Override
  public int batchInverse(int[] values, int[] out, int from, int to) {
    if (to - from < MIN_LENGTH) {
      return SCALAR.batchInverse(values, out, from, to);
    }
    if (Warmup.SECURE.hot()) {
      return VectorInverse.invert(values, out, from, to);
    }
    int result = SCALAR.batchInverse(values, out, from, to);
    Warmup.SECURE.did((long) INVERT_COST * (to - from));
    return result;
  }

  @Override
  public int batchInverse(SecureColumn values, SecureColumn out, int from, int to) {
    if (to - from < MIN_LENGTH) {
      return SCALAR.batchInverse(values, out, from, to);
    }
    if (Warmup.SECURE.hot()) {
      return VectorInverse.invert(values, out, from, to);
    }
    int result = SCALAR.batchInverse(values, out, from, to);
    Warmup.SECURE.did((long) SECURE_INVERT_COST * (to - from));
    return result;
  }

  @Override
  public void accumulate(
      SecureColumn acc, int[][] columns, SecureColumn weights, int from, int to) {
    if (to - from < MIN_LENGTH) {
      SCALAR.accumulate(acc, columns, weights, from, to);
    } else if (Warmup.SECURE.hot()) {
      int end = end(from, to);
      VectorSums.accumulate(acc, columns, weights, from, end);
      SCALAR.accumulate(acc, columns, weights, end, to);
    } else {
      SCALAR.accumulate(acc, columns, weights, from, to);
      Warmup.SECURE.did((long) ACCUMULATE_COST * columns.length * (to - from));
    }
  }

  /* Loops of one product an entry C2 makes into vectors by itself, nearly as fast and hot sooner. */

  @Override
  public void mulAdd(int[] acc, int[] a, int[] b, int from, int to) {
    SCALAR.mulAdd(acc, a, b, from, to);
  }

  @Override
  public void mul(int[] a, int[] b, int[] out, int from, int to) {
    SCALAR.mul(a, b, out, from, to);
  }

  @Override
  public void mul(SecureColumn a, int[] b, SecureColumn out, int from, int to) {
    SCALAR.mul(a, b, out, from, to);
  }

  @Override
  public void mul(SecureColumn a, SecureColumn b, SecureColumn out, int from, int to) {
    if (to - from < MIN_LENGTH) {
      SCALAR.mul(a, b, out, from, to);
    } else if (Warmup.SECURE.hot()) {
      int end = end(from, to);
      VectorSecure.mul(a, b, out, from, end);
      SCALAR.mul(a, b, out, end, to);
    } else {
      SCALAR.mul(a, b, out, from, to);
      Warmup.SECURE.did((long) MUL_COST * (to - from));
    }
  }

  @Override
  public void mul(SecureColumn values, int[] re, int[] im, int from, int to) {
    if (Warmup.SECURE.hot() && end(from, to) == to) {
      VectorFold.mul(values.a(), values.b(), re, im, from, to);
      VectorFold.mul(values.c(), values.d(), re, im, from, to);
    } else {
      SCALAR.mul(values, re, im, from, to);
      Warmup.SECURE.did(2L * ACCUMULATE_COST * (to - from));
    }
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
    if (Warmup.SECURE.hot() && end(0, count) == count) {
      int[] factors = VectorFold.factors(alpha);
      int[][] results = out.coordinates();
      VectorFold.fold(in.coordinates(), fromIn, t, fromT, factors, results, fromOut, count);
    } else {
      SCALAR.fold(in, fromIn, t, fromT, alpha, out, fromOut, count);
      Warmup.SECURE.did((long) MUL_COST * count);
    }
  }

  @Override
  public QM31 dot(SecureColumn weights, int[] column, int offset) {
    if (weights.length() < MIN_LENGTH) {
      return SCALAR.dot(weights, column, offset);
    }
    if (Warmup.SECURE.hot()) {
      return dotAll(weights, column, offset);
    }
    QM31 result = SCALAR.dot(weights, column, offset);
    Warmup.SECURE.did((long) ACCUMULATE_COST * weights.length());
    return result;
  }

  static QM31 dotAll(SecureColumn weights, int[] column, int offset) {
    int length = weights.length();
    int end = length / (2 * LANES) * (2 * LANES);
    long[] sums = new long[QM31.DEGREE * LANES / 2];
    VectorProducts.dot(weights, column, offset, end, sums);
    QM31 sum = new QM31(total(sums, 0), total(sums, 1), total(sums, 2), total(sums, 3));
    for (int i = end; i < length; i++) {
      sum = sum.add(weights.get(i).mul(column[offset + i]));
    }
    return sum;
  }

  /** The sum of a coordinate's lanes, each below 2^62. */
  private static int total(long[] sums, int coordinate) {
    int total = 0;
    for (int i = 0; i < LANES / 2; i++) {
      total = M31.add(total, M31.of(sums[coordinate * LANES / 2 + i]));
    }
    return total;
  }

  private static int end(int from, int to) {
    return from + (to - from) / LANES * LANES;
  }
}
