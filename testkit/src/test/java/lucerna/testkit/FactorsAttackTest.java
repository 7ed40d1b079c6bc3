package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.fri.merkle.LeafHasher;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OpenedRows;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.Witness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors that are wrong, late, tampered with or missing. */
final class FactorsAttackTest {
  private static final String ROOT = "factors root";

  /* Without work, an altered transcript shows as what it breaks and not as a missing nonce. */
  private static final FactorsToy TOY = FactorsToy.honest(InsecureTestConfig.withoutWork());
  private static final StarkProof PROOF = TOY.proof();
  private static final CommitmentLayout LAYOUT = CommitmentLayout.of(TOY, TOY.config(), true);
  private static final int TREE = LAYOUT.indexOf(Tree.FACTORS);

  private static @Nullable Rejection verdict(FactorsToy toy, StarkProof proof) {
    return MaliciousProver.verdict(toy.statement(), proof, new Channel());
  }

  private static @Nullable Rejection attack(FactorsToy toy, MaliciousProver prover) {
    return prover.attack(toy.statement(), toy.fixed(), FactorsToy.witness());
  }

  private static SecondRound second(StarkProof proof) {
    SecondRound second = proof.secondRound();
    if (second == null) {
      throw new AssertionError("no second round");
    }
    return second;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theHonestProofIsAccepted(boolean zeroKnowledge) {
    FactorsToy toy = FactorsToy.honest(InsecureTestConfig.fast(), zeroKnowledge);
    accepted(verdict(toy, toy.proof()));
  }

  @Test
  void factorsHaveATreeOfTheirOwnBeforeTheInteraction() {
    assertEquals(
        List.of(Tree.PREPROCESSED, Tree.WEIGHTS, Tree.WITNESS, Tree.FACTORS, Tree.INTERACTION),
        LAYOUT.trees().stream().map(CommitmentLayout.TreeInfo::kind).toList());
    assertEquals(2 * QM31.DEGREE, LAYOUT.trees().get(TREE).width());
    // The second factor is read on two rows.
    assertEquals(3 * QM31.DEGREE, LAYOUT.trees().get(TREE).samples());
    assertEquals(List.of(true, false), List.of(LAYOUT.salted(TREE), LAYOUT.salted(0)));
    int[] row = {1, 2};
    List<Digest> leaves = new ArrayList<>();
    for (Tree tree : Tree.values()) {
      if (tree != Tree.PUBLIC) {
        leaves.add(new LeafHasher(CommitmentLayout.suiteOf(tree), 2, false).hash(row, null));
      }
    }
    assertEquals(leaves.size(), Set.copyOf(leaves).size());
  }

  // Wrong factors.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void everyProductIsChecked(int index) {
    FactorsToy wrong = TOY.withResult(index, 1);
    rejected(Reason.CONSTRAINTS, verdict(wrong, wrong.proof()));
  }

  static IntStream rows() {
    return IntStream.range(0, FactorsToy.ACTIVE);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyEntryOfAFactorIsChecked(int row) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      int coordinate = k;
      var liar =
          new MaliciousProver()
              .factors(
                  (columns, challenges) -> {
                    int[] phi = columns[0].coordinates()[coordinate];
                    phi[row] = M31.add(phi[row], 1);
                    FactorsToy.addUp(columns);
                  });
      rejected(Reason.CONSTRAINTS, attack(TOY, liar));
    }
    var other =
        new MaliciousProver()
            .factors(
                (columns, challenges) -> columns[1].set(row, columns[1].get(row).add(QM31.ONE)));
    rejected(Reason.CONSTRAINTS, attack(TOY, other));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatAFactorIsMadeOfIsCommittedBefore(int row) {
    // The honest factor of a false digit that the table holds too.
    var liar =
        new MaliciousProver()
            .witness(
                rows -> {
                  rows[2][rows[0][row]]--;
                  rows[0][row] = (rows[0][row] + 1) % FactorsToy.TABLE;
                  rows[2][rows[0][row]]++;
                });
    rejected(Reason.CONSTRAINTS, attack(TOY, liar));
    FactorsToy wrong = TOY.withResult(0, 1);
    rejected(Reason.CONSTRAINTS, attack(wrong, liar));
  }

  /** Makes the false product come out: only the tie is left to notice it. */
  private static void bend(SecureColumn[] columns, QM31 slope, int error) {
    columns[0].set(0, columns[0].get(0).add(slope.inverse().mul(M31.of(error))));
    FactorsToy.addUp(columns);
  }

  @Test
  void aFactorChosenForAFalseProductIsRefused() {
    FactorsToy wrong = TOY.withResult(0, 5);
    var liar =
        new MaliciousProver()
            .factors((columns, challenges) -> bend(columns, FactorsToy.u(0, challenges), 5));
    rejected(Reason.CONSTRAINTS, attack(wrong, liar));
  }

