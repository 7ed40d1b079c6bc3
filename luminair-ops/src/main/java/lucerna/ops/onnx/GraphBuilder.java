package lucerna.ops.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;

/** Collects the nodes of a graph, composing chains of rearrangements as they come. */
final class GraphBuilder {
  private final Path file;
  private final TensorReader tensors;
  private final List<GraphInput> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node.Reindex> reindexes = new HashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Set<String> reserved;

  /** {@code reserved} are the names of the ONNX graph, which tensors of our own must not take. */
  GraphBuilder(Path file, Set<String> reserved) {
    this.file = file;
    this.tensors = new TensorReader(file);
    this.reserved = new HashSet<>(reserved);
  }

  TensorReader tensors() {
    return tensors;
  }

  Activation input(String name, Shape shape) {
    inputs.add(new GraphInput(name, shape));
    shapes.put(name, shape);
    return new Activation(name, shape);
  }

  Activation reindex(OpCall call, Activation input, Shape shape, int[] source) {
    if (source.length == 0) {
      throw call.refusal("makes an empty tensor of shape " + shape + "; remove it from the model");
    }
    Node.Reindex earlier = reindexes.get(input.tensor());
    String tensor = earlier == null ? input.tensor() : earlier.input();
    int[] composed = source;
    if (earlier != null) {
      composed = new int[source.length];
      for (int i = 0; i < source.length; i++) {
        composed[i] = earlier.source()[source[i]];
      }
    }
    if (isIdentity(composed, tensor)) {
      return new Activation(tensor, shape);
    }
    String output = tensorName(call);
    var node = new Node.Reindex(call.name(), tensor, output, composed);
    reindexes.put(output, node);
    return add(node, shape);
  }

  /** {@code shape} has rows x {@code bias.length} elements. */
  Activation linear(OpCall call, Activation input, Shape shape, double[] weights, double[] bias) {
    int outer = bias.length;
    int inner = weights.length / outer;
    return add(
        new Node.Linear(call.name(), input.tensor(), tensorName(call), weights, inner, outer, bias),
        shape);
  }

  Activation addTensors(OpCall call, Activation a, Activation b) {
    return add(
        new Node.AddTensors(call.name(), a.tensor(), b.tensor(), tensorName(call)), a.shape());
  }

  Activation addConstant(OpCall call, Activation input, double[] values) {
    return add(
        new Node.AddConstant(call.name(), input.tensor(), tensorName(call), values), input.shape());
  }

  Activation relu(OpCall call, Activation input) {
    return add(new Node.Relu(call.name(), input.tensor(), tensorName(call)), input.shape());
  }

  Graph build(String name, List<GraphOutput> outputs, GraphFacts facts) {
    List<Node> simplified = Simplifier.simplify(nodes, outputs);
    Set<String> kept = new HashSet<>();
    inputs.forEach(input -> kept.add(input.name()));
    simplified.forEach(node -> kept.add(node.output()));
    shapes.keySet().retainAll(kept);
    return new Graph(name, inputs, outputs, simplified, shapes, facts);
  }

  UserException refusal(String problem) {
    return new UserException("%s: %s.".formatted(file, problem));
  }

  private Activation add(Node node, Shape shape) {
    nodes.add(node);
    shapes.put(node.output(), shape);
    return new Activation(node.output(), shape);
  }

  /** The ONNX node's own output name once, then variants of it for what leads there. */
  private String tensorName(OpCall call) {
    String name = call.output();
    for (int i = 1; shapes.containsKey(name) || (i > 1 && reserved.contains(name)); i++) {
      name = call.output() + "#" + i;
    }
    return name;
  }

  private boolean isIdentity(int[] source, String tensor) {
    Shape shape = shapes.get(tensor);
    if (shape == null || shape.size() != source.length) {
      return false;
    }
    for (int i = 0; i < source.length; i++) {
      if (source[i] != i) {
        return false;
      }
    }
    return true;
  }
}
