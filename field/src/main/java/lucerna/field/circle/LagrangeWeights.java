package lucerna.field.circle;

import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;

/**
 * The weights that give a polynomial's value at a point from its values on the rows of a trace.
 *
 * <p>With n the log size, N = 2^n, p_k the point of row k and {@code (x', y') = p - p_k}, the
 * weight is
 *
 * <pre>  L_k(p) = (-1)^k / N * pi^(n-1)(p.x) * y' / (1 - x').</pre>
 */
public final class LagrangeWeights {
  /*
   * Why this is exact on the N functions of the FFT, not only up to a multiple of the vanishing
   * polynomial v: in z = x + i y these functions are the Laurent polynomials of degree N/2 whose
   * coefficients of z^(N/2) and z^(-N/2) add to 0. v has 1/2 at both. y'/(1 - x') is the cotangent
   * of half the angle, which tends to i and -i where z goes to infinity and 0; its pole at p_k is
   * cancelled by v. So the ends of the product are i/2 and -i/2, and they add to 0.
   *
   * Why the constant: near p_k, v is the angle times -(N/2) sin(N/2 angle_k), the sine is the y
   * coordinate of (N/2) p_k, that is -1 and 1 in turn, and the cotangent is 2 / angle.
   */
  private static final int BLOCK = 1 << 10;

  private LagrangeWeights() {}

  /**
   * Computes weights for every polynomial f of the FFT's space of dimension 2^logSize: {@code f(p)}
   * is the sum of {@code L_k(p) f(p_k)} over all 2^logSize rows k.
   *
   * @param logSize log size of the trace, at least 1
   * @param p the point; a point of the trace is allowed and has the weight 1 in its own row
   * @param rows how many rows are wanted, at most 2^logSize
   * @return L_k(p) for the rows k = 0 to rows - 1, in this order
   */
  public static SecureColumn at(int logSize, SecureCirclePoint p, int rows) {
    return at(logSize, p, rows, ColumnArena.FRESH);
  }

  /**
   * Computes weights, as {@link #at(int, SecureCirclePoint, int)} does.
   *
   * @param logSize log size of the trace, at least 1
   * @param p the point
   * @param rows how many rows are wanted, at most 2^logSize
   * @param arena where the memory of the result comes from
   * @return L_k(p) for the rows k = 0 to rows - 1, in this order
   */
  public static SecureColumn at(int logSize, SecureCirclePoint p, int rows, ColumnArena arena) {
    CanonicCoset coset = new CanonicCoset(logSize);
    if (rows < 0 || rows > coset.size()) {
      throw new IllegalArgumentException(rows + " rows of " + coset.size());
    }
    QM31 vanishing = CanonicCoset.vanishing(logSize, p.x());
    if (vanishing.isZero()) {
      SecureColumn own = arena.zerosSecure(rows);
      markOwnRow(coset, p, own);
      return own;
    }
    SecureColumn weights = arena.takeSecure(rows);
    QM31 scale = vanishing.mul(M31.inverse(coset.size()));
    SecureColumn denominators = arena.takeSecure(rows);
    FieldKernels kernels = Kernels.get();
    int[][] steps = steps(coset, Math.min(rows, BLOCK));
    Parallel.forBlocks(
        rows,
        BLOCK,
        (from, to) -> {
          for (int start = from; start < to; start += BLOCK) {
            int end = Math.min(to, start + BLOCK);
            fill(coset.at(start), steps, p, scale, weights, denominators, start, end);
            kernels.batchInverse(denominators, denominators, start, end);
            kernels.mul(weights, denominators, weights, start, end);
          }
        });
    arena.release(denominators);
    return weights;
  }

  private static void markOwnRow(CanonicCoset coset, SecureCirclePoint p, SecureColumn weights) {
    // Only points over M31 vanish: they are as many as the degree allows.
    CirclePoint point = coset.at(0);
    CirclePoint step = coset.step();
    for (int row = 0; row < weights.length(); row++) {
      if (SecureCirclePoint.of(point).equals(p)) {
        weights.set(row, QM31.ONE);
      }
      point = point.add(step);
    }
  }

  /** Writes scale (-1)^k y' as weights, and 1 - x' as denominators. */
  private static void fill(
      CirclePoint first,
      int[][] steps,
      SecureCirclePoint p,
      QM31 scale,
      SecureColumn weights,
      SecureColumn denominators,
      int from,
      int to) {
    int[] x = new int[to - from];
    int[] y = new int[to - from];
    // The first point plus multiples of the step.
    combine(x, 0, 0, first.x(), steps[0], M31.neg(first.y()), steps[1]);
    combine(y, 0, 0, first.y(), steps[0], first.x(), steps[1]);
    // 1 - x' = 1 - p.x x_k - p.y y_k
    for (int c = 0; c < QM31.DEGREE; c++) {
      int one = c == 0 ? 1 : 0;
      int byX = M31.neg(p.x().coordinate(c));
      int byY = M31.neg(p.y().coordinate(c));
      combine(denominators.coordinates()[c], from, one, byX, x, byY, y);
    }
    for (int i = 1 - (from & 1); i < x.length; i += 2) {
      x[i] = M31.neg(x[i]);
      y[i] = M31.neg(y[i]);
    }
    // y' = p.y x_k - p.x y_k, and the signs are in x and y now.
    QM31 byX = p.y().mul(scale);
    QM31 byY = p.x().mul(scale).neg();
    for (int c = 0; c < QM31.DEGREE; c++) {
      combine(weights.coordinates()[c], from, 0, byX.coordinate(c), x, byY.coordinate(c), y);
    }
  }

  /** Returns the coordinates of the first multiples of the coset's step. */
  private static int[][] steps(CanonicCoset coset, int count) {
    int[][] steps = new int[2][count];
    CirclePoint step = coset.step();
    CirclePoint multiple = CirclePoint.ZERO;
    for (int i = 0; i < count; i++) {
      steps[0][i] = multiple.x();
      steps[1][i] = multiple.y();
      multiple = multiple.add(step);
    }
    return steps;
  }

  private static void combine(
      int[] out, int from, int constant, int byX, int[] x, int byY, int[] y) {
    // On one index for all arrays the loop vectorises; an offset in it would prevent that.
    int[] sums = new int[Math.min(out.length - from, x.length)];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = M31.add(constant, M31.mul(byX, x[i]));
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = M31.add(sums[i], M31.mul(byY, y[i]));
    }
    System.arraycopy(sums, 0, out, from, sums.length);
  }
}
