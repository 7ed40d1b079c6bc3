package lucerna.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lucerna.field.Kernels;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.Backends;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend must do: make the proofs that the host makes with the scalar kernels, byte for
 * byte, whatever kernels the process has chosen. The statements have every kind of tree, lookups,
 * both rounds of challenges, pins, and masks or none, in 64 rows.
 */
public abstract class BackendContract {
  private Backend backend = Backends.host();

  /** For subclasses. */
  protected BackendContract() {}

  /**
   * Opens the backend under test, or aborts the test where it cannot be had.
   *
   * @return the backend, which is closed after the test
   */
  protected abstract Backend open();

  /** Opens the backend. */
  @BeforeEach
  public void openBackend() {
    backend = open();
  }

  /** Closes the backend. */
  @AfterEach
  public void closeBackend() {
    backend.close();
  }

  /**
   * Makes a proof and holds it to the host's.
   *
   * @param backend where the columns live
   * @param statement what is claimed
   * @param fixed the trees committed before
   * @param witness makes the witness, which a proof overwrites
   */
  private static void same(
      Backend backend, Statement statement, List<CommittedColumns> fixed, Witness witness) {
    byte[] expected;
    Kernels.useScalarOnly(true);
    try {
      expected = proof(Backends.host(), statement, fixed, copy(witness));
    } finally {
      Kernels.useScalarOnly(false);
    }
    byte[] actual = proof(backend, statement, fixed, copy(witness));
    assertArrayEquals(expected, actual);
  }

  private static Witness copy(Witness witness) {
    int[][] rows = new int[witness.rows().length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = witness.rows()[i].clone();
    }
    return new Witness(rows, witness.factors());
  }

  private static byte[] proof(
      Backend backend, Statement statement, List<CommittedColumns> fixed, Witness witness) {
    try {
      byte[] seed = new byte[32];
      seed[0] = 5;
      StarkProof proof =
          Prover.prove(
              statement, fixed, witness, seed, ProverListener.NONE, new Channel(), backend);
      Verifier.verify(statement, proof);
      PcsConfig config = statement.config();
      var layout = CommitmentLayout.of(statement.air(), config, statement.zeroKnowledge());
      var out = new WordWriter();
      new ProofCodec(layout, config.fri()).write(proof, out);
      return out.toBytes();
    } catch (DegenerateChallengeException | ProofRejectedException e) {
      throw new AssertionError(backend.name(), e);
    }
  }

  private static Witness toyWitness() {
    return new Witness(Toy.witness(), FactorSource.NONE);
  }

  /** Two trees of weights, a committed input, lookups, proofs of work. */
  @Test
  public void aProofHasTheHostsBytes() {
    Toy toy = Toy.honest(InsecureTestConfig.fast());
    same(backend, toy.statement(), toy.fixed(), toyWitness());
  }

  /** A second proof of one backend finds nothing of the first. */
  @Test
  public void proofsInARowHaveTheHostsBytes() {
    Toy toy = Toy.honest(InsecureTestConfig.withoutWork());
    for (int i = 0; i < 2; i++) {
      same(backend, toy.statement(), toy.fixed(), toyWitness());
    }
  }

  /** At rate 1/8, where the trees' domain is larger than the composition's, and with pins. */
  @Test
  public void pinsAndLowRatesHaveTheHostsBytes() {
    Toy toy = Toy.honest(InsecureTestConfig.listed(20));
    same(backend, toy.statement((byte) 7, toy.pins()), toy.fixed(), toyWitness());
  }

  /** Factors in a second round, weights read as combinations, masked. */
  @Test
  public void factorsHaveTheHostsBytes() {
    FactorsToy toy = FactorsToy.honest(InsecureTestConfig.withoutWork());
    same(backend, toy.statement(), toy.fixed(), FactorsToy.witness());
  }

  /** Constraints of degree 3, a fraction that has no column; masked or not. */
  @Test
  public void fractionsOneByOneHaveTheHostsBytes() {
    LookupToy toy = LookupToy.honest(InsecureTestConfig.withoutWork());
    var witness = new Witness(LookupToy.witness(), FactorSource.NONE);
    same(backend, toy.statement(), toy.fixed(), witness);
    same(backend, toy.statement(false), toy.fixed(), witness);
  }

  /** No masks, no salts. */
  @Test
  public void proofsWithoutZeroKnowledgeHaveTheHostsBytes() {
    FactorsToy toy = FactorsToy.honest(InsecureTestConfig.withoutWork(), false);
    same(backend, toy.statement(), toy.fixed(), FactorsToy.witness());
  }

  /** Compositions of one part, with a part outside its space, of two, and of more than needed. */
  @Test
  public void smallCompositionsHaveTheHostsBytes() {
    for (int[] shape : new int[][] {{2, 0}, {3, 1}, {2, 1}, {2, 2}}) {
      for (boolean masked : new boolean[] {true, false}) {
        var toy = new LowDegreeToy(shape[0], shape[1], InsecureTestConfig.withoutWork(), masked);
        same(backend, toy.statement(), toy.fixed(), new Witness(toy.witness(), FactorSource.NONE));
      }
    }
  }

  /** The same at rate 1/8, where the trees' domain is larger than that of constraints. */
  @Test
  public void smallCompositionsAtLowRatesHaveTheHostsBytes() {
    for (int degree = 2; degree <= 3; degree++) {
      var toy = new LowDegreeToy(degree, degree - 2, InsecureTestConfig.listed(20), true);
      same(backend, toy.statement(), toy.fixed(), new Witness(toy.witness(), FactorSource.NONE));
    }
  }

  /** What a backend is called in options stays the same while it is open. */
  @Test
  public void aBackendHasAName() {
    assertEquals(backend.kind(), backend.kind().strip());
    assertEquals(backend.name(), backend.name().strip());
  }
}
