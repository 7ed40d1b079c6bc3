package lucerna.ops.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;

/** Drops nodes that no output depends on and moves constants into the bias of linear nodes. */
final class Simplifier {
  private Simplifier() {}

  static List<Node> simplify(List<Node> nodes, List<GraphOutput> outputs) {
    return mergeBiases(live(nodes, outputs), outputs);
  }

  private static List<Node> live(List<Node> nodes, List<GraphOutput> outputs) {
    Set<String> needed = new HashSet<>();
    outputs.forEach(output -> needed.add(output.tensor()));
    Deque<Node> live = new ArrayDeque<>();
    for (Node node : nodes.reversed()) {
      if (needed.contains(node.output())) {
        needed.addAll(node.inputs());
        live.addFirst(node);
      }
    }
    return List.copyOf(live);
  }

  private static List<Node> mergeBiases(List<Node> nodes, List<GraphOutput> outputs) {
    Map<String, Integer> readers = new HashMap<>();
    outputs.forEach(output -> readers.merge(output.tensor(), 1, Integer::sum));
    nodes.forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
    Map<String, Node.Linear> linears = new HashMap<>();
    List<Node> merged = new ArrayList<>();
    for (Node node : nodes) {
      Node kept = node;
      if (node instanceof Node.AddConstant add && readers.getOrDefault(add.input(), 0) == 1) {
        Node.Linear linear = linears.get(add.input());
        if (linear != null && repeats(add.values(), linear.outer())) {
          merged.remove(linear);
          kept = withBias(linear, add);
        }
      }
      if (kept instanceof Node.Linear linear) {
        linears.put(linear.output(), linear);
      }
      merged.add(kept);
    }
    return merged;
  }

  private static boolean repeats(double[] values, int period) {
    for (int i = period; i < values.length; i++) {
      if (values[i] != values[i - period]) {
        return false;
      }
    }
    return true;
  }

  private static Node.Linear withBias(Node.Linear linear, Node.AddConstant add) {
    double[] bias = linear.bias().clone();
    for (int n = 0; n < bias.length; n++) {
      bias[n] += add.values()[n];
    }
    return new Node.Linear(
        linear.name(),
        linear.input(),
        add.output(),
        linear.weights(),
        linear.inner(),
        linear.outer(),
        bias);
  }
}
