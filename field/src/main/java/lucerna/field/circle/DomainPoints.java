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

  /* Eight points have their coordinates from two numbers. */
  private static final int LOG_GROUP = 3;

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

  /**
   * Writes the points of a range of a canonic domain, for loops that keep no table of them.
   *
   * @param logSize the domain's size, 1 to 30
   * @param from the first storage position, a multiple of 8 if the domain has as many points
   * @param x receives the x coordinates, from entry 0 on
   * @param y receives the y coordinates
   * @param count the number of points, a multiple of 8 if the domain has as many
   */
  public static void fill(int logSize, int from, int[] x, int[] y, int count) {
    if (logSize < LOG_GROUP) {
      DomainPoints all = of(logSize);
      System.arraycopy(all.x, from, x, 0, count);
      System.arraycopy(all.y, from, y, 0, count);
      return;
    }
    int[] table = Twiddles.of(logSize).forward()[logSize];
    for (int i = 0; i < count; i += 1 << LOG_GROUP) {
      int at = (from + i) / 4;
      fill(x, y, i, table[at], table[at + 1]);
    }
  }

  private static DomainPoints compute(int logSize) {
    int[] x = new int[1 << logSize];
    int[] y = new int[1 << logSize];
    if (logSize < LOG_GROUP) {
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
