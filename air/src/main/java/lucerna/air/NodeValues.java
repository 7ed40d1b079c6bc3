package lucerna.air;

import java.util.Arrays;
import java.util.BitSet;
import lucerna.field.QM31;

/** The value of nodes of a graph, one node at a time. */
final class NodeValues {
  private final QM31[] values;
  private final ExprGraph graph;
  private final Scalars scalars;

  private NodeValues(ExprGraph graph, Scalars scalars) {
    this.graph = graph;
    this.scalars = scalars;
    values = new QM31[graph.size()];
    Arrays.fill(values, QM31.ZERO);
  }

  /** Evaluates all nodes of a set, which holds the operands of its nodes. */
  static QM31[] of(AirProgram program, BitSet nodes, PointEvaluator.Mask mask, Scalars scalars) {
    requireCount("challenges", program.challenges().size(), scalars.challenges().size());
    requireCount("public scalars", program.publicScalars().size(), scalars.publicScalars().size());
    NodeValues values = new NodeValues(program.graph(), scalars);
    for (int id = nodes.nextSetBit(0); id >= 0; id = nodes.nextSetBit(id + 1)) {
      values.values[id] = values.valueOf(values.graph.node(id), mask);
    }
    return values.values;
  }

  /** Evaluates those nodes that are the same on every row; the others are left zero. */
  static QM31[] ofScalars(AirProgram program, Scalars scalars) {
    ExprGraph graph = program.graph();
    BitSet nodes = new BitSet(graph.size());
    for (int id = 0; id < graph.size(); id++) {
      nodes.set(id, graph.node(id).isScalar());
    }
    return of(
        program,
        nodes,
        (column, offset) -> {
          throw new IllegalStateException("a scalar does not depend on column " + column);
        },
        scalars);
  }

  private QM31 valueOf(ExprNode node, PointEvaluator.Mask mask) {
    return switch (node.op()) {
      case CONSTANT -> QM31.of(node.left());
      case COLUMN -> mask.at(node.left(), node.right());
      case CHALLENGE -> scalars.challenges().get(node.left());
      case PUBLIC_SCALAR -> scalars.publicScalars().get(node.left());
      case ADD -> values[node.left()].add(values[node.right()]);
      case SUBTRACT -> values[node.left()].sub(values[node.right()]);
      case MULTIPLY -> values[node.left()].mul(values[node.right()]);
      case NEGATE -> values[node.left()].neg();
    };
  }

  private static void requireCount(String what, int expected, int got) {
    if (expected != got) {
      throw new IllegalArgumentException("%d %s, not %d".formatted(expected, what, got));
    }
  }
}
