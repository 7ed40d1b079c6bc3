package lucerna.ops.attack;

import static lucerna.ops.attack.AttackModel.ACTIVE;
import static lucerna.ops.attack.AttackModel.FIRST_HIDDEN_ROW;
import static lucerna.ops.attack.AttackModel.FIRST_OUTPUT_ROW;
import static lucerna.ops.attack.AttackModel.HIDDEN;
import static lucerna.ops.attack.AttackModel.SHIFT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import lucerna.air.ColumnInfo;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.layout.InputPrivacy;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.prover.CommittedColumns;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.Multiplicities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows 38 to 51 and 55 to 60: each false inference breaks one constraint, lookup or equation and is
 * consistent in everything else, through lowering, prover, bytes and verifier.
 */
final class InferenceAttackTest {
  private static final AttackModel MODEL =
      AttackModel.of(InputPrivacy.COMMITTED, InsecureTestConfig.withoutWork());
  private static final int LAST = 2;
  private static final int ROW = FIRST_HIDDEN_ROW + LAST;

  /** Where the second layer reads the last hidden element. */
  private static final int COPY = FIRST_OUTPUT_ROW + LAST;

  private static int[] hidden(CircuitExecution run) {
    int[] t = run.cells()[HIDDEN][GadgetCells.ROUND_T];
    int[] g = run.cells()[HIDDEN][GadgetCells.ROUND_G];
    return IntStream.range(0, t.length).map(e -> g[e] == 1 ? -t[e] : t[e]).toArray();
  }

  private static Forgery forgery() {
    return new Forgery(MODEL);
  }

  @Test
  void theHonestInferenceIsAcceptedAndIsWhatTheseTestsAssume() {
    var run = MODEL.run(AttackModel.INPUT);
    assertArrayEquals(new int[] {-4, 4, 6}, hidden(run));
    assertArrayEquals(new int[] {1, 1, 0}, run.cells()[HIDDEN][GadgetCells.ROUND_REM]);
    assertEquals(ACTIVE, MODEL.layout().activeRows());
    assertEquals(6, forgery().cell("round0.t", ROW));
    assertEquals(6, forgery().cell("x0", COPY));
    assertNull(forgery().attack());
    assertNull(forgery().conclude().attack());
  }

  // Products, copies, constants.

  @Test
  void aWrongProduct() {
    // x times another weight in one place, which shows in the output.
    forgery().output(0, 0, forgery().output(0, 0) + 6).breaksTheConstraints();
  }

  @Test
  void anOutputOffByOne() {
    for (int o = 0; o < 2; o++) {
      for (int i = 0; i < 2; i++) {
        long honest = forgery().output(o, i);
        forgery().output(o, i, honest + 1).breaksTheConstraints();
        if (honest > 0) {
          forgery().output(o, i, honest - 1).breaksTheConstraints();
        }
      }
    }
  }

  @Test
  void anOutputCompensatedElsewhere() {
    var f = forgery();
    f.output(0, 0, f.output(0, 0) + 1).output(0, 1, f.output(0, 1) - 1).breaksTheConstraints();
    var g = forgery();
    g.output(0, 0, g.output(0, 0) + 1).output(1, 1, g.output(1, 1) - 1).breaksTheConstraints();
  }

  @Test
  void outputsInAnotherOrder() {
    var f = forgery();
    long first = f.output(0, 0);
    f.output(0, 0, f.output(0, 1)).output(0, 1, first).breaksTheConstraints();
  }

  @Test
  void permutedElements() {
    var f = forgery().value(HIDDEN, 1, 6).value(HIDDEN, 2, 4);
    f.remainder(1, 0).remainder(2, 1).conclude().breaksTheConstraints();
  }

  @Test
  void anElementThatIsNotTheRoundedAccumulator() {
    forgery().value(HIDDEN, LAST, 7).conclude().breaksTheConstraints();
    forgery().remainder(LAST, 1).conclude().breaksTheConstraints();
  }

  @Test
  void aCopyThatIsNotItsSource() {
    forgery().cell("x0", COPY, 7).conclude().breaksTheConstraints();
  }

