package lucerna.field.circle;

import java.util.concurrent.atomic.AtomicReferenceArray;
import lucerna.field.M31;
import lucerna.field.Parallel;

/**
 * The points of a canonic domain as two columns, for loops over all of it.
 *
 * @param x the x coordinates in storage order
 * @param y the y coordinates in storage order
 */
@SuppressWarnings("ArrayRecordComponent") // a shared table, read only
public record DomainPoints(int[] x, int[] y) {
  /** Larger domains are computed anew each time: 8 bytes a point are too much to keep for ever. */
  private static final int MAX_CACHED = 20;

  private static final int MIN_BLOCK = 1 << 14;

  private static final AtomicReferenceArray<DomainPoints> CACHE =
      new AtomicReferenceArray<>(MAX_CACHED + 1);

  /**
   * Returns the points of a canonic domain.
   *
   * @param logSize its size, 1 to 30
   * @return the points; the arrays are shared and must not be changed
   */
  public static DomainPoints of(int logSize) {
    if (logSize > MAX_CACHED) {
      return compute(logSize);
    }
    DomainPoints points = CACHE.get(logSize);
    if (points == null) {
      points = compute(logSize);
      CACHE.set(logSize, points);
    }
    return points;
  }

  private static DomainPoints compute(int logSize) {
    int[] x = new int[1 << logSize];
    int[] y = new int[1 << logSize];
    if (logSize < 3) {
      CircleDomain domain = new CanonicCoset(logSize).domain();
      for (int i = 0; i < x.length; i++) {
        CirclePoint point = domain.atStorage(i);
        x[i] = point.x();
        y[i] = point.y();
      }
      return new DomainPoints(x, y);
    }
    int[] table = Twiddles.of(logSize).forward()[logSize];
    Parallel.forBlocks(
        x.length,
        MIN_BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i += 8) {
            fill(x, y, i, table[i / 4], table[i / 4 + 1]);
          }
        });
    return new DomainPoints(x, y);
  }

  /** Writes (a, b), (-a, -b), (b, -a) and (-b, a), each followed by its conjugate. */
  private static void fill(int[] x, int[] y, int i, int a, int b) {
    int minusA = M31.neg(a);
    int minusB = M31.neg(b);
    x[i] = x[i + 1] = y[i + 5] = y[i + 6] = a;
    x[i + 2] = x[i + 3] = y[i + 4] = y[i + 7] = minusA;
    x[i + 4] = x[i + 5] = y[i] = y[i + 3] = b;
    x[i + 6] = x[i + 7] = y[i + 1] = y[i + 2] = minusB;
  }
}
