package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutPlanner;
import lucerna.ops.layout.Lowering;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MockTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "public", "committed"})
  void everythingHolds(String input) {
    JsonNode json =
        Cli.run(home, "mock", Cli.MODEL, Cli.INPUT, "--proofs", 20, "--input", input, "--json")
            .exits(0)
            .json();
    assertTrue(json.path("holds").booleanValue());
    assertEquals(2, json.path("statements").size());
    assertTrue(json.at("/statements/0/constraints").intValue() > 0);
    assertTrue(json.at("/statements/0/lookups").intValue() > 0);
    assertEquals(10, json.at("/output/output_integers/0").size());
  }

  @Test
  void modelsWithoutWeightsHaveNothingToRegister() {
    String model = Cli.small("2l_relu_small", "network.onnx");
    String input = Cli.small("2l_relu_small", "input.json");
    JsonNode json = Cli.run(home, "mock", model, input, "--json").exits(0).json();
    assertEquals(1, json.path("statements").size());
  }

  /** Products of a large batch, of two vectors, a function's table, bits, memories. */
  @ParameterizedTest
  @ValueSource(strings = {"lenet_28", "self_attention", "1l_sigmoid", "boolean", "gather_elements"})
  void otherKindsOfCellsHold(String model) {
    String folder = "src/test/resources/models/" + model;
    for (String target : new String[] {"speed", "accuracy"}) {
      JsonNode json =
          Cli.run(
                  home,
                  "mock",
                  folder + "/network.onnx",
                  folder + "/input.json",
                  "--proofs",
                  20,
                  "--target",
                  target,
                  "--json")
              .exits(0)
              .json();
      assertTrue(json.path("holds").booleanValue());
    }
  }

  @Test
  void theFirstFailureIsNamed() {
    Graph graph = OnnxImporter.read(Path.of(Cli.MODEL), Map.of());
    List<double[]> values = InputFile.read(Path.of(Cli.INPUT), graph);
    Quantised quantised = Quantiser.quantise(graph, List.of(values), Options.DEFAULT);
    var privacy = new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true);
    var shape = LayoutPlanner.plan(quantised.circuit(), 20, privacy);
    var lowering = new Lowering(new Layout(quantised.circuit(), shape));
    CircuitExecution execution =
        CircuitExecutor.run(
            quantised.circuit(), quantised.weights(), values.toArray(double[][]::new));
    execution.cells()[1][GadgetCells.ROUND_T][5]++;
    MockTrace trace = MockTrace.inference(lowering, quantised.weights(), execution);
    var result = Json.object();
    Mock verb = new Mock();
    verb.quiet = true;
    assertFalse(verb.check("inference", trace, result));
    assertFalse(result.path("holds").booleanValue());
    assertFalse(result.at("/violations/0/label").asText().isEmpty());
  }
}
