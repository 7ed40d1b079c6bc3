package lucerna.bench;

import java.util.Arrays;
import java.util.List;
import lucerna.air.Tree;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofLoad;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;

/**
 * A whole proof of wide Fibonacci at the level P100, with zero knowledge and one seed, so that
 * every backend makes the same bytes. The preprocessed tree is made once, as a key holds it.
 */
public final class FibonacciProof {
  private final WideFibonacci air;
  private final PcsConfig config = PcsConfig.p100();
  private final List<CommittedColumns> fixed;
  private final Statement statement;

  /**
   * Prepares the proof.
   *
   * @param logRows log of the number of rows, at least 10
   * @param columns number of witness columns, at least 3
   */
  public FibonacciProof(int logRows, int columns) {
    air = new WideFibonacci(logRows, columns, true);
    fixed =
        List.of(
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.PREPROCESSED),
                air.preprocessed(),
                config.fri().logBlowupFactor(),
                null));
    statement =
        new Statement(air, config, true, fixed.getFirst().root(), List.of(), null, new byte[] {1});
  }

  /**
   * Makes the proof.
   *
   * @param backend where its columns live
   * @return its bytes
   */
  public byte[] prove(Backend backend) {
    int[][] rows = Arrays.stream(air.witness()).map(int[]::clone).toArray(int[][]::new);
    byte[] seed = new byte[32];
    try {
      StarkProof proof =
          Prover.prove(
              statement,
              fixed,
              new Witness(rows, FactorSource.NONE),
              seed,
              ProverListener.NONE,
              new Channel(),
              backend);
      var bytes = new WordWriter();
      new ProofCodec(CommitmentLayout.of(air, config, true), config.fri()).write(proof, bytes);
      return bytes.toBytes();
    } catch (DegenerateChallengeException e) {
      throw new IllegalStateException("one seed in 2^50 fails", e);
    }
  }

  /**
   * Returns what the proof has to compute at least.
   *
   * @return the load
   */
  public ProofLoad load() {
    return ProofLoad.of(statement);
  }
}
