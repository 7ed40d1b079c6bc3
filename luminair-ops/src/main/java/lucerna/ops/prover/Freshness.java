package lucerna.ops.prover;

import java.util.List;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;

/**
 * Proves with randomness that depends on the caller's entropy, the witness, the statement and the
 * attempt, so that no two of them ever share a mask.
 */
final class Freshness {
  private static final int ATTEMPTS = 8;

  private Freshness() {}

  static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      Witness witness,
      byte[] entropy,
      ProverListener listener) {
    Digest secret = hash(witness.rows());
    DegenerateChallengeException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var seed = new WordWriter();
      seed.bytes(entropy);
      seed.digest(secret);
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

  /** Two witnesses of one statement must not share masks even if the entropy is the same. */
  private static Digest hash(int[][] witness) {
    var state = new Blake2s(HashSuite.personalization("LucWitns"));
    for (int[] column : witness) {
      state.absorb(column);
    }
    return state.digest();
  }
}
