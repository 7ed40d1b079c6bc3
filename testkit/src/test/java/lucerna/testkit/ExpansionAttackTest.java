package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import lucerna.air.PointEvaluator;
import lucerna.air.Scalars;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OutOfDomain;
import lucerna.stark.ProofCodec;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.SampleValues;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compositions smaller than four parts, and the part that lies outside the space of one.
 *
 * <p>The part is the factor k in {@code q + k v(N)}: fixed before the out-of-domain point is drawn,
 * checked there with q.
 */
final class ExpansionAttackTest {
  private static final PcsConfig CONFIG = InsecureTestConfig.withoutWork();
  private static final LowDegreeToy TOY = new LowDegreeToy(2, 0, CONFIG, true);

  private static StarkProof proof(LowDegreeToy toy, MaliciousProver prover, Channel channel) {
    return prover.prove(toy.statement(), toy.fixed(), toy.witness(), channel);
  }

  private static @Nullable Rejection attack(LowDegreeToy toy, MaliciousProver prover) {
    return prover.attack(toy.statement(), toy.fixed(), toy.witness());
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "2, 1", "2, 2", "3, 1", "3, 2"})
  void honestProofsAreAcceptedAndReadBack(int degree, int expansion) throws Exception {
    for (boolean masked : new boolean[] {true, false}) {
      var toy = new LowDegreeToy(degree, expansion, CONFIG, masked);
      StarkProof proof = proof(toy, new MaliciousProver(), new Channel());
      accepted(MaliciousProver.verdict(toy.statement(), proof, new Channel()));
      assertEquals(expansion == 0, proof.compositionTop() != null);
      var codec = new ProofCodec(CommitmentLayout.of(toy, CONFIG, masked), CONFIG.fri());
      var out = new WordWriter();
      codec.write(proof, out);
      var in = new WordReader(out.toBytes());
      StarkProof read = codec.read(in);
      in.end();
      accepted(MaliciousProver.verdict(toy.statement(), read, new Channel()));
    }
  }

  /** What hides a small composition are more free rows, and FRI's mask in each leaf. */
  @Test
  void aSmallCompositionHasNeitherMaskNorSaltOfItsOwn() {
    for (int expansion = 0; expansion <= 2; expansion++) {
      var toy = new LowDegreeToy(2, expansion, CONFIG, true);
      var layout = CommitmentLayout.of(toy, CONFIG, true);
      boolean widest = expansion == 2;
      assertEquals(widest ? QM31.DEGREE : 0, layout.trees().getLast().masks());
      assertEquals((2 * QM31.DEGREE) << expansion, layout.compositionLeafWidth());
      StarkProof proof = proof(toy, new MaliciousProver(), new Channel());
      assertEquals(
          widest ? proof.composition().values().length : 0, proof.composition().salts().length);
      assertEquals(
          (expansion == 0 ? 2 : expansion == 1 ? 5 : 1) * 120 + 9, layout.freeRowsToHide(120));
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3"})
  void aFalseWitnessIsRefused(int degree) {
    for (boolean masked : new boolean[] {true, false}) {
      var toy = new LowDegreeToy(degree, degree - 2, CONFIG, masked);
      for (int row : new int[] {0, 7, LowDegreeToy.ACTIVE - 1}) {
        rejected(
            Reason.CONSTRAINTS,
            attack(toy, new MaliciousProver().cell(toy.program(), "y", row, 1)));
        rejected(
            Reason.CONSTRAINTS,
            attack(toy, new MaliciousProver().cell(toy.program(), "x", row, 1)));
      }
    }
  }

  @Test
  void aSpaceTooSmallForTheConstraintsIsRefused() {
    var narrow = new LowDegreeToy(3, 0, CONFIG, true);
    assertThrows(IllegalArgumentException.class, () -> CommitmentLayout.of(narrow, CONFIG, true));
    var wide = new LowDegreeToy(2, 3, CONFIG, true);
    assertThrows(IllegalArgumentException.class, () -> CommitmentLayout.of(wide, CONFIG, true));
  }

  /** The size is part of the statement, and absorbed. */
  @Test
  void aProofForAnotherSizeIsRefused() {
    StarkProof proof = proof(TOY, new MaliciousProver(), new Channel());
    for (int expansion = 1; expansion <= 2; expansion++) {
      Statement other = new LowDegreeToy(2, expansion, CONFIG, true).statement();
      rejected(Reason.SHAPE, MaliciousProver.verdict(other, proof, new Channel()));
    }
    TamperedTranscript honest = TamperedTranscript.honest();
    TamperedTranscript wider = TamperedTranscript.honest();
    proof(TOY, new MaliciousProver(), honest.channel());
    var other = new LowDegreeToy(2, 1, CONFIG, true);
    proof(other, new MaliciousProver(), wider.channel());
    assertEquals(honest.stateAt("program"), wider.stateAt("program"));
    assertNotEquals(honest.stateAt("shape"), wider.stateAt("shape"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anotherPartOutsideTheSpaceIsRefused(int coordinate) {
    int[] unit = new int[QM31.DEGREE];
    unit[coordinate] = 1;
    QM31 change = new QM31(unit[0], unit[1], unit[2], unit[3]);
    // Before it is absorbed, and after.
    rejected(
        Reason.CONSTRAINTS, attack(TOY, new MaliciousProver().compositionTop(k -> k.add(change))));
    StarkProof proof = proof(TOY, new MaliciousProver(), new Channel());
    QM31 top = Objects.requireNonNull(proof.compositionTop());
    rejected(
        Reason.CONSTRAINTS,
        MaliciousProver.verdict(
            TOY.statement(), ProofEdits.top(proof, top.add(change)), new Channel()));
  }

  @Test
  void thePartOutsideTheSpaceIsThereExactlyWhereItBelongs() {
    StarkProof proof = proof(TOY, new MaliciousProver(), new Channel());
    assertNotNull(proof.compositionTop());
    rejected(
        Reason.SHAPE,
        "composition top",
        MaliciousProver.verdict(TOY.statement(), ProofEdits.top(proof, null), new Channel()));
    var other = new LowDegreeToy(3, 1, CONFIG, true);
    StarkProof without = proof(other, new MaliciousProver(), new Channel());
    assertNull(without.compositionTop());
    rejected(
        Reason.SHAPE,
        "composition top",
        MaliciousProver.verdict(
            other.statement(), ProofEdits.top(without, QM31.of(0)), new Channel()));
  }

  @ParameterizedTest
  @ValueSource(ints = {M31.P, M31.P + 1, -1})
  void thePartOutsideTheSpaceIsCanonical(int word) {
    StarkProof proof = proof(TOY, new MaliciousProver(), new Channel());
    rejected(
        Reason.SHAPE,
        "composition top: not a canonical",
        MaliciousProver.verdict(
            TOY.statement(), ProofEdits.top(proof, new QM31(0, 0, 0, word)), new Channel()));
  }

  /** A prover that could choose the part after the point would make any composition fit. */
  @Test
  void thePartOutsideTheSpaceIsAbsorbedBeforeThePointIsDrawn() {
    String label = "composition top";
    StarkProof proof = proof(TOY, new MaliciousProver(), new Channel());
    // A verifier that leaves it out draws another point.
    rejected(
        Reason.CONSTRAINTS,
        MaliciousProver.verdict(
            TOY.statement(), proof, TamperedTranscript.without(label).channel()));
    // A prover that leaves it out is refused, and a verifier that agrees with it accepts.
    StarkProof skipping =
        proof(TOY, new MaliciousProver(), TamperedTranscript.without(label).channel());
    rejected(Reason.CONSTRAINTS, MaliciousProver.verdict(TOY.statement(), skipping, new Channel()));
    accepted(
        MaliciousProver.verdict(
            TOY.statement(), skipping, TamperedTranscript.without(label).channel()));
    TamperedTranscript order = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(TOY.statement(), proof, order.channel()));
    var labels = order.operationLabels();
    assertEquals(labels.indexOf("composition root") + 1, labels.indexOf(label));
    assertEquals(labels.indexOf(label) + 1, labels.indexOf("out-of-domain proof of work"));
  }

  /** With k chosen after the point, a false witness passes a verifier that does not absorb it. */
  @Test
  void theForgeryWorksWhereThePartIsNotAbsorbed() {
    String label = "composition top";
    var liar = new MaliciousProver().cell(TOY.program(), "y", 3, 1);
    StarkProof first = proof(TOY, liar, TamperedTranscript.without(label).channel());
    rejected(
        Reason.CONSTRAINTS,
        MaliciousProver.verdict(
            TOY.statement(), first, TamperedTranscript.without(label).channel()));
    StarkProof forged = ProofEdits.top(first, fitting(first, label));
    accepted(
        MaliciousProver.verdict(
            TOY.statement(), forged, TamperedTranscript.without(label).channel()));
    rejected(Reason.CONSTRAINTS, MaliciousProver.verdict(TOY.statement(), forged, new Channel()));
  }

  /** The factor with which a proof's values satisfy the identity at its point. */
  private static QM31 fitting(StarkProof proof, String skipped) {
    TamperedTranscript transcript = TamperedTranscript.without(skipped);
    proof(TOY, new MaliciousProver().cell(TOY.program(), "y", 3, 1), transcript.channel());
    QM31 alpha =
        TamperedTranscript.channelIn(transcript.stateAt("interaction root")).drawSecureFelt();
    SecureCirclePoint point =
        Objects.requireNonNull(
            OutOfDomain.draw(
                TamperedTranscript.channelIn(transcript.stateAt("out-of-domain proof of work")),
                LowDegreeToy.LOG_ROWS));
    var samples = new SampleValues(CommitmentLayout.of(TOY, CONFIG, true), proof.oodValues());
    QM31 combined =
        new PointEvaluator(TOY.program())
            .combine(
                samples::mask,
                new Scalars(List.of(), List.of(TOY.publicData(new QM31[0]).scalars())),
                alpha);
    QM31 inverse = CanonicCoset.vanishing(LowDegreeToy.LOG_ROWS, point.x()).inverse();
    return combined.mul(inverse).sub(samples.composition()).mul(inverse);
  }
}
