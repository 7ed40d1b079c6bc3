package lucerna.fri.security;

import java.util.Locale;
import lucerna.fri.Regime;

/**
 * The errors that depend on the regime: {@link UniqueDecoding}, or {@link JohnsonRadius}. Bits are
 * {@code -log2} of an error.
 *
 * @param regime the regime
 * @param logBlowup log of the blow-up, the rate is its inverse
 */
record Proximity(Regime regime, int logBlowup) {
  /** The radius of proximity. */
  double delta() {
    return regime.isUnique()
        ? UniqueDecoding.delta(logBlowup)
        : JohnsonRadius.delta(logBlowup, regime.multiplicity());
  }

  /** How many codewords may be within the radius of one word, in bits. */
  double listBits() {
    return regime.isUnique()
        ? 0
        : UniqueDecoding.log2(JohnsonRadius.listSize(logBlowup, regime.multiplicity()));
  }

  /** Queries: {@code (1 - delta)^q}. */
  double queryBits(int nQueries) {
    return -nQueries * UniqueDecoding.log2(1 - delta());
  }

  private double pairBits(int logDegree) {
    return regime.isUnique()
        ? UniqueDecoding.pairBits(logBlowup, logDegree)
        : JohnsonRadius.pairBits(logBlowup, regime.multiplicity(), logDegree);
  }

  /** Several words: the pair error times a factor, B - 1 for the powers of one challenge. */
  double batchBits(int logDegree, double factor) {
    return pairBits(logDegree) - UniqueDecoding.log2(Math.max(1, factor));
  }

  /** A fold by k: the pair error at degree N / k, times k - 1 for the powers of one challenge. */
  double foldBits(int logDegree, int logFold) {
    return batchBits(logDegree - logFold, (1 << logFold) - 1);
  }

  /**
   * Pins: two of the codewords near one of the words agree at the point. {@code t L^2/2 (N + 2) /
   * |F|}.
   */
  double pinBits(int logRows, int nTrees) {
    double pairs = 2 * listBits() - 1;
    return UniqueDecoding.FIELD_BITS
        - pairs
        - UniqueDecoding.log2(Math.pow(2, logRows) + 2)
        - UniqueDecoding.log2(nTrees);
  }

  /** What delta and the list are, for people. */
  String describe() {
    return regime.isUnique()
        ? "delta=(1-rho)/2, rho=2^-%d".formatted(logBlowup)
        : "delta=1-sqrt(rho)(1+1/2m), m=%d, rho=2^-%d".formatted(regime.multiplicity(), logBlowup);
  }

  /** The pair error at dimension {@code n}, for people. */
  String pairFormula(String n) {
    return regime.isUnique()
        ? "(delta(%s+1)/rho+1)".formatted(n)
        : "((2M^5+3M delta rho)(%s+1)/(3 rho^2.5)+M/sqrt(rho))".formatted(n);
  }

  /** What the pair error's signs stand for, for people. */
  String pairSigns() {
    return regime.isUnique() ? "" : "M=m+1/2, ";
  }

  /** The factor of the list before a formula, for people. */
  String listFactor() {
    return regime.isUnique()
        ? ""
        : String.format(
            Locale.ROOT, "L=%.1f times ", JohnsonRadius.listSize(logBlowup, regime.multiplicity()));
  }
}
