package lucerna.air;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import lucerna.air.Instruction.Kind;
import lucerna.air.Instruction.Operand;

/**
 * A graph's roots as a straight line of steps over registers, each of which holds one block.
 *
 * <p>Steps are in the order of a depth-first walk, and a register is given out anew after its last
 * use, so that few registers are alive at a time and a block's working set stays in the cache.
 */
final class Tape {
  private final ExprGraph graph;
  private final int[] remainingUses;
  private final Operand[] operands;
  private final List<Instruction> instructions = new ArrayList<>();
  private final Deque<Integer> freeBase = new ArrayDeque<>();
  private final Deque<Integer> freeSecure = new ArrayDeque<>();
  private int registers;

  Tape(ExprGraph graph, int... roots) {
    this.graph = graph;
    remainingUses = new int[graph.size()];
    operands = new Operand[graph.size()];
    graph.reachableFrom(roots).stream().forEach(this::countUses);
    for (int root : roots) {
      remainingUses[root]++;
    }
    boolean[] done = new boolean[graph.size()];
    for (int index = 0; index < roots.length; index++) {
      emitFrom(roots[index], done);
      Operand root = operands[roots[index]];
      instructions.add(new Instruction(Kind.ROOT, index, root, root));
      release(roots[index]);
    }
  }

  List<Instruction> instructions() {
    return instructions;
  }

  int registers() {
    return registers;
  }

  private void countUses(int id) {
    ExprNode node = graph.node(id);
    if (node.operandCount() >= 1) {
      remainingUses[node.left()]++;
    }
    if (node.operandCount() == 2) {
      remainingUses[node.right()]++;
    }
  }

  /* With its own stack: a long sum is a deep graph. */
  private void emitFrom(int root, boolean[] done) {
    Deque<Integer> pending = new ArrayDeque<>();
    pending.push(root);
    while (!pending.isEmpty()) {
      int id = pending.peek();
      ExprNode node = graph.node(id);
      int missing = done[id] || node.isScalar() ? -1 : firstMissing(node, done);
      if (missing >= 0) {
        pending.push(missing);
        continue;
      }
      pending.pop();
      if (!done[id]) {
        done[id] = true;
        emit(id, node);
      }
    }
  }

  private static int firstMissing(ExprNode node, boolean[] done) {
    if (node.operandCount() >= 1 && !done[node.left()]) {
      return node.left();
    }
    return node.operandCount() == 2 && !done[node.right()] ? node.right() : -1;
  }

  private void emit(int id, ExprNode node) {
    if (node.isScalar()) {
      operands[id] = new Operand(true, node.secure(), id);
      return;
    }
    if (node.op() == NodeOp.COLUMN) {
      int to = take(node.secure());
      operands[id] = new Operand(false, node.secure(), to);
      instructions.add(
          new Instruction(
              Kind.LOAD,
              to,
              new Operand(false, node.secure(), node.left()),
              new Operand(false, node.secure(), node.right())));
      return;
    }
    Operand left = operands[node.left()];
    Operand right = left;
    // Released before the result takes a register: every step may work in place.
    release(node.left());
    if (node.operandCount() == 2) {
      right = operands[node.right()];
      release(node.right());
    }
    int to = take(node.secure());
    operands[id] = new Operand(false, node.secure(), to);
    instructions.add(new Instruction(kindOf(node.op()), to, left, right));
  }

  private static Kind kindOf(NodeOp op) {
    return switch (op) {
      case ADD -> Kind.ADD;
      case SUBTRACT -> Kind.SUBTRACT;
      case MULTIPLY -> Kind.MULTIPLY;
      case NEGATE -> Kind.NEGATE;
      default -> throw new IllegalStateException(op + " has no operands");
    };
  }

  private int take(boolean secure) {
    Deque<Integer> free = secure ? freeSecure : freeBase;
    if (!free.isEmpty()) {
      return free.pop();
    }
    int first = registers;
    registers += secure ? 4 : 1;
    return first;
  }

  private void release(int id) {
    remainingUses[id]--;
    Operand operand = operands[id];
    if (remainingUses[id] == 0 && !operand.scalar()) {
      (operand.secure() ? freeSecure : freeBase).push(operand.index());
    }
  }
}
