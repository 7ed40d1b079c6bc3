package lucerna.ops.onnx;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.UserException;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.ValueInfoProto;
import org.jspecify.annotations.Nullable;

/** The nodes of an ONNX graph that its outputs depend on; the others are not looked at. */
final class LiveNodes {
  private final Path file;
  private final List<Entry> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> read = new HashSet<>();

  /** A node, how it is called, and its operator if that is known. */
  record Entry(NodeProto node, String name, @Nullable Operator known) {
    Operator operator() {
      if (known == null) {
        throw new IllegalStateException("unsupported operator was not refused");
      }
      return known;
    }

    String label() {
      return "node '%s' (%s)".formatted(name, node.getOpType());
    }

    private String item() {
      return "'%s' (%s)".formatted(name, node.getOpType());
    }
  }

  LiveNodes(Path file, GraphProto graph, Set<String> initializers) {
    this.file = file;
    if (graph.getSparseInitializerCount() > 0) {
      throw refusal("the model holds sparse initialisers; save them as dense ones");
    }
    if (graph.getOutputCount() == 0) {
      throw refusal("the model has no outputs; export it again");
    }
    names.addAll(initializers);
    graph.getInputList().forEach(input -> names.add(input.getName()));
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      for (String output : graph.getNode(i).getOutputList()) {
        if (!output.isEmpty() && !names.add(output)) {
          throw refusal("tensor '" + output + "' is made twice; export the model again");
        }
        makers.put(output, i);
      }
    }
    graph.getOutputList().forEach(output -> read.add(output.getName()));
    boolean[] needed = needed(graph, makers);
    for (int i = 0; i < needed.length; i++) {
      if (needed[i]) {
        nodes.add(entry(graph.getNode(i), i));
        read.addAll(graph.getNode(i).getInputList());
      }
    }
  }

  List<Entry> nodes() {
    return nodes;
  }

  /** The names of all tensors of the ONNX graph. */
  Set<String> names() {
    return names;
  }

  /** The names that a node or an output reads. */
  Set<String> read() {
    return read;
  }

  /** Refuses, in one sentence, all operators and attributes that no rule knows. */
  void requireSupported() {
    List<String> operators = new ArrayList<>();
    List<String> attributes = new ArrayList<>();
    for (Entry entry : nodes) {
      Operator known = entry.known();
      if (known == null) {
        operators.add(entry.item());
        continue;
      }
      for (AttributeProto attribute : entry.node().getAttributeList()) {
        if (!known.attributes().contains(attribute.getName())) {
          attributes.add("'" + attribute.getName() + "' of " + entry.item());
        }
      }
    }
    List<String> faults = new ArrayList<>();
    if (!operators.isEmpty()) {
      faults.add("these operators are not supported: " + String.join(", ", operators));
    }
    if (!attributes.isEmpty()) {
      faults.add("these attributes are not supported: " + String.join(", ", attributes));
    }
    if (!faults.isEmpty()) {
      throw refusal(String.join("; ", faults) + "; rewrite these parts of the model");
    }
    nodes.forEach(this::requireOperands);
  }

  private void requireOperands(Entry entry) {
    int operands = entry.node().getInputCount();
    if (operands < entry.operator().fewest() || operands > entry.operator().most()) {
      throw refusal(
          "%s has %d operands, which that operator does not take; export the model again"
              .formatted(entry.label(), operands));
    }
  }

  private static boolean[] needed(GraphProto graph, Map<String, Integer> makers) {
    boolean[] needed = new boolean[graph.getNodeCount()];
    Deque<String> open = new ArrayDeque<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      open.push(output.getName());
    }
    while (!open.isEmpty()) {
      Integer maker = makers.get(open.pop());
      if (maker != null && !needed[maker]) {
        needed[maker] = true;
        graph.getNode(maker).getInputList().forEach(open::push);
      }
    }
    return needed;
  }

  private static Entry entry(NodeProto node, int position) {
    String name =
        node.getName().isEmpty() ? node.getOpType() + "#" + (position + 1) : node.getName();
    Operator known =
        ModelFile.isDefaultDomain(node.getDomain())
            ? Operator.table().get(node.getOpType())
            : node.getDomain().equals(ModelFile.LEARNED)
                ? Operator.learned().get(node.getOpType())
                : null;
    return new Entry(node, name, known);
  }

  private UserException refusal(String problem) {
    return new UserException("%s: %s.".formatted(file, problem));
  }
}
