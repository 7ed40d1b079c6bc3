package lucerna.field.simd;

import java.util.Arrays;

/**
 * The circle FFT in place. Columns are cut into parts until they fit the first-level cache, so that
 * each level of the memory is passed as seldom as may be; layer l is that of the scalar transform.
 */
final class VectorFft {
  /** Number of layers that lie within two vectors. */
  private static final int NEAR = Lanes.LOG + 1;

  /** Log of eight vectors, of which the near layers are done at a time. */
  private static final int LEAST = NEAR + 2;

  /** Log of the least size: the tables of the near layers must fill a vector. */
  static final int MIN_LOG_SIZE = Math.max(2 * Lanes.LOG, 6);

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
    int top = Math.max(logDegree, LEAST);
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
    forwardTwo(source, from, v, from, log, log, t);
    for (int part = 0; part < 4; part++) {
      forward(v, from + (part << (log - 2)), log - 2, t);
    }
  }

  /**
   * Returns how many of some far layers to do first: three where that brings parts into the caches
   * sooner, and else so many that the others are done by three.
   */
  private static int layers(int far) {
    return far % 3 == 0 || far > 7 ? 3 : 2;
  }

  /** Evaluates the layers below {@code log} on the entries from {@code from}. */
  private static void forward(int[] v, int from, int log, int[][] t) {
    if (log > LOG_BLOCK) {
      int layers = layers(log - NEAR);
      forwardLayers(v, from, log, log, layers, t);
      for (int part = 0; part < 1 << layers; part++) {
        forward(v, from + (part << (log - layers)), log - layers, t);
      }
      return;
    }
    for (int top = log; top > NEAR; ) {
      int layers = layers(top - NEAR);
      forwardLayers(v, from, log, top, layers, t);
      top -= layers;
    }
    FftNearForward.first(v, from, from + (1 << log), t);
    FftNearForward.last(v, from, from + (1 << log), t);
  }

  /** Evaluates two or three layers below {@code top} on 2^log entries. */
  private static void forwardLayers(int[] v, int from, int log, int top, int layers, int[][] t) {
    if (layers == 2) {
      forwardTwo(v, 0, v, from, log, top, t);
      return;
    }
    int at = Integer.numberOfTrailingZeros(v.length) - top + 2;
    FftForward.forwardThree(
        v, from, from + (1 << log), 1 << (top - 3), t[at], t[at + 1], t[at + 2]);
  }

  private static void forwardTwo(
      int[] source, int ahead, int[] v, int from, int log, int top, int[][] t) {
    int at = Integer.numberOfTrailingZeros(v.length) - top + 2;
    FftForward.forwardTwo(
        source, ahead, v, from, from + (1 << log), 1 << (top - 2), t[at], t[at + 1]);
  }

  /** Interpolates the layers below {@code log} on the entries from {@code from}. */
  private static void inverse(int[] v, int from, int log, int[][] t) {
    if (log > LOG_BLOCK) {
      int layers = layers(log - NEAR);
      for (int part = 0; part < 1 << layers; part++) {
        inverse(v, from + (part << (log - layers)), log - layers, t);
      }
      inverseLayers(v, from, log, log, layers, t);
      return;
    }
    int to = from + (1 << log);
    FftNearInverse.first(v, from, to, t);
    FftNearInverse.last(v, from, to, t, Integer.numberOfTrailingZeros(v.length));
    // The passes of the evaluation backwards: three layers at first, then the rest by two.
    int far = log - NEAR;
    int twos = (3 - far % 3) % 3;
    for (int top = NEAR; top < log; ) {
      int layers = log - top > 2 * twos ? 3 : 2;
      top += layers;
      inverseLayers(v, from, log, top, layers, t);
    }
  }

  /** Interpolates two or three layers below {@code top} on 2^log entries. */
  private static void inverseLayers(int[] v, int from, int log, int top, int layers, int[][] t) {
    int at = Integer.numberOfTrailingZeros(v.length) - top + 2;
    int to = from + (1 << log);
    if (layers == 2) {
      FftInverse.inverseTwo(v, from, to, 1 << (top - 2), t[at], t[at + 1]);
    } else {
      FftInverse.inverseThree(v, from, to, 1 << (top - 3), t[at], t[at + 1], t[at + 2]);
    }
  }
}
