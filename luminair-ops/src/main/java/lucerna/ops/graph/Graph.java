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
 * @param kinds what values tensors take, by identifier; REAL where nothing is said
 * @param facts where the graph came from
 */
public record Graph(
    String name,
    List<GraphInput> inputs,
    List<GraphOutput> outputs,
    List<Node> nodes,
    Map<String, Shape> shapes,
    Map<String, ElementKind> kinds,
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
    kinds = Map.copyOf(kinds);
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
   * Makes a graph of real tensors.
   *
   * @param name the model's name, possibly empty
   * @param inputs what the caller supplies
   * @param outputs what the model hands out
   * @param nodes the steps
   * @param shapes the shape of each tensor
   * @param facts where the graph came from
   * @throws IllegalArgumentException as the full constructor
   */
  public Graph(
      String name,
      List<GraphInput> inputs,
      List<GraphOutput> outputs,
      List<Node> nodes,
      Map<String, Shape> shapes,
      GraphFacts facts) {
    this(name, inputs, outputs, nodes, shapes, Map.of(), facts);
  }

  /**
   * Returns what values a tensor takes.
   *
   * @param tensor its identifier
   * @return the kind
   */
  public ElementKind kind(String tensor) {
    return kinds.getOrDefault(tensor, ElementKind.REAL);
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
    int first = node.inputs().isEmpty() ? size : size(node.inputs().getFirst(), shapes);
    return switch (node) {
      case Node.Linear linear -> {
        long row = (long) linear.groups() * linear.inner();
        yield first % row == 0 && first / row * linear.groups() * linear.outer() == size;
      }
      case Node.MatMul product -> {
        long rows = first / product.inner();
        yield first % ((long) product.groups() * product.inner()) == 0
            && rows * product.outer() == size
            && size(product.b(), shapes)
                == (long) product.groups() * product.inner() * product.outer();
      }
      case Node.AddConstant add -> size == first && size == add.values().length;
      case Node.Reindex reindex -> size == reindex.source().length && within(reindex, first);
      case Node.Rearrange rearrange ->
          size == rearrange.source().length && within(rearrange, shapes);
      case Node.Constant constant -> size == constant.values().length;
      case Node.SumGroups sum ->
          first == (long) size * sum.fan()
              && (sum.factors().length == 1
                  || sum.factors().length == sum.fan()
                  || sum.factors().length == first);
      case Node.Maximum maximum -> first == (long) size * maximum.fan();
      case Node.ArgMax argMax -> first == (long) size * argMax.fan();
      case Node.Softmax softmax -> size == first && size % softmax.fan() == 0;
      case Node.Normalize normalize -> size == first && size % normalize.fan() == 0;
      case Node.Sort sort -> size == first && size % sort.fan() == 0;
      case Node.Take take -> size == size(take.index(), shapes);
      case Node.Combine combine ->
          combine.factors().length == combine.terms().size() && sameSizes(node, shapes);
      case Node.AddTensors _,
          Node.Relu _,
          Node.Apply _,
          Node.Multiply _,
          Node.Less _,
          Node.Equal _,
          Node.Divide _,
          Node.Remainder _ ->
          sameSizes(node, shapes);
    };
  }

  private static boolean sameSizes(Node node, Map<String, Shape> shapes) {
    int size = size(node.output(), shapes);
    return node.inputs().stream().allMatch(tensor -> size(tensor, shapes) == size);
  }

  private static boolean within(Node.Reindex node, int length) {
    for (int source : node.source()) {
      if (source < 0 || source >= length) {
        return false;
      }
    }
    return true;
  }

  private static boolean within(Node.Rearrange node, Map<String, Shape> shapes) {
    for (int i = 0; i < node.source().length; i++) {
      int which = node.which()[i];
      int length = which == -1 ? node.constants().length : size(node.tensors().get(which), shapes);
      if (node.source()[i] < 0 || node.source()[i] >= length) {
        return false;
      }
    }
    return node.which().length == node.source().length;
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
