package lucerna.air;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.QM31;

/**
 * A program in which linear combinations of one tree's columns are columns themselves.
 *
 * <p>A combination of columns with coefficients that are the same on every row is a polynomial as
 * small as the columns are. So who computes it on the rows, once, and extends it, has its values on
 * any domain, and needs those of the columns nowhere. The combinations are named as further PUBLIC
 * columns; node ids and all else stay as they are.
 */
public final class Condensed {
  private final AirProgram original;
  private final AirProgram program;
  private final Tree tree;
  private final BitSet linear;
  private final int[] combinations;

  private Condensed(
      AirProgram original, AirProgram program, Tree tree, BitSet linear, int[] combinations) {
    this.original = original;
    this.program = program;
    this.tree = tree;
    this.linear = linear;
    this.combinations = combinations;
  }

  /**
   * Leaves a program as it is.
   *
   * @param program the program
   * @return no combinations
   */
  public static Condensed none(AirProgram program) {
    return new Condensed(program, program, Tree.PUBLIC, new BitSet(), new int[0]);
  }

  /**
   * Takes combinations out of a program.
   *
   * @param program the program
   * @param tree a tree of base-field columns
   * @return the program with the largest combinations of the tree's columns as columns of their
   *     own, so that no expression reads a column of the tree any more; or with none, if one reads
   *     it on the next row
   */
  public static Condensed of(AirProgram program, Tree tree) {
    ExprGraph graph = program.graph();
    BitSet reached = graph.reachableFrom(program.roots());
    if (reached.stream().mapToObj(graph::node).anyMatch(node -> isNext(program, tree, node))) {
      return none(program);
    }
    BitSet linear = new BitSet(graph.size());
    // Operands come before what uses them.
    reached.stream()
        .filter(id -> isLinear(program, tree, graph.node(id), linear))
        .forEach(linear::set);
    BitSet largest = new BitSet(graph.size());
    for (int root : program.roots()) {
      largest.set(root, linear.get(root));
    }
    reached.stream()
        .filter(id -> !linear.get(id))
        .mapToObj(graph::node)
        .forEach(
            node -> {
              if (node.operandCount() >= 1 && linear.get(node.left())) {
                largest.set(node.left());
              }
              if (node.operandCount() == 2 && linear.get(node.right())) {
                largest.set(node.right());
              }
            });
    int[] combinations = largest.stream().toArray();
    return new Condensed(program, replaced(program, combinations), tree, linear, combinations);
  }

  private static boolean isNext(AirProgram program, Tree tree, ExprNode node) {
    return node.op() == NodeOp.COLUMN
        && node.right() != 0
        && program.columns().get(node.left()).tree() == tree;
  }

  private static boolean isLinear(AirProgram program, Tree tree, ExprNode node, BitSet linear) {
    return switch (node.op()) {
      case COLUMN -> node.right() == 0 && program.columns().get(node.left()).tree() == tree;
      case ADD, SUBTRACT -> linear.get(node.left()) && linear.get(node.right());
      case NEGATE -> linear.get(node.left());
      case MULTIPLY ->
          (linear.get(node.left()) && program.graph().node(node.right()).isScalar())
              || (linear.get(node.right()) && program.graph().node(node.left()).isScalar());
      case CONSTANT, CHALLENGE, PUBLIC_SCALAR -> false;
    };
  }

  private static AirProgram replaced(AirProgram program, int... combinations) {
    ExprGraph graph = program.graph();
    var nodes = new ArrayList<ExprNode>();
    for (int id = 0; id < graph.size(); id++) {
      nodes.add(graph.node(id));
    }
    var columns = new ArrayList<ColumnInfo>(program.columns());
    int index = program.columnsOf(Tree.PUBLIC).size();
    for (int i = 0; i < combinations.length; i++) {
      int column = columns.size();
      boolean secure = graph.node(combinations[i]).secure();
      nodes.set(combinations[i], new ExprNode(NodeOp.COLUMN, column, 0, secure, 1));
      columns.add(
          new ColumnInfo(column, Tree.PUBLIC, "combination " + i, index + i, secure, List.of(0)));
    }
    return program.with(new ExprGraph(nodes), columns);
  }

  /**
   * Returns the program to evaluate.
   *
   * @return the program; its PUBLIC columns are those of the original, then the combinations
   */
  public AirProgram program() {
    return program;
  }

  /**
   * Returns how many combinations there are.
   *
   * @return the number
   */
  public int count() {
    return combinations.length;
  }

  /**
   * Computes what the combinations are made of.
   *
   * @param scalars challenges and public scalars
   * @return for each combination the coefficient of each column of the tree, in order of
   *     declaration; one in M31 has coefficients in M31
   */
  public QM31[][] coefficients(Scalars scalars) {
    QM31[] values = NodeValues.ofScalars(original, scalars);
    return IntStream.of(combinations)
        .mapToObj(root -> coefficients(root, values))
        .toArray(QM31[][]::new);
  }

  private QM31[] coefficients(int root, QM31... scalars) {
    ExprGraph graph = original.graph();
    QM31[] factors = new QM31[root + 1];
    Arrays.fill(factors, QM31.ZERO);
    factors[root] = QM31.ONE;
    QM31[] coefficients = new QM31[original.columnsOf(tree).size()];
    Arrays.fill(coefficients, QM31.ZERO);
    // What uses a node comes after it, so its factor is complete when it is looked at.
    BitSet reached = graph.reachableFrom(root);
    reached.and(linear);
    for (int id = root; id >= 0; id = reached.previousSetBit(id - 1)) {
      ExprNode node = graph.node(id);
      QM31 factor = factors[id];
      switch (node.op()) {
        case COLUMN -> {
          int index = original.columns().get(node.left()).indexInTree();
          coefficients[index] = coefficients[index].add(factor);
        }
        case ADD -> {
          factors[node.left()] = factors[node.left()].add(factor);
          factors[node.right()] = factors[node.right()].add(factor);
        }
        case SUBTRACT -> {
          factors[node.left()] = factors[node.left()].add(factor);
          factors[node.right()] = factors[node.right()].sub(factor);
        }
        case NEGATE -> factors[node.left()] = factors[node.left()].sub(factor);
        case MULTIPLY -> {
          int of = linear.get(node.left()) ? node.left() : node.right();
          int by = of == node.left() ? node.right() : node.left();
          factors[of] = factors[of].add(factor.mul(scalars[by]));
        }
        case CONSTANT, CHALLENGE, PUBLIC_SCALAR ->
            throw new IllegalStateException(node.op() + " is no part of a combination");
      }
    }
    return coefficients;
  }
}
