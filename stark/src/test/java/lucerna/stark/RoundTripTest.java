package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Blake2s;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundTripTest {
  private static final PcsConfig CONFIG = PcsConfig.p100();

  private static StarkProof prove(Statement statement, int[][] witness, byte[] seed)
      throws Exception {
    return Prover.prove(
        statement,
        ToyInstance.fixed(statement.config(), statement.zeroKnowledge()),
        witness,
        seed,
        ProverListener.NONE);
  }

  private static ProofCodec codec(Statement statement) {
    return new ProofCodec(
        CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge()),
        statement.config().fri());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anHonestProofIsAcceptedAndSurvivesItsBytes(boolean zeroKnowledge) throws Exception {
    Statement statement =
        new ToyInstance(ToyInstance.honestResult()).statement(CONFIG, zeroKnowledge, null);
    StarkProof proof = prove(statement, ToyInstance.witness(), new byte[32]);
    Verifier.verify(statement, proof);
    var out = new WordWriter();
    codec(statement).write(proof, out);
    byte[] bytes = out.toBytes();
    var in = new WordReader(bytes);
    StarkProof read = codec(statement).read(in);
    in.end();
    Verifier.verify(statement, read);
    var again = new WordWriter();
    codec(statement).write(read, again);
    assertArrayEquals(bytes, again.toBytes());
  }

  @Test
  void aWrongResultIsRejectedByTheConstraints() throws Exception {
    Statement statement =
        new ToyInstance(ToyInstance.honestResult() + 1).statement(CONFIG, true, null);
    StarkProof proof = prove(statement, ToyInstance.witness(), new byte[32]);
    var e = assertThrows(ProofRejectedException.class, () -> Verifier.verify(statement, proof));
    assertEquals(Rejection.Reason.CONSTRAINTS, e.rejection().reason());
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws Exception {
    Statement statement = new ToyInstance(ToyInstance.honestResult()).statement(CONFIG, true, null);
    byte[] seed = new byte[32];
    byte[] first = bytes(statement, prove(statement, ToyInstance.witness(), seed));
    assertArrayEquals(first, bytes(statement, prove(statement, ToyInstance.witness(), seed)));
    seed[0] = 1;
    assertFalse(
        Arrays.equals(first, bytes(statement, prove(statement, ToyInstance.witness(), seed))));
  }

  /** A program without factor columns is proven as if there were no such columns at all. */
  @Test
  void theBytesOfAProofInOneRoundAreThese() throws Exception {
    Statement statement = new ToyInstance(ToyInstance.honestResult()).statement(CONFIG, true, null);
    byte[] bytes = bytes(statement, prove(statement, ToyInstance.witness(), new byte[32]));
    assertEquals(
        "10c4f1a24a440f25e1edc1b312640495d97ff0f22ad836626624ad16ee01ef10",
        HexFormat.of().formatHex(Blake2s.hash(bytes)));
    assertEquals(
        "8f52225ff1916ab578392e197cbadb2789e6096857c5902578b2e04b3c6c7224",
        HexFormat.of().formatHex(Blake2s.hash(statement.air().program().canonicalBytes())));
  }

  private static byte[] bytes(Statement statement, StarkProof proof) {
    var out = new WordWriter();
    codec(statement).write(proof, out);
    return out.toBytes();
  }
}
