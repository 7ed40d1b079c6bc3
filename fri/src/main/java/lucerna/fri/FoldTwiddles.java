package lucerna.fri;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToIntFunction;
import lucerna.field.BatchInverse;
import lucerna.field.circle.BitReversal;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.Coset;
import lucerna.field.circle.LineDomain;
import org.jspecify.annotations.Nullable;

/**
 * The factors of the folds: for each pair of neighbours in storage order the inverse of the
 * coordinate that tells them apart. A domain's table is computed once.
 */
final class FoldTwiddles {
  private static final AtomicReferenceArray<int @Nullable []> CIRCLE =
      new AtomicReferenceArray<>(CirclePoint.LOG_ORDER);
  private static final AtomicReferenceArray<int @Nullable []> LINE =
      new AtomicReferenceArray<>(CirclePoint.LOG_ORDER);

  private FoldTwiddles() {}

  /** Inverses of y on the canonic circle domain, at storage positions 0, 2, 4, ... */
  static int[] circle(int logSize) {
    Coset half = new CanonicCoset(logSize).domain().halfCoset();
    return cached(CIRCLE, logSize, half, CirclePoint::y);
  }

  /** Inverses of x on the line domain, at storage positions 0, 2, 4, ... */
  static int[] line(int logSize) {
    return cached(LINE, logSize, new LineDomain(logSize).coset(), CirclePoint::x);
  }

  private static int[] cached(
      AtomicReferenceArray<int @Nullable []> cache,
      int logSize,
      Coset coset,
      ToIntFunction<CirclePoint> coordinate) {
    int[] known = cache.get(logSize);
    if (known != null) {
      return known;
    }
    int logPairs = logSize - 1;
    int[] table = new int[1 << logPairs];
    CirclePoint point = coset.at(0);
    CirclePoint step = coset.step();
    for (int k = 0; k < table.length; k++) {
      table[BitReversal.reverse(k, logPairs)] = coordinate.applyAsInt(point);
      point = point.add(step);
    }
    BatchInverse.invert(table, table);
    // Two threads may both have computed it; either result is right.
    cache.set(logSize, table);
    return table;
  }
}
