package lucerna.testkit;

import static lucerna.testkit.Verdicts.rejected;
import static lucerna.testkit.Verdicts.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OpenedRows;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows 1 and 5 to 14 on parsed proofs: every length and every word, whoever parsed it.
 *
 * <p>Some rows of the catalogue cannot be expressed at all. A proof names no positions, so opened
 * rows cannot be unsorted or opened twice: the verifier draws the positions, and rows are read in
 * their order. It names no heights and no offsets: both come from the key. And all trees have one
 * height, so that a Merkle witness holds digests only, never columns.
 */
final class ShapeAttackTest {
  private static final Toy TOY = Toy.honest(InsecureTestConfig.withoutWork());
  private static final StarkProof PROOF = TOY.proof();
  private static final CommitmentLayout LAYOUT = CommitmentLayout.of(TOY, TOY.config(), true);

  static IntStream trees() {
    return IntStream.range(ProofEdits.COMPOSITION, LAYOUT.trees().size());
  }

  private static String name(int tree) {
    return tree == ProofEdits.COMPOSITION ? "composition" : LAYOUT.trees().get(tree).name();
  }

  private static OpenedRows opened(int tree) {
    return tree == ProofEdits.COMPOSITION ? PROOF.composition() : PROOF.trees().get(tree);
  }

