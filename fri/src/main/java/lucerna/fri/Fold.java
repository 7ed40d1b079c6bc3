package lucerna.fri;

import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.LineDomain;
import lucerna.field.spi.FieldKernels;

/**
 * The folds: neighbours f, g at points that differ in the sign of t become {@code (f + g) + alpha
 * (f - g) / t}; t is y on the circle and x on the line. Nothing is divided by 2, so a fold doubles
 * the polynomial.
 */
final class Fold {
  private static final int MIN_BLOCK = 1 << 12;

  private Fold() {}

  /** Folds a word on a circle domain {@code logFold} times, with alpha, alpha^2, alpha^4, ... */
  static SecureColumn circle(SecureColumn values, QM31 alpha, int logFold) {
    int logSize = log(values.length());
    SecureColumn folded = fold(values, FoldTwiddles.circle(logSize), alpha);
    return line(folded, alpha.square(), logFold - 1);
  }

  /** Folds a word on a line domain {@code logFold} times, with alpha, alpha^2, alpha^4, ... */
  static SecureColumn line(SecureColumn values, QM31 alpha, int logFold) {
    SecureColumn folded = values;
    QM31 power = alpha;
    for (int i = 0; i < logFold; i++) {
      folded = fold(folded, FoldTwiddles.line(log(folded.length())), power);
      power = power.square();
    }
    return folded;
  }

  /** Folds one coset of a layer, the verifier's half of {@link #circle} and {@link #line}. */
  static QM31 coset(QM31[] values, int coset, int logSize, boolean circle, QM31 alpha) {
    QM31[] folded = values;
    QM31 power = alpha;
    for (int log = logSize; folded.length > 1; log--) {
      QM31[] next = new QM31[folded.length / 2];
      for (int i = 0; i < next.length; i++) {
        int position = 2 * (coset * next.length + i);
        int t =
            circle && log == logSize
                ? new CanonicCoset(log).domain().atStorage(position).y()
                : new LineDomain(log).atStorage(position);
        QM31 f = folded[2 * i];
        QM31 g = folded[2 * i + 1];
        next[i] = f.add(g).add(f.sub(g).mul(M31.inverse(t)).mul(power));
      }
      folded = next;
      power = power.square();
    }
    return folded[0];
  }

  private static SecureColumn fold(SecureColumn in, int[] inverses, QM31 alpha) {
    SecureColumn out = SecureColumn.zeros(in.length() / 2);
    SecureColumn differences = SecureColumn.zeros(out.length());
    SecureColumn factors = multiples(alpha);
    FieldKernels kernels = Kernels.get();
    Parallel.forBlocks(
        out.length(),
        MIN_BLOCK,
        (from, to) -> {
          for (int k = 0; k < QM31.DEGREE; k++) {
            split(
                in.coordinates()[k], out.coordinates()[k], differences.coordinates()[k], from, to);
          }
          kernels.mul(differences, inverses, differences, from, to);
          kernels.accumulate(out, differences.coordinates(), factors, from, to);
        });
    return out;
  }

  private static void split(int[] in, int[] sums, int[] differences, int from, int to) {
    for (int i = from; i < to; i++) {
      int f = in[2 * i];
      int g = in[2 * i + 1];
      sums[i] = M31.add(f, g);
      differences[i] = M31.sub(f, g);
    }
  }

  /** The products of alpha by 1, i, u and iu: what it adds for each coordinate of a factor. */
  private static SecureColumn multiples(QM31 alpha) {
    SecureColumn multiples = SecureColumn.zeros(QM31.DEGREE);
    multiples.set(0, alpha);
    multiples.set(1, alpha.mul(new QM31(0, 1, 0, 0)));
    multiples.set(2, alpha.mul(new QM31(0, 0, 1, 0)));
    multiples.set(3, alpha.mul(new QM31(0, 0, 0, 1)));
    return multiples;
  }

  static int log(int length) {
    if (Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("length " + length + " is no power of two");
    }
    return Integer.numberOfTrailingZeros(length);
  }
}
