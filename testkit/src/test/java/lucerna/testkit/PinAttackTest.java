package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Pins;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pins: in a regime where a root binds to a list of polynomials, values at a point choose one of
 * it, and no proof can take another.
 */
final class PinAttackTest {
  private static final PcsConfig CONFIG = InsecureTestConfig.listed(30);
  private static final Toy TOY = Toy.honest(CONFIG);
  private static final Pins PINS = TOY.pins();
  private static final Statement STATEMENT = TOY.statement((byte) 7, PINS);
  private static final StarkProof PROOF = prove(STATEMENT, new MaliciousProver());
  private static final List<String> ABSORBED = absorbed();

  /** What refuses a word that is far from all polynomials, or the openings of other queries. */
  private static final Set<Reason> FAR = Set.of(Reason.MERKLE, Reason.SHAPE, Reason.FRI);

  private static StarkProof prove(Statement statement, MaliciousProver prover) {
    return prover.prove(statement, TOY.fixed(), Toy.witness(), new Channel());
  }

  private static @Nullable Rejection verdict(Statement statement, StarkProof proof) {
    return MaliciousProver.verdict(statement, proof, new Channel());
  }

  private static List<String> absorbed() {
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(STATEMENT, PROOF, transcript.channel()));
    return transcript.absorbedLabels();
  }

  private static MaliciousProver lowDegree() {
    return new MaliciousProver().lowDegreeInput(CONFIG.fri().logBlowupFactor());
  }

  private static Pins with(int index, QM31 value) {
    var values = new ArrayList<>(PINS.values());
    values.set(index, value);
    return new Pins(PINS.point(), values);
  }

  @Test
  void anHonestProofMeetsItsPins() {
    accepted(verdict(STATEMENT, PROOF));
    assertEquals(2, PINS.values().size());
  }

  /** The prover knows the forged pin and absorbs it; only that its quotient has a pole stands. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aForgedPinHasNoProof(int tree) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      QM31 unit = new QM31(k == 0 ? 1 : 0, k == 1 ? 1 : 0, k == 2 ? 1 : 0, k == 3 ? 1 : 0);
      Statement forged = TOY.statement((byte) 7, with(tree, PINS.values().get(tree).add(unit)));
      rejected(FAR, verdict(forged, prove(forged, lowDegree())));
    }
    // The same prover is accepted where the pin is right.
    accepted(verdict(STATEMENT, prove(STATEMENT, lowDegree())));
  }

  @Test
  void pinsOfTheTreesInAnotherOrderHaveNoProof() {
    Pins swapped = new Pins(PINS.point(), List.of(PINS.values().get(1), PINS.values().get(0)));
    Statement forged = TOY.statement((byte) 7, swapped);
    rejected(FAR, verdict(forged, prove(forged, lowDegree())));
  }

  @Test
  void pinsAtAnotherPointHaveNoProof() {
    var other =
        new Pins(PINS.point().add(new lucerna.field.circle.CanonicCoset(9).step()), PINS.values());
    Statement forged = TOY.statement((byte) 7, other);
    rejected(FAR, verdict(forged, prove(forged, lowDegree())));
  }

  @Test
  void aProofIsBoundToThePinsThatItWasMadeFor() {
    rejected(Reason.CONSTRAINTS, verdict(TOY.statement((byte) 7), PROOF));
    rejected(
        Reason.CONSTRAINTS, verdict(TOY.statement((byte) 7, with(1, PINS.values().get(0))), PROOF));
    StarkProof unpinned = prove(TOY.statement((byte) 7), new MaliciousProver());
    rejected(Reason.CONSTRAINTS, verdict(STATEMENT, unpinned));
  }

  @Test
  void asManyPinsAsWeightColumns() {
    for (List<QM31> values :
        List.of(List.of(QM31.ONE), List.of(QM31.ONE, QM31.ONE, QM31.ONE), List.<QM31>of())) {
      Statement wrong = TOY.statement((byte) 7, new Pins(PINS.point(), values));
      // The prover plans the same batches, so that there is not even a proof to refuse.
      assertThrows(IllegalArgumentException.class, () -> prove(wrong, new MaliciousProver()));
    }
  }

  // The transcript.

  @Test
  void pinsStandBetweenTheRootsAndTheWitness() {
    int at = ABSORBED.indexOf("pin point");
    assertEquals("input root", ABSORBED.get(at - 1));
    assertEquals("pins", ABSORBED.get(at + 1));
    assertEquals("witness root", ABSORBED.get(at + 2));
  }

  static IntStream absorptions() {
    return IntStream.range(0, ABSORBED.size());
  }

  @ParameterizedTest
  @MethodSource("absorptions")
  void noAbsorptionCanBeLeftOutByEitherSide(int number) {
    TamperedTranscript skipping = TamperedTranscript.without(number);
    Rejection asVerifier = MaliciousProver.verdict(STATEMENT, PROOF, skipping.channel());
    StarkProof proof =
        new MaliciousProver()
            .prove(
                STATEMENT,
                TOY.fixed(),
                Toy.witness(),
                TamperedTranscript.without(number).channel());
    Rejection asProver = verdict(STATEMENT, proof);
    if (number < ABSORBED.indexOf("out-of-domain values")) {
      rejected(Reason.CONSTRAINTS, asVerifier);
      rejected(Reason.CONSTRAINTS, asProver);
    } else {
      rejected(FAR, asVerifier);
      rejected(FAR, asProver);
    }
  }

  @Test
  void theRegimeIsPartOfTheParameters() {
    PcsConfig unique =
        PcsConfig.insecureForTesting(
            lucerna.fri.Regime.UNIQUE_DECODING, CONFIG.fri(), CONFIG.pow());
    Statement other = new Toy(TOY.result(), unique, TOY.fixed(), 1, 2).statement((byte) 7, PINS);
    rejected(Reason.CONSTRAINTS, verdict(other, PROOF));
  }

  // Two polynomials under one root.

  /**
   * Each weight tree holds the honest weights on one half of its domain and three times them on the
   * other: within the radius of both, so that few queries, all on the right half, accept either.
   */
  private static final class TwoFaced {
    private static final PcsConfig FEW = InsecureTestConfig.listed(2);
    private static final int HALF = 1 << (Toy.LOG_ROWS + FEW.fri().logBlowupFactor() - 1);

    private final Toy honest;
    private final Toy other;

    TwoFaced() {
      Toy plain = Toy.honest(FEW);
      List<CommittedColumns> first = new ArrayList<>(plain.fixed());
      List<CommittedColumns> second = new ArrayList<>(plain.fixed());
      for (int tree = 1; tree <= 2; tree++) {
        int[] rows = plain.fixed().get(tree).rows()[0];
        int[] tripled = Arrays.stream(rows).map(v -> lucerna.field.M31.mul(3, v)).toArray();
        int[] word = plain.fixed().get(tree).evaluations()[0].clone();
        for (int s = HALF; s < word.length; s++) {
          word[s] = lucerna.field.M31.mul(3, word[s]);
        }
        first.set(tree, tree(rows, word));
        second.set(tree, tree(tripled, word));
      }
      honest = new Toy(plain.result(), FEW, List.copyOf(first), 1, 2);
      other = new Toy(3 * plain.result(), FEW, List.copyOf(second), 1, 2);
    }

    private static CommittedColumns tree(int[] rows, int[] word) {
      return CommittedColumns.ofEvaluations(
          CommitmentLayout.suiteOf(Tree.WEIGHTS),
          new int[][] {rows},
          new int[][] {word},
          SecretRandom.of(new byte[32]).stream("two faces", 0));
    }

    /** How many of so many proofs are accepted, for a toy under the same roots. */
    static int accepted(Toy toy, @Nullable Pins pins, int attempts) {
      int accepted = 0;
      for (int i = 0; i < attempts; i++) {
        Statement statement = toy.statement((byte) i, pins);
        StarkProof proof =
            new MaliciousProver()
                .lowDegreeInput(FEW.fri().logBlowupFactor())
                .prove(statement, toy.fixed(), Toy.witness(), new Channel());
        accepted += verdict(statement, proof) == null ? 1 : 0;
      }
      return accepted;
    }
  }

  @Test
  void withoutPinsOneRootServesTwoModelsAndWithPinsOnlyTheOneThatWasPinned() {
    TwoFaced key = new TwoFaced();
    for (int tree = 1; tree <= 2; tree++) {
      assertEquals(key.honest.fixed().get(tree).root(), key.other.fixed().get(tree).root());
    }
    assertNotEquals(key.honest.result(), key.other.result());
    int attempts = 40;
    // Both queries on the right half: one proof in four.
    assertTrue(TwoFaced.accepted(key.honest, null, attempts) > 0);
    assertTrue(TwoFaced.accepted(key.other, null, attempts) > 0);
    Pins pins = key.honest.pins();
    assertNotEquals(pins.values(), key.other.pins().values());
    assertTrue(TwoFaced.accepted(key.honest, pins, attempts) > 0);
    assertEquals(0, TwoFaced.accepted(key.other, pins, attempts));
  }
}
