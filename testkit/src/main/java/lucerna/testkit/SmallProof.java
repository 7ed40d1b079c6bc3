package lucerna.testkit;

import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Regime;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.TreeHash;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.StarkProof;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.Backends;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;

/** One small proof of a fixed seed, without proofs of work, made again and again by tests. */
public final class SmallProof {
  private static final int QUERIES = 5;
  private static final int LOW_RATE = 7;

  private SmallProof() {}

  /**
   * Makes the proof.
   *
   * @param backend where its columns live
   * @return its bytes
   */
  public static byte[] make(Backend backend) {
    return make(backend, false);
  }

  /**
   * Makes the proof, or one at a rate of 1/128, which takes much more memory.
   *
   * @param backend where its columns live
   * @param large whether the rate is low
   * @return its bytes
   */
  public static byte[] make(Backend backend, boolean large) {
    return prove(large ? config(LOW_RATE, TreeHash.BLAKE2S) : small(), backend, false);
  }

  /**
   * Makes the proof with the backend that the process has chosen.
   *
   * @return its bytes
   */
  public static byte[] makeWithChosen() {
    return prove(small(), Backends.host(), true);
  }

  /**
   * Makes a proof whose trees have digests of 31 bytes.
   *
   * @param backend where its columns live
   * @return its bytes
   */
  public static byte[] makeWithShortDigests(Backend backend) {
    return prove(config(2, TreeHash.BLAKE2S_248), backend, false);
  }

  private static PcsConfig small() {
    return config(2, TreeHash.BLAKE2S);
  }

  private static PcsConfig config(int logBlowup, TreeHash hash) {
    return PcsConfig.insecureForTesting(
        hash,
        new Regime(0),
        new FriConfig(logBlowup, 3, 2, QUERIES),
        new PcsConfig.PowBits(0, 0, 0, 0, 0));
  }

  private static byte[] prove(PcsConfig config, Backend backend, boolean chosen) {
    Toy toy = Toy.honest(config);
    var witness = new Witness(Toy.witness(), FactorSource.NONE);
    byte[] seed = new byte[32];
    try {
      StarkProof proof =
          chosen
              ? Prover.prove(toy.statement(), toy.fixed(), witness, seed, ProverListener.NONE)
              : Prover.prove(
                  toy.statement(),
                  toy.fixed(),
                  witness,
                  seed,
                  ProverListener.NONE,
                  new Channel(),
                  backend);
      var out = new WordWriter();
      new ProofCodec(CommitmentLayout.of(toy, config, true), config.fri()).write(proof, out);
      return out.toBytes();
    } catch (DegenerateChallengeException e) {
      throw new AssertionError(e);
    }
  }
}