  @ParameterizedTest
  @MethodSource("trees")
  void openedWordsAreCanonical(int tree) {
    for (int word : new int[] {M31.P, M31.P + 1, -1}) {
      StarkProof altered =
          ProofEdits.opened(
              PROOF,
              tree,
              rows -> {
                rows.values()[rows.values().length - 1][0] = word;
                return rows;
              });
      rejected(Reason.SHAPE, name(tree) + ": not a canonical", verdict(TOY, altered));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {M31.P, M31.P + 1, -1})
  void outOfDomainAndFriWordsAreCanonical(int word) {
    for (int at = 0; at < LAYOUT.sampleCount(); at++) {
      QM31[] values = PROOF.oodValues().clone();
      values[at] = new QM31(0, 0, 0, word);
      rejected(
          Reason.SHAPE,
          "out-of-domain values: not a canonical",
          verdict(TOY, ProofEdits.values(PROOF, values)));
    }
    for (int layer = 0; layer < PROOF.fri().layers().size(); layer++) {
      StarkProof altered =
          ProofEdits.layer(
              PROOF,
              layer,
              old -> {
                var values = new ArrayList<>(old.witness());
                values.add(new QM31(word, 0, 0, 0));
                return new FriProof.Layer(old.root(), old.foldNonce(), values, old.hashWitness());
              });
      rejected(Reason.FRI, "NOT_CANONICAL", verdict(TOY, altered));
    }
    var last = new ArrayList<>(PROOF.fri().lastLayer());
    last.set(1, new QM31(0, word, 0, 0));
    rejected(
        Reason.FRI,
        "NOT_CANONICAL",
        verdict(TOY, ProofEdits.fri(PROOF, new FriProof(PROOF.fri().layers(), last))));
  }

  @Test
  void thereAreAsManyTreesAsTheKeySays() {
    var fewer = PROOF.trees().subList(0, PROOF.trees().size() - 1);
    rejected(Reason.SHAPE, "trees: 5", verdict(TOY, ProofEdits.trees(PROOF, fewer)));
    var more = new ArrayList<>(PROOF.trees());
    more.add(more.getLast());
    rejected(Reason.SHAPE, "trees: 7", verdict(TOY, ProofEdits.trees(PROOF, more)));
    rejected(Reason.SHAPE, "trees: 0", verdict(TOY, ProofEdits.trees(PROOF, List.of())));
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyRowIsAsWideAsItsTree(int tree) {
    for (int change : new int[] {-1, 1}) {
      StarkProof altered =
          ProofEdits.opened(
              PROOF,
              tree,
              rows -> {
                rows.values()[0] =
                    Arrays.copyOf(rows.values()[0], rows.values()[0].length + change);
                return rows;
              });
      rejected(Reason.SHAPE, name(tree) + ": a row of", verdict(TOY, altered));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void thereAreAsManyRowsAsPositions(int tree) {
    int n = opened(tree).values().length;
    int most = TOY.config().fri().nQueries();
    for (int rows : new int[] {0, n - 1, n + 1, most + 1}) {
      StarkProof altered = ProofEdits.opened(PROOF, tree, old -> resized(old, rows));
      boolean possible = rows > 0 && rows <= most;
      String why = possible ? rows + " rows for " + n + " positions" : rows + " opened rows";
      rejected(Reason.SHAPE, name(tree) + ": " + why, verdict(TOY, altered));
    }
  }

  private static OpenedRows resized(OpenedRows old, int rows) {
    int[][] values = Arrays.copyOf(old.values(), rows);
    int[][] salts = Arrays.copyOf(old.salts(), old.salts().length == 0 ? 0 : rows);
    for (int i = old.values().length; i < rows; i++) {
      values[i] = old.values()[0];
      if (salts.length > 0) {
        salts[i] = old.salts()[0];
      }
    }
    return new OpenedRows(values, salts, old.witness());
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyRowOfASaltedTreeHasItsSalt(int tree) {
    int[][] salts = opened(tree).salts();
    int[] salt = new int[CommitmentLayout.SALT_WORDS];
    if (salts.length == 0) {
      // A salt where none belongs would be a free choice of the leaf's hash.
      rejected(Reason.SHAPE, name(tree) + ": 1 salts", verdict(TOY, salted(tree, salt)));
      return;
    }
    rejected(Reason.SHAPE, name(tree) + ": 0 salts", verdict(TOY, salted(tree)));
    int[][] wide = salts.clone();
    wide[0] = new int[CommitmentLayout.SALT_WORDS + 1];
    rejected(Reason.SHAPE, name(tree) + ": a salt of 5", verdict(TOY, salted(tree, wide)));
  }

  private static StarkProof salted(int tree, int[]... salts) {
    return ProofEdits.opened(
        PROOF, tree, old -> new OpenedRows(old.values(), salts, old.witness()));
  }

  @Test
  void thereAreAsManyOutOfDomainValuesAsSamples() {
    int n = LAYOUT.sampleCount();
    for (int length : new int[] {0, n - 1, n + 1}) {
      QM31[] values = new QM31[length];
      Arrays.fill(values, QM31.ZERO);
      rejected(
          Reason.SHAPE,
          "out-of-domain values: " + length + " instead of " + n,
          verdict(TOY, ProofEdits.values(PROOF, values)));
    }
  }

  @Test
  void friHasTheLayersThatTheHeightAsksFor() {
    List<FriProof.Layer> layers = PROOF.fri().layers();
    var more = new ArrayList<>(layers);
    more.add(layers.getLast());
    for (List<FriProof.Layer> other :
        List.of(List.<FriProof.Layer>of(), layers.subList(0, layers.size() - 1), more)) {
      rejected(
          Reason.FRI,
          "LAYER_COUNT",
          verdict(TOY, ProofEdits.fri(PROOF, new FriProof(other, PROOF.fri().lastLayer()))));
    }
  }

  @Test
  void theLastLayerHasOneLength() {
    List<QM31> last = PROOF.fri().lastLayer();
    var more = new ArrayList<>(last);
    more.add(QM31.ZERO);
    for (List<QM31> other : List.of(List.<QM31>of(), last.subList(0, last.size() - 1), more)) {
      rejected(
          Reason.FRI,
          "LAST_LAYER_LENGTH",
          verdict(TOY, ProofEdits.fri(PROOF, new FriProof(PROOF.fri().layers(), other))));
    }
  }

  @Test
  void friOpensWholeCosetsAndNothingElse() {
    for (int layer = 0; layer < PROOF.fri().layers().size(); layer++) {
      FriProof.Layer honest = PROOF.fri().layers().get(layer);
      List<QM31> values = honest.witness();
      var more = new ArrayList<>(values);
      more.add(QM31.ONE);
      refused(layer, "WITNESS_TOO_LONG", more, honest.hashWitness());
      if (!values.isEmpty()) {
        var fewer = values.subList(0, values.size() - 1);
        refused(layer, "WITNESS_TOO_SHORT", fewer, honest.hashWitness());
      }
      var siblings = new ArrayList<>(honest.hashWitness());
      siblings.removeLast();
      refused(layer, "WITNESS_TOO_SHORT", values, siblings);
      siblings.add(honest.root());
      siblings.add(honest.root());
      refused(layer, "WITNESS_TOO_LONG", values, siblings);
    }
  }

  private static void refused(
      int layer, String why, List<QM31> values, List<lucerna.fri.hash.Digest> siblings) {
    rejected(
        Reason.FRI,
        why,
        verdict(
            TOY,
            ProofEdits.layer(
                PROOF,
                layer,
                old -> new FriProof.Layer(old.root(), old.foldNonce(), values, siblings))));
  }
}
