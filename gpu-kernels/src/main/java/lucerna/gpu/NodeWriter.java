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
 * Writes the values of a program's nodes into a kernel's text. Nodes follow a depth-first walk from
 * what is asked for, so that a value is made shortly before it is used.
 */
final class NodeWriter {
  private final AirProgram program;
  private final ExprGraph graph;
  private final ScalarWords scalars;
  private final KernelText text;
  private final Map<Integer, String[]> values = new HashMap<>();

  NodeWriter(AirProgram program, ScalarWords scalars, KernelText text) {
    this.program = program;
    this.graph = program.graph();
    this.scalars = scalars;
    this.text = text;
  }

  /** Adds a term's value to those of a group, or takes it away. */
  String[] plus(String @Nullable [] group, RootTerms.Term term) {
    String[] value = value(term.node());
    if (group == null) {
      return term.negative() ? text.negate(value) : value;
    }
    return term.negative() ? text.subtract(group, value) : text.add(group, value);
  }

  /** Multiplies a group by its factors. */
  String[] times(String[] group, RootTerms.Term term) {
    String[] product = group;
    for (int factor : term.factors()) {
      product = text.multiply(value(factor), product);
    }
    return product;
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
      return scalar(scalars.place(id), node.secure() ? QM31.DEGREE : 1);
    }
    return values.getOrDefault(id, new String[0]);
  }

  /** Returns the names of a scalar's words. */
  String[] scalar(int place, int width) {
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
