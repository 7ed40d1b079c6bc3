package lucerna.ops.quantise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;

/** How often each tensor of a graph is read, looking through rearrangements. */
final class Tensors {
  private Tensors() {}

  static Map<String, Integer> readers(Graph graph) {
    Map<String, Integer> readers = new HashMap<>();
    for (GraphOutput output : graph.outputs()) {
      readers.merge(output.tensor(), 1, Integer::sum);
    }
    for (Node node : graph.nodes().reversed()) {
      int through = passesThrough(node) ? readers.getOrDefault(node.output(), 0) : 1;
      if (readers.getOrDefault(node.output(), 0) > 0) {
        node.inputs().forEach(tensor -> readers.merge(tensor, through, Integer::sum));
      }
    }
    return readers;
  }

  private static boolean passesThrough(Node node) {
    return node instanceof Node.Reindex
        || node instanceof Node.Rearrange
        || (node instanceof Node.Combine combine && combine.terms().size() == 1);
  }

  /** Concatenates and picks. */
  static Ref rearrange(Node.Rearrange node, List<Ref> tensors) {
    int length = node.source().length;
    int[] sources = new int[length];
    int[] elements = new int[length];
    byte[] forms = new byte[length];
    double scale = tensors.getFirst().scale();
    Map<Double, Integer> places = new HashMap<>();
    for (int i = 0; i < length; i++) {
      int which = node.which()[i];
      int place = node.source()[i];
      double constant = 0;
      if (which >= 0) {
        Ref tensor = tensors.get(which);
        if (tensor.source()[place] >= 0) {
          sources[i] = tensor.source()[place];
          elements[i] = tensor.element()[place];
          forms[i] = tensor.form()[place];
          continue;
        }
        constant = tensor.constant(place) * tensor.scale();
      } else {
        constant = node.constants()[place];
      }
      sources[i] = -1;
      int next = places.size();
      elements[i] = places.computeIfAbsent(constant / scale, _ -> next);
    }
    double[] constants = new double[places.size()];
    places.forEach((value, place) -> constants[place] = value);
    return new Ref(sources, elements, forms, constants, scale);
  }
}
