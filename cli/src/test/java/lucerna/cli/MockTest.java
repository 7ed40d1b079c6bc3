package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.ops.executor.Execution;
import lucerna.ops.executor.IntegerExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.lowering.InputPrivacy;
import lucerna.ops.lowering.Layout;
import lucerna.ops.lowering.LayoutPlanner;
import lucerna.ops.lowering.Lowering;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quant.Calibration;
import lucerna.ops.quant.QuantOptions;
import lucerna.ops.quant.Quantised;
import lucerna.ops.quant.Quantiser;
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

  @Test
  void theFirstFailureIsNamed() {
    Graph graph = OnnxImporter.read(Path.of(Cli.MODEL), Map.of());
    List<double[]> values = InputFile.read(Path.of(Cli.INPUT), graph);
    Calibration ranges = Calibration.measure(graph, List.of(values));
    Quantised quantised = Quantiser.quantise(graph, ranges, QuantOptions.DEFAULT);
    var privacy = new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true);
    var shape = LayoutPlanner.plan(quantised.program(), 20, privacy);
    var lowering = new Lowering(new Layout(quantised.program(), shape));
    Execution execution =
        IntegerExecutor.run(
            quantised.program(), quantised.weights(), values.toArray(double[][]::new));
    execution.tensors()[1][5]++;
    MockTrace trace = MockTrace.inference(lowering, quantised.weights(), execution);
    var result = Json.object();
    Mock verb = new Mock();
    verb.quiet = true;
    assertFalse(verb.check("inference", trace, result));
    assertFalse(result.path("holds").booleanValue());
    assertFalse(result.at("/violations/0/label").asText().isEmpty());
  }
}
