package lucerna.fri;

import java.util.Arrays;
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
  private static final int MIN_BLOCK = 1 << 9;

  /** Results at once. */
  private static final int BLOCK = 1 << 8;

  private Fold() {}

  /** Folds a word on a circle domain {@code logFold} times, with alpha, alpha^2, alpha^4, ... */
  static SecureColumn circle(SecureColumn values, QM31 alpha, int logFold) {
    return fold(values, alpha, logFold, true);
  }

  /** Folds a word on a line domain {@code logFold} times, with alpha, alpha^2, alpha^4, ... */
  static SecureColumn line(SecureColumn values, QM31 alpha, int logFold) {
    return fold(values, alpha, logFold, false);
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

  /** All folds of a block follow one another, so that what is between them stays in the cache. */
  private static SecureColumn fold(SecureColumn in, QM31 alpha, int logFold, boolean circle) {
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
    SecureColumn out = SecureColumn.zeros(in.length() >> logFold);
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
