package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import lucerna.stark.verifier.Verifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The second round's place in the transcript and in the bytes. */
final class SecondRoundAttackTest {
  private static final String ROOT = "factors root";

  /* Without work, an altered transcript shows as what it breaks and not as a missing nonce. */
  private static final FactorsToy TOY = FactorsToy.honest(InsecureTestConfig.withoutWork());
  private static final StarkProof PROOF = TOY.proof();
  private static final CommitmentLayout LAYOUT = CommitmentLayout.of(TOY, TOY.config(), true);
  private static final List<String> ABSORBED = absorbed();

  private static @Nullable Rejection verdict(FactorsToy toy, StarkProof proof) {
    return MaliciousProver.verdict(toy.statement(), proof, new Channel());
  }

  private static SecondRound second(StarkProof proof) {
    SecondRound second = proof.secondRound();
    if (second == null) {
      throw new AssertionError("no second round");
    }
    return second;
  }

  private static List<String> absorbed() {
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(TOY.statement(), PROOF, transcript.channel()));
    return transcript.absorbedLabels();
  }

  @Test
  void theOrderIsNormative() {
    List<String> expected =
        List.of(
            "weight root",
            "witness root",
            "interaction proof of work",
            "challenges",
            ROOT,
            "late interaction proof of work",
            "late challenges",
            "interaction root");
    TamperedTranscript verifier = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(TOY.statement(), PROOF, verifier.channel()));
    TamperedTranscript prover = TamperedTranscript.honest();
    TOY.proof(new MaliciousProver(), prover.channel());
    assertEquals(verifier.operationLabels(), prover.operationLabels());
    int from = verifier.operationLabels().indexOf("weight root");
    assertEquals(expected, verifier.operationLabels().subList(from, from + expected.size()));
  }

  static IntStream absorptions() {
    return IntStream.range(0, ABSORBED.size());
  }

  @ParameterizedTest
  @MethodSource("absorptions")
  void noAbsorptionCanBeSkipped(int number) {
    Set<Reason> reasons =
        number < ABSORBED.indexOf("out-of-domain values")
            ? Set.of(Reason.CONSTRAINTS)
            : Verdicts.OTHER_QUERIES;
    TamperedTranscript skipping = TamperedTranscript.without(number);
    rejected(reasons, MaliciousProver.verdict(TOY.statement(), PROOF, skipping.channel()));
    StarkProof proof =
        TOY.proof(new MaliciousProver(), TamperedTranscript.without(number).channel());
    rejected(reasons, verdict(TOY, proof));
    accepted(
        MaliciousProver.verdict(
            TOY.statement(), proof, TamperedTranscript.without(number).channel()));
  }

  /** With 8 bits of work at every site, so that chance passes once in 256. */
  private static final FactorsToy WORKING =
      FactorsToy.honest(PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 30), 8, 8, 8, 8, 8));

  private static final StarkProof WORKED = WORKING.proof();

  @ParameterizedTest
  @EnumSource(
      value = ProofEdits.Nonce.class,
      names = {"INTERACTION", "LATE_INTERACTION"})
  void eachRoundHasWorkOfItsOwn(ProofEdits.Nonce which) {
    boolean late = which == ProofEdits.Nonce.LATE_INTERACTION;
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(WORKING.statement(), WORKED, transcript.channel()));
    Digest state = transcript.stateAt(late ? ROOT : "witness root");
    Channel channel = TamperedTranscript.channelIn(state);
    long honest = late ? second(WORKED).nonce() : WORKED.interactionNonce();
    int refused = 0;
    for (long nonce : new long[] {0, 1, -1, honest ^ 1L << 32, WORKED.oodNonce()}) {
      if (!ProofOfWork.check(channel, 8, nonce)) {
        Rejection rejection = verdict(WORKING, ProofEdits.nonce(WORKED, which, nonce));
        rejected(Reason.PROOF_OF_WORK, rejection);
        assertEquals(late ? "late interaction" : "interaction", where(rejection));
        refused++;
      }
    }
    assertNotEquals(0, refused);
    // Another good nonce is another transcript: the work of the next site is not there.
    long good = honest + 1;
    while (!ProofOfWork.check(channel, 8, good)) {
      good++;
    }
    Rejection next = verdict(WORKING, ProofEdits.nonce(WORKED, which, good));
    rejected(Reason.PROOF_OF_WORK, next);
    assertEquals(late ? "out-of-domain" : "late interaction", where(next));
  }

  private static String where(@Nullable Rejection rejection) {
    return rejection == null ? "accepted" : rejection.where();
  }

  private static ProofCodec codec(CommitmentLayout layout) {
    return new ProofCodec(layout, TOY.config().fri());
  }

  private static byte[] bytes(StarkProof proof) {
    var out = new WordWriter();
    codec(LAYOUT).write(proof, out);
    return out.toBytes();
  }

  private static @Nullable Rejection verdict(byte[] bytes) {
    try {
      var in = new WordReader(bytes);
      StarkProof proof = codec(LAYOUT).read(in);
      in.end();
      Verifier.verify(TOY.statement(), proof, new Channel());
      return null;
    } catch (ProofRejectedException e) {
      return e.rejection();
    }
  }

  @Test
  void rootAndNonceStandBetweenTheFirstNonceAndTheInteractionRoot() {
    byte[] bytes = bytes(PROOF);
    accepted(verdict(bytes));
    int at = 4 * (Digest.WORDS + 2);
    assertEquals(
        List.of(second(PROOF).factorsRoot(), PROOF.interactionRoot()),
        List.of(digestAt(bytes, at), digestAt(bytes, at + 4 * (Digest.WORDS + 2))));
    // Every bit of the two fields counts: without work, 0 is the only nonce.
    for (int i = 0; i < 4 * (Digest.WORDS + 2); i++) {
      byte[] edited = bytes.clone();
      edited[at + i] ^= (byte) (1 << i % 8);
      rejected(i < 4 * Digest.WORDS ? Reason.CONSTRAINTS : Reason.PROOF_OF_WORK, verdict(edited));
    }
  }

  private static Digest digestAt(byte[] bytes, int at) {
    int[] words = new int[Digest.WORDS];
    ByteBuffer.wrap(bytes, at, 4 * Digest.WORDS)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(words);
    return Digest.of(words, 0);
  }

  @Test
  void bytesWithoutTheSecondRoundAreRefusedAndSoAreBytesWithOneTooMany() {
    rejected(Reason.SHAPE, verdict(bytes(ProofEdits.second(PROOF, null))));
    byte[] bytes = bytes(PROOF);
    for (int length = 0; length < 4 * 40; length++) {
      rejected(Reason.SHAPE, verdict(Arrays.copyOf(bytes, length)));
    }
    Toy single = Toy.honest(InsecureTestConfig.withoutWork());
    var out = new WordWriter();
    var layout = CommitmentLayout.of(single, single.config(), true);
    codec(layout).write(ProofEdits.second(single.proof(), second(PROOF)), out);
    assertThrows(
        ProofRejectedException.class,
        () -> {
          var in = new WordReader(out.toBytes());
          codec(layout).read(in);
          in.end();
        });
  }
}
