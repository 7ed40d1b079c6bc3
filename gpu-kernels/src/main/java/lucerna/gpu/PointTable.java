package lucerna.gpu;

import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;

/**
 * Values of polynomials, given by coefficients on a device, at a point of the circle over QM31.
 *
 * <p>Coefficient j belongs to the product of the factors y, x, 2x^2 - 1, ... of j's bits. The low
 * bits' products are a table on the device, with which every tile of coefficients becomes one
 * element; the high bits are done here.
 */
final class PointTable {
  /* A tile, as long as a column has no more of them than MAX_TILES. */
  private static final int LOG_TILE = 12;
  private static final int LOG_MAX_TILES = 8;

  private final int logTile;
  private final QM31[] highFactors;
  private final int[] words;

  /** Prepares polynomials of 2^logSize coefficients. */
  PointTable(int logSize, SecureCirclePoint point) {
    logTile = Math.min(logSize, Math.max(LOG_TILE, logSize - LOG_MAX_TILES));
    highFactors = new QM31[logSize - logTile];
    QM31[] table = new QM31[1 << logTile];
    table[0] = QM31.ONE;
    QM31 factor = point.y();
    QM31 next = point.x();
    for (int bit = 0; bit < logSize; bit++) {
      if (bit < logTile) {
        for (int j = 0; j < 1 << bit; j++) {
          table[(1 << bit) + j] = table[j].mul(factor);
        }
      } else {
        highFactors[bit - logTile] = factor;
      }
      factor = next;
      next = SecureCirclePoint.doubleX(next);
    }
    words = DeviceQueries.words(table);
  }

  /** Returns a value per column. */
  QM31[] valuesOf(Device device, DeviceColumns coefficients) {
    int tiles = 1 << highFactors.length;
    int[] sums = new int[QM31.DEGREE * tiles * coefficients.count()];
    try (var table = device.allocate(words.length);
        var out = device.allocate(sums.length)) {
      table.write(0, words);
      device.launch(
          Kernels.DOT_TILES,
          (long) tiles * coefficients.count(),
          new Arguments()
              .columns(coefficients)
              .slice(DeviceSlice.of(table))
              .slice(DeviceSlice.of(out))
              .words(1 << logTile));
      out.read(0, sums);
    }
    QM31[] values = new QM31[coefficients.count()];
    for (int column = 0; column < values.length; column++) {
      values[column] = value(sums, column * tiles, highFactors.length);
    }
    return values;
  }

  private QM31 value(int[] sums, int from, int highBits) {
    if (highBits == 0) {
      int at = QM31.DEGREE * from;
      return new QM31(sums[at], sums[at + 1], sums[at + 2], sums[at + 3]);
    }
    QM31 low = value(sums, from, highBits - 1);
    QM31 high = value(sums, from + (1 << (highBits - 1)), highBits - 1);
    return low.add(high.mul(highFactors[highBits - 1]));
  }
}
