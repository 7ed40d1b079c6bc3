package lucerna.fri;

import java.util.Arrays;
import lucerna.field.BatchInverse;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.LineDomain;
import lucerna.field.spi.FieldKernels;

/**
 * The folds: neighbours f, g at points that differ in the sign of t become {@code (f + g) + alpha
 * (f - g) / t}; t is y on the circle and x on the line. Nothing is divided by 2, so a fold doubles
 * the polynomial.
 */
final class Fold {
  private static final int MIN_BLOCK = 1 << 9;

  /** Results at once. */
  private static final int BLOCK = 1 << 8;

  private Fold() {}

  /** Folds a word on a circle domain {@code logFold} times, with alpha, alpha^2, alpha^4, ... */
  static SecureColumn circle(SecureColumn values, QM31 alpha, int logFold, ColumnArena arena) {
    return fold(values, alpha, logFold, true, arena);
  }

  /** Folds a word on a line domain {@code logFold} times, with alpha, alpha^2, alpha^4, ... */
  static SecureColumn line(SecureColumn values, QM31 alpha, int logFold, ColumnArena arena) {
    return fold(values, alpha, logFold, false, arena);
  }

  /**
   * Folds cosets of a layer, the verifier's half of {@link #circle} and {@link #line}.
   *
   * @param values of each coset
   * @param cosets which ones
   * @param logSize log size of the layer
   * @param circle whether it lies on the circle
   * @param alpha the challenge
   */
  static QM31[] cosets(QM31[][] values, int[] cosets, int logSize, boolean circle, QM31 alpha) {
    int size = values[0].length;
    int[] inverses = new int[cosets.length * (size - 1)];
    for (int j = 0; j < cosets.length; j++) {
      denominators(cosets[j], size, logSize, circle, inverses, j * (size - 1));
    }
    BatchInverse.invert(inverses, inverses);
    QM31[] folded = new QM31[cosets.length];
    for (int j = 0; j < cosets.length; j++) {
      QM31[] coset = values[j].clone();
      QM31 power = alpha;
      int at = j * (size - 1);
      for (int half = size / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          QM31 f = coset[2 * i];
          QM31 g = coset[2 * i + 1];
          coset[i] = f.add(g).add(f.sub(g).mul(inverses[at++]).mul(power));
        }
        power = power.square();
      }
      folded[j] = coset[0];
    }
    return folded;
  }

  /* First y's, on the circle, or x's; then, where those are of neighbours, what x becomes when doubled. */
  private static void denominators(
      int coset, int size, int logSize, boolean circle, int[] to, int offset) {
    int half = size / 2;
    int[] x = new int[half];
    for (int i = 0; i < half; i++) {
      int position = coset * size + 2 * i;
      if (circle) {
        CirclePoint point = new CanonicCoset(logSize).domain().atStorage(position);
        to[offset + i] = point.y();
        x[i] = point.x();
      } else {
        x[i] = new LineDomain(logSize).atStorage(position);
        to[offset + i] = x[i];
      }
    }
    int at = offset + half;
    // On the circle the first fold leaves x as it is.
    boolean doubles = !circle;
    for (int count = half / 2; count > 0; count /= 2) {
      for (int i = 0; i < count; i++) {
        x[i] = doubles ? CirclePoint.doubleX(x[2 * i]) : x[2 * i];
        to[at++] = x[i];
      }
      doubles = true;
    }
  }

  /** All folds of a block follow one another, so that what is between them stays in the cache. */
  private static SecureColumn fold(
      SecureColumn in, QM31 alpha, int logFold, boolean circle, ColumnArena arena) {
    int logSize = log(in.length());
    int[][] twiddles = new int[logFold][];
    QM31[] powers = new QM31[logFold];
    QM31 power = alpha;
    for (int i = 0; i < logFold; i++) {
      twiddles[i] =
          circle && i == 0 ? FoldTwiddles.circle(logSize) : FoldTwiddles.line(logSize - i);
      powers[i] = power;
      power = power.square();
    }
    SecureColumn out = arena.takeSecure(in.length() >> logFold);
    Parallel.forBlocks(
        out.length(), MIN_BLOCK, (from, to) -> foldRange(in, twiddles, powers, out, from, to));
    return out;
  }

  private static void foldRange(
      SecureColumn in, int[][] twiddles, QM31[] powers, SecureColumn out, int from, int to) {
    FieldKernels kernels = Kernels.get();
    int last = powers.length - 1;
    SecureColumn[] scratch = new SecureColumn[last];
    Arrays.setAll(scratch, i -> SecureColumn.zeros(BLOCK << (last - i)));
    for (int start = from; start < to; start += BLOCK) {
      int count = Math.min(BLOCK, to - start);
      SecureColumn values = in;
      for (int i = 0; i <= last; i++) {
        kernels.fold(
            values,
            i == 0 ? start << (last + 1) : 0,
            twiddles[i],
            start << (last - i),
            powers[i],
            i == last ? out : scratch[i],
            i == last ? start : 0,
            count << (last - i));
        values = i == last ? out : scratch[i];
      }
    }
  }

  static int log(int length) {
    if (Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("length " + length + " is no power of two");
    }
    return Integer.numberOfTrailingZeros(length);
  }
}
