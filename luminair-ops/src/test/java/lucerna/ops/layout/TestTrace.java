package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.ColumnData;
import lucerna.air.ColumnInfo;
import lucerna.air.ExprNode;
import lucerna.air.Fraction;
import lucerna.air.InteractionTrace;
import lucerna.air.Scalars;
import lucerna.air.TraceChecker;
import lucerna.air.Tree;
import lucerna.air.Violation;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.SecretRandom;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.key.WeightRows;

/** A trace of a statement, with random elements in all rows that are not active. */
final class TestTrace implements ColumnData {
  private final Statement statement;
  private final AirProgram program;
  private final Layout layout;
  private final int rows;
  private final List<int[][]> columns = new ArrayList<>();
  private final Random random;
  private int[][][] cells = new int[0][][];

  /** What a prover does to factors once it knows the first challenges. */
  interface FactorAttack {
    void change(SecureColumn[] factors, QM31... firstChallenges);
  }

  private FactorAttack attack = (factors, challenges) -> {};

  private TestTrace(Layout layout, Statement statement, long seed) {
    this.layout = layout;
    this.statement = statement;
    program = statement.program();
    rows = 1 << statement.logRows();
    random = new Random(seed);
    for (ColumnInfo column : program.columns()) {
      columns.add(new int[column.secure() ? QM31.DEGREE : 1][rows]);
    }
    put(Tree.PREPROCESSED, statement.preprocessedColumnsByRow());
  }

  /** The trace of an execution. */
  static TestTrace inference(Lowering lowering, Weights weights, CircuitExecution execution) {
    PublicValues values = PublicValues.of(lowering.layout(), execution);
    MainWitness filled = MainWitness.fill(lowering, execution.cells());
    return inference(lowering, weights, values, filled, execution.cells());
  }

  /** The trace of a witness and of public integers that need not be honest. */
  static TestTrace inference(
      Lowering lowering,
      Weights weights,
      PublicValues values,
      MainWitness filled,
      int[][][] cells) {
    TestTrace trace = new TestTrace(lowering.layout(), lowering.inference(values), 1);
    trace.cells = cells;
    trace.put(Tree.WITNESS, filled.witness());
    trace.put(Tree.INPUT, filled.input());
    trace.put(Tree.WEIGHTS, masked(lowering.layout(), weights, 0));
    return trace;
  }

  /** Returns copies of the columns of the tree WITNESS. */
  int[][] witness() {
    return program.columnsOf(Tree.WITNESS).stream()
        .map(info -> columns.get(info.id())[0].clone())
        .toArray(int[][]::new);
  }

