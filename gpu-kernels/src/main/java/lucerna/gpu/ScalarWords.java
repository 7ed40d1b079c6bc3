package lucerna.gpu;

import java.util.HashMap;
import java.util.Map;
import lucerna.air.AirProgram;
import lucerna.air.ExprGraph;
import lucerna.air.ExprNode;
import lucerna.air.NodeOp;
import lucerna.air.Scalars;
import lucerna.field.QM31;

/**
 * What kernels of a program read that is the same on every row: leading elements of the kernels'
 * own, then the nodes without columns, four words each.
 */
final class ScalarWords {
  private final AirProgram program;
  private final int leading;
  private final Map<Integer, Integer> places = new HashMap<>();

  /**
   * Places the nodes.
   *
   * @param leading number of elements before them
   */
  ScalarWords(AirProgram program, int leading) {
    this.program = program;
    this.leading = leading;
    int place = leading;
    ExprGraph graph = program.graph();
    for (int id = 0; id < graph.size(); id++) {
      if (graph.node(id).isScalar() && graph.node(id).op() != NodeOp.CONSTANT) {
        places.put(id, place++);
      }
    }
  }

  /** Returns a node's place. */
  int place(int node) {
    return places.getOrDefault(node, -1);
  }

  /**
   * Returns the words of a launch.
   *
   * @param elements the leading elements
   * @throws IllegalArgumentException if scalars or elements are not of the program
   */
  int[] of(Scalars values, QM31... elements) {
    if (elements.length != leading
        || values.challenges().size() != program.challenges().size()
        || values.publicScalars().size() != program.publicScalars().size()) {
      throw new IllegalArgumentException("the scalars are not the program's");
    }
    int[] words = new int[QM31.DEGREE * (leading + places.size())];
    for (int k = 0; k < leading; k++) {
      put(words, k, elements[k]);
    }
    ExprGraph graph = program.graph();
    Map<Integer, QM31> known = new HashMap<>();
    for (int id = 0; id < graph.size(); id++) {
      if (graph.node(id).isScalar()) {
        QM31 value = scalar(graph.node(id), known, values);
        known.put(id, value);
        if (places.containsKey(id)) {
          put(words, place(id), value);
        }
      }
    }
    return words;
  }

  private static void put(int[] words, int place, QM31 value) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      words[QM31.DEGREE * place + k] = value.coordinate(k);
    }
  }

  private static QM31 scalar(ExprNode node, Map<Integer, QM31> known, Scalars values) {
    QM31 left = known.getOrDefault(node.left(), QM31.ZERO);
    QM31 right = known.getOrDefault(node.right(), QM31.ZERO);
    return switch (node.op()) {
      case CONSTANT -> QM31.of(node.left());
      case CHALLENGE -> values.challenges().get(node.left());
      case PUBLIC_SCALAR -> values.publicScalars().get(node.left());
      case ADD -> left.add(right);
      case SUBTRACT -> left.sub(right);
      case MULTIPLY -> left.mul(right);
      case NEGATE -> left.neg();
      case COLUMN -> throw new IllegalStateException("a column is no scalar");
    };
  }
}
