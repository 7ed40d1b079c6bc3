package lucerna.stark.prover;

import java.util.Arrays;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.Twiddles;
import lucerna.field.spi.FieldKernels;
import lucerna.stark.CommitmentLayout;

/**
 * Where the quotient of constraints of degree d over N rows lies, and the positions that determine
 * it.
 *
 * <p>A column lies in the space L(N) of dimension N + 1 of polynomials of degree at most N/2 on the
 * circle, a constraint in L(d N), its quotient by v(N), what vanishes on the trace, in L((d - 1)
 * N), one dimension more than d - 1 blocks of N positions have. In the basis of the FFT of 4N
 * values, {@code f0 + v(N) f1 + v(2N) f2 + v(N) v(2N) f3} with parts of N coefficients, all above
 * the first d - 1 parts is a constant k, the first coefficient of the next part. On each block of N
 * storage positions of the domain of 4N points v(N) and v(2N) are constants, namely (s, r), (-s,
 * r), (t, -r), (-t, -r). So each block's values give a sum of the parts, and one value more gives
 * k.
 */
record QuotientSpace(int logRows, int blocks) {
  private static final int MIN_LOG_ROWS = 3;
  private static final int LOG_ALL = CommitmentLayout.LOG_COMPOSITION_EXPANSION;
  private static final int ALL = 1 << LOG_ALL;

  /**
   * Finds the space.
   *
   * @param logRows log of N
   * @param degree d, at most {@link CommitmentLayout#MAX_DEGREE}
   */
  static QuotientSpace of(int logRows, int degree) {
    return new QuotientSpace(logRows, logRows < MIN_LOG_ROWS ? ALL : Math.max(degree, 2) - 1);
  }

  private int rows() {
    return 1 << logRows;
  }

  private int logDomain() {
    return logRows + LOG_ALL;
  }

  /** Returns how many storage positions, from 0 on, determine the quotient. */
  int positions() {
    return blocks == ALL ? ALL << logRows : (blocks << logRows) + 1;
  }

  /**
   * Divides by v(N) and interpolates.
   *
   * @param values 4N entries: the combined constraints at the first positions; overwritten
   * @param arena where longer arrays come from
   * @return 4N coefficients, in the same array
   */
  int[] interpolate(int[] values, ColumnArena arena) {
    divide(values);
    switch (blocks) {
      case ALL -> CircleFft.interpolate(values);
      case ALL - 1 -> interpolateThree(values, domain(), arena);
      default -> {
        int[] part = interpolateOneOrTwo(values, arena);
        int k = values[part.length];
        System.arraycopy(part, 0, values, 0, part.length);
        arena.release(part);
        Arrays.fill(values, part.length, values.length, 0);
        values[part.length] = k;
      }
    }
    return values;
  }

  /**
   * Divides by v(N) and interpolates in a smaller space, if the quotient lies there but for one
   * function.
   *
   * @param values 4N entries: the combined constraints at the first positions; overwritten, the
   *     first one by the coefficient of the function after the space
   * @param logSpace log of the space's dimension, at least {@code (d - 1) N}
   * @param arena where the result comes from
   * @return the coefficients
   */
  int[] interpolate(int[] values, int logSpace, ColumnArena arena) {
    int size = 1 << logSpace;
    if (blocks << logRows == size && blocks <= 2) {
      divide(values);
      int[] part = interpolateOneOrTwo(values, arena);
      values[0] = values[size];
      return part;
    }
    interpolate(values, arena);
    int[] part = arena.take(size);
    System.arraycopy(values, 0, part, 0, size);
    values[0] = values[size];
    return part;
  }

  private CircleDomain domain() {
    return new CanonicCoset(logDomain()).domain();
  }

  private void divide(int[] values) {
    CircleDomain domain = domain();
    for (int from = 0; from < positions(); from += rows()) {
      int inverse = M31.inverse(vanishing(logRows, domain.atStorage(from)));
      int to = Math.min(from + rows(), positions());
      for (int i = from; i < to; i++) {
        values[i] = M31.mul(values[i], inverse);
      }
    }
  }