  /** The trace of a key. */
  static TestTrace registration(Lowering lowering, Weights key) {
    TestTrace trace = new TestTrace(lowering.layout(), lowering.registration(), 1);
    trace.put(Tree.WITNESS, RegistrationWitness.fill(lowering, key));
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < trace.statement.weightTreeWidths().length; i++) {
      all.addAll(List.of(masked(lowering.layout(), key, i)));
    }
    trace.put(Tree.WEIGHTS, all.toArray(int[][]::new));
    return trace;
  }

  /* As in a key: no equation may read a row below the weights. */
  private static int[][] masked(Layout layout, Weights weights, int instance) {
    return WeightRows.fill(layout, weights, SecretRandom.of(new byte[32]), instance);
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

  boolean hasFactors() {
    return program.hasFactors();
  }

  /** Tampers with the factors. */
  void attackFactors(FactorAttack change) {
    attack = change;
  }

  /** Returns the prefix of the slot of a gadget. */
  String slot(int block, int element) {
    KindSizes kind = layout.kind(block);
    int number = layout.firstGadget(block) + element;
    return Slot.prefix(kind.kind(), number % layout.slots(kind));
  }

  int row(int block, int element) {
    return (layout.firstGadget(block) + element) / layout.slots(layout.kind(block));
  }

  int get(int block, int element, String cell) {
    return column(slot(block, element) + cell)[row(block, element)];
  }

  void set(int block, int element, String cell, long value) {
    column(slot(block, element) + cell)[row(block, element)] = M31.of(value);
  }

  void add(int block, int element, String cell, long value) {
    set(block, element, cell, get(block, element, cell) + value);
  }

  /** Makes all multiplicities right, for tuples that are offered at all. */
  void settle() {
    Map<List<Object>, Integer> consumed = new HashMap<>();
    for (Fraction fraction : program.fractions()) {
      for (int row = 0; row < statement.activeRows() && !fraction.produced(); row++) {
        consumed.merge(tuple(fraction, row), value(fraction.multiplicity(), row), Integer::sum);
      }
    }
    for (Fraction fraction : program.fractions()) {
      if (fraction.produced()) {
        int[] uses = columns.get(usesOf(fraction))[0];
        for (int row = 0; row < statement.activeRows(); row++) {
          if (value(fraction.multiplicity(), row) != 0 || uses[row] == 0) {
            uses[row] = 1;
            boolean offered = value(fraction.multiplicity(), row) != 0;
            Integer count = offered ? consumed.remove(tuple(fraction, row)) : null;
            uses[row] = count == null ? 0 : count;
          }
        }
      }
    }
  }

  private int usesOf(Fraction fraction) {
    return program.graph().columnsOf(fraction.multiplicity()).stream()
        .filter(id -> program.columns().get(id).tree() == Tree.WITNESS)
        .findFirst()
        .orElseThrow();
  }

  private List<Object> tuple(Fraction fraction, int row) {
    List<Object> tuple = new ArrayList<>();
    tuple.add(fraction.relation().name());
    fraction.tuple().forEach(node -> tuple.add(value(node, row)));
    return tuple;
  }

  private int value(int id, int row) {
    ExprNode node = program.graph().node(id);
    return switch (node.op()) {
      case CONSTANT -> node.left();
      case COLUMN -> columns.get(node.left())[0][row];
      case ADD -> M31.add(value(node.left(), row), value(node.right(), row));
      case SUBTRACT -> M31.sub(value(node.left(), row), value(node.right(), row));
      case MULTIPLY -> M31.mul(value(node.left(), row), value(node.right(), row));
      case NEGATE -> M31.neg(value(node.left(), row));
      case CHALLENGE, PUBLIC_SCALAR -> throw new IllegalArgumentException("no challenges here");
    };
  }

  /** Says how the trace breaks its program: labels, of relations too. */
  Set<String> violations() {
    return violations(statement);
  }

  /** Likewise, with the public part of another statement. */
  Set<String> violations(Statement other) {
    randomizeFreeRows();
    List<QM31> challenges = program.challenges().stream().map(name -> randomSecure()).toList();
    QM31[] drawn = challenges.toArray(QM31[]::new);
    if (program.hasFactors()) {
      QM31[] first = Arrays.copyOf(drawn, program.firstRoundChallenges());
      SecureColumn[] factors = FactorColumns.compute(layout, cells, first);
      attack.change(factors, first);
      putSecure(Tree.FACTORS, List.of(factors));
    }
    PublicData data = other.publicData(drawn);
    putSecure(Tree.PUBLIC, data.columns());
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
    Set<String> labels = new TreeSet<>();
    found.forEach(violation -> labels.add(violation.label()));
    return labels;
  }

  private void putSecure(Tree tree, List<SecureColumn> values) {
    List<ColumnInfo> infos = program.columnsOf(tree);
    if (values.size() != infos.size()) {
      throw new IllegalArgumentException(values.size() + " columns for " + tree);
    }
    for (ColumnInfo info : infos) {
      SecureColumn column = values.get(info.indexInTree());
      for (int i = 0; i < QM31.DEGREE; i++) {
        int[] to = columns.get(info.id())[i];
        System.arraycopy(column.coordinates()[i], 0, to, 0, column.length());
      }
    }
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
