package lucerna.fri.security;

/**
 * The errors of the Johnson regime of multiplicity m: proximity up to {@code delta = 1 - sqrt(rho)
 * (1 + 1/(2m))}, where at most {@code L = (m + 1/2) / sqrt(rho)} codewords are near a word.
 *
 * <p>The pair error is that of Ben-Sasson, Carmon, Haboeck, Kopparty and Saraf, "On Proximity Gaps
 * for Reed-Solomon Codes" (2025/2055), linear in the length of the code. As in {@link
 * UniqueDecoding}, the dimension of a circle code counts one more.
 */
final class JohnsonRadius {
  private JohnsonRadius() {}

  /** The radius of proximity. */
  static double delta(int logBlowup, int multiplicity) {
    return 1 - Math.sqrt(rho(logBlowup)) * (1 + 1.0 / (2 * multiplicity));
  }

  /** The bound of the list. */
  static double listSize(int logBlowup, int multiplicity) {
    return (multiplicity + 0.5) / Math.sqrt(rho(logBlowup));
  }

  /**
   * A random combination of two words: {@code ((2 M^5 + 3 M delta rho) n / (3 rho^(3/2)) + M /
   * sqrt(rho)) / |F|} with {@code M = m + 1/2} and the code's length {@code n = (N + 1) / rho}.
   */
  static double pairBits(int logBlowup, int multiplicity, int logDegree) {
    double rho = rho(logBlowup);
    double length = (Math.pow(2, logDegree) + 1) / rho;
    double m = multiplicity + 0.5;
    double many = 2 * Math.pow(m, 5) + 3 * m * delta(logBlowup, multiplicity) * rho;
    double bad = many * length / (3 * Math.pow(rho, 1.5)) + m / Math.sqrt(rho);
    return UniqueDecoding.FIELD_BITS - UniqueDecoding.log2(bad);
  }

  private static double rho(int logBlowup) {
    return Math.pow(2, -logBlowup);
  }
}
