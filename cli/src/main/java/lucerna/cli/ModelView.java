package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.prover.Estimate;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;

/** What there is to say about a model. */
record ModelView(Verb verb, ObjectNode result) {
  private static final int SAMPLES = 4;

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
    estimate(graph);
    result.set("operators", Json.node(facts.operators()));
    result.put("parameters", facts.parameters()).put("steps", graph.nodes().size());
  }

  /* By scales from pseudo-random inputs, which sizes depend little on. */
  private void estimate(Graph graph) {
    try {
      var samples = ModelArguments.randomSamples(graph).subList(0, SAMPLES);
      Quantised quantised = Quantiser.quantise(graph, samples, Options.DEFAULT);
      Estimate estimate = Estimate.of(quantised.circuit(), KeyOptions.DEFAULT);
      verb.say("%s", EstimateView.line(estimate));
      result.set("estimate", EstimateView.json(estimate));
    } catch (UserException e) {
      verb.say("estimate  none: %s", String.valueOf(e.getMessage()));
      result.put("noEstimate", String.valueOf(e.getMessage()));
    }
  }
}
