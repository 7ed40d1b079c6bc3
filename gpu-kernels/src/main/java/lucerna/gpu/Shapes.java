package lucerna.gpu;

import lucerna.field.QM31;

/** Checks of lengths, for kernels check nothing. */
final class Shapes {
  private static final int MAX_LOG = 30;

  private Shapes() {}

  static int log(int length) {
    if (Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("length " + length + " is no power of two");
    }
    return Integer.numberOfTrailingZeros(length);
  }

  /** Returns the log size of a canonic domain if it is one. */
  static int requireLog(int logSize) {
    if (logSize < 1 || logSize > MAX_LOG) {
      throw new IllegalArgumentException("there is no canonic domain of log size " + logSize);
    }
    return logSize;
  }

  static void requireSame(DeviceColumns a, DeviceColumns b) {
    if (a.count() != b.count() || a.length() != b.length()) {
      throw new IllegalArgumentException(
          "%d columns of %d, and %d of %d".formatted(a.count(), a.length(), b.count(), b.length()));
    }
  }

  static void requireColumns(DeviceColumns columns, int count, int length) {
    if (columns.count() != count || columns.length() != length) {
      throw new IllegalArgumentException(
          "%d columns of %d, not %d of %d"
              .formatted(columns.count(), columns.length(), count, length));
    }
  }

  static void requireSecure(DeviceColumns columns, int length) {
    requireColumns(columns, QM31.DEGREE, length);
  }
}
