package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Every absorption, one by one: none can be left out, moved or made for another state. */
final class TranscriptAttackTest {
  /* Without work, an altered transcript shows as what it breaks and not as a missing nonce. */
  private static final Toy TOY = Toy.honest(InsecureTestConfig.withoutWork());
  private static final StarkProof PROOF = TOY.proof();
  private static final List<String> ABSORBED = absorbed(TOY.statement(), PROOF);

  private static List<String> absorbed(Statement statement, StarkProof proof) {
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(statement, proof, transcript.channel()));
    return transcript.absorbedLabels();
  }

  /** The normative order. A change here is a change of the protocol and of {@code TAG}. */
  @Test
  void theOrderIsNormative() {
    TamperedTranscript verifier = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(TOY.statement(), PROOF, verifier.channel()));
    List<String> expected =
        new ArrayList<>(
            List.of(
                "protocol",
                "parameters",
                "program",
                "shape",
                "context",
                "preprocessed root",
                "weight root",
                "weight root",
                "input root",
                "witness root",
                "interaction proof of work",
                "challenges",
                "interaction root",
                "constraint combination",
                "composition root",
                "out-of-domain proof of work",
                "out-of-domain point",
                "out-of-domain values",
                "batching proof of work",
                "batching"));
    for (int i = 0; i < PROOF.fri().layers().size(); i++) {
      expected.addAll(List.of("fri layer root", "fri fold nonce", "fri fold alpha"));
    }
    expected.addAll(List.of("fri last layer", "query proof of work", "queries"));
    assertEquals(expected, verifier.operationLabels());

    TamperedTranscript prover = TamperedTranscript.honest();
    new MaliciousProver().prove(TOY.statement(), TOY.fixed(), Toy.witness(), prover.channel());
    assertEquals(expected, prover.operationLabels());
  }

  static IntStream absorptions() {
    return IntStream.range(0, ABSORBED.size());
  }

  @ParameterizedTest
  @MethodSource("absorptions")
  void aVerifierThatSkipsAnAbsorptionRefusesAnHonestProof(int number) {
    TamperedTranscript skipping = TamperedTranscript.without(number);
    var rejection = MaliciousProver.verdict(TOY.statement(), PROOF, skipping.channel());
    if (number < ABSORBED.indexOf("out-of-domain values")) {
      rejected(Reason.CONSTRAINTS, rejection);
    } else {
      rejected(Verdicts.OTHER_QUERIES, rejection);
    }
  }

  @ParameterizedTest
  @MethodSource("absorptions")
  void aProverThatSkipsAnAbsorptionIsRefused(int number) {
    StarkProof proof = skippingProof(number);
    var rejection = Verdicts.verdict(TOY, proof);
    if (number < ABSORBED.indexOf("out-of-domain values")) {
      rejected(Reason.CONSTRAINTS, rejection);
    } else {
      rejected(Verdicts.OTHER_QUERIES, rejection);
    }
    // The harness itself is sound: if both sides skip, they agree.
    TamperedTranscript same = TamperedTranscript.without(number);
    accepted(MaliciousProver.verdict(TOY.statement(), proof, same.channel()));
  }

  private static StarkProof skippingProof(int number) {
    TamperedTranscript skipping = TamperedTranscript.without(number);
    return new MaliciousProver()
        .prove(TOY.statement(), TOY.fixed(), Toy.witness(), skipping.channel());
  }

  /** Row 27. The two weight trees are alike in shape, so only their order tells them apart. */
  @Test
  void twoAbsorptionsInTheOtherOrderAreAnotherTranscript() {
    Toy swapped = new Toy(TOY.result(), TOY.config(), TOY.fixed(), 2, 1);
    rejected(Reason.CONSTRAINTS, Verdicts.verdict(swapped, PROOF));
    // Also where the verifier still compares the openings with the roots in the right order.
    Digest state = stateWithSwappedWeightRoots(TOY.statement());
    var transcript = TamperedTranscript.honest().replace("input root", state);
    rejected(
        Reason.CONSTRAINTS, MaliciousProver.verdict(TOY.statement(), PROOF, transcript.channel()));
    assertNotEquals(stateAt(TOY.statement(), "input root"), state);
  }

  private static Digest stateWithSwappedWeightRoots(Statement statement) {
    Channel channel = TamperedTranscript.channelIn(stateAt(statement, "preprocessed root"));
    channel.mixRoot(statement.weightRoots().get(1));
    channel.mixRoot(statement.weightRoots().get(0));
    Digest input = statement.inputRoot();
    assertTrue(input != null);
    channel.mixRoot(input);
    return channel.digest();
  }

  private static Digest stateAt(Statement statement, String label) {
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(statement, PROOF, transcript.channel()));
    return transcript.stateAt(label);
  }

  /** Rows 23 and 28, with 8 bits of work at every site, so that chance passes once in 256. */
  private static final Toy WORKING =
      Toy.honest(PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 30), 8, 8, 8, 8, 8));

  private static final StarkProof WORKED = WORKING.proof();

  @ParameterizedTest
  @EnumSource(value = ProofEdits.Nonce.class, mode = Mode.EXCLUDE, names = "LATE_INTERACTION")
  void aNonceThatDoesNotWorkIsRefusedWhereItStands(ProofEdits.Nonce which) {
    String site =
        switch (which) {
          case INTERACTION -> "interaction";
          case LATE_INTERACTION -> throw new IllegalArgumentException("one round only");
          case OUT_OF_DOMAIN -> "out-of-domain";
          case BATCH -> "batching";
          case QUERY -> "query";
        };
    Digest state = stateBefore(site);
    for (long nonce : new long[] {0, 1, -1, 1L << 32}) {
      if (!ProofOfWork.check(TamperedTranscript.channelIn(state), 8, nonce)) {
        rejected(
            Reason.PROOF_OF_WORK,
            site,
            Verdicts.verdict(WORKING, ProofEdits.nonce(WORKED, which, nonce)));
      }
    }
    // A nonce that works in the state before it was known what it is for, or in any other.
    long foreign = 0;
    Channel other = TamperedTranscript.channelIn(ProofEdits.flipped(state));
    while (!ProofOfWork.check(other, 8, foreign)
        || ProofOfWork.check(TamperedTranscript.channelIn(state), 8, foreign)) {
      foreign++;
    }
    rejected(
        Reason.PROOF_OF_WORK,
        site,
        Verdicts.verdict(WORKING, ProofEdits.nonce(WORKED, which, foreign)));
  }

  private static Digest stateBefore(String site) {
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(WORKING.statement(), WORKED, transcript.channel()));
    return transcript.stateAt(
        switch (site) {
          case "interaction" -> "witness root";
          case "out-of-domain" -> "composition root";
          case "batching" -> "out-of-domain values";
          default -> "fri last layer";
        });
  }

  /** Row 29: a second good nonce leads to other challenges, so it cannot be had for free. */
  @ParameterizedTest
  @EnumSource(value = ProofEdits.Nonce.class, mode = Mode.EXCLUDE, names = "LATE_INTERACTION")
  void anotherGoodNonceIsAnotherTranscript(ProofEdits.Nonce which) {
    String site =
        switch (which) {
          case INTERACTION -> "interaction";
          case LATE_INTERACTION -> throw new IllegalArgumentException("one round only");
          case OUT_OF_DOMAIN -> "out-of-domain";
          case BATCH -> "batching";
          case QUERY -> "query";
        };
    Channel channel = TamperedTranscript.channelIn(stateBefore(site));
    long good = Math.addExact(nonceOf(which), 1);
    while (!ProofOfWork.check(channel, 8, good)) {
      good++;
    }
    var rejection = Verdicts.verdict(WORKING, ProofEdits.nonce(WORKED, which, good));
    switch (which) {
      case QUERY -> rejected(Verdicts.OTHER_QUERIES, rejection);
      case BATCH -> rejected(Reason.FRI, "PROOF_OF_WORK", rejection);
      case INTERACTION -> rejected(Reason.PROOF_OF_WORK, "out-of-domain", rejection);
      case OUT_OF_DOMAIN -> rejected(Reason.CONSTRAINTS, rejection);
      case LATE_INTERACTION -> throw new IllegalArgumentException("one round only");
    }
  }

  private static long nonceOf(ProofEdits.Nonce which) {
    return switch (which) {
      case INTERACTION -> WORKED.interactionNonce();
      case LATE_INTERACTION -> throw new IllegalArgumentException("one round only");
      case OUT_OF_DOMAIN -> WORKED.oodNonce();
      case BATCH -> WORKED.batchNonce();
      case QUERY -> WORKED.queryNonce();
    };
  }

  static Stream<Integer> layers() {
    return IntStream.range(0, WORKED.fri().layers().size()).boxed();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aFoldWithoutWorkIsRefused(int layer) {
    StarkProof lazy =
        ProofEdits.layer(
            WORKED,
            layer,
            old ->
                new lucerna.fri.FriProof.Layer(
                    old.root(), old.foldNonce() ^ 1L << 40, old.witness(), old.hashWitness()));
    rejected(Reason.FRI, "PROOF_OF_WORK in layer " + layer, Verdicts.verdict(WORKING, lazy));
  }
}