  /** Returns the first parts, and leaves the constant after them in the values, at their length. */
  private int[] interpolateOneOrTwo(int[] values, ColumnArena arena) {
    CircleDomain domain = domain();
    int size = blocks << logRows;
    int[] part = block(values, 0, size, arena);
    // On the block v(size) is s, and -s at the position after it: part is f + k s and value f - k
    // s.
    int s = vanishing(Integer.numberOfTrailingZeros(size), domain.atStorage(0));
    int difference =
        M31.sub(CircleFft.evaluateAt(part, domain.atStorage(size), arena), values[size]);
    int k = M31.mul(difference, M31.inverse(M31.add(s, s)));
    part[0] = M31.sub(part[0], M31.mul(k, s));
    values[size] = k;
    return part;
  }

  private void interpolateThree(int[] values, CircleDomain domain, ColumnArena arena) {
    int n = rows();
    CirclePoint last = domain.atStorage(3 * n);
    int r = vanishing(logRows + 1, domain.atStorage(0));
    int t = vanishing(logRows, domain.atStorage(2 * n));
    // The first half is a + v(N) b with a = f0 + r f2 and b = f1 + r k; the third block is
    // c = f0 + t f1 - r f2 - t r k; and the value in the last one is f0 - t f1 - r f2 + t r k.
    int[] half = block(values, 0, 2 * n, arena);
    int[] b = arena.take(n);
    System.arraycopy(half, n, b, 0, n);
    int[] c = block(values, 2 * n, 3 * n, arena);
    // So value = c - 2 t b + 4 t r k.
    int tb = M31.mul(t, CircleFft.evaluateAt(b, last, arena));
    int difference = M31.sub(values[3 * n], CircleFft.evaluateAt(c, last, arena));
    int rk = M31.mul(M31.add(difference, M31.add(tb, tb)), M31.inverse(M31.mul(4, t)));
    int trk = M31.mul(t, rk);
    // And f0 - r f2 = c - t b + 2 t r k.
    int byHalf = M31.inverse(2);
    int byTwoR = M31.inverse(M31.add(r, r));
    c[0] = M31.add(c[0], M31.add(trk, trk));
    for (int i = 0; i < n; i++) {
      c[i] = M31.sub(c[i], M31.mul(t, b[i]));
    }
    for (int i = 0; i < n; i++) {
      values[i] = M31.mul(byHalf, M31.add(half[i], c[i]));
    }
    for (int i = 0; i < n; i++) {
      c[i] = M31.mul(byTwoR, M31.sub(half[i], c[i]));
    }
    System.arraycopy(c, 0, values, 2 * n, n);
    System.arraycopy(b, 0, values, n, n);
    values[n] = M31.sub(values[n], rk);
    Arrays.fill(values, 3 * n, 4 * n, 0);
    values[3 * n] = M31.mul(rk, M31.inverse(r));
    arena.release(half);
    arena.release(b);
    arena.release(c);
  }

  private static int vanishing(int logSize, CirclePoint point) {
    return CanonicCoset.vanishing(logSize, point.x());
  }

  /**
   * Interpolates the values of a range of positions as if they were all: the lower layers of the
   * FFT of 4N values do not leave a block.
   */
  private int[] block(int[] values, int from, int to, ColumnArena arena) {
    int[] part = arena.take(to - from);
    System.arraycopy(values, from, part, 0, part.length);
    int[][] all = Twiddles.of(logDomain()).inverse();
    int logSize = Integer.numberOfTrailingZeros(part.length);
    int[][] own = new int[logSize + 1][];
    for (int k = 2; k <= logSize; k++) {
      int count = 1 << (k - 2);
      int[] table = all[k + logDomain() - logSize];
      int first = (from >> logSize) * count;
      int end = first + count + FieldKernels.TWIDDLE_PADDING;
      own[k] = first == 0 ? table : Arrays.copyOfRange(table, first, end);
    }
    Kernels.get().interpolate(part, own);
    return part;
  }
}
