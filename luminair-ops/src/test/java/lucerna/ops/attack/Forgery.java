package lucerna.ops.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.MainWitness;
import lucerna.ops.layout.PublicValues;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.Multiplicities;
import org.jspecify.annotations.Nullable;

/**
 * One false inference of an {@link AttackModel}, from integers to the verdict.
 *
 * <p>Integers may be replaced before the witness is filled, which then is consistent but for what
 * the integers themselves break; cells may be replaced afterwards. Multiplicities are made to fit,
 * unless they are what is attacked, and {@link #conclude} makes the outputs those that follow from
 * the cells, so that an attack breaks nothing but what it is about.
 */
final class Forgery {
  private final AttackModel model;
  private final int[][][] cells;
  private final int[][] honestInput;
  private final MaliciousProver prover = new MaliciousProver();
  private int[][] witness = {};
  private long[][] outputs;
  private long[][] inputs = {};
  private boolean mends = true;
  private @Nullable CommittedColumns preprocessed;
  private @Nullable CommittedColumns tree;

  Forgery(AttackModel model) {
    this(model, AttackModel.INPUT);
  }

  Forgery(AttackModel model, double... input) {
    this.model = model;
    CircuitExecution honest = model.run(input);
    cells = honest.cells();
    PublicValues published = PublicValues.of(model.layout(), honest);
    outputs = published.outputs();
    inputs = published.inputs();
    refill();
    honestInput = MainWitness.fill(model.lowering(), cells).input();
  }

  private void refill() {
    witness = MainWitness.fill(model.lowering(), cells).witness();
  }

  /** Replaces an element of a block in all cells that hold it. */
  Forgery value(int block, int element, int value) {
    cells[block][GadgetCells.ROUND_T][element] = Math.abs(value);
    cells[block][GadgetCells.ROUND_G][element] = value < 0 ? 1 : 0;
    refill();
    return this;
  }

  /** Replaces a remainder. */
  Forgery remainder(int element, int value) {
    cells[AttackModel.HIDDEN][GadgetCells.ROUND_REM][element] = value;
    refill();
    return this;
  }

  int cell(String column, int row) {
    return column(column)[row];
  }

  /** Replaces a cell. */
  Forgery cell(String column, int row, int value) {
    mends &= !column.equals("range0.uses");
    column(column)[row] = M31.of(value);
    return this;
  }

  private int[] column(String name) {
    return witness[MaliciousProver.indexOf(model.lowering().mainProgram(), name)];
  }

  /** Adds to the honest count of a pair of the range table. */
  Forgery uses(int width, int value, int change) {
    int row = (1 << width) - 1 + value;
    int[] uses = column("range0.uses");
    mends = false;
    uses[row] = M31.add(uses[row], M31.of(change));
    return this;
  }

  /** Replaces a public output. */
  Forgery output(int output, int element, long value) {
    outputs[output][element] = value;
    return this;
  }

  long output(int output, int element) {
    return outputs[output][element];
  }

  /** Replaces a public input. */
  Forgery input(int element, long value) {
    inputs[0][element] = value;
    return this;
  }

  /** Makes the outputs those that follow from the cells. */
  Forgery conclude() {
    for (int n = 0; n < 2; n++) {
      int sum = 0;
      for (int k = 0; k < 5; k++) {
        int row = AttackModel.FIRST_OUTPUT_ROW + k;
        sum = M31.add(sum, M31.mul(cell("x0", row), model.instances().get(0).rows()[n][row]));
      }
      outputs[0][n] = M31.centered(sum);
    }
    for (int e = 0; e < 2; e++) {
      int row = AttackModel.FIRST_HIDDEN_ROW + e;
      int positive = M31.mul(M31.sub(1, cell("round0.g", row)), cell("round0.t", row));
      outputs[1][e] = M31.centered(positive);
    }
    return this;
  }

  /** Lets the prover itself lie. */
  Forgery lie(Consumer<MaliciousProver> lie) {
    lie.accept(prover);
    return this;
  }

  /** Proves over other preprocessed columns than the key's. */
  Forgery preprocessed(CommittedColumns other) {
    preprocessed = other;
    return this;
  }

  /** Proves over another weight tree than the key's first. */
  Forgery weightTree(CommittedColumns other) {
    tree = other;
    return this;
  }

  /** The tree of the honest input, if the key asks for one. */
  @Nullable CommittedColumns inputTree() {
    if (model.layout().shape().inputs() != InputPrivacy.COMMITTED) {
      return null;
    }
    SecretRandom random = SecretRandom.of(new byte[32]);
    int[][] rows = {honestInput[0].clone()};
    random.stream("input", 0).fillM31(rows[0], AttackModel.ACTIVE, rows[0].length);
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.INPUT), rows, 2, random.stream("salts", 0));
  }

  PublicPart publicPart() {
    CommittedColumns input = inputTree();
    Digest root = input == null ? null : input.root();
    return new PublicPart(0, new PublicValues(outputs, inputs), root, "attack");
  }

  Statement statement() {
    return model.key().inference(publicPart());
  }

  List<CommittedColumns> fixed() {
    List<CommittedColumns> fixed = new ArrayList<>();
    fixed.add(preprocessed == null ? model.preprocessed() : preprocessed);
    fixed.add(tree == null ? model.instances().get(0) : tree);
    CommittedColumns input = inputTree();
    if (input != null) {
      fixed.add(input);
    }
    return fixed;
  }

  int[][] witness() {
    return witness;
  }

  StarkProof stark(Channel channel) {
    if (mends) {
      Multiplicities.mend(statement(), fixed(), witness, "range0.uses");
    }
    return prover.prove(statement(), fixed(), witness, channel);
  }

  ModelProof proof() {
    byte[] stark = ModelProof.encode(statement(), stark(new Channel()));
    return ModelProof.of(model.key().digest(), publicPart(), stark);
  }

  /** Proves, sends the bytes, and verifies under the key. */
  @Nullable Rejection attack() {
    return verdict(model, ModelProof.parse(proof().bytes(), "forged.bin"));
  }

  static @Nullable Rejection verdict(AttackModel model, ModelProof proof) {
    try {
      new ModelVerifier(model.key()).verify(proof);
      return null;
    } catch (ProofRejectedException e) {
      return e.rejection();
    }
  }

  void breaksTheConstraints() {
    rejected(Reason.CONSTRAINTS, "out-of-domain", attack());
  }

  static void rejected(Reason reason, String where, @Nullable Rejection rejection) {
    assertNotNull(rejection, () -> "accepted instead of " + reason);
    assertEquals(reason, rejection.reason(), rejection::toString);
    assertTrue(rejection.toString().contains(where), rejection::toString);
  }

  int columnCount(Tree tree) {
    List<ColumnInfo> columns = model.lowering().mainProgram().columnsOf(tree);
    return columns.size();
  }
}
