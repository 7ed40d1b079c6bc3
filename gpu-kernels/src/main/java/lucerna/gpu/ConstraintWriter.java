package lucerna.gpu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.ExprGraph;
import lucerna.air.ExprNode;
import lucerna.air.NodeOp;
import lucerna.field.QM31;
import org.jspecify.annotations.Nullable;

/**
 * Writes some of a program's constraints, times their coefficients, as one kernel. Nodes follow a
 * depth-first walk from the constraints, so that a value is made shortly before it is used.
 *
 * <p>The scalars of a launch are first a coefficient a constraint, then the nodes that are the same
 * on every row, four words each.
 */
final class ConstraintWriter {
  private final AirProgram program;
  private final ExprGraph graph;
  private final Map<Integer, Integer> scalars;
  private final KernelText text;
  private final Map<Integer, String[]> values = new HashMap<>();

  /**
   * Prepares a kernel.
   *
   * @param scalars for each node that is the same on every row its place among the scalars
   */
  ConstraintWriter(AirProgram program, Map<Integer, Integer> scalars, KernelText text) {
    this.program = program;
    this.graph = program.graph();
    this.scalars = scalars;
    this.text = text;
  }

  String write(String name, List<ConstraintTerms.Term> terms, boolean add) {
    String @Nullable [] sum = null;
    String @Nullable [] group = null;
    for (int i = 0; i < terms.size(); i++) {
      ConstraintTerms.Term term = terms.get(i);
      String[] value = value(term.node());
      if (group == null) {
        group = term.negative() ? text.negate(value) : value;
      } else {
        group = term.negative() ? text.subtract(group, value) : text.add(group, value);
      }
      if (i + 1 == terms.size() || !term.goesWith(terms.get(i + 1))) {
        for (int factor : term.factors()) {
          group = text.multiply(value(factor), group);
        }
        String[] weighted = text.multiply(scalar(term.constraint(), QM31.DEGREE), group);
        sum = sum == null ? weighted : text.add(sum, weighted);
        group = null;
      }
    }
    if (sum == null) {
      throw new IllegalArgumentException("a kernel of no constraints");
    }
    return text.finish(name, sum, add);
  }

  /* With its own stack: a long sum is a deep graph. */
  private String[] value(int root) {
    Deque<Integer> pending = new ArrayDeque<>(List.of(root));
    while (!pending.isEmpty()) {
      int id = pending.getFirst();
      int missing = missing(id);
      if (missing >= 0) {
        pending.push(missing);
      } else {
        pending.pop();
        if (!isLoaded(id) && !values.containsKey(id)) {
          values.put(id, make(graph.node(id)));
        }
      }
    }
    return operand(root);
  }

  private int missing(int id) {
    ExprNode node = graph.node(id);
    if (isLoaded(id) || values.containsKey(id)) {
      return -1;
    }
    if (node.operandCount() >= 1 && !isLoaded(node.left()) && !values.containsKey(node.left())) {
      return node.left();
    }
    boolean right = node.operandCount() == 2;
    return right && !isLoaded(node.right()) && !values.containsKey(node.right())
        ? node.right()
        : -1;
  }

  /** Scalars are loaded again at each use: they stay in the cache and take no register. */
  private boolean isLoaded(int id) {
    return graph.node(id).isScalar();
  }

  private String[] operand(int id) {
    ExprNode node = graph.node(id);
    if (node.op() == NodeOp.CONSTANT) {
      return new String[] {text.constant(node.left())};
    }
    if (isLoaded(id)) {
      int place = scalars.getOrDefault(id, -1);
      return scalar(place, node.secure() ? QM31.DEGREE : 1);
    }
    return values.getOrDefault(id, new String[0]);
  }

  private String[] scalar(int place, int width) {
    String[] words = new String[width];
    for (int k = 0; k < width; k++) {
      words[k] = text.scalar(QM31.DEGREE * place + k);
    }
    return words;
  }

  private String[] make(ExprNode node) {
    return switch (node.op()) {
      case COLUMN -> load(node);
      case NEGATE -> text.negate(operand(node.left()));
      case ADD -> text.add(operand(node.left()), operand(node.right()));
      case SUBTRACT -> text.subtract(operand(node.left()), operand(node.right()));
      case MULTIPLY -> text.multiply(operand(node.left()), operand(node.right()));
      default -> throw new IllegalStateException(node.op() + " is the same on every row");
    };
  }

  private String[] load(ExprNode node) {
    ColumnInfo column = program.columns().get(node.left());
    int width = column.secure() ? QM31.DEGREE : 1;
    String[] words = new String[width];
    for (int k = 0; k < width; k++) {
      words[k] = text.load(column.tree(), width * column.indexInTree() + k, node.right() == 1);
    }
    return words;
  }
}
