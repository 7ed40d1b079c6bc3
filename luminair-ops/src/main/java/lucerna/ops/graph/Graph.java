package lucerna.ops.graph;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A neural network as straight-line steps over tensors of static shape. Construction checks that it
 * hangs together.
 *
 * @param name the model's name, possibly empty
 * @param inputs what the caller supplies, in the model's order
 * @param outputs what the model hands out, in its order
 * @param nodes the steps; each reads only inputs and what earlier steps made
 * @param shapes the shape of each tensor, by identifier
 * @param facts where the graph came from
 */
public record Graph(
    String name,
    List<GraphInput> inputs,
    List<GraphOutput> outputs,
    List<Node> nodes,
    Map<String, Shape> shapes,
    GraphFacts facts) {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if a tensor is read before it is made, made twice, without a
   *     shape, or of another number of elements than its node says
   */
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    Set<String> made = new HashSet<>();
    for (GraphInput input : inputs) {
      require(made.add(input.name()), "made twice", input.name());
      require(input.shape().equals(shapes.get(input.name())), "of wrong shape", input.name());
    }
    for (Node node : nodes) {
      for (String tensor : node.inputs()) {
        require(made.contains(tensor), "read before it is made", tensor);
      }
      require(made.add(node.output()), "made twice", node.output());
      require(sizesAgree(node, shapes), "of wrong size", node.output());
    }
    for (GraphOutput output : outputs) {
      require(made.contains(output.tensor()), "never made", output.tensor());
      require(
          size(output.tensor(), shapes) == output.shape().size(), "of wrong size", output.name());
    }
  }

  /**
   * Returns the shape of a tensor.
   *
   * @param tensor its identifier
   * @return the shape
   * @throws IllegalArgumentException if there is no such tensor
   */
  public Shape shape(String tensor) {
    Shape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }

  private static boolean sizesAgree(Node node, Map<String, Shape> shapes) {
    int size = size(node.output(), shapes);
    int first = size(node.inputs().getFirst(), shapes);
    return switch (node) {
      case Node.Linear linear ->
          first % linear.inner() == 0 && (long) first / linear.inner() * linear.outer() == size;
      case Node.AddTensors add -> size == first && size == size(add.b(), shapes);
      case Node.AddConstant add -> size == first && size == add.values().length;
      case Node.Relu relu -> size == first;
      case Node.Reindex reindex -> {
        for (int source : reindex.source()) {
          if (source < 0 || source >= first) {
            yield false;
          }
        }
        yield size == reindex.source().length;
      }
    };
  }

  private static int size(String tensor, Map<String, Shape> shapes) {
    Shape shape = shapes.get(tensor);
    return shape == null ? -1 : shape.size();
  }

  private static void require(boolean condition, String fault, String tensor) {
    if (!condition) {
      throw new IllegalArgumentException("tensor " + tensor + " is " + fault);
    }
  }
}