  /** A factor that knows the late challenges proves anything: so its root comes before them. */
  @Test
  void withoutAbsorbingTheFactorsRootAFalseProductIsProven() {
    FactorsToy wrong = FactorsToy.honest(InsecureTestConfig.fast()).withResult(0, 5);
    TamperedTranscript first = TamperedTranscript.without(ROOT);
    wrong.proof(new MaliciousProver(), first.channel());
    StarkProof forged = forge(wrong, first, TamperedTranscript.without(ROOT).channel());
    accepted(
        MaliciousProver.verdict(
            wrong.statement(), forged, TamperedTranscript.without(ROOT).channel()));
    rejected(Set.of(Reason.PROOF_OF_WORK, Reason.CONSTRAINTS), verdict(wrong, forged));

    // The same forger on the real transcript: theta has changed with the factors.
    FactorsToy real = TOY.withResult(0, 5);
    TamperedTranscript honest = TamperedTranscript.honest();
    real.proof(new MaliciousProver(), honest.channel());
    rejected(Reason.CONSTRAINTS, verdict(real, forge(real, honest, new Channel())));
  }

  private static StarkProof forge(FactorsToy toy, TamperedTranscript learned, Channel channel) {
    QM31 theta =
        TamperedTranscript.channelIn(learned.stateAt("late interaction proof of work"))
            .drawSecureFelts(3)[2];
    // Row 0 of phi enters the sum with the factor u + theta.
    return toy.proof(
        new MaliciousProver()
            .factors(
                (columns, challenges) -> bend(columns, FactorsToy.u(0, challenges).add(theta), 5)),
        channel);
  }

  @Test
  void challengesOfLookupsAreDrawnAfterTheFactors() {
    assertEquals(
        List.of("r", "s", "logup.z", "logup.alpha", "theta"), FactorsToy.PROGRAM.challenges());
    assertEquals(2, FactorsToy.PROGRAM.firstRoundChallenges());
  }

  // The proof's parts.

  @Test
  void anotherRootIsRefused() {
    SecondRound second = second(PROOF);
    StarkProof edited =
        ProofEdits.second(
            PROOF, new SecondRound(ProofEdits.flipped(second.factorsRoot()), second.nonce()));
    rejected(Reason.CONSTRAINTS, verdict(TOY, edited));
    // Also where nobody absorbs it: the opened rows do not lie under it.
    StarkProof skipping =
        TOY.proof(new MaliciousProver(), TamperedTranscript.without(ROOT).channel());
    SecondRound other = second(skipping);
    edited =
        ProofEdits.second(
            skipping, new SecondRound(ProofEdits.flipped(other.factorsRoot()), other.nonce()));
    rejected(
        Reason.MERKLE,
        "factors",
        MaliciousProver.verdict(
            TOY.statement(), edited, TamperedTranscript.without(ROOT).channel()));
  }

  @Test
  void theSecondRoundIsThereExactlyWithFactors() {
    rejected(Reason.SHAPE, "second round", verdict(TOY, ProofEdits.second(PROOF, null)));
    Toy single = Toy.honest(InsecureTestConfig.withoutWork());
    rejected(
        Reason.SHAPE,
        "second round",
        Verdicts.verdict(single, ProofEdits.second(single.proof(), second(PROOF))));
  }

  @Test
  void everyOpenedValueAndSaltOfTheFactorsIsBound() {
    for (int column = 0; column < 2 * QM31.DEGREE; column++) {
      int at = column;
      StarkProof edited =
          ProofEdits.opened(
              PROOF,
              TREE,
              rows -> {
                rows.values()[0][at] = M31.add(rows.values()[0][at], 1);
                return rows;
              });
      rejected(Reason.MERKLE, "factors", verdict(TOY, edited));
    }
    StarkProof salted =
        ProofEdits.opened(
            PROOF,
            TREE,
            rows -> {
              rows.salts()[1][2] ^= 1;
              return rows;
            });
    rejected(Reason.MERKLE, "factors", verdict(TOY, salted));
    StarkProof bare =
        ProofEdits.opened(
            PROOF, TREE, rows -> new OpenedRows(rows.values(), new int[0][], rows.witness()));
    rejected(Reason.SHAPE, "factors", verdict(TOY, bare));
    List<OpenedRows> fewer = new ArrayList<>(PROOF.trees());
    fewer.remove(TREE);
    rejected(Reason.SHAPE, "trees", verdict(TOY, ProofEdits.trees(PROOF, fewer)));
  }

  // The prover's caller.

  @Test
  void factorsOfAnotherShapeAreRefusedByTheProver() {
    int[][] rows = FactorsToy.witness().rows();
    List<FactorSource> sources =
        List.of(
            FactorSource.NONE,
            challenges -> new SecureColumn[] {SecureColumn.zeros(1)},
            challenges ->
                new SecureColumn[] {
                  SecureColumn.zeros(1), SecureColumn.zeros(FactorsToy.ROWS + 1)
                });
    for (FactorSource source : sources) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new MaliciousProver()
                  .attack(TOY.statement(), TOY.fixed(), new Witness(rows, source)));
    }
  }

  // Zero knowledge.

  @Test
  void withoutZeroKnowledgeTheRowsThatAreNotActiveAreZero() {
    FactorsToy open = FactorsToy.honest(InsecureTestConfig.withoutWork(), false);
    open.proof(
        new MaliciousProver()
            .factors(
                (columns, challenges) -> {
                  for (SecureColumn column : columns) {
                    assertEquals(FactorsToy.ROWS, column.length());
                    assertEquals(QM31.ZERO, column.get(FactorsToy.ACTIVE));
                  }
                }),
        new Channel());
  }
}
