package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;

/** What there is to say about a model. */
record ModelView(Verb verb, ObjectNode result) {
  void show(Graph graph) {
    GraphFacts facts = graph.facts();
    if (!graph.name().isEmpty()) {
      verb.say("name       %s", graph.name());
    }
    String producer = facts.producer().isEmpty() ? "" : ", by " + facts.producer();
    verb.say("opset      %d%s", facts.opset(), producer);
    result.put("name", graph.name()).put("opset", facts.opset());
    result.put("producer", facts.producer());
    var inputs = result.putArray("inputs");
    for (var input : graph.inputs()) {
      verb.say("input      %s%s", input.name(), input.shape());
      inputs.addObject().put("name", input.name()).set("shape", Json.node(input.shape().dims()));
    }
    var outputs = result.putArray("outputs");
    for (var output : graph.outputs()) {
      verb.say("output     %s%s", output.name(), output.shape());
      outputs.addObject().put("name", output.name()).set("shape", Json.node(output.shape().dims()));
    }
    String operators =
        facts.operators().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    verb.say("operators  %s", operators.isEmpty() ? "none" : operators);
    verb.say("parameters %d", facts.parameters());
    verb.say("supported  yes, in %d steps", graph.nodes().size());
    result.set("operators", Json.node(facts.operators()));
    result.put("parameters", facts.parameters()).put("steps", graph.nodes().size());
  }
}
