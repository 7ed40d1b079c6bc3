package lucerna.field.circle;

/** Checks of lengths. */
final class Orders {
  private Orders() {}

  /** Returns the binary logarithm of a length, which must be a power of two. */
  static int logSize(int length) {
    if (Integer.bitCount(length) != 1 || length < 0) {
      throw new IllegalArgumentException(length + " is not a power of two");
    }
    return Integer.numberOfTrailingZeros(length);
  }
}
