package lucerna.field.circle;

/**
 * A domain of evaluation: a half coset followed by the negations of its points in the same
 * sequence. That is its natural order; evaluations are stored in bit-reversed order, where the
 * entries 2i and 2i + 1 belong to a point and its negation.
 *
 * @param halfCoset the first half
 */
public record CircleDomain(Coset halfCoset) {
  /**
   * Returns the binary logarithm of the number of points.
   *
   * @return the log size
   */
  public int logSize() {
    return halfCoset.logSize() + 1;
  }

  /**
   * Returns the number of points.
   *
   * @return 2^logSize
   */
  public int size() {
    return 1 << logSize();
  }

  /**
   * Returns the index of a point.
   *
   * @param naturalIndex its number in natural order
   * @return the index, in {@code [0, 2^31)}
   */
  public int indexAt(int naturalIndex) {
    int half = halfCoset.size();
    return naturalIndex < half
        ? halfCoset.indexAt(naturalIndex)
        : -halfCoset.indexAt(naturalIndex - half) & Integer.MAX_VALUE;
  }

  /**
   * Returns a point.
   *
   * @param naturalIndex its number in natural order
   * @return the point
   */
  public CirclePoint at(int naturalIndex) {
    return CirclePoint.ofIndex(indexAt(naturalIndex));
  }

  /**
   * Returns the point whose value is stored at a position.
   *
   * @param position the storage position
   * @return the point
   */
  public CirclePoint atStorage(int position) {
    return at(BitReversal.reverse(position, logSize()));
  }
}
