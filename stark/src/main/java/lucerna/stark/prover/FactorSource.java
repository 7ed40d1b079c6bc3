package lucerna.stark.prover;

import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** Where the prover gets the columns from that depend on the challenges of the first round. */
@FunctionalInterface
public interface FactorSource {
  /** For a program without factor columns. */
  FactorSource NONE = firstChallenges -> new SecureColumn[0];

  /**
   * Computes the columns; may be called again for another attempt at a proof, with other
   * challenges.
   *
   * @param firstChallenges the challenges of the first round, in order
   * @return one per FACTORS column of the program, in order; row k of a column is its value on
   *     trace row k, rows beyond its length are 0, and with zero knowledge those from {@code
   *     activeRows} on are replaced by randomness
   */
  SecureColumn[] factors(QM31[] firstChallenges);
}
