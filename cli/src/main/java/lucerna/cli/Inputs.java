package lucerna.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.Shape;
import lucerna.ops.program.Program;

/** The inputs that a key's program takes, for readers of input files. */
final class Inputs {
  private Inputs() {}

  /** Returns a graph of the program's inputs and nothing else. */
  static Graph of(Program program) {
    var inputs = new ArrayList<GraphInput>();
    var shapes = new LinkedHashMap<String, Shape>();
    for (Program.Input input : program.inputs()) {
      Shape shape = Shape.of(input.shape());
      inputs.add(new GraphInput(input.name(), shape));
      shapes.put(input.name(), shape);
    }
    return new Graph(program.name(), inputs, List.of(), List.of(), shapes, GraphFacts.NONE);
  }
}
