package lucerna.ops.attack;

import static lucerna.ops.attack.Forgery.rejected;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.KeyContent;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.RegistrationWitness;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.Multiplicities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A key whose registration proof lies: its weights are out of range, above their bounds, or not the
 * same in all trees.
 */
final class RegistrationAttackTest {
  private static final AttackModel MODEL =
      AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.withoutWork());

  /** With a bound above what the weights need. */
  private static final AttackModel ROOMY =
      AttackModel.of(
          InputPrivacy.HIDDEN,
          InsecureTestConfig.withoutWork(),
          AttackModel.circuit(0, 20, AttackModel.SHIFT),
          AttackModel.honestWeights());

  private AttackModel model = MODEL;

  /** 13 bits are limbs of 5, 5 and 3; 30 bits are six of 5. */
  private int[][] witness = {};

  private List<CommittedColumns> trees = List.of();
  private @Nullable CommittedColumns preprocessed;

  @BeforeEach
  void honest() {
    honest(MODEL);
  }

  private void honest(AttackModel of) {
    model = of;
    witness = RegistrationWitness.fill(model.lowering(), AttackModel.honestWeights());
    trees = new ArrayList<>(model.instances());
    preprocessed = null;
  }

  private int[] column(String name) {
    return witness[MaliciousProver.indexOf(model.lowering().registrationProgram(), name)];
  }

  /** Changes a weight in a tree; the key then commits to it. */
  private void weight(int tree, int column, int row, int value) {
    int[][] rows = new int[2][];
    for (int c = 0; c < rows.length; c++) {
      rows[c] = trees.get(tree).rows()[c].clone();
    }
    rows[column][row] = M31.of(value);
    trees.set(tree, AttackModel.weightTree(rows, model.config(), tree));
  }

  /** Verifies under a key with the roots of the trees that were used. */
  private @Nullable Rejection verdict() {
    return verdict(trees.stream().map(CommittedColumns::root).toList());
  }

  private @Nullable Rejection verdict(List<Digest> roots) {
    KeyContent c = model.key().content();
    Statement statement =
        new KeyContent(
                c.circuit(),
                c.shape(),
                c.privacy(),
                true,
                c.config(),
                c.preprocessedRoot(),
                c.registrationPreprocessedRoot(),
                roots,
                null)
            .registrationStatement(model.lowering());
    var fixed = new ArrayList<CommittedColumns>();
    fixed.add(
        preprocessed == null
            ? AttackModel.preprocessed(
                model.lowering().registration().preprocessedColumnsByRow(), model.config())
            : preprocessed);
    fixed.addAll(trees);
    Multiplicities.mend(statement, fixed, witness, "range0.uses");
    var proof = new MaliciousProver().prove(statement, fixed, witness, new Channel());
    return MaliciousProver.verdict(statement, proof, new Channel());
  }

  private void refused() {
    rejected(Reason.CONSTRAINTS, "out-of-domain", verdict());
  }

  @Test
  void theHonestRegistrationIsAccepted() {
    assertNull(verdict());
    honest(ROOMY);
    assertNull(verdict());
    // And so are larger weights within a larger bound, with the sum that they have.
    growFirstWeight();
    sum(0, 8, 20);
    assertNull(verdict());
  }

  /** Weight (0, 0) is 1, in channel 0 of the first layer, whose absolute values sum to 7. */
  private void replaceFirstWeight(int value) {
    for (int tree = 0; tree < AttackModel.INSTANCES; tree++) {
      weight(tree, 0, 0, value);
    }
  }

  /** Row 43: one beyond the range, with sum and slack to match. */
  @Test
  void aWeightOfTwoToTheThirteen() {
    // A bias limb, which no channel sum counts: row 8 is the high limb, row 9 the low one, 3.
    for (int tree = 0; tree < AttackModel.INSTANCES; tree++) {
      weight(tree, 0, 9, 1 << 13);
    }
    column("a0")[9] = 1 << 13;
    column("a0.limb0")[9] = 0;
    column("a0.limb1")[9] = 0;
    refused();
    // The same from below.
    honest();
    for (int tree = 0; tree < AttackModel.INSTANCES; tree++) {
      weight(tree, 0, 9, -(1 << 13));
    }
    column("a0")[9] = 0;
    column("a0.limb0")[9] = 0;
    column("b0.limb0")[9] = 0;
    refused();
  }

  /** The largest weight is in range: the attack above fails by one. */
  @Test
  void aWeightOneBelow() {
    for (int tree = 0; tree < AttackModel.INSTANCES; tree++) {
      weight(tree, 0, 9, (1 << 13) - 1);
    }
    column("a0")[9] = (1 << 13) - 1;
    column("a0.limb0")[9] = 31;
    column("a0.limb1")[9] = 31;
    assertNull(verdict());
  }

  @Test
  void oneInstanceDiffersInOneCell() {
    for (int tree = 1; tree < AttackModel.INSTANCES; tree++) {
      for (int column = 0; column < 2; column++) {
        honest();
        int honest = model.instances().get(tree).rows()[column][6];
        weight(tree, column, 6, M31.centered(honest) + 1);
        refused();
      }
    }
  }

  @Test
  void neitherPartIsZero() {
    honest(ROOMY);
    // 1 = 2 - 1: both parts in range, their difference right, the sum of absolute values is not.
    column("a0")[0] = 2;
    column("a0.limb0")[0] = 2;
    column("b0.limb0")[0] = 1;
    sum(0, 9, 20);
    refused();
  }

  /** Writes a channel sum and its slack below the bound. */
  private void sum(int row, int sum, int bound) {
    int slack = bound - sum;
    column("sum0.value")[row] = sum;
    for (int limb = 0; limb < 5; limb++) {
      column("sum0.slack.limb" + limb)[row] = slack >> (5 * limb) & 31;
    }
  }

  private void growFirstWeight() {
    // 2 instead of 1: the first channel sums to 8, its bound is 7.
    replaceFirstWeight(2);
    column("a0")[0] = 2;
    column("a0.limb0")[0] = 2;
  }

  @Test
  void aChannelSumIsUnderstated() {
    growFirstWeight();
    refused();
  }

  @Test
  void aChannelSumAboveItsBound() {
    growFirstWeight();
    sum(0, 8, 7);
    refused();
  }

  @Test
  void aChannelSumIsOverstated() {
    sum(1, 7, 7);
    refused();
  }

  /** A part of the second layer, with a ReLU before it: positive and negative weights apart. */
  @Test
  void positiveAndNegativeSumsChangePlaces() {
    int positive = column("sum0.value")[3];
    int negative = column("sum0.value")[4];
    sum(3, negative, 5);
    sum(4, positive, 5);
    refused();
  }

  @Test
  void theProverRefusesWhatItCannotProve() {
    Weights heavy = AttackModel.weightsWith(0, 0, 2);
    assertThrows(
        IllegalArgumentException.class, () -> RegistrationWitness.fill(model.lowering(), heavy));
  }

  @Test
  void weightsOfAnotherModelUnderThisKeysRoots() {
    // The registration of other weights, for the roots of these.
    List<Digest> roots = model.instances().stream().map(CommittedColumns::root).toList();
    weight(1, 0, 0, 1);
    int[][] rows = {trees.get(1).rows()[0].clone(), trees.get(1).rows()[1].clone()};
    rows[0][100] = M31.add(rows[0][100], 1);
    // Even one random row makes it another tree.
    trees.set(1, AttackModel.weightTree(rows, model.config(), 1));
    rejected(Reason.MERKLE, "weights", verdict(roots));
  }

  @Test
  void anotherBoundThanTheCircuits() {
    int[][] rows = model.lowering().registration().preprocessedColumnsByRow();
    for (var column :
        model.lowering().registrationProgram().columnsOf(lucerna.air.Tree.PREPROCESSED)) {
      if (column.name().equals("sum0.bound")) {
        rows[column.indexInTree()][0] = 8;
      }
    }
    preprocessed = AttackModel.preprocessed(rows, model.config());
    growFirstWeight();
    column("sum0.value")[0] = 8;
    rejected(Reason.MERKLE, "preprocessed", verdict());
  }
}