  @Test
  void aConstantOfABiasRow() {
    forgery().cell("x0", COPY + 2, 2).conclude().breaksTheConstraints();
    forgery().cell("x0", COPY + 1, 1).conclude().breaksTheConstraints();
  }

  @Test
  void weightsTransposedOrInAnotherOrder() {
    // The tree holds the layers' weights as they are; the outputs are those of others.
    Weights honest = AttackModel.honestWeights();
    int[] w = honest.products().get(2);
    int[] bias = honest.products().get(3);
    for (int[] other :
        new int[][] {{w[0], w[2], w[4], w[1], w[3], w[5]}, {w[1], w[0], w[3], w[2], w[5], w[4]}}) {
      var f = forgery();
      int[] x = {0, 4, 6};
      for (int n = 0; n < 2; n++) {
        long sum = bias[2 + n];
        for (int k = 0; k < 3; k++) {
          sum += (long) x[k] * other[2 * k + n];
        }
        f.output(0, n, sum);
      }
      f.breaksTheConstraints();
    }
  }

  // Signs and ranges.

  @Test
  void aSignThatIsNoBit() {
    // (1 - 2 g) t = 6 with g = -1 and t = 2, but its ReLU (1 - g) t is 4.
    forgery()
        .value(HIDDEN, LAST, 2)
        .cell("round0.g", ROW, -1)
        .cell("x0", COPY, 4)
        .conclude()
        .breaksTheConstraints();
  }

  @Test
  void aFlippedSign() {
    forgery().value(HIDDEN, 0, 4).conclude().breaksTheConstraints();
    forgery().cell("round0.g", FIRST_HIDDEN_ROW, 0).breaksTheConstraints();
  }

  @Test
  void aRemainderOfAWholeUnit() {
    forgery()
        .value(HIDDEN, LAST, 5)
        .cell("round0.rem", ROW, 1 << SHIFT)
        .conclude()
        .breaksTheConstraints();
  }

  @Test
  void aNegativeRemainder() {
    forgery()
        .value(HIDDEN, LAST, 7)
        .cell("round0.rem", ROW, -(1 << SHIFT))
        .conclude()
        .breaksTheConstraints();
  }

  /** Row 42: another remainder, and the value modulo p that the equation then asks for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anAccumulatorModuloP(int remainder) {
    int t = M31.sub(6, M31.mul(remainder, M31.inverse(1 << SHIFT)));
    forgery()
        .remainder(LAST, remainder)
        .cell("round0.t", ROW, t)
        .cell("x0", COPY, t)
        .conclude()
        .breaksTheConstraints();
  }

  /** The same with all of it in the low limb, so that the top one is in its range. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anAccumulatorModuloPInItsLowLimb(int remainder) {
    int t = M31.sub(6, M31.mul(remainder, M31.inverse(1 << SHIFT)));
    forgery()
        .remainder(LAST, remainder)
        .cell("round0.t", ROW, t)
        .cell("round0.t.limb0", ROW, t)
        .cell("x0", COPY, t)
        .conclude()
        .breaksTheConstraints();
  }

  @ParameterizedTest
  @ValueSource(strings = {"round0.t.limb0", "round0.t", "round0.rem", "x0", "range0.uses"})
  void anyCellOffByOne(String column) {
    var f = forgery();
    f.cell(column, ROW, f.cell(column, ROW) + 1).breaksTheConstraints();
  }

  // Multiplicities.

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 2, 1 << 30})
  void aWrongMultiplicity(int change) {
    forgery().uses(SHIFT, 1, change).breaksTheConstraints();
    forgery().uses(SHIFT, 3, change).breaksTheConstraints();
  }

  /** The harness chooses the honest multiplicities where all cells are honest. */
  @Test
  void mendedMultiplicitiesAreTheHonestOnes() {
    var f = forgery();
    int column = MaliciousProver.indexOf(MODEL.lowering().mainProgram(), "range0.uses");
    int[] honest = f.witness()[column].clone();
    Multiplicities.mend(f.statement(), f.fixed(), f.witness(), "range0.uses");
    assertArrayEquals(honest, f.witness()[column]);
  }

  @Test
  void noMultiplicityAtAll() {
    var f = forgery();
    for (int row = 0; row < ACTIVE; row++) {
      f.cell("range0.uses", row, 0);
    }
    f.breaksTheConstraints();
  }

