package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lucerna.air.Violation;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.Quantised;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks what a proof would state, without proving it. */
@Command(
    name = "mock",
    description =
        "Runs the integer circuit and checks every constraint and lookup, without proving.")
final class Mock extends Verb {
  @Mixin InputArguments given = new InputArguments();

  @Mixin ModelArguments source = new ModelArguments();
  @Mixin KeyArguments wanted = new KeyArguments();

  @Override
  int run() {
    given.check();
    KeyOptions options = wanted.options();
    Graph graph = source.graph(given.model);
    Entries entries = given.read(graph);
    Quantised quantised = source.quantise(this, given.model, graph, options, entries.values());
    boolean hidden = options.privacy().weights() == WeightPrivacy.HIDDEN;
    Circuit circuit = entries.circuitOf(quantised.circuit());
    var lowering = KeyMaker.choose(circuit, CircuitChecks.check(circuit), options).lowering();
    var executor = new CircuitExecutor(circuit, lowering.layout().bounds(), quantised.weights());
    CircuitExecution execution = executor.run(entries.stacked(circuit).toArray(double[][]::new));
    ObjectNode result = Json.object();
    source.describe(result);
    long[][] integers = OutputFile.longs(execution.outputs());
    OutputView.lines(circuit, integers).forEach(line -> say("%s", line));
    OutputFile.put(result, circuit, integers);
    ArrayNode statements = result.putArray("statements");
    boolean holds =
        check(
            "inference",
            MockTrace.inference(lowering, quantised.weights(), execution),
            statements.addObject());
    if (hidden && lowering.registration().weightTreeWidths().length > 0) {
      holds &=
          check(
              "key", MockTrace.registration(lowering, quantised.weights()), statements.addObject());
    }
    result.put("holds", holds);
    print(result);
    return holds ? Exit.DONE : Exit.REJECTED;
  }

  /** Checks one statement, and says how it went. */
  boolean check(String name, MockTrace trace, ObjectNode result) {
    List<Violation> violations = trace.violations();
    int constraints = trace.program().constraints().size();
    int lookups = trace.program().fractions().size();
    int rows = 1 << trace.statement().logRows();
    result.put("statement", name).put("holds", violations.isEmpty());
    result.put("constraints", constraints).put("lookups", lookups).put("rows", rows);
    if (violations.isEmpty()) {
      say("%s: %d constraints and %d lookups hold on %d rows", name, constraints, lookups, rows);
      return true;
    }
    Violation first = violations.getFirst();
    say("%s: fails: %s in row %d, with %s", name, first.label(), first.row(), first.values());
    say("%s: %d failures in all, of at most 100 of each kind", name, violations.size());
    ArrayNode list = result.putArray("violations");
    for (Violation violation : violations) {
      ObjectNode values =
          list.addObject()
              .put("label", violation.label())
              .put("row", violation.row())
              .putObject("values");
      violation.values().forEach((column, value) -> values.put(column, value.toString()));
    }
    return false;
  }
}
