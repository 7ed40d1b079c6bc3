package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static lucerna.testkit.Verdicts.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.ColumnArena;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.LeafHasher;
import lucerna.fri.merkle.MerkleException;
import lucerna.fri.merkle.MerkleTree;
import lucerna.fri.merkle.MerkleVerifier;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Fibres;
import lucerna.stark.OpenedRows;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows 30 to 37: openings, quotients and low degree. */
final class OpeningAttackTest {
  private static final Toy TOY = Toy.honest(InsecureTestConfig.withoutWork());
  private static final StarkProof PROOF = TOY.proof();
  private static final CommitmentLayout LAYOUT = CommitmentLayout.of(TOY, TOY.config(), true);
  private static final int LOG_BLOWUP = TOY.config().fri().logBlowupFactor();

  static IntStream trees() {
    return IntStream.range(ProofEdits.COMPOSITION, LAYOUT.trees().size());
  }

  private static String name(int tree) {
    return tree == ProofEdits.COMPOSITION ? "composition" : LAYOUT.trees().get(tree).name();
  }

  private static @org.jspecify.annotations.Nullable Rejection attack(MaliciousProver prover) {
    return prover.attack(TOY.statement(), TOY.fixed(), Toy.witness());
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyOpenedValueCounts(int tree) {
    int width = tree == ProofEdits.COMPOSITION ? 32 : LAYOUT.trees().get(tree).width();
    for (int column = 0; column < width; column++) {
      int at = column;
      StarkProof altered =
          ProofEdits.opened(
              PROOF,
              tree,
              rows -> {
                int[] row = rows.values()[at % rows.values().length];
                row[at] = M31.add(row[at], 1);
                return rows;
              });
      rejected(Reason.MERKLE, name(tree) + ": ROOT_MISMATCH", verdict(TOY, altered));
    }
  }

  /**
   * A committed leaf that is wrong at one position of its fibre, though it lies under the root: it
   * is refused where a query meets that position, and nowhere else, as if each position had a leaf
   * of its own. Both sides leave the root out of the transcript, so that the prover knows the
   * queries when it commits.
   */
  @Test
  void aLeafIsRightWhereItIsQueried() {
    String label = "composition root";
    var transcript = TamperedTranscript.without(label);
    var coefficients = new ArrayList<int[]>();
    StarkProof proof =
        new MaliciousProver()
            .composition(columns -> coefficients.addAll(List.of(columns)))
            .mask(columns -> coefficients.addAll(List.of(columns)))
            .prove(TOY.statement(), TOY.fixed(), Toy.witness(), transcript.channel());
    int[] queries =
        Channel.sortedDistinct(
            TamperedTranscript.channelIn(transcript.stateAt("query proof of work"))
                .drawQueries(LAYOUT.logFriDomain(), TOY.config().fri().nQueries()));
    int[][] columns = new int[coefficients.size()][];
    for (int k = 0; k < columns.length; k++) {
      columns[k] =
          lucerna.field.circle.CircleFft.evaluate(coefficients.get(k), LAYOUT.logFriDomain());
    }
    int[] leaves = Fibres.WIDEST.leavesOf(queries);
    accepted(verdictWithout(label, recommitted(proof, columns, leaves)));
    int refused = 0;
    for (int position : Fibres.WIDEST.positions(Arrays.copyOf(leaves, 4))) {
      boolean queried = Arrays.binarySearch(queries, position) >= 0;
      for (int[] column : columns) {
        column[position] = M31.add(column[position], 1);
        Rejection verdict = verdictWithout(label, recommitted(proof, columns, leaves));
        if (queried) {
          rejected(Reason.FRI, "layer 0: ROOT_MISMATCH", verdict);
          refused++;
        } else {
          accepted(verdict);
        }
        column[position] = M31.sub(column[position], 1);
      }
    }
    assertTrue(refused >= 4 * columns.length);
    // Right at one position of each fibre: the other queries find it.
    for (int kept = 0; kept < Fibres.WIDEST.size(); kept++) {
      int[][] wrong = Arrays.stream(columns).map(int[]::clone).toArray(int[][]::new);
      for (int position = 0; position < wrong[0].length; position++) {
        if (Fibres.WIDEST.entryOf(position) != kept) {
          wrong[0][position] = M31.add(wrong[0][position], 1);
        }
      }
      rejected(
          Reason.FRI,
          "layer 0: ROOT_MISMATCH",
          verdictWithout(label, recommitted(proof, wrong, leaves)));
    }
  }

  private static int[] row(int[][] columns, int leaf) {
    return IntStream.range(0, Fibres.WIDEST.size())
        .map(entry -> Fibres.WIDEST.position(leaf, entry))
        .flatMap(at -> Arrays.stream(columns).mapToInt(column -> column[at]))
        .toArray();
  }

  /** The proof with another composition's tree, honestly opened. */
  private static StarkProof recommitted(StarkProof proof, int[][] columns, int[] leaves) {
    int words = CommitmentLayout.SALT_WORDS * (columns[0].length / Fibres.WIDEST.size());
    int[] salts = IntStream.range(0, words).toArray();
    MerkleTree tree =
        MerkleTree.commitFibres(
            CommitmentLayout.compositionSuite(), columns, salts, 2, ColumnArena.FRESH);
    StarkProof rooted =
        ProofEdits.roots(proof, proof.witnessRoot(), proof.interactionRoot(), tree.root());
    int[][] values =
        IntStream.of(leaves).mapToObj(leaf -> row(columns, leaf)).toArray(int[][]::new);
    int[][] opened =
        IntStream.of(leaves)
            .mapToObj(leaf -> Arrays.copyOfRange(salts, 4 * leaf, 4 * leaf + 4))
            .toArray(int[][]::new);
    return ProofEdits.opened(
        rooted, ProofEdits.COMPOSITION, rows -> new OpenedRows(values, opened, tree.open(leaves)));
  }

  private static @org.jspecify.annotations.Nullable Rejection verdictWithout(
      String label, StarkProof proof) {
    return MaliciousProver.verdict(
        TOY.statement(), proof, TamperedTranscript.without(label).channel());
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everySaltCounts(int tree) {
    if (tree != ProofEdits.COMPOSITION && !LAYOUT.salted(tree)) {
      return;
    }
    for (int word = 0; word < CommitmentLayout.SALT_WORDS; word++) {
      int at = word;
      StarkProof altered =
          ProofEdits.opened(
              PROOF,
              tree,
              rows -> {
                rows.salts()[at][at] ^= 1 << at;
                return rows;
              });
      rejected(Reason.MERKLE, name(tree) + ": ROOT_MISMATCH", verdict(TOY, altered));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everySiblingCounts(int tree) {
    List<lucerna.fri.hash.Digest> siblings =
        (tree == ProofEdits.COMPOSITION ? PROOF.composition() : PROOF.trees().get(tree)).witness();
    for (int i = 0; i < siblings.size(); i += Math.max(1, siblings.size() / 8)) {
      int at = i;
      StarkProof altered =
          ProofEdits.opened(
              PROOF,
              tree,
              rows -> {
                rows.witness().set(at, ProofEdits.flipped(rows.witness().get(at)));
                return rows;
              });
      rejected(Reason.MERKLE, name(tree) + ": ROOT_MISMATCH", verdict(TOY, altered));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void aMerkleWitnessHasOneLength(int tree) {
    rejected(
        Reason.MERKLE,
        name(tree) + ": WITNESS_TOO_SHORT",
        verdict(TOY, ProofEdits.opened(PROOF, tree, OpeningAttackTest::shorter)));
    rejected(
        Reason.MERKLE,
        name(tree) + ": WITNESS_TOO_LONG",
        verdict(TOY, ProofEdits.opened(PROOF, tree, OpeningAttackTest::longer)));
  }

  private static OpenedRows shorter(OpenedRows rows) {
    rows.witness().removeLast();
    return rows;
  }

  private static OpenedRows longer(OpenedRows rows) {
    rows.witness().add(rows.witness().getLast());
    return rows;
  }

  /** The opening belongs to the root that was absorbed, not to the one that the proof names now. */
  @Test
  void everyRootCounts() {
    for (int i = 0; i < 3; i++) {
      StarkProof altered =
          ProofEdits.roots(
              PROOF,
              i == 0 ? ProofEdits.flipped(PROOF.witnessRoot()) : PROOF.witnessRoot(),
              i == 1 ? ProofEdits.flipped(PROOF.interactionRoot()) : PROOF.interactionRoot(),
              i == 2 ? ProofEdits.flipped(PROOF.compositionRoot()) : PROOF.compositionRoot());
      rejected(Reason.CONSTRAINTS, verdict(TOY, altered));
      // And the root is compared where the transcript does not catch it.
      String label = List.of("witness root", "interaction root", "composition root").get(i);
      TamperedTranscript honest = TamperedTranscript.honest();
      accepted(MaliciousProver.verdict(TOY.statement(), PROOF, honest.channel()));
      TamperedTranscript same = TamperedTranscript.honest().replace(label, honest.stateAt(label));
      rejected(
          Reason.MERKLE,
          List.of("witness", "interaction", "composition").get(i) + ": ROOT_MISMATCH",
          MaliciousProver.verdict(TOY.statement(), altered, same.channel()));
    }
    for (int layer = 0; layer < PROOF.fri().layers().size(); layer++) {
      StarkProof altered =
          ProofEdits.layer(
              PROOF,
              layer,
              old ->
                  new FriProof.Layer(
                      ProofEdits.flipped(old.root()),
                      old.foldNonce(),
                      old.witness(),
                      old.hashWitness()));
      rejected(Verdicts.OTHER_QUERIES, verdict(TOY, altered));
    }
  }

  /** A root that stands in the statement is compared with, not only absorbed. */
  @Test
  void theStatementsRootsAreThoseOpened() {
    var honest = TOY.statement();
    TamperedTranscript transcript = TamperedTranscript.honest();
    accepted(MaliciousProver.verdict(honest, PROOF, transcript.channel()));
    for (int tree = 0; tree < 4; tree++) {
      var roots = new ArrayList<lucerna.fri.hash.Digest>();
      for (int i = 0; i < 4; i++) {
        var root = TOY.fixed().get(i).root();
        roots.add(i == tree ? ProofEdits.flipped(root) : root);
      }
      var altered =
          new lucerna.stark.Statement(
              TOY,
              TOY.config(),
              true,
              roots.get(0),
              List.of(roots.get(1), roots.get(2)),
              roots.get(3),
              honest.context());
      TamperedTranscript same =
          TamperedTranscript.honest().replace("input root", transcript.stateAt("input root"));
      rejected(
          Reason.MERKLE,
          name(tree) + ": ROOT_MISMATCH",
          MaliciousProver.verdict(altered, PROOF, same.channel()));
      // With an honest transcript the challenges differ already.
      rejected(Reason.CONSTRAINTS, MaliciousProver.verdict(altered, PROOF, new Channel()));
    }
  }

  /** Row 31, and a leaf of one kind of tree under the root of another. */
  @Test
  void aNodeIsNoLeaf() throws MerkleException {
    int[][] columns = new int[4][16];
    for (int i = 0; i < 64; i++) {
      columns[i % 4][i / 4] = 31 * i + 1;
    }
    HashSuite suite = CommitmentLayout.compositionSuite();
    for (HashSuite leafSuite : List.of(HashSuite.PLAIN, suite)) {
      MerkleTree tree = MerkleTree.commit(leafSuite, columns, null);
      int[] children = new int[16];
      tree.node(4, 6).copyTo(children, 0);
      tree.node(4, 7).copyTo(children, 8);
      var leaf = List.of(new LeafHasher(leafSuite, 16, false).hash(children, null));
      var witness = new ArrayList<>(tree.open(new int[] {6, 7}));
      if (leafSuite.equals(HashSuite.PLAIN)) {
        // Without personalisation two digests pass for a row of 16 values.
        MerkleVerifier.verify(leafSuite, tree.root(), 3, new int[] {3}, leaf, witness);
      } else {
        MerkleException e =
            assertThrows(
                MerkleException.class,
                () ->
                    MerkleVerifier.verify(leafSuite, tree.root(), 3, new int[] {3}, leaf, witness));
        assertEquals(MerkleException.Reason.ROOT_MISMATCH, e.reason());
      }
    }
  }

  @Test
  void treesCannotChangePlaces() {
    var trees = new ArrayList<>(PROOF.trees());
    trees.set(1, PROOF.trees().get(2));
    trees.set(2, PROOF.trees().get(1));
    rejected(Reason.MERKLE, "weights: ROOT_MISMATCH", verdict(TOY, ProofEdits.trees(PROOF, trees)));
  }

  @Test
  void rowsOfOneTreeCannotChangePlaces() {
    for (int tree : trees().toArray()) {
      StarkProof altered =
          ProofEdits.opened(
              PROOF,
              tree,
              rows -> {
                int[] kept = rows.values()[0];
                rows.values()[0] = rows.values()[1];
                rows.values()[1] = kept;
                return rows;
              });
      rejected(Reason.MERKLE, name(tree) + ": ROOT_MISMATCH", verdict(TOY, altered));
    }
  }

  /** Row 32: the composition's word has one coefficient more than its space. */
  @Test
  void aWordAboveTheDegreeBoundIsRefused() {
    int bound = 1 << LAYOUT.logFriDegree();
    var prover =
        new MaliciousProver()
            .composition(
                coefficients -> {
                  coefficients[0] = java.util.Arrays.copyOf(coefficients[0], 2 * bound);
                  coefficients[0][bound] = 1;
                })
            .values(values -> {});
    // At the out-of-domain point the surplus shows as a wrong composition.
    rejected(Reason.CONSTRAINTS, attack(prover.lowDegreeInput(LOG_BLOWUP)));
    // A mask of too high degree shows nowhere but in FRI.
    var masked =
        new MaliciousProver()
            .mask(
                coefficients -> {
                  coefficients[0] = java.util.Arrays.copyOf(coefficients[0], 2 * bound);
                  coefficients[0][bound] = 1;
                })
            .lowDegreeInput(LOG_BLOWUP);
    rejected(Reason.FRI, "layer 0", attack(masked));
  }

  /** Row 36: the constraints hold for the values, but the values are not those of the columns. */
  @Test
  void aValueOffByOneIsRefusedThoughTheQuotientUsesIt() {
    var prover =
        new MaliciousProver()
            .values(
                values -> {
                  // 1 (v0 + 1) + i (v1 + i) = 1 v0 + i v1: the composition's value stays.
                  int at = values.length - QM31.DEGREE;
                  values[at] = values[at].add(QM31.ONE);
                  values[at + 1] = values[at + 1].add(new QM31(0, 1, 0, 0));
                })
            .lowDegreeInput(LOG_BLOWUP);
    rejected(Reason.FRI, "layer 0", attack(prover));
  }

  @Test
  void everyOutOfDomainValueCounts() {
    for (int i = 0; i < LAYOUT.sampleCount(); i++) {
      int at = i;
      var prover =
          new MaliciousProver()
              .values(values -> values[at] = values[at].add(1))
              .lowDegreeInput(LOG_BLOWUP);
      rejected(Reason.CONSTRAINTS, attack(prover));
    }
  }

  /** Row 37: FRI runs on a word with another mask than the committed one. */
  @Test
  void theMaskCannotBeReplacedAfterTheBatchingChallenge() {
    int size = 1 << LAYOUT.logFriDomain();
    int[] other = new int[size];
    for (int i = 0; i < size >> LOG_BLOWUP; i++) {
      other[i] = 17 * i + 3;
    }
    lucerna.field.circle.CircleFft.evaluate(other);
    var prover =
        new MaliciousProver()
            .input(
                word -> {
                  for (int i = 0; i < size; i++) {
                    word.set(i, word.get(i).add(other[i]));
                  }
                });
    rejected(Reason.FRI, "layer 0", attack(prover));
  }

  @Test
  void friRunsOnTheWordThatTheOpeningsGive() {
    rejected(
        Reason.FRI,
        "layer 0",
        attack(
            new MaliciousProver()
                .input(
                    word -> {
                      for (int[] column : word.coordinates()) {
                        java.util.Arrays.fill(column, 0);
                      }
                    })));
  }

  /** The composition plus a multiple of what vanishes on the trace, whatever the constraints. */
  @Test
  void theCompositionIsTheOneOfTheConstraints() {
    rejected(
        Reason.CONSTRAINTS,
        attack(
            new MaliciousProver()
                .composition(
                    coefficients ->
                        coefficients[2][Toy.ROWS] = M31.add(coefficients[2][Toy.ROWS], 1))));
  }

  /** Rows 34 and 35, where both sides leave the last layer out of the transcript. */
  @Test
  void theLastLayerIsTheFoldOfTheOneBefore() {
    String label = "fri last layer";
    StarkProof proof =
        new MaliciousProver()
            .prove(
                TOY.statement(),
                TOY.fixed(),
                Toy.witness(),
                TamperedTranscript.without(label).channel());
    var last = new ArrayList<>(proof.fri().lastLayer());
    last.set(0, last.get(0).add(1));
    StarkProof altered = ProofEdits.fri(proof, new FriProof(proof.fri().layers(), last));
    rejected(
        Reason.FRI,
        "LAST_LAYER_MISMATCH",
        MaliciousProver.verdict(
            TOY.statement(), altered, TamperedTranscript.without(label).channel()));
  }

  @Test
  void everyValueAndSiblingOfFriCounts() {
    for (int layer = 0; layer < PROOF.fri().layers().size(); layer++) {
      FriProof.Layer honest = PROOF.fri().layers().get(layer);
      var values = new ArrayList<>(honest.witness());
      if (!values.isEmpty()) {
        values.set(0, values.get(0).add(1));
        rejected(
            Reason.FRI,
            "layer " + layer + ": ROOT_MISMATCH",
            verdict(TOY, ProofEdits.layer(PROOF, layer, old -> with(old, values))));
      }
      var siblings = new ArrayList<>(honest.hashWitness());
      siblings.set(0, ProofEdits.flipped(siblings.get(0)));
      rejected(
          Reason.FRI,
          "layer " + layer + ": ROOT_MISMATCH",
          verdict(
              TOY,
              ProofEdits.layer(
                  PROOF,
                  layer,
                  old ->
                      new FriProof.Layer(old.root(), old.foldNonce(), old.witness(), siblings))));
    }
  }

  private static FriProof.Layer with(FriProof.Layer old, List<QM31> values) {
    return new FriProof.Layer(old.root(), old.foldNonce(), values, old.hashWitness());
  }
}
