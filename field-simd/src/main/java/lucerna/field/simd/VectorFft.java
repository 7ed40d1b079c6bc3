package lucerna.field.simd;

import java.util.Arrays;
import lucerna.field.M31;

/**
 * The circle FFT in place. Columns are cut into quarters until they fit the first-level cache, so
 * that each level of the memory is passed as seldom as may be; layer l is that of the scalar
 * transform.
 */
final class VectorFft {
  /** Log of the least size: the tables of the near layers must fill a vector. */
  static final int MIN_LOG_SIZE = Math.max(2 * Lanes.LOG, 6);

  /** Number of layers that {@link FftNear} does. */
  private static final int NEAR = Lanes.LOG + 1;

  /** 16 KiB. */
  private static final int LOG_BLOCK = 12;

  /** Least number of coefficients that are transformed from one array to another. */
  static final int MIN_APART = 2 << LOG_BLOCK;

  private VectorFft() {}

  /** Returns the butterflies of a transform of a size. */
  static long butterflies(int size) {
    return (long) (size / 2) * Integer.numberOfTrailingZeros(size);
  }

  static void interpolate(int[] v, int[][] t) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    inverse(v, 0, logSize, t);
  }

  static void evaluate(int[] v, int logDegree, int[][] t) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int top = Math.max(logDegree, NEAR);
    Arrays.fill(v, 1 << logDegree, 1 << top, 0);
    // Where the upper half is 0 a layer only copies the lower half.
    for (int block = (1 << (logSize - top)) - 1; block > 0; block--) {
      if (top <= LOG_BLOCK) {
        System.arraycopy(v, 0, v, block << top, 1 << top);
        forward(v, block << top, top, t);
      } else {
        forwardFrom(v, v, block << top, top, t);
      }
    }
    forward(v, 0, top, t);
  }

  /** Evaluates at least {@link #MIN_APART} coefficients in another array. */
  static void evaluate(int[] coefficients, int[] v, int[][] t) {
    int top = Integer.numberOfTrailingZeros(coefficients.length);
    for (int from = 0; from < v.length; from += coefficients.length) {
      forwardFrom(coefficients, v, from, top, t);
    }
  }

  /** Evaluates the layers below {@code log} of the source's first entries, from {@code from}. */
  private static void forwardFrom(int[] source, int[] v, int from, int log, int[][] t) {
    firstTwo(source, from, v, from, log, t);
    for (int quarter = 0; quarter < 4; quarter++) {
      forward(v, from + (quarter << (log - 2)), log - 2, t);
    }
  }

  private static void firstTwo(int[] source, int ahead, int[] v, int from, int log, int[][] t) {
    int above = Integer.numberOfTrailingZeros(v.length) + 1;
    int to = from + (1 << log);
    FftPasses.forwardTwo(
        source, ahead, v, from, to, 1 << (log - 2), t[above - log + 1], t[above - log + 2]);
  }

  /** Evaluates the layers below {@code log} on the entries from {@code from}. */
  private static void forward(int[] v, int from, int log, int[][] t) {
    int above = Integer.numberOfTrailingZeros(v.length) + 1;
    int to = from + (1 << log);
    if (log > LOG_BLOCK) {
      firstTwo(v, 0, v, from, log, t);
      for (int quarter = 0; quarter < 4; quarter++) {
        forward(v, from + (quarter << (log - 2)), log - 2, t);
      }
      return;
    }
    int layer = log - 1;
    for (; layer > NEAR; layer -= 2) {
      FftPasses.forwardTwo(
          v, 0, v, from, to, 1 << (layer - 1), t[above - layer], t[above - layer + 1]);
    }
    if (layer == NEAR) {
      FftPasses.forwardOne(v, from, to, 1 << layer, t[above - layer]);
    }
    FftNear.forwardFirst(v, from, to, t);
    FftNear.forwardLast(v, from, to, t);
  }

  /** Interpolates the layers below {@code log} on the entries from {@code from}. */
  private static void inverse(int[] v, int from, int log, int[][] t) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int above = logSize + 1;
    int to = from + (1 << log);
    if (log > LOG_BLOCK) {
      for (int quarter = 0; quarter < 4; quarter++) {
        inverse(v, from + (quarter << (log - 2)), log - 2, t);
      }
      FftPasses.inverseTwo(v, from, to, 1 << (log - 2), t[above - log + 1], t[above - log + 2]);
      return;
    }
    FftNear.inverseFirst(v, from, to, t);
    FftNear.inverseLast(v, from, to, t);
    divide(v, from, to, logSize);
    int layer = NEAR;
    if ((log - NEAR) % 2 != 0) {
      FftPasses.inverseOne(v, from, to, 1 << layer, t[above - layer]);
      layer++;
    }
    for (; layer < log; layer += 2) {
      FftPasses.inverseTwo(v, from, to, 1 << layer, t[above - layer - 1], t[above - layer]);
    }
  }

  /** Divides by 2^log: modulo P a rotation of the 31 bits. C2 makes vectors of it by itself. */
  private static void divide(int[] v, int from, int to, int log) {
    for (int i = from; i < to; i++) {
      v[i] = ((v[i] >>> log) | (v[i] << (31 - log))) & M31.P;
    }
  }
}
