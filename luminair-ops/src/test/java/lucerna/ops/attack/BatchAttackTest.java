package lucerna.ops.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.FactorColumns;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.MainWitness;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Witness;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.Multiplicities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** False proofs about a batch: each is consistent in everything but what it lies about. */
final class BatchAttackTest {
  private static final double[] FIRST = AttackModel.INPUT;
  private static final double[] SECOND = {-6, 4, 1, 3};
  private static final int ENTRIES = 2;
  private static final String REM = "round0.rem";
  private static final String T = "round0.t";
  private static final String USES = "range0.uses";

  private final AttackModel model = model(InputPrivacy.HIDDEN, ENTRIES);

  private static AttackModel model(InputPrivacy input, int entries) {
    return AttackModel.of(
        input,
        InsecureTestConfig.withoutWork(),
        Batch.of(AttackModel.circuit(0), entries),
        AttackModel.honestWeights());
  }

  /** A proof about a batch, of what it is told to say. */
  private static final class Liar {
    private final AttackModel model;
    private final int[][][] cells;
    private final long[][] outputs;
    private final long[][] inputs;
    private final int[][] witness;
    private final int[][] committed;
    private @Nullable Digest root;
    private @Nullable CommittedColumns tree;

    Liar(AttackModel model, Weights weights, double[]... entries) {
      this(model, run(model, weights, entries));
    }

    Liar(AttackModel model, CircuitExecution run) {
      this.model = model;
      cells = run.cells();
      PublicValues values = PublicValues.of(model.layout(), run);
      outputs = values.outputs();
      inputs = values.inputs();
      MainWitness filled = MainWitness.fill(model.lowering(), cells);
      witness = filled.witness();
      committed = filled.input();
    }

    static CircuitExecution run(AttackModel model, Weights weights, double[]... entries) {
      Batch batch = Objects.requireNonNull(model.layout().circuit().batch());
      List<List<double[]>> given = Arrays.stream(entries).map(List::of).toList();
      return CircuitExecutor.run(
          model.layout().circuit(), weights, batch.stack(given).toArray(double[][]::new));
    }

    int[] column(String name) {
      return witness[MaliciousProver.indexOf(model.lowering().mainProgram(), name)];
    }

    void commitTo(double[]... entries) {
      int[] column = committed[0];
      for (int c = 0; c < entries.length; c++) {
        for (int i = 0; i < entries[c].length; i++) {
          column[c * entries[c].length + i] = M31.of((long) entries[c][i]);
        }
      }
    }

