package lucerna.fri;

import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.BitReversal;
import lucerna.field.circle.CirclePoint;

/**
 * A polynomial on a line domain by its coefficients in bit-reversed order: in natural order number
 * j multiplies {@code x^j0 pi(x)^j1 pi(pi(x))^j2 ...}.
 */
final class LinePoly {
  private LinePoly() {}

  /**
   * Interpolates a word of low degree.
   *
   * @param values the word on a line domain
   * @param logDegreeBound log of the number of coefficients
   * @param exact whether a word of higher degree is an error; else its high coefficients are
   *     dropped
   */
  static List<QM31> interpolate(SecureColumn values, int logDegreeBound, boolean exact) {
    int logSize = Fold.log(values.length());
    QM31[] all = new QM31[values.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    interpolate(all, 0, logSize);
    int scale = M31.inverse(M31.pow(2, logSize));
    QM31[] low = new QM31[1 << logDegreeBound];
    for (int i = 0; i < all.length; i++) {
      int natural = BitReversal.reverse(i, logSize);
      if (natural < low.length) {
        low[BitReversal.reverse(natural, logDegreeBound)] = all[i].mul(scale);
      } else if (exact && !all[i].isZero()) {
        throw new IllegalArgumentException("the word is not of low degree: coefficient " + natural);
      }
    }
    return List.of(low);
  }

  /** Replaces the values from {@code from} by their coefficients times the length. */
  private static void interpolate(QM31[] values, int from, int logSize) {
    if (logSize == 0) {
      return;
    }
    int half = 1 << (logSize - 1);
    int[] inverses = FoldTwiddles.line(logSize);
    QM31[] odd = new QM31[half];
    for (int i = 0; i < half; i++) {
      QM31 f = values[from + 2 * i];
      QM31 g = values[from + 2 * i + 1];
      odd[i] = f.sub(g).mul(inverses[i]);
      values[from + i] = f.add(g);
    }
    System.arraycopy(odd, 0, values, from + half, half);
    interpolate(values, from, logSize - 1);
    interpolate(values, from + half, logSize - 1);
  }

  /** Evaluates at a point of the line. */
  static QM31 evaluate(List<QM31> coefficients, int x) {
    int log = Fold.log(coefficients.size());
    int[] factors = new int[log];
    int factor = x;
    for (int k = 0; k < log; k++) {
      factors[k] = factor;
      factor = CirclePoint.doubleX(factor);
    }
    QM31[] sums = coefficients.toArray(QM31[]::new);
    for (int k = log - 1; k >= 0; k--) {
      for (int i = 0; i < 1 << k; i++) {
        sums[i] = sums[2 * i].add(sums[2 * i + 1].mul(factors[k]));
      }
    }
    return sums[0];
  }
}
