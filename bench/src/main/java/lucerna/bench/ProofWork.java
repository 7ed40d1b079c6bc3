package lucerna.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lucerna.air.Tree;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.verifier.Verifier;

/**
 * Proves, verifies, and measures both.
 *
 * <p>The preprocessed tree is made within the time of a proof, since others make theirs there, too;
 * a key of ours would hold it.
 */
final class ProofWork implements Work {
  private final ProvableWork air;
  private final PcsConfig config;
  private final boolean zeroKnowledge;
  private final int[][] preprocessed;

  ProofWork(ProvableWork air, PcsConfig config, boolean zeroKnowledge) {
    this.air = air;
    this.config = config;
    this.zeroKnowledge = zeroKnowledge;
    this.preprocessed = air.preprocessed();
  }

  /** Returns the parameters of a comparison: work before the queries alone, as others do it. */
  static PcsConfig config(int logBlowup, int logFold, int logLast, int queries, int queryPowBits) {
    return PcsConfig.insecureForTesting(
        new FriConfig(logBlowup, logFold, logLast, queries), queryPowBits, 0, 0, 0, 0);
  }

  @Override
  public ObjectNode repeat(int repetition) {
    byte[] seed = new byte[32];
    seed[0] = (byte) repetition;
    seed[1] = (byte) (repetition >> 8);
    ObjectNode stages = ColumnWorks.object();
    var listener =
        new ProverListener() {
          @Override
          public void stage(String stage, long nanos) {
            stages.put(stage, nanos / 1e6);
          }
        };
    int[][] witness = air.witness();
    try {
      long start = System.nanoTime();
      var fixed =
          CommittedColumns.commit(
              CommitmentLayout.suiteOf(Tree.PREPROCESSED),
              preprocessed,
              config.fri().logBlowupFactor(),
              null);
      // The context varies the luck of the proof of work.
      var statement =
          new Statement(air, config, zeroKnowledge, fixed.root(), List.of(), null, seed.clone());
      StarkProof proof = Prover.prove(statement, List.of(fixed), witness, seed, listener);
      double millis = ColumnWorks.millis(start);
      start = System.nanoTime();
      Verifier.verify(statement, proof);
      double verifyMillis = ColumnWorks.millis(start);
      var bytes = new WordWriter();
      new ProofCodec(CommitmentLayout.of(air, config, zeroKnowledge), config.fri())
          .write(proof, bytes);
      ObjectNode result = ColumnWorks.object().put("millis", millis);
      result.put("verifyMillis", verifyMillis).put("proofBytes", bytes.toBytes().length);
      return result.set("stages", stages);
    } catch (DegenerateChallengeException | ProofRejectedException e) {
      throw new IllegalStateException("an honest proof failed", e);
    }
  }
}
