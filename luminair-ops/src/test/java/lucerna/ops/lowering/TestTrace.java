package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import lucerna.ops.executor.Execution;
import lucerna.ops.program.Weights;

/** A trace of a statement, with random elements in all rows that are not active. */
final class TestTrace implements ColumnData {
  private final Statement statement;
  private final AirProgram program;
  private final int rows;
  private final List<int[][]> columns = new ArrayList<>();
  private final Random random;

  TestTrace(Statement statement, long seed) {
    this.statement = statement;
    program = statement.program();
    rows = 1 << statement.logRows();
    random = new Random(seed);
    for (ColumnInfo column : program.columns()) {
      columns.add(new int[column.secure() ? QM31.DEGREE : 1][rows]);
    }
    put(Tree.PREPROCESSED, statement.preprocessedColumnsByRow());
  }

  /** The trace of an inference. */
  static TestTrace inference(Lowering lowering, TinyModel model, long seed) {
    PublicValues values = model.publicValues(lowering.layout().shape().inputs());
    MainWitness cells = MainWitness.fill(lowering, model.values(), model.remainders());
    return inference(
        lowering, model.weights(), cells, new TestTrace(lowering.inference(values), seed));
  }

  /** The trace of an execution. */
  static TestTrace inference(Lowering lowering, Weights weights, Execution execution, long seed) {
    PublicValues values = PublicValues.of(lowering.layout(), execution);
    MainWitness cells = MainWitness.fill(lowering, execution.tensors(), execution.remainders());
    return inference(lowering, weights, cells, new TestTrace(lowering.inference(values), seed));
  }

  private static TestTrace inference(
      Lowering lowering, Weights weights, MainWitness cells, TestTrace trace) {
    trace.put(Tree.WITNESS, cells.witness());
    trace.put(Tree.INPUT, cells.input());
    trace.put(Tree.WEIGHTS, WeightColumns.fill(lowering.layout(), weights));
    return trace;
  }

  /** The trace of a key. */
  static TestTrace registration(Lowering lowering, Weights key, long seed) {
    TestTrace trace = new TestTrace(lowering.registration(), seed);
    trace.put(Tree.WITNESS, RegistrationWitness.fill(lowering, key));
    int[][] weights = WeightColumns.fill(lowering.layout(), key);
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < trace.statement.weightTreeWidths().length; i++) {
      all.addAll(List.of(weights));
    }
    trace.put(Tree.WEIGHTS, all.toArray(int[][]::new));
    return trace;
  }

  private void put(Tree tree, int[][] filled) {
    List<ColumnInfo> infos = program.columnsOf(tree);
    if (filled.length != infos.size()) {
      throw new IllegalArgumentException(tree + " has " + filled.length + " columns");
    }
    for (ColumnInfo info : infos) {
      int[] column = columns.get(info.id())[0];
      System.arraycopy(filled[info.indexInTree()], 0, column, 0, rows);
    }
  }

  /** Returns a committed column, to be tampered with. */
  int[] column(String name) {
    return columns.get(program.column(name).id())[0];
  }

  /** Says how the trace breaks its program: labels, of relations too. */
  List<String> violations() {
    return violations(statement);
  }

  /** Likewise, with the public part of another statement. */
  List<String> violations(Statement other) {
    randomizeFreeRows();
    List<QM31> challenges = program.challenges().stream().map(name -> randomSecure()).toList();
    PublicData data = other.publicData(challenges.toArray(QM31[]::new));
    List<ColumnInfo> infos = program.columnsOf(Tree.PUBLIC);
    if (data.columns().size() != infos.size()) {
      throw new IllegalArgumentException(data.columns().size() + " public columns");
    }
    for (ColumnInfo info : infos) {
      SecureColumn column = data.columns().get(info.indexInTree());
      for (int i = 0; i < QM31.DEGREE; i++) {
        int[] to = columns.get(info.id())[i];
        System.arraycopy(column.coordinates()[i], 0, to, 0, column.length());
      }
    }
    Scalars scalars = new Scalars(challenges, List.of(data.scalars()));
    Assignment assignment = Assignment.inRowOrder(this, rows, scalars);
    try {
      new InteractionTrace(program).fill(assignment, statement.activeRows(), interaction());
    } catch (ZeroDenominatorException e) {
      throw new AssertionError(e);
    }
    TraceChecker checker = new TraceChecker(program);
    List<Violation> found = new ArrayList<>(checker.checkConstraints(assignment, 100));
    found.addAll(checker.checkRelations(assignment, 100));
    return found.stream().map(Violation::label).distinct().toList();
  }

  private List<SecureColumn> interaction() {
    return program.columnsOf(Tree.INTERACTION).stream()
        .map(column -> columns.get(column.id()))
        .map(c -> new SecureColumn(c[0], c[1], c[2], c[3]))
        .toList();
  }

  private void randomizeFreeRows() {
    for (ColumnInfo info : program.columns()) {
      if (info.tree() != Tree.PREPROCESSED && info.tree() != Tree.PUBLIC) {
        for (int[] column : columns.get(info.id())) {
          for (int row = statement.activeRows(); row < rows; row++) {
            column[row] = random.nextInt(M31.P);
          }
        }
      }
    }
  }

  private QM31 randomSecure() {
    return new QM31(
        random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P));
  }

  @Override
  public int[][] coordinatesOfColumn(int id) {
    return columns.get(id);
  }
}
