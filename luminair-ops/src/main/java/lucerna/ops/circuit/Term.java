package lucerna.ops.circuit;

/**
 * A sparse linear form with public integer coefficients: {@code t[i] = sum_{j < fan} c x[i fan +
 * j]}.
 *
 * @param view length times {@code fan} elements
 * @param fan how many elements add up, at least 1
 * @param coefficients one for all; or {@code fan}, one for each j; or one for each element of the
 *     view; each of absolute value below 2^30
 */
@SuppressWarnings("ArrayRecordComponent") // compared by tests through the codec
public record Term(View view, int fan, int[] coefficients) {
  /**
   * Returns the coefficient of an element of the view.
   *
   * @param index the element's number in the view
   * @return its coefficient
   */
  public int coefficient(int index) {
    return coefficients.length == 1
        ? coefficients[0]
        : coefficients.length == fan ? coefficients[index % fan] : coefficients[index];
  }
}
