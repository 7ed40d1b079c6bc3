package lucerna.field;

import java.util.Arrays;

/**
 * The circle FFT of one column, in place.
 *
 * <p>Layer l joins entries 2^l apart: layer 0 a point and its conjugate, which differ in y, and
 * every other layer two values of x that differ in sign, after l - 1 doublings. Layers 0 to 2 run
 * together on eight neighbours, for their own loops would be too short.
 */
final class ScalarFft {
  private ScalarFft() {}

  static void interpolate(int[] v, int[][] inverseTwiddles) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    if (logSize < 3) {
      interpolateSmall(v, logSize, inverseTwiddles);
    } else {
      interpolateEights(v, inverseTwiddles[logSize], inverseTwiddles[logSize - 1]);
      for (int layer = 3; layer < logSize; layer++) {
        inverseLayer(v, layer, inverseTwiddles[logSize + 1 - layer]);
      }
    }
    scale(v, logSize);
  }

  static void evaluate(int[] v, int logDegree, int[][] twiddles) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int top = Math.max(logDegree, Math.min(logSize, 3));
    Arrays.fill(v, 1 << logDegree, 1 << top, 0);
    // Where the upper half is 0 a layer only copies the lower half.
    for (int filled = 1 << top; filled < v.length; filled <<= 1) {
      System.arraycopy(v, 0, v, filled, filled);
    }
    if (logSize < 3) {
      evaluateSmall(v, logSize, twiddles);
      return;
    }
    for (int layer = top - 1; layer >= 3; layer--) {
      forwardLayer(v, layer, twiddles[logSize + 1 - layer]);
    }
    evaluateEights(v, twiddles[logSize], twiddles[logSize - 1]);
  }

  private static void inverseLayer(int[] v, int layer, int[] twiddles) {
    int run = 1 << layer;
    for (int block = 0, lo = 0; lo < v.length; block++, lo += 2 * run) {
      int w = twiddles[block];
      for (int i = lo, j = lo + run; i < lo + run; i++, j++) {
        int a = v[i];
        int b = v[j];
        v[i] = add(a, b);
        v[j] = mul(sub(a, b), w);
      }
    }
  }

  private static void forwardLayer(int[] v, int layer, int[] twiddles) {
    int run = 1 << layer;
    for (int block = 0, lo = 0; lo < v.length; block++, lo += 2 * run) {
      int w = twiddles[block];
      for (int i = lo, j = lo + run; i < lo + run; i++, j++) {
        int a = v[i];
        int b = mul(v[j], w);
        v[i] = add(a, b);
        v[j] = sub(a, b);
      }
    }
  }

  private static void interpolateEights(int[] v, int[] xs, int[] doubled) {
    for (int block = 0, i = 0; i < v.length; block++, i += 8) {
      int x = xs[2 * block];
      int y = xs[2 * block + 1];
      int w = doubled[block];
      // Layer 0: the y coordinates of the four pairs are y, -y, -x, x.
      int s0 = add(v[i], v[i + 1]);
      int d0 = mul(sub(v[i], v[i + 1]), y);
      int s1 = add(v[i + 2], v[i + 3]);
      int d1 = mul(sub(v[i + 3], v[i + 2]), y);
      int s2 = add(v[i + 4], v[i + 5]);
      int d2 = mul(sub(v[i + 5], v[i + 4]), x);
      int s3 = add(v[i + 6], v[i + 7]);
      int d3 = mul(sub(v[i + 6], v[i + 7]), x);
      // Layer 1: x and y are the x coordinates of the two quadruples.
      int ss0 = add(s0, s1);
      int ds0 = mul(sub(s0, s1), x);
      int sd0 = add(d0, d1);
      int dd0 = mul(sub(d0, d1), x);
      int ss1 = add(s2, s3);
      int ds1 = mul(sub(s2, s3), y);
      int sd1 = add(d2, d3);
      int dd1 = mul(sub(d2, d3), y);
      // Layer 2.
      v[i] = add(ss0, ss1);
      v[i + 1] = add(sd0, sd1);
      v[i + 2] = add(ds0, ds1);
      v[i + 3] = add(dd0, dd1);
      v[i + 4] = mul(sub(ss0, ss1), w);
      v[i + 5] = mul(sub(sd0, sd1), w);
      v[i + 6] = mul(sub(ds0, ds1), w);
      v[i + 7] = mul(sub(dd0, dd1), w);
    }
  }

  private static void evaluateEights(int[] v, int[] xs, int[] doubled) {
    for (int block = 0, i = 0; i < v.length; block++, i += 8) {
      int x = xs[2 * block];
      int y = xs[2 * block + 1];
      int w = doubled[block];
      // Layer 2.
      int t4 = mul(v[i + 4], w);
      int t5 = mul(v[i + 5], w);
      int t6 = mul(v[i + 6], w);
      int t7 = mul(v[i + 7], w);
      int ss0 = add(v[i], t4);
      int ss1 = sub(v[i], t4);
      int sd0 = add(v[i + 1], t5);
      int sd1 = sub(v[i + 1], t5);
      int ds0 = mul(add(v[i + 2], t6), x);
      int ds1 = mul(sub(v[i + 2], t6), y);
      int dd0 = mul(add(v[i + 3], t7), x);
      int dd1 = mul(sub(v[i + 3], t7), y);
      // Layer 1: x and y are the x coordinates of the two quadruples.
      int s0 = add(ss0, ds0);
      int s1 = sub(ss0, ds0);
      int s2 = add(ss1, ds1);
      int s3 = sub(ss1, ds1);
      int d0 = mul(add(sd0, dd0), y);
      int d1 = mul(sub(sd0, dd0), y);
      int d2 = mul(add(sd1, dd1), x);
      int d3 = mul(sub(sd1, dd1), x);
      // Layer 0: the y coordinates of the four pairs are y, -y, -x, x.
      v[i] = add(s0, d0);
      v[i + 1] = sub(s0, d0);
      v[i + 2] = sub(s1, d1);
      v[i + 3] = add(s1, d1);
      v[i + 4] = sub(s2, d2);
      v[i + 5] = add(s2, d2);
      v[i + 6] = add(s3, d3);
      v[i + 7] = sub(s3, d3);
    }
  }

  private static void interpolateSmall(int[] v, int logSize, int[][] inverseTwiddles) {
    if (logSize == 1) {
      // The points are (0, -1) and (0, 1).
      int a = v[0];
      v[0] = add(a, v[1]);
      v[1] = sub(v[1], a);
      return;
    }
    // The y coordinates are -x and x.
    int x = inverseTwiddles[2][0];
    int s0 = add(v[0], v[1]);
    int d0 = mul(sub(v[1], v[0]), x);
    int s1 = add(v[2], v[3]);
    int d1 = mul(sub(v[2], v[3]), x);
    v[0] = add(s0, s1);
    v[1] = add(d0, d1);
    v[2] = mul(sub(s0, s1), x);
    v[3] = mul(sub(d0, d1), x);
  }

  private static void evaluateSmall(int[] v, int logSize, int[][] twiddles) {
    if (logSize == 1) {
      int a = v[0];
      v[0] = sub(a, v[1]);
      v[1] = add(a, v[1]);
      return;
    }
    int x = twiddles[2][0];
    int ds = mul(v[2], x);
    int dd = mul(v[3], x);
    int s0 = add(v[0], ds);
    int s1 = sub(v[0], ds);
    int d0 = mul(add(v[1], dd), x);
    int d1 = mul(sub(v[1], dd), x);
    v[0] = sub(s0, d0);
    v[1] = add(s0, d0);
    v[2] = add(s1, d1);
    v[3] = sub(s1, d1);
  }

  /** Divides by 2^logSize: modulo P a rotation of the 31 bits. */
  private static void scale(int[] v, int logSize) {
    for (int i = 0; i < v.length; i++) {
      v[i] = ((v[i] >>> logSize) | (v[i] << (31 - logSize))) & M31.P;
    }
  }

  private static int add(int a, int b) {
    return M31.add(a, b);
  }

  private static int sub(int a, int b) {
    return M31.sub(a, b);
  }

  private static int mul(int a, int b) {
    return M31.mul(a, b);
  }
}
