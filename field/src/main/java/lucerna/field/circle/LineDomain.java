package lucerna.field.circle;

/**
 * The x coordinates of half the canonic coset of log size n + 1, which the FRI folds of a line run
 * on.
 *
 * @param logSize binary logarithm n of the number of values, 0 to 29
 */
public record LineDomain(int logSize) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if the log size is not in 0 to 29
   */
  public LineDomain {
    if (logSize < 0 || logSize > 29) {
      throw new IllegalArgumentException("log size " + logSize + " is not in 0 to 29");
    }
  }

  /**
   * Returns the number of values.
   *
   * @return 2^logSize
   */
  public int size() {
    return 1 << logSize;
  }

  /**
   * Returns the points whose x coordinates these are.
   *
   * @return the coset
   */
  public Coset coset() {
    return new CanonicCoset(logSize + 1).domain().halfCoset();
  }

  /**
   * Returns a value.
   *
   * @param naturalIndex its number in natural order
   * @return the x coordinate
   */
  public int at(int naturalIndex) {
    return coset().at(naturalIndex).x();
  }

  /**
   * Returns the value stored at a position.
   *
   * @param position the storage position
   * @return the x coordinate
   */
  public int atStorage(int position) {
    return at(BitReversal.reverse(position, logSize));
  }
}
