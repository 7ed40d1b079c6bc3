package lucerna.cairo;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Constraint;
import lucerna.air.ExprNode;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.stark.CommitmentLayout;

/**
 * Writes {@code constraints.cairo}: all constraints of a program at the out-of-domain point,
 * combined by powers.
 */
final class ConstraintSource {
  private final AirProgram program;
  private final int[] firstSample;
  private final StraightLine graph =
      new StraightLine(
          "part",
          "samples: Span<QM31>, publics: Span<QM31>, scalars: Span<QM31>, challenges: Span<QM31>,"
              + " alpha: QM31",
          "samples, publics, scalars, challenges, alpha");
  private final int[] nodes;

  private ConstraintSource(CommitmentLayout layout) {
    program = layout.program();
    firstSample = firstSamples(layout);
    nodes = new int[program.graph().size()];
    java.util.Arrays.fill(nodes, -1);
  }

  /** Returns for each column the number of its first sample; -1 for public ones. */
  static int[] firstSamples(CommitmentLayout layout) {
    int[] first = new int[layout.program().columns().size()];
    java.util.Arrays.fill(first, -1);
    int next = 0;
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      for (int id : tree.columnIds()) {
        ColumnInfo column = layout.program().columns().get(id);
        first[id] = next;
        next += (column.secure() ? QM31.DEGREE : 1) * column.offsets().size();
      }
      next += tree.masks();
    }
    return first;
  }

  /** Returns the number of the first sample of the composition's mask; -1 if there is none. */
  static int masks(CommitmentLayout layout) {
    int next = 0;
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      next += tree.samples();
      if (tree.masks() > 0) {
        return next - tree.masks();
      }
    }
    return -1;
  }

  /**
   * Writes the file.
   *
   * @param layout trees and samples
   * @param slices into how many slices the code is cut, if it is as long
   */
  static StraightLine.Written written(CommitmentLayout layout, int slices) {
    return new ConstraintSource(layout).write(slices);
  }

  private StraightLine.Written write(int slices) {
    int alpha = graph.input("alpha");
    int combined = graph.constant(0);
    for (Constraint constraint : program.constraints()) {
      int value = node(constraint.node());
      combined = graph.add(graph.multiply(combined, alpha), value);
      graph.remark(combined, constraint.label());
    }
    String head =
        """
        //! The constraints at the out-of-domain point, joined by powers of alpha: docs/protocol.md, section 9.4.

        use crate::field::{
            Lazy, QM31, ZERO, lazy, lazy_add, lazy_join, lazy_product, lazy_reduce, lazy_scale, lazy_sub,
        };

        """;
    StraightLine.Written written = graph.written("combined", List.of(combined), slices);
    return new StraightLine.Written(head + written.text(), written.memos(), written.statements());
  }

  /* With its own stack: a long sum is a deep graph. */
  private int node(int root) {
    var pending = new ArrayList<Integer>(List.of(root));
    while (!pending.isEmpty()) {
      int id = pending.getLast();
      ExprNode node = program.graph().node(id);
      int operands = node.operandCount();
      if (nodes[id] < 0 && operands >= 1 && nodes[node.left()] < 0) {
        pending.add(node.left());
      } else if (nodes[id] < 0 && operands == 2 && nodes[node.right()] < 0) {
        pending.add(node.right());
      } else {
        pending.removeLast();
        if (nodes[id] < 0) {
          nodes[id] = make(node);
        }
      }
    }
    return nodes[root];
  }

  private int make(ExprNode node) {
    return switch (node.op()) {
      case CONSTANT -> graph.constant(node.left());
      case COLUMN -> column(program.columns().get(node.left()), node.right());
      case CHALLENGE -> named("*challenges[%d]", node.left(), program.challenges());
      case PUBLIC_SCALAR -> named("*scalars[%d]", node.left(), program.publicScalars());
      case ADD -> graph.add(nodes[node.left()], nodes[node.right()]);
      case SUBTRACT -> graph.subtract(nodes[node.left()], nodes[node.right()]);
      case MULTIPLY -> graph.multiply(nodes[node.left()], nodes[node.right()]);
      case NEGATE -> graph.negate(nodes[node.left()]);
    };
  }

  private int named(String expression, int index, List<String> names) {
    int made = graph.input(expression.formatted(index));
    graph.name(made, "challenge " + names.get(index));
    return made;
  }

  private int column(ColumnInfo column, int offset) {
    int made;
    if (column.tree() == Tree.PUBLIC) {
      made = graph.input("*publics[%d]".formatted(column.indexInTree()));
    } else {
      int stride = column.offsets().size();
      int first = firstSample[column.id()] + column.offsets().indexOf(offset);
      if (column.secure()) {
        int[] coordinates = new int[QM31.DEGREE];
        for (int k = 0; k < coordinates.length; k++) {
          coordinates[k] = sample(first + k * stride);
        }
        made = graph.join(coordinates[0], coordinates[1], coordinates[2], coordinates[3]);
      } else {
        made = sample(first);
      }
    }
    graph.name(made, "c " + column.name() + (offset == 0 ? "" : " next"));
    return made;
  }

  private int sample(int number) {
    return graph.input("*samples[%d]".formatted(number));
  }
}