  @Test
  void multiplicitiesOfAnotherPairWithTheSameValue() {
    // The use is counted for the same value under another width.
    forgery().uses(SHIFT, 1, -1).uses(SHIFT + 1, 1, 1).breaksTheConstraints();
    forgery().uses(SHIFT, 1, -1).uses(SHIFT, 2, 1).breaksTheConstraints();
  }

  // The running sum. The statement is false, and the sum is mended where it should not be.

  private static Forgery falseOutput() {
    var f = forgery();
    return f.output(0, 0, f.output(0, 0) + 1);
  }

  private static QM31 missing(SecureColumn[] columns, Scalars scalars) {
    SecureColumn sum = columns[columns.length - 1];
    return scalars.publicScalars().get(0).sub(sum.get(ACTIVE));
  }

  private static void add(SecureColumn column, int from, int to, QM31 what) {
    for (int row = from; row < to; row++) {
      column.set(row, column.get(row).add(what));
    }
  }

  @Test
  void aSumThatDoesNotStartAtZero() {
    falseOutput()
        .lie(
            prover ->
                prover.interaction(
                    (columns, scalars) ->
                        add(columns[columns.length - 1], 0, ACTIVE + 1, missing(columns, scalars))))
        .breaksTheConstraints();
  }

  @Test
  void aSumThatDoesNotEndAtTheTotal() {
    falseOutput().breaksTheConstraints();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, ACTIVE - 1, ACTIVE})
  void aSumThatIsNotCarried(int row) {
    falseOutput()
        .lie(
            prover ->
                prover.interaction(
                    (columns, scalars) ->
                        add(
                            columns[columns.length - 1],
                            row,
                            ACTIVE + 1,
                            missing(columns, scalars))))
        .breaksTheConstraints();
  }

  @Test
  void aFractionThatIsNotOne() {
    int columns = forgery().columnCount(Tree.INTERACTION);
    for (int fraction = 0; fraction < columns - 1; fraction++) {
      for (int row : new int[] {0, 40, ACTIVE - 1}) {
        int at = fraction;
        falseOutput()
            .lie(
                prover ->
                    prover.interaction(
                        (all, scalars) -> {
                          QM31 missing = missing(all, scalars);
                          add(all[at], row, row + 1, missing);
                          add(all[all.length - 1], row + 1, ACTIVE + 1, missing);
                        }))
            .breaksTheConstraints();
      }
    }
  }

  /** Row 46: rows that no constraint speaks of are the prover's, one row earlier none is. */
  @Test
  void garbageInFreeRowsOnly() {
    int uses = MaliciousProver.indexOf(MODEL.lowering().mainProgram(), "range0.uses");
    for (int row : new int[] {ACTIVE, ACTIVE + 1, 127}) {
      assertNull(
          forgery()
              .lie(
                  prover ->
                      prover.witness(
                          rows -> {
                            for (int[] column : rows) {
                              column[row] = 12345;
                            }
                          }))
              .attack());
    }
    forgery()
        .lie(prover -> prover.witness(rows -> rows[uses][ACTIVE - 1] = 12345))
        .breaksTheConstraints();
    // The running sum has one row more: its total.
    assertNull(garbageInTheSum(ACTIVE + 1).attack());
    garbageInTheSum(ACTIVE).breaksTheConstraints();
    garbageInTheSum(ACTIVE - 1).breaksTheConstraints();
    for (int i = 0; i < forgery().columnCount(Tree.INTERACTION) - 1; i++) {
      int fraction = i;
      assertNull(garbageInAFraction(fraction, ACTIVE).attack());
      garbageInAFraction(fraction, ACTIVE - 1).breaksTheConstraints();
    }
  }

  private static Forgery garbageInTheSum(int row) {
    return forgery()
        .lie(
            prover ->
                prover.interaction(
                    (columns, scalars) -> columns[columns.length - 1].set(row, QM31.ONE)));
  }

  private static Forgery garbageInAFraction(int fraction, int row) {
    return forgery()
        .lie(
            prover ->
                prover.interaction((columns, scalars) -> columns[fraction].set(row, QM31.ONE)));
  }

  // What the key fixes.

  /** Row 47: a table or selector other than the key's, with everything else made to fit. */
  @Test
  void everyPreprocessedColumnIsTheKeys() {
    List<ColumnInfo> columns = MODEL.lowering().mainProgram().columnsOf(Tree.PREPROCESSED);
    for (int i = 0; i < columns.size(); i++) {
      int[][] rows = deepCopy(MODEL.preprocessed().rows());
      rows[i][ROW] = rows[i][ROW] == 0 ? 1 : 0;
      CommittedColumns other = AttackModel.preprocessed(rows, MODEL.config());
      // Where no constraint speaks of the altered cell, the key's root does.
      var rejection = forgery().preprocessed(other).attack();
      assertTrue(
          rejection != null
              && (rejection.reason() == Reason.CONSTRAINTS
                  || (rejection.reason() == Reason.MERKLE
                      && rejection.where().equals("preprocessed"))),
          columns.get(i).name() + ": " + rejection);
    }
  }

  /** The table also holds (2, 4), so that a remainder of a whole unit is in it. */
  @Test
  void aTableWithOnePairMore() {
    int[][] rows = deepCopy(MODEL.preprocessed().rows());
    var columns = MODEL.lowering().mainProgram().columnsOf(Tree.PREPROCESSED);
    for (ColumnInfo column : columns) {
      if (column.name().equals("range0.width")) {
        rows[column.indexInTree()][ACTIVE - 1] = SHIFT;
      }
      if (column.name().equals("range0.value")) {
        rows[column.indexInTree()][ACTIVE - 1] = 1 << SHIFT;
      }
    }
    var forged =
        forgery()
            .value(HIDDEN, LAST, 5)
            .cell("round0.rem", ROW, 1 << SHIFT)
            .conclude()
            .preprocessed(AttackModel.preprocessed(rows, MODEL.config()));
    Forgery.rejected(Reason.MERKLE, "preprocessed", forged.attack());
  }

  private static int[][] deepCopy(int[][] rows) {
    int[][] copy = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  @Test
  void weightsOfAnotherModel() {
    Weights other = AttackModel.weightsWith(2, 5, 0);
    CommittedColumns tree = AttackModel.instance(MODEL.layout(), other, MODEL.config(), 0);
    var f = forgery();
    // Over the other tree the inference is true; but the key commits to another.
    Forgery.rejected(
        Reason.MERKLE, "weights", f.output(0, 1, f.output(0, 1) + 6).weightTree(tree).attack());
    // Over the key's tree it is false.
    var g = forgery();
    g.output(0, 1, g.output(0, 1) + 6).breaksTheConstraints();
  }

  // Inputs.

  @Test
  void anInputOtherThanTheCommittedOne() {
    // x[2] = 6 instead of 7 all through the model, but for the input's own tree.
    forgeInput(forgery()).breaksTheConstraints();
  }

  @Test
  void anInputOtherThanThePublicOne() {
    AttackModel open = AttackModel.of(InputPrivacy.PUBLIC, InsecureTestConfig.withoutWork());
    assertNull(new Forgery(open).attack());
    forgeInput(new Forgery(open)).breaksTheConstraints();
    // And the public one cannot be changed alone.
    new Forgery(open).input(2, 6).breaksTheConstraints();
    // Changed everywhere, it is another true statement.
    assertNull(forgeInput(new Forgery(open)).input(2, 6).attack());
  }

  @Test
  void anInputThatNobodyFixesIsFree() {
    AttackModel hidden = AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.withoutWork());
    assertNull(new Forgery(hidden).attack());
    assertNull(forgeInput(new Forgery(hidden)).attack());
  }

  /** All that follows from x[2] = 6: hidden -4 + 3/4, 4 - 2/4, 6 - 1/4, rounded. */
  private static Forgery forgeInput(Forgery f) {
    var run = MODEL.run(5, -3, 6, 2);
    f.value(0, 2, 6);
    for (int e = 0; e < 3; e++) {
      f.value(HIDDEN, e, hidden(run)[e]);
      f.remainder(e, run.cells()[HIDDEN][GadgetCells.ROUND_REM][e]);
    }
    return f.conclude();
  }
}
