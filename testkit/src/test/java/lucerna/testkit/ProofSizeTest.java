package lucerna.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofSize;
import lucerna.stark.StarkProof;
import lucerna.stark.WordWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a proof's size is what its bytes are. */
final class ProofSizeTest {
  private static long length(CommitmentLayout layout, PcsConfig config, StarkProof proof) {
    var out = new WordWriter();
    new ProofCodec(layout, config.fri()).write(proof, out);
    return out.toBytes().length;
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 2, 30", "3, 4, 0, 20", "5, 2, 5, 12", "3, 1, 1, 100"})
  void thePartsAreThoseOfTheBytes(int blowup, int fold, int last, int queries) {
    var config =
        PcsConfig.insecureForTesting(new FriConfig(blowup, fold, last, queries), 0, 0, 0, 0, 0);
    Toy toy = Toy.honest(config);
    var layout = CommitmentLayout.of(toy, config, true);
    double sum = 0;
    int proofs = 12;
    for (int i = 0; i < proofs; i++) {
      StarkProof proof =
          new MaliciousProver()
              .prove(toy.statement((byte) i), toy.fixed(), Toy.witness(), new Channel());
      ProofSize size = ProofSize.of(proof);
      assertEquals(length(layout, config, proof), size.total());
      sum += size.total();
    }
    ProofSize expected = ProofSize.expected(layout, config.fri());
    assertEquals(1, sum / proofs / expected.total(), 0.03);
  }

  @Test
  void aSecondRoundIsCounted() {
    PcsConfig config = InsecureTestConfig.withoutWork();
    FactorsToy toy = FactorsToy.honest(config);
    StarkProof proof =
        new MaliciousProver()
            .prove(toy.statement(), toy.fixed(), FactorsToy.witness(), new Channel());
    var layout = CommitmentLayout.of(toy, config, true);
    ProofSize size = ProofSize.of(proof);
    assertEquals(length(layout, config, proof), size.total());
    ProofSize expected = ProofSize.expected(layout, config.fri());
    assertEquals(size.rest(), expected.rest());
    assertEquals(size.samples(), expected.samples());
    assertEquals(size.lastLayer(), expected.lastLayer());
    for (long[] pair :
        List.of(
            new long[] {size.rows(), expected.rows()},
            new long[] {size.paths(), expected.paths()},
            new long[] {size.friPaths(), expected.friPaths()})) {
      assertTrue(Math.abs(pair[0] - pair[1]) < 0.3 * pair[1]);
    }
  }
}
