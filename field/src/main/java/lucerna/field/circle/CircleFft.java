package lucerna.field.circle;

import java.util.Arrays;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * The circle FFT on canonic domains.
 *
 * <p>Evaluations are in storage order. Coefficients are in natural order: coefficient j belongs to
 * the basis function {@code y^j0 x^j1 pi(x)^j2 pi(pi(x))^j3 ...}, with j0 the lowest bit of j.
 */
public final class CircleFft {
  private CircleFft() {}

  /**
   * Turns evaluations into coefficients, in place.
   *
   * @param values 2^k evaluations, k at least 1; overwritten by the coefficients
   */
  public static void interpolate(int[] values) {
    Kernels.get().interpolate(values, Twiddles.of(logSize(values)).inverse());
  }

  /**
   * Turns coefficients into evaluations, in place.
   *
   * @param coefficients 2^k coefficients, k at least 1; overwritten by the evaluations
   */
  public static void evaluate(int[] coefficients) {
    int logSize = logSize(coefficients);
    Kernels.get().evaluate(coefficients, logSize, Twiddles.of(logSize).forward());
  }

  /**
   * Turns coefficients into evaluations on a canonic domain that may be larger than they are many.
   *
   * @param coefficients 2^k coefficients, k at least 0; left alone
   * @param logSize log of the domain's size, at least k and 1
   * @return a new array of 2^logSize evaluations
   */
  public static int[] evaluate(int[] coefficients, int logSize) {
    return evaluate(coefficients, logSize, ColumnArena.FRESH);
  }

  /**
   * Turns coefficients into evaluations, as {@link #evaluate(int[], int)} does.
   *
   * @param coefficients 2^k coefficients, k at least 0; left alone
   * @param logSize log of the domain's size, at least k and 1
   * @param arena where the memory of the result comes from
   * @return 2^logSize evaluations
   */
  public static int[] evaluate(int[] coefficients, int logSize, ColumnArena arena) {
    int[] out = arena.take(new CanonicCoset(logSize).size());
    if (Orders.logSize(coefficients.length) > logSize) {
      throw new IllegalArgumentException(
          coefficients.length + " coefficients on a domain of log size " + logSize);
    }
    Kernels.get().evaluate(coefficients, out, Twiddles.of(logSize).forward());
    return out;
  }

  /**
   * Evaluates a polynomial on a larger canonic domain.
   *
   * @param values its evaluations on a canonic domain, left alone
   * @param logBlowup binary logarithm of the domains' ratio, at least 0
   * @return a new array of 2^logBlowup times as many evaluations
   */
  public static int[] extend(int[] values, int logBlowup) {
    return extend(values.clone(), logBlowup, ColumnArena.FRESH);
  }

  /** Extends a column that is overwritten by its coefficients. */
  private static int[] extend(int[] values, int logBlowup, ColumnArena arena) {
    interpolate(values);
    return evaluate(values, logSize(values) + logBlowup, arena);
  }

  /**
   * Extends columns, in parallel.
   *
   * @param columns evaluations, which may differ in size; left alone
   * @param logBlowup binary logarithm of the domains' ratio, at least 0
   * @return the extended columns
   */
  public static int[][] extendAll(int[][] columns, int logBlowup) {
    int[][] out = new int[columns.length][];
    Parallel.forEach(columns.length, i -> out[i] = extend(columns[i], logBlowup));
    return out;
  }

  /**
   * Evaluates a polynomial at a point.
   *
   * @param coefficients 2^k coefficients, k at least 0
   * @param p the point
   * @return the value
   */
  public static QM31 evaluateAt(int[] coefficients, SecureCirclePoint p) {
    return new PointBasis(Orders.logSize(coefficients.length), p).evaluate(coefficients);
  }

  /**
   * Evaluates a polynomial at a point over the base field.
   *
   * @param coefficients 2^k coefficients, k at least 1
   * @param p the point
   * @return the value
   */
  public static int evaluateAt(int[] coefficients, CirclePoint p) {
    return evaluateAt(coefficients, p, ColumnArena.FRESH);
  }

  /**
   * Evaluates a polynomial at a point over the base field.
   *
   * @param coefficients 2^k coefficients, k at least 1
   * @param p the point
   * @param arena where memory for as many comes from
   * @return the value
   */
  public static int evaluateAt(int[] coefficients, CirclePoint p, ColumnArena arena) {
    int[] factors = new int[Orders.logSize(coefficients.length)];
    factors[0] = p.y();
    int x = p.x();
    for (int bit = 1; bit < factors.length; bit++) {
      factors[bit] = x;
      x = CirclePoint.doubleX(x);
    }
    int[] sums = arena.take(coefficients.length / 2);
    int[] upper = arena.take(coefficients.length / 2);
    int[] values = coefficients;
    for (int bit = factors.length - 1; bit >= 0; bit--) {
      int half = 1 << bit;
      System.arraycopy(values, half, upper, 0, half);
      fold(values, upper, factors[bit], sums, half);
      values = sums;
    }
    int value = sums[0];
    arena.release(sums);
    arena.release(upper);
    return value;
  }

  private static void fold(int[] values, int[] upper, int factor, int[] sums, int half) {
    for (int i = 0; i < half; i++) {
      sums[i] = M31.add(values[i], M31.mul(upper[i], factor));
    }
  }

  /**
   * Evaluates a secure polynomial at a point.
   *
   * @param coefficients 2^k coefficients, k at least 0
   * @param p the point
   * @return the value
   */
  public static QM31 evaluateAt(SecureColumn coefficients, SecureCirclePoint p) {
    PointBasis basis = new PointBasis(Orders.logSize(coefficients.length()), p);
    QM31[] values =
        Arrays.stream(coefficients.coordinates()).map(basis::evaluate).toArray(QM31[]::new);
    return QM31.fromPartialEvaluations(values[0], values[1], values[2], values[3]);
  }

  /**
   * Extends the columns of a trace, in parallel.
   *
   * @param rows columns of 2^k values in row order, k at least 1, which may differ in size; left
   *     alone
   * @param logBlowup binary logarithm of the domains' ratio, at least 0
   * @return the extended columns, in storage order
   */
  public static int[][] extendRows(int[][] rows, int logBlowup) {
    return extendRows(rows, logBlowup, ColumnArena.FRESH);
  }

  /**
   * Extends the columns of a trace, as {@link #extendRows(int[][], int)} does.
   *
   * @param rows columns of 2^k values in row order, k at least 1, which may differ in size; left
   *     alone
   * @param logBlowup binary logarithm of the domains' ratio, at least 0
   * @param arena where the memory of the results comes from
   * @return the extended columns, in storage order
   */
  public static int[][] extendRows(int[][] rows, int logBlowup, ColumnArena arena) {
    int[][] out = new int[rows.length][];
    Parallel.forBlocks(
        rows.length,
        1,
        (from, to) -> {
          int[] coefficients = arena.take(rows[from].length);
          for (int i = from; i < to; i++) {
            if (coefficients.length != rows[i].length) {
              arena.release(coefficients);
              coefficients = arena.take(rows[i].length);
            }
            RowOrder.toStorage(rows[i], coefficients);
            out[i] = extend(coefficients, logBlowup, arena);
          }
          arena.release(coefficients);
        });
    return out;
  }

  private static int logSize(int[] values) {
    return new CanonicCoset(Orders.logSize(values.length)).logSize();
  }
}
