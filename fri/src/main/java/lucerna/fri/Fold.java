package lucerna.fri;

import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.LineDomain;

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
    int[][] m = matrix(alpha);
    Parallel.forBlocks(
        out.length(), MIN_BLOCK, (from, to) -> foldBlock(in, inverses, m, out, from, to));
    return out;
  }

  private static void foldBlock(
      SecureColumn in, int[] inverses, int[][] m, SecureColumn out, int from, int to) {
    int[] a = in.a();
    int[] b = in.b();
    int[] c = in.c();
    int[] d = in.d();
    for (int coordinate = 0; coordinate < QM31.DEGREE; coordinate++) {
      int[] own = in.coordinates()[coordinate];
      int[] target = out.coordinates()[coordinate];
      long ma = m[coordinate][0];
      long mb = m[coordinate][1];
      long mc = m[coordinate][2];
      long md = m[coordinate][3];
      for (int i = from; i < to; i++) {
        int f = 2 * i;
        int g = f + 1;
        // Four products of canonical elements are below 2^64: one reduction serves them all.
        long sum =
            ma * M31.sub(a[f], a[g])
                + mb * M31.sub(b[f], b[g])
                + mc * M31.sub(c[f], c[g])
                + md * M31.sub(d[f], d[g]);
        int product = M31.reduce((sum >>> 31) + (sum & M31.P));
        target[i] = M31.add(M31.add(own[f], own[g]), M31.mul(product, inverses[i]));
      }
    }
  }

  /** Row k holds what each coordinate of a factor adds to coordinate k of its product by alpha. */
  private static int[][] matrix(QM31 alpha) {
    QM31[] images = {
      alpha,
      alpha.mul(new QM31(0, 1, 0, 0)),
      alpha.mul(new QM31(0, 0, 1, 0)),
      alpha.mul(new QM31(0, 0, 0, 1))
    };
    int[][] rows = new int[QM31.DEGREE][QM31.DEGREE];
    for (int k = 0; k < QM31.DEGREE; k++) {
      for (int j = 0; j < QM31.DEGREE; j++) {
        rows[k][j] = images[j].coordinate(k);
      }
    }
    return rows;
  }

  static int log(int length) {
    if (Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("length " + length + " is no power of two");
    }
    return Integer.numberOfTrailingZeros(length);
  }
}
