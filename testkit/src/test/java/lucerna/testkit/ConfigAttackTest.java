package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static lucerna.testkit.Verdicts.verdict;

import java.util.Set;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows 11 and 22 to 25: a prover that took weaker parameters than the key asks for.
 *
 * <p>A proof says nothing of its parameters, so row 25 cannot be expressed. Each attack is made
 * twice: as it is, where the parameters in the transcript give it away, and by a prover that
 * absorbs the key's parameters but follows its own, which the check itself must refuse.
 */
final class ConfigAttackTest {
  private static final FriConfig FRI = new FriConfig(2, 3, 2, 30);
  private static final PcsConfig KEYS = PcsConfig.insecureForTesting(FRI, 12, 12, 12, 12, 12);
  private static final Toy TOY = Toy.honest(KEYS);

  private static StarkProof proof(PcsConfig own, boolean lying) {
    Toy prover = Toy.honest(own);
    TamperedTranscript key = TamperedTranscript.honest();
    lucerna.stark.Transcript.begin(key.channel(), TOY.statement());
    TamperedTranscript transcript = TamperedTranscript.honest();
    if (lying) {
      // The last of what both sides absorb; a tree of another blow-up has another root as well.
      transcript.replace("input root", key.stateAt("input root"));
    }
    return new MaliciousProver()
        .prove(prover.statement(), prover.fixed(), Toy.witness(), transcript.channel());
  }

  private static @Nullable Rejection lied(PcsConfig own) {
    return MaliciousProver.verdict(TOY.statement(), proof(own, true), new Channel());
  }

  private static PcsConfig with(FriConfig fri) {
    return PcsConfig.insecureForTesting(fri, 12, 12, 12, 12, 12);
  }

  @Test
  void theKeysParametersAreAccepted() {
    accepted(verdict(TOY, proof(KEYS, false)));
    accepted(verdict(TOY, proof(KEYS, true)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 29})
  void fewerQueriesAreRefused(int nQueries) {
    rejected(Reason.SHAPE, " rows for ", lied(with(new FriConfig(2, 3, 2, nQueries))));
  }

  @Test
  void moreQueriesAreRefused() {
    rejected(Reason.SHAPE, lied(with(new FriConfig(2, 3, 2, 40))));
  }

  @Test
  void workLeftOutIsRefusedAtEverySite() {
    rejected(
        Reason.PROOF_OF_WORK, "query", lied(PcsConfig.insecureForTesting(FRI, 0, 12, 12, 12, 12)));
    rejected(
        Reason.PROOF_OF_WORK,
        "interaction",
        lied(PcsConfig.insecureForTesting(FRI, 12, 0, 12, 12, 12)));
    rejected(
        Reason.PROOF_OF_WORK,
        "out-of-domain",
        lied(PcsConfig.insecureForTesting(FRI, 12, 12, 0, 12, 12)));
    rejected(
        Reason.PROOF_OF_WORK,
        "batching",
        lied(PcsConfig.insecureForTesting(FRI, 12, 12, 12, 0, 12)));
    rejected(
        Reason.FRI,
        "PROOF_OF_WORK in layer 0",
        lied(PcsConfig.insecureForTesting(FRI, 12, 12, 12, 12, 0)));
  }

  @Test
  void anotherFoldIsRefused() {
    rejected(Reason.FRI, "LAYER_COUNT", lied(with(new FriConfig(2, 2, 2, 30))));
    rejected(Reason.FRI, "LAYER_COUNT", lied(with(new FriConfig(2, 6, 2, 30))));
  }

  @Test
  void anotherLastLayerIsRefused() {
    rejected(Reason.FRI, "LAST_LAYER_LENGTH", lied(with(new FriConfig(2, 3, 3, 30))));
    rejected(Reason.FRI, "LAYER_COUNT", lied(with(new FriConfig(2, 3, 1, 30))));
  }

  @Test
  void anotherBlowupIsRefused() {
    rejected(
        Set.of(Reason.SHAPE, Reason.MERKLE, Reason.FRI), lied(with(new FriConfig(3, 3, 2, 30))));
  }

  @Test
  void theTranscriptGivesEveryOtherParameterAway() {
    for (PcsConfig other :
        new PcsConfig[] {
          with(new FriConfig(2, 3, 2, 29)),
          with(new FriConfig(2, 2, 2, 30)),
          with(new FriConfig(2, 3, 3, 30)),
          PcsConfig.insecureForTesting(FRI, 13, 12, 12, 12, 12),
          PcsConfig.insecureForTesting(FRI, 12, 13, 12, 12, 12),
          PcsConfig.insecureForTesting(FRI, 12, 12, 13, 12, 12),
          PcsConfig.insecureForTesting(FRI, 12, 12, 12, 13, 12),
          PcsConfig.insecureForTesting(FRI, 12, 12, 12, 12, 13)
        }) {
      rejected(Reason.PROOF_OF_WORK, "interaction", verdict(TOY, proof(other, false)));
    }
  }

  /** A proof without masks has fewer columns, values and salts; the key says which it is. */
  @Test
  void anUnmaskedProofIsRefusedUnderAMaskedKey() {
    var masked = TOY.statement();
    var bare =
        new lucerna.stark.Statement(
            TOY,
            KEYS,
            false,
            masked.preprocessedRoot(),
            masked.weightRoots(),
            masked.inputRoot(),
            masked.context());
    var proof = new MaliciousProver().prove(bare, TOY.fixed(), Toy.witness(), new Channel());
    rejected(Reason.SHAPE, "out-of-domain values: 26", verdict(TOY, proof));
  }
}
