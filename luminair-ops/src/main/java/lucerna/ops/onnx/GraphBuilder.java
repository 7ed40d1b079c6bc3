package lucerna.ops.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import lucerna.ops.UserException;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Collects the nodes of a graph, composing chains of rearrangements as they come. */
final class GraphBuilder {
  private final Path file;
  private final TensorReader tensors;
  private final List<GraphInput> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node.Reindex> reindexes = new HashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Map<String, ElementKind> kinds = new HashMap<>();
  private final Set<String> nonnegative = new HashSet<>();
  private final Set<String> reserved;
  private final Set<String> read;
  private final int opset;

  /** Makes a node of its name, the tensors that it reads and the one that it makes. */
  interface Maker {
    Node make(String name, List<String> inputs, String output);
  }

  /**
   * {@code reserved} are the names of the ONNX graph, which tensors of our own must not take;
   * {@code read} are those that something reads.
   */
  GraphBuilder(Path file, Set<String> reserved, Set<String> read, int opset) {
    this.read = read;
    this.opset = opset;
    this.file = file;
    this.tensors = new TensorReader(file);
    this.reserved = new HashSet<>(reserved);
  }

  TensorReader tensors() {
    return tensors;
  }

  boolean isRead(String name) {
    return read.contains(name) && !name.isEmpty();
  }

  int opset() {
    return opset;
  }

  Activation input(String name, Shape shape, ElementType type) {
    inputs.add(new GraphInput(name, shape));
    shapes.put(name, shape);
    kinds.put(name, type.kind());
    if (type == ElementType.BOOL) {
      nonnegative.add(name);
    }
    return new Activation(name, shape, type);
  }

  /** The rearrangement that makes a tensor, if one does. */
  Node.@Nullable Reindex reindexOf(String tensor) {
    return reindexes.get(tensor);
  }

