package lucerna.ops.prover;

import lucerna.fri.hash.Blake2s;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;

/**
 * Proves with randomness that depends on the caller's entropy, the statement and the attempt, so
 * that no two statements and no two attempts ever share a mask.
 */
final class Freshness {
  private static final int ATTEMPTS = 8;

  private Freshness() {}

  static StarkProof prove(
      Statement statement,
      java.util.List<CommittedColumns> fixed,
      int[][] witness,
      byte[] entropy,
      ProverListener listener) {
    DegenerateChallengeException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var seed = new WordWriter();
      seed.bytes(entropy);
      seed.bytes(statement.context());
      seed.digest(statement.preprocessedRoot());
      statement.weightRoots().forEach(seed::digest);
      seed.word(attempt);
      try {
        return Prover.prove(statement, fixed, witness, Blake2s.hash(seed.toBytes()), listener);
      } catch (DegenerateChallengeException e) {
        // A challenge met a pole, which happens with probability below 2^-50: take other masks.
        last = e;
      }
    }
    throw new IllegalStateException("challenges met poles " + ATTEMPTS + " times in a row", last);
  }
}
