package lucerna.ops.prover;

import lucerna.ops.key.Privacy;

/**
 * Choices that end up in a key.
 *
 * @param proofs how many proofs hidden weights shall serve, at least 1
 * @param privacy what the verifier learns
 * @param zeroKnowledge whether proofs are masked
 */
public record KeyOptions(int proofs, Privacy privacy, boolean zeroKnowledge) {
  /** The default number of proofs. */
  public static final int DEFAULT_PROOFS = 1000;

  /** Everything hidden, for the default number of proofs. */
  public static final KeyOptions DEFAULT = new KeyOptions(DEFAULT_PROOFS, Privacy.HIDDEN, true);
}
