package lucerna.field.circle;

/**
 * A coset of a cyclic subgroup of the circle, in the order of its step: the indices {@code initial
 * + k step}.
 *
 * @param initialIndex index of the first point
 * @param stepIndex index of the step
 * @param logSize binary logarithm of the number of points
 */
public record Coset(int initialIndex, int stepIndex, int logSize) {
  /**
   * Returns the number of points.
   *
   * @return 2^logSize
   */
  public int size() {
    return 1 << logSize;
  }

  /**
   * Returns the index of a point.
   *
   * @param k its number
   * @return the index, in {@code [0, 2^31)}
   */
  public int indexAt(int k) {
    return (initialIndex + k * stepIndex) & Integer.MAX_VALUE;
  }

  /**
   * Returns a point.
   *
   * @param k its number
   * @return the point
   */
  public CirclePoint at(int k) {
    return CirclePoint.ofIndex(indexAt(k));
  }

  /**
   * Returns the difference of neighbours.
   *
   * @return the point of the step's index
   */
  public CirclePoint step() {
    return CirclePoint.ofIndex(stepIndex);
  }
}
