package lucerna.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.ColumnData;
import lucerna.air.ColumnInfo;
import lucerna.air.InteractionTrace;
import lucerna.air.Scalars;
import lucerna.air.TraceChecker;
import lucerna.air.Tree;
import lucerna.air.Violation;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.layout.FactorColumns;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.MainWitness;
import lucerna.ops.layout.PublicData;
import lucerna.ops.layout.PublicValues;
import lucerna.ops.layout.RegistrationWitness;
import lucerna.ops.layout.Statement;
import lucerna.ops.layout.WeightColumns;
import lucerna.stark.prover.FactorSource;

/**
 * All columns of a statement, without commitments and masks: what a prover would commit to, to be
 * checked row by row under challenges of a fixed seed.
 */
final class MockTrace implements ColumnData {
  private static final int MOST_VIOLATIONS = 100;

  private final Statement statement;
  private final FactorSource factors;
  private final AirProgram program;
  private final List<int[][]> columns = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);

  private MockTrace(Statement statement, FactorSource factors) {
    this.statement = statement;
    this.factors = factors;
    program = statement.program();
    for (ColumnInfo column : program.columns()) {
      columns.add(new int[column.secure() ? QM31.DEGREE : 1][1 << statement.logRows()]);
    }
    put(Tree.PREPROCESSED, statement.preprocessedColumnsByRow());
  }

  /** Returns the trace of one run. */
  static MockTrace inference(Lowering lowering, Weights weights, CircuitExecution execution) {
    PublicValues values = PublicValues.of(lowering.layout(), execution);
    var trace =
        new MockTrace(
            lowering.inference(values),
            first -> FactorColumns.compute(lowering.layout(), execution.cells(), first));
    MainWitness cells = MainWitness.fill(lowering, execution.cells());
    trace.put(Tree.WITNESS, cells.witness());
    trace.put(Tree.INPUT, cells.input());
    if (trace.statement.weightTreeWidths().length > 0) {
      trace.put(Tree.WEIGHTS, WeightColumns.fill(lowering.layout(), weights));
    }
    return trace;
  }

  /** Returns the trace of a key's own proof. */
  static MockTrace registration(Lowering lowering, Weights weights) {
    var trace = new MockTrace(lowering.registration(), FactorSource.NONE);
    trace.put(Tree.WITNESS, RegistrationWitness.fill(lowering, weights));
    int[][] tree = WeightColumns.fill(lowering.layout(), weights);
    List<int[]> trees = new ArrayList<>();
    for (int i = 0; i < trace.statement.weightTreeWidths().length; i++) {
      trees.addAll(List.of(tree));
    }
    trace.put(Tree.WEIGHTS, trees.toArray(int[][]::new));
    return trace;
  }

  AirProgram program() {
    return program;
  }

  Statement statement() {
    return statement;
  }

  /** Returns where constraints and lookups fail: the first ones, constraints before lookups. */
  List<Violation> violations() {
    List<QM31> challenges = program.challenges().stream().map(name -> challenge()).toList();
    QM31[] drawn = challenges.toArray(QM31[]::new);
    QM31[] first = Arrays.copyOf(drawn, program.firstRoundChallenges());
    put(Tree.FACTORS, factors.factors(first));
    PublicData data = statement.publicData(drawn);
    put(Tree.PUBLIC, data.columns().toArray(SecureColumn[]::new));
    var scalars = new Scalars(challenges, List.of(data.scalars()));
    var assignment = Assignment.inRowOrder(this, 1 << statement.logRows(), scalars);
    List<SecureColumn> interaction =
        program.columnsOf(Tree.INTERACTION).stream()
            .map(column -> columns.get(column.id()))
            .map(c -> new SecureColumn(c[0], c[1], c[2], c[3]))
            .toList();
    try {
      new InteractionTrace(program).fill(assignment, statement.activeRows(), interaction);
    } catch (ZeroDenominatorException e) {
      throw new IllegalStateException("the seed's challenges hit a pole", e);
    }
    var checker = new TraceChecker(program);
    List<Violation> found = new ArrayList<>(checker.checkConstraints(assignment, MOST_VIOLATIONS));
    found.addAll(checker.checkRelations(assignment, MOST_VIOLATIONS));
    return found;
  }

  @Override
  public int[][] coordinatesOfColumn(int id) {
    return columns.get(id);
  }

  private void put(Tree tree, int[][] filled) {
    for (ColumnInfo column : program.columnsOf(tree)) {
      int[] values = filled[column.indexInTree()];
      System.arraycopy(values, 0, columns.get(column.id())[0], 0, values.length);
    }
  }

  private void put(Tree tree, SecureColumn... filled) {
    for (ColumnInfo column : program.columnsOf(tree)) {
      int[][] values = filled[column.indexInTree()].coordinates();
      for (int i = 0; i < QM31.DEGREE; i++) {
        System.arraycopy(values[i], 0, columns.get(column.id())[i], 0, values[i].length);
      }
    }
  }

  private QM31 challenge() {
    return new QM31(
        random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P));
  }
}