    @Nullable Rejection verdict() {
      List<CommittedColumns> fixed = new ArrayList<>();
      fixed.add(model.preprocessed());
      fixed.add(tree == null ? model.instances().getFirst() : tree);
      Digest shown = null;
      if (committed.length > 0) {
        SecretRandom random = SecretRandom.of(new byte[32]);
        fixed.add(
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.INPUT), committed, 2, random.stream("salts", 0)));
        shown = root == null ? fixed.getLast().root() : root;
      }
      var part = new PublicPart(0, new PublicValues(outputs, inputs), shown, "batch");
      Statement statement = model.key().inference(part);
      if (!model.lowering().mainProgram().hasFactors()) {
        Multiplicities.mend(statement, fixed, witness, USES);
      }
      var proof =
          new MaliciousProver()
              .prove(
                  statement,
                  fixed,
                  new Witness(
                      witness, first -> FactorColumns.compute(model.layout(), cells, first)),
                  new Channel());
      byte[] bytes =
          ModelProof.of(model.key().digest(), part, ModelProof.encode(statement, proof)).bytes();
      return Forgery.verdict(model, ModelProof.parse(bytes, "forged.bin"));
    }

    Liar breaksTheConstraints() {
      Forgery.rejected(Reason.CONSTRAINTS, "out-of-domain", verdict());
      return this;
    }
  }

  private Liar liar() {
    return new Liar(model, AttackModel.honestWeights(), FIRST, SECOND);
  }

  private static void lie(AttackModel model, Consumer<Liar> lie) {
    var liar = new Liar(model, AttackModel.honestWeights(), FIRST, SECOND);
    lie.accept(liar);
    liar.breaksTheConstraints();
  }

  @ParameterizedTest
  @EnumSource(InputPrivacy.class)
  void theHonestBatchIsAccepted(InputPrivacy input) {
    assertNull(
        new Liar(model(input, ENTRIES), AttackModel.honestWeights(), FIRST, SECOND).verdict());
  }

  @Test
  void theHonestBatchWithFactorsIsAccepted() {
    assertNull(
        new Liar(model(InputPrivacy.HIDDEN, 5), AttackModel.honestWeights(), FIRST).verdict());
  }

  @Test
  void entriesInAnotherOrder() {
    for (int o = 0; o < 2; o++) {
      int output = o;
      lie(
          model,
          liar -> {
            long[] of = liar.outputs[output];
            int length = of.length / ENTRIES;
            for (int i = 0; i < length; i++) {
              long first = of[i];
              of[i] = of[length + i];
              of[length + i] = first;
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anOutputOfAnEntry(int element) {
    lie(model, liar -> liar.outputs[0][element]++);
    lie(model, liar -> liar.outputs[1][element] += 2);
  }

  /** What one entry gives too much, the other gives too little. */
  @Test
  void outputsThatCompensate() {
    lie(
        model,
        liar -> {
          liar.outputs[0][0]++;
          liar.outputs[0][2]--;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aPublicInputOfAnEntry(int entry) {
    AttackModel open = model(InputPrivacy.PUBLIC, ENTRIES);
    lie(open, liar -> liar.inputs[0][entry * FIRST.length]++);
    lie(
        open,
        liar -> {
          for (int i = 0; i < FIRST.length; i++) {
            liar.inputs[0][i] = (long) SECOND[i];
            liar.inputs[0][FIRST.length + i] = (long) FIRST[i];
          }
        });
  }

  @Test
  void aCommittedInputOfAnEntry() {
    AttackModel sealed = model(InputPrivacy.COMMITTED, ENTRIES);
    lie(sealed, liar -> liar.commitTo(SECOND, FIRST));
    lie(sealed, liar -> liar.commitTo(FIRST, new double[] {-6, 4, 1, 2}));
    var liar = new Liar(sealed, AttackModel.honestWeights(), FIRST, SECOND);
    liar.root = Digest.ZERO;
    Forgery.rejected(Reason.MERKLE, "input", liar.verdict());
  }

  /** One entry is what another model makes of its input, in all its cells and outputs. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anEntryOfOtherWeights(int product) {
    Weights other = AttackModel.weightsWith(product, new int[] {1, 4, 1, 2}[product], 4);
    for (int entries : new int[] {ENTRIES, 5}) {
      AttackModel attacked = model(InputPrivacy.HIDDEN, entries);
      double[][] inputs = new double[entries][];
      Arrays.setAll(inputs, c -> c == 0 ? FIRST : SECOND);
      CircuitExecution lie = Liar.run(attacked, other, inputs);
      CircuitExecution run = Liar.run(attacked, AttackModel.honestWeights(), inputs);
      // The last entry is the liar's; each block and output holds entry after entry.
      for (int b = 0; b < run.cells().length; b++) {
        for (int cell = 0; cell < run.cells()[b].length; cell++) {
          takeLast(lie.cells()[b][cell], run.cells()[b][cell], entries);
        }
      }
      for (int o = 0; o < run.outputs().length; o++) {
        takeLast(lie.outputs()[o], run.outputs()[o], entries);
      }
      new Liar(attacked, run).breaksTheConstraints();
      // Nor does another tree help.
      var liar = new Liar(attacked, run);
      liar.tree = AttackModel.instance(attacked.layout(), other, attacked.config(), 0);
      Rejection rejection = liar.verdict();
      assertEquals(
          true,
          rejection != null
              && List.of(Reason.CONSTRAINTS, Reason.MERKLE).contains(rejection.reason()),
          () -> String.valueOf(rejection));
    }
  }

  private static void takeLast(int[] from, int[] to, int entries) {
    int length = to.length / entries;
    System.arraycopy(from, (entries - 1) * length, to, (entries - 1) * length, length);
  }

  /** All entries are what another model makes of them, under its tree. */
  @Test
  void aTreeOfOtherWeights() {
    Weights other = AttackModel.weightsWith(0, 1, -1);
    var liar = new Liar(model, other, FIRST, SECOND);
    liar.tree = AttackModel.instance(model.layout(), other, model.config(), 0);
    Forgery.rejected(Reason.MERKLE, "weights", liar.verdict());
  }

  /** One entry drops a unit more than it has, the other as much less: no sum over both shows it. */
  @Test
  void remaindersThatCompensate() {
    lie(
        model,
        liar -> {
          int unit = 1 << AttackModel.SHIFT;
          add(liar, REM, 0, unit);
          add(liar, T, 0, -1);
          add(liar, REM, 3, -unit);
          add(liar, T, 3, 1);
        });
  }

  /** Likewise within range, so that no lookup shows it either. */
  @Test
  void equationsThatCompensate() {
    lie(
        model,
        liar -> {
          add(liar, T, 0, 1);
          add(liar, T, 3, -1);
        });
  }

  /** A use that one entry has of the shared table is not made up for by one that no entry has. */
  @Test
  void multiplicitiesThatCompensate() {
    AttackModel factored = model(InputPrivacy.HIDDEN, 5);
    // With factors the counts stay as they are filled.
    lie(
        factored,
        liar -> {
          add(liar, USES, 3, 1);
          add(liar, USES, 4, -1);
        });
  }

  private static void add(Liar liar, String column, int row, int change) {
    int[] cells = liar.column(column);
    cells[row] = M31.add(cells[row], M31.of(change));
  }

  @Test
  void aProofUnderTheKeyOfOneInput() {
    AttackModel one = AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.withoutWork());
    Liar honest = liar();
    var part = new PublicPart(0, new PublicValues(honest.outputs, honest.inputs), null, "batch");
    byte[] stark = proof(model, honest, part);
    Forgery.rejected(
        Reason.OTHER_KEY,
        "key",
        Forgery.verdict(one, ModelProof.of(model.key().digest(), part, stark)));
    // It cannot say that it was made for the other one.
    Forgery.rejected(
        Reason.PUBLIC_VALUE,
        "",
        Forgery.verdict(one, ModelProof.of(one.key().digest(), part, stark)));
    // Nor that it is about the first entry alone.
    long[][] first =
        Objects.requireNonNull(model.layout().circuit().batch()).entry(honest.outputs, 0);
    var less = new PublicPart(0, new PublicValues(first, new long[0][]), null, "batch");
    Rejection rejection = Forgery.verdict(one, ModelProof.of(one.key().digest(), less, stark));
    assertEquals(true, rejection != null, "accepted");
    Forgery.rejected(
        Reason.PUBLIC_VALUE,
        "",
        Forgery.verdict(model, ModelProof.of(model.key().digest(), less, stark)));
  }

  private static byte[] proof(AttackModel model, Liar liar, PublicPart part) {
    Statement statement = model.key().inference(part);
    var proof =
        new MaliciousProver()
            .prove(
                statement,
                List.of(model.preprocessed(), model.instances().getFirst()),
                liar.witness,
                new Channel());
    return ModelProof.encode(statement, proof);
  }
}
