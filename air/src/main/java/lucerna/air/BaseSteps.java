package lucerna.air;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import lucerna.air.Step.Kind;
import lucerna.field.M31;
import lucerna.field.QM31;

/** The steps planned so far, with those that compute nodes in M31, one operation each. */
final class BaseSteps {
  private static final int[] NONE = {};
  private static final int MINUS_ONE = M31.P - 1;
  private static final int ABSENT = Integer.MAX_VALUE;

  private final ExprGraph graph;
  private final QM31[] scalars;
  private final List<Step> steps = new ArrayList<>();
  private final int[] operands;
  private int registers;

  /**
   * Begins without steps.
   *
   * @param scalars the values of scalar nodes, by node
   */
  BaseSteps(ExprGraph graph, QM31... scalars) {
    this.graph = graph;
    this.scalars = scalars;
    operands = new int[graph.size()];
    Arrays.fill(operands, ABSENT);
  }

  List<Step> steps() {
    return steps;
  }

  int registers() {
    return registers;
  }

  int[] newRegisters(int count) {
    int[] fresh = new int[count];
    Arrays.setAll(fresh, k -> registers + k);
    registers += count;
    return fresh;
  }

  void add(Kind kind, int[] inputs, int[] factors, int... outputs) {
    steps.add(new Step(kind, inputs, factors, outputs));
  }

  void add(Kind kind, int[] inputs, int... outputs) {
    add(kind, inputs, NONE, outputs);
  }

  /** Returns the operands of a column of QM31. */
  int[] secureColumn(ExprNode node) {
    int[] column = new int[QM31.DEGREE];
    Arrays.setAll(column, k -> Step.column(node.left(), k));
    if (node.right() == 0) {
      return column;
    }
    int[] next = newRegisters(QM31.DEGREE);
    for (int k = 0; k < next.length; k++) {
      add(Kind.NEXT, new int[] {column[k]}, next[k]);
    }
    return next;
  }

  /**
   * Returns the operand that holds a node in M31, after the steps that compute it if there are none
   * yet.
   *
   * @param root a node that is no scalar
   */
  int operand(int root) {
    // With its own stack: a long sum is a deep graph.
    Deque<Integer> pending = new ArrayDeque<>();
    pending.push(root);
    while (operands[root] == ABSENT) {
      int id = pending.peek();
      ExprNode node = graph.node(id);
      int missing = firstMissing(node);
      if (missing >= 0) {
        pending.push(missing);
      } else {
        pending.pop();
        if (operands[id] == ABSENT) {
          operands[id] = emit(node);
        }
      }
    }
    return operands[root];
  }

  private int firstMissing(ExprNode node) {
    if (node.operandCount() >= 1 && isMissing(node.left())) {
      return node.left();
    }
    return node.operandCount() == 2 && isMissing(node.right()) ? node.right() : -1;
  }

  private boolean isMissing(int id) {
    return operands[id] == ABSENT && !graph.node(id).isScalar();
  }

  private int emit(ExprNode node) {
    if (node.op() == NodeOp.COLUMN && node.right() == 0) {
      return Step.column(node.left(), 0);
    }
    int to = newRegisters(1)[0];
    switch (node.op()) {
      case COLUMN -> add(Kind.NEXT, new int[] {Step.column(node.left(), 0)}, to);
      case NEGATE -> affine(operands[node.left()], MINUS_ONE, 0, to);
      case ADD -> add(node, to);
      case MULTIPLY -> multiply(node, to);
      case SUBTRACT -> subtract(node, to);
      default -> throw new IllegalStateException(node.op() + " is a scalar");
    }
    return to;
  }

  private void subtract(ExprNode node, int to) {
    if (isScalar(node.left())) {
      affine(operands[node.right()], MINUS_ONE, value(node.left()), to);
    } else if (isScalar(node.right())) {
      affine(operands[node.left()], 1, M31.neg(value(node.right())), to);
    } else {
      add(Kind.SUBTRACT, operandsOf(node), to);
    }
  }

  private void add(ExprNode node, int to) {
    if (isScalar(node.left())) {
      affine(operands[node.right()], 1, value(node.left()), to);
    } else if (isScalar(node.right())) {
      affine(operands[node.left()], 1, value(node.right()), to);
    } else {
      add(Kind.ADD, operandsOf(node), to);
    }
  }

  private void multiply(ExprNode node, int to) {
    if (isScalar(node.left())) {
      affine(operands[node.right()], value(node.left()), 0, to);
    } else if (isScalar(node.right())) {
      affine(operands[node.left()], value(node.right()), 0, to);
    } else {
      add(Kind.MULTIPLY, operandsOf(node), to);
    }
  }

  /** Adds a step that multiplies an operand by a constant and adds another one. */
  void affine(int operand, int factor, int summand, int to) {
    add(Kind.AFFINE, new int[] {operand}, new int[] {factor, summand}, to);
  }

  private int[] operandsOf(ExprNode node) {
    return new int[] {operands[node.left()], operands[node.right()]};
  }

  private boolean isScalar(int id) {
    return graph.node(id).isScalar();
  }

  private int value(int id) {
    return scalars[id].coordinate(0);
  }
}
