package lucerna.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.Shape;

/** The inputs that a key's circuit takes, for readers of input files. */
final class Inputs {
  private Inputs() {}

  /** Returns a graph of the circuit's inputs and nothing else. */
  static Graph of(Circuit circuit) {
    var inputs = new ArrayList<GraphInput>();
    var shapes = new LinkedHashMap<String, Shape>();
    var kinds = new HashMap<String, ElementKind>();
    for (Circuit.Input input : circuit.inputs()) {
      Shape shape = Shape.of(input.shape());
      inputs.add(new GraphInput(input.name(), shape));
      shapes.put(input.name(), shape);
      kinds.put(input.name(), kind(input.kind()));
    }
    return new Graph(circuit.name(), inputs, List.of(), List.of(), shapes, kinds, GraphFacts.NONE);
  }

  private static ElementKind kind(Circuit.Kind kind) {
    return switch (kind) {
      case REAL -> ElementKind.REAL;
      case INTEGER -> ElementKind.INTEGER;
      case BOOLEAN -> ElementKind.BOOLEAN;
    };
  }
}
