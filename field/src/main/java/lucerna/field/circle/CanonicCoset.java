package lucerna.field.circle;

import lucerna.field.QM31;

/**
 * The canonic coset of a log size n: the indices {@code g + k h}, {@code g = 2^(30-n)}, {@code h =
 * 2^(31-n)}. Its points are those x with {@code pi^(n-1)(x) = 0}, and row k of a trace belongs to
 * point k.
 *
 * @param logSize binary logarithm of the number of points, 1 to 30
 */
public record CanonicCoset(int logSize) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if the log size is not in 1 to 30
   */
  public CanonicCoset {
    if (logSize < 1 || logSize >= CirclePoint.LOG_ORDER) {
      throw new IllegalArgumentException("log size " + logSize + " is not in 1 to 30");
    }
  }

  /**
   * Evaluates the polynomial that vanishes on the coset.
   *
   * @param logSize the coset's log size, at least 1
   * @param x an x coordinate
   * @return {@code pi^(logSize - 1)(x)}
   */
  public static int vanishing(int logSize, int x) {
    int value = x;
    for (int i = 1; i < logSize; i++) {
      value = CirclePoint.doubleX(value);
    }
    return value;
  }

  /**
   * Evaluates the polynomial that vanishes on the coset.
   *
   * @param logSize the coset's log size, at least 1
   * @param x an x coordinate
   * @return {@code pi^(logSize - 1)(x)}
   */
  public static QM31 vanishing(int logSize, QM31 x) {
    QM31 value = x;
    for (int i = 1; i < logSize; i++) {
      value = SecureCirclePoint.doubleX(value);
    }
    return value;
  }

  /**
   * Returns the number of points.
   *
   * @return 2^logSize
   */
  public int size() {
    return 1 << logSize;
  }

  /**
   * Returns the index of the first point.
   *
   * @return 2^(30-logSize)
   */
  public int initialIndex() {
    return 1 << (30 - logSize);
  }

  /**
   * Returns the index of the step from a trace row to the next.
   *
   * @return 2^(31-logSize)
   */
  public int stepIndex() {
    return 1 << (31 - logSize);
  }

  /**
   * Returns the step from a trace row to the next, a point of order 2^logSize.
   *
   * @return the step
   */
  public CirclePoint step() {
    return CirclePoint.ofIndex(stepIndex());
  }

  /**
   * Returns the points in the order of trace rows.
   *
   * @return the coset
   */
  public Coset coset() {
    return new Coset(initialIndex(), stepIndex(), logSize);
  }

  /**
   * Returns the point of a trace row.
   *
   * @param row the row
   * @return point {@code row} in coset order
   */
  public CirclePoint at(int row) {
    return coset().at(row);
  }

  /**
   * Returns the same points as a domain of evaluation.
   *
   * @return the circle domain
   */
  public CircleDomain domain() {
    return new CircleDomain(new Coset(initialIndex(), stepIndex() << 1, logSize - 1));
  }
}