  Activation reindex(OpCall call, Activation input, Shape shape, int[] source) {
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
      return new Activation(tensor, shape, input.type());
    }
    String output = tensorName(call);
    var node = new Node.Reindex(call.name(), tensor, output, composed);
    reindexes.put(output, node);
    return add(node, shape, input.type());
  }

  /**
   * Adds a node, or computes what it makes if all of its operands are constants. A constant among
   * operands that are none becomes a tensor of the graph.
   */
  Value add(OpCall call, Shape shape, ElementType type, List<Value> operands, Maker maker) {
    if (shape.size() == 0 || operands.stream().allMatch(Constant.class::isInstance)) {
      return new Constant(shape, shape.size() == 0 ? new double[0] : fold(operands, maker), type);
    }
    List<String> names = new ArrayList<>();
    for (Value operand : operands) {
      names.add(tensor(call, operand).tensor());
    }
    return add(maker.make(call.name(), names, tensorName(call)), shape, type);
  }

  /** Adds a node that reads only tensors. */
  Activation node(
      OpCall call, Shape shape, ElementType type, List<Activation> operands, Maker maker) {
    List<String> names = operands.stream().map(Activation::tensor).toList();
    return add(maker.make(call.name(), names, tensorName(call)), shape, type);
  }

  Activation addTensors(OpCall call, Activation a, Activation b) {
    return add(
        new Node.AddTensors(call.name(), a.tensor(), b.tensor(), tensorName(call)),
        a.shape(),
        a.type());
  }

  Activation addConstant(OpCall call, Activation input, double[] values, ElementType type) {
    return add(
        new Node.AddConstant(call.name(), input.tensor(), tensorName(call), values),
        input.shape(),
        type);
  }

  /** The value as a tensor of the graph; a constant becomes a secret one. */
  Activation tensor(OpCall call, Value value) {
    return switch (value) {
      case Activation activation -> activation;
      case Constant constant ->
          add(
              new Node.Constant(call.name(), tensorName(call), call.finite(constant)),
              constant.shape(),
              constant.type());
    };
  }

  /** A value that the model hands out; a constant becomes a tensor of the graph. */
  Activation output(String name, Value value) {
    return switch (value) {
      case Activation activation -> activation;
      case Constant constant -> {
        for (double number : constant.values()) {
          if (!Double.isFinite(number)) {
            throw refusal("output '%s' is the constant %s; remove it".formatted(name, number));
          }
        }
        String tensor = name;
        for (int i = 1; shapes.containsKey(tensor); i++) {
          tensor = name + "#" + i;
        }
        yield add(
            new Node.Constant(name, tensor, constant.values()), constant.shape(), constant.type());
      }
    };
  }

  Graph build(String name, List<GraphOutput> outputs, GraphFacts facts) {
    List<Node> simplified = Patterns.simplify(new Draft(nodes, outputs, shapes, kinds));
    simplified.forEach(this::requireFinite);
    Set<String> kept = new HashSet<>();
    inputs.forEach(input -> kept.add(input.name()));
    simplified.forEach(node -> kept.add(node.output()));
    shapes.keySet().retainAll(kept);
    kinds.keySet().retainAll(kept);
    return new Graph(name, inputs, outputs, simplified, shapes, kinds, facts);
  }

  /** Masks may hold infinities on the way, but none may be left. */
  private void requireFinite(Node node) {
    double[] constants =
        switch (node) {
          case Node.Linear linear ->
              DoubleStream.concat(Arrays.stream(linear.weights()), Arrays.stream(linear.bias()))
                  .toArray();
          case Node.AddConstant add -> add.values();
          case Node.Rearrange rearrange -> rearrange.constants();
          case Node.Constant constant -> constant.values();
          case Node.Combine combine -> combine.factors();
          case Node.SumGroups sum -> sum.factors();
          default -> new double[0];
        };
    for (double constant : constants) {
      if (!Double.isFinite(constant)) {
        throw refusal(
            ("node '%s' computes with the constant %s, but only finite ones can be proven, and "
                    + "masks that go straight into a softmax; use a large number")
                .formatted(node.name(), constant));
      }
    }
  }

  UserException refusal(String problem) {
    return new UserException("%s: %s.".formatted(file, problem));
  }

  /** Whether a value is known to have no negative element. */
  boolean isNonnegative(Value value) {
    return switch (value) {
      case Constant constant -> Arrays.stream(constant.values()).allMatch(x -> x >= 0);
      case Activation activation ->
          activation.type().isUnsigned() || nonnegative.contains(activation.tensor());
    };
  }

  private boolean isNonnegative(Node node, ElementType type) {
    return switch (node) {
      case Node.ArgMax _, Node.Relu _, Node.Less _, Node.Equal _ -> true;
      case Node.Sort sort when sort.indices() -> true;
      case Node.Constant constant -> Arrays.stream(constant.values()).allMatch(x -> x >= 0);
      case Node.AddConstant add ->
          nonnegative.contains(add.input()) && Arrays.stream(add.values()).allMatch(x -> x >= 0);
      case Node.Combine combine ->
          nonnegative.containsAll(combine.terms())
              && Arrays.stream(combine.factors()).allMatch(x -> x >= 0);
      case Node.Rearrange rearrange ->
          nonnegative.containsAll(rearrange.tensors())
              && Arrays.stream(rearrange.constants()).allMatch(x -> x >= 0);
      case Node.Take take -> nonnegative.contains(take.data());
      case Node.AddTensors _, Node.Multiply _, Node.Reindex _, Node.Maximum _ ->
          nonnegative.containsAll(node.inputs());
      default -> type == ElementType.BOOL;
    };
  }

  private Activation add(Node node, Shape shape, ElementType type) {
    nodes.add(node);
    if (isNonnegative(node, type)) {
      nonnegative.add(node.output());
    }
    shapes.put(node.output(), shape);
    kinds.put(node.output(), type.kind());
    return new Activation(node.output(), shape, type);
  }

  private static double[] fold(List<Value> operands, Maker maker) {
    List<String> names = new ArrayList<>();
    Map<String, double[]> values = new HashMap<>();
    for (Value operand : operands) {
      if (operand instanceof Constant constant) {
        values.put("#" + names.size(), constant.values());
        names.add("#" + names.size());
      }
    }
    return FloatEvaluator.evaluate(maker.make("", names, ""), values);
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
