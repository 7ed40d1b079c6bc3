package lucerna.fri.security;

import lucerna.field.M31;
import lucerna.field.QM31;

/**
 * The errors of the unique-decoding regime: proximity up to {@code delta = (1 - rho) / 2}, where at
 * most one codeword is near a word. Bits are {@code -log2} of an error; challenges are uniform in
 * QM31.
 *
 * <p>The pair error is that of Ben-Sasson, Carmon, Haboeck, Kopparty and Saraf, "On Proximity Gaps
 * for Reed-Solomon Codes" (2025/2055). A circle code of dimension N is a subcode of a Reed-Solomon
 * code of dimension N + 1, so that is the dimension here.
 */
final class UniqueDecoding {
  /** Bits of the field of challenges. */
  static final double FIELD_BITS = QM31.DEGREE * log2(M31.P);

  private UniqueDecoding() {}

  static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** The radius of proximity. */
  static double delta(int logBlowup) {
    return (1 - rho(logBlowup)) / 2;
  }

  /** A random combination of two words: {@code (delta (N + 1) / rho + 1) / |F|}. */
  static double pairBits(int logBlowup, int logDegree) {
    double dimension = Math.pow(2, logDegree) + 1;
    return FIELD_BITS - log2(delta(logBlowup) * dimension / rho(logBlowup) + 1);
  }

  /** The constraints' combination by powers: {@code C / |F|}. */
  static double compositionBits(int nConstraints) {
    return FIELD_BITS - log2(nConstraints);
  }

  /** The out-of-domain point: {@code (d (N + 1) + N - 1) / |F|}. */
  static double deepBits(int logRows, int degree) {
    double rows = Math.pow(2, logRows);
    return FIELD_BITS - log2(degree * (rows + 1) + rows - 1);
  }

  /**
   * LogUp and random functionals: {@code (lookups rows (width + 2) + degree) / |F|}. They are
   * counted as one round, which is right whether or not their challenges are drawn together: the
   * error of each round is at most that of all, and before each there is the same work.
   */
  static double interactionBits(int logRows, int lookupsPerRow, int width, int functionalDegree) {
    double bad = lookupsPerRow * Math.pow(2, logRows) * (width + 2) + functionalDegree;
    return FIELD_BITS - log2(Math.max(1, bad));
  }

  private static double rho(int logBlowup) {
    return Math.pow(2, -logBlowup);
  }
}
