package lucerna.field.circle;

import java.util.concurrent.atomic.AtomicReferenceArray;

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
    Coset half = new CanonicCoset(logSize).domain().halfCoset();
    int[] x = new int[1 << logSize];
    int[] y = new int[1 << logSize];
    CirclePoint step = CirclePoint.ofIndex(half.stepIndex());
    CirclePoint point = CirclePoint.ofIndex(half.initialIndex());
    for (int i = 0; i < half.size(); i++) {
      // A point and its conjugate are neighbours in storage.
      int at = BitReversal.reverse(i, logSize);
      CirclePoint conjugate = point.neg();
      x[at] = point.x();
      y[at] = point.y();
      x[at + 1] = conjugate.x();
      y[at + 1] = conjugate.y();
      point = point.add(step);
    }
    return new DomainPoints(x, y);
  }
}
