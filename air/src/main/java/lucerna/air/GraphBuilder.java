package lucerna.air;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.field.M31;

/** A growing {@link ExprGraph}: returns the existing node where an equal one was made before. */
final class GraphBuilder {
  private record Key(NodeOp op, int left, int right) {}

  private final List<ExprNode> nodes = new ArrayList<>();
  private final Map<Key, Integer> ids = new HashMap<>();

  ExprNode node(int id) {
    return nodes.get(id);
  }

  ExprGraph graph() {
    return new ExprGraph(nodes);
  }

  /**
   * Returns the graph with its challenges numbered anew.
   *
   * @param places the new number of each challenge
   */
  ExprGraph graph(int[] places) {
    List<ExprNode> numbered = new ArrayList<>(nodes);
    numbered.replaceAll(
        node ->
            node.op() == NodeOp.CHALLENGE
                ? new ExprNode(
                    NodeOp.CHALLENGE, places[node.left()], 0, node.secure(), node.degree())
                : node);
    return new ExprGraph(numbered);
  }

  int constant(int value) {
    return intern(NodeOp.CONSTANT, value, 0, false, 0);
  }

  int column(int column, int offset, boolean secure) {
    return intern(NodeOp.COLUMN, column, offset, secure, 1);
  }

  int challenge(int index) {
    return intern(NodeOp.CHALLENGE, index, 0, true, 0);
  }

  int publicScalar(int index) {
    return intern(NodeOp.PUBLIC_SCALAR, index, 0, true, 0);
  }

  int add(int left, int right) {
    if (isConstant(left) && isConstant(right)) {
      return constant(M31.add(value(left), value(right)));
    }
    if (isConstant(left, 0)) {
      return right;
    }
    if (isConstant(right, 0)) {
      return left;
    }
    // One order for both spellings, so that a + b and b + a share a node.
    return binary(NodeOp.ADD, Math.min(left, right), Math.max(left, right));
  }

  int subtract(int left, int right) {
    if (isConstant(left) && isConstant(right)) {
      return constant(M31.sub(value(left), value(right)));
    }
    if (isConstant(left, 0)) {
      return negate(right);
    }
    if (isConstant(right, 0)) {
      return left;
    }
    return binary(NodeOp.SUBTRACT, left, right);
  }

  int multiply(int left, int right) {
    if (isConstant(left) && isConstant(right)) {
      return constant(M31.mul(value(left), value(right)));
    }
    if (isConstant(left, 1) || isConstant(right, 0)) {
      return right;
    }
    if (isConstant(right, 1) || isConstant(left, 0)) {
      return left;
    }
    return binary(NodeOp.MULTIPLY, Math.min(left, right), Math.max(left, right));
  }

  int negate(int operand) {
    if (isConstant(operand)) {
      return constant(M31.neg(value(operand)));
    }
    ExprNode node = node(operand);
    if (node.op() == NodeOp.NEGATE) {
      return node.left();
    }
    return intern(NodeOp.NEGATE, operand, 0, node.secure(), node.degree());
  }

  private int binary(NodeOp op, int left, int right) {
    ExprNode l = node(left);
    ExprNode r = node(right);
    int degree =
        op == NodeOp.MULTIPLY
            ? Math.addExact(l.degree(), r.degree())
            : Math.max(l.degree(), r.degree());
    return intern(op, left, right, l.secure() || r.secure(), degree);
  }

  private int intern(NodeOp op, int left, int right, boolean secure, int degree) {
    return ids.computeIfAbsent(
        new Key(op, left, right),
        key -> {
          nodes.add(new ExprNode(op, left, right, secure, degree));
          return nodes.size() - 1;
        });
  }

  private boolean isConstant(int id) {
    return node(id).op() == NodeOp.CONSTANT;
  }

  private boolean isConstant(int id, int value) {
    return isConstant(id) && value(id) == value;
  }

  private int value(int id) {
    return node(id).left();
  }
}
