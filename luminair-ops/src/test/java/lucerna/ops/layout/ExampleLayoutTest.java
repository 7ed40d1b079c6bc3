package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported models are planned, laid out and executed, and their traces pass. */
final class ExampleLayoutTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");
  private static final Path DIGITS = Path.of("..", "examples", "digits");
  private static final LayoutPlanner.Privacy HIDDEN =
      new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accuracy",
        "1l_mlp",
        "1l_linear",
        "1l_relu",
        "1l_flatten",
        "1l_reshape",
        "1l_identity",
        "2l_relu_fc",
        "2l_relu_small",
        "linear_regression",
        "quantize_dequantize"
      })
  void smallModels(String name) {
    Path folder = MODELS.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    check(name, quantise(graph, List.of(input)), input);
  }

  @Test
  void digits() {
    Graph graph = OnnxImporter.read(DIGITS.resolve("model.onnx"), Map.of());
    List<List<double[]>> samples =
        SamplesFile.read(DIGITS.resolve("calibration.json"), graph).samples();
    Layout layout = check("digits", quantise(graph, samples), samples.get(0));
    LayoutShape shape = layout.shape();
    assertTrue(shape.weightInstances() * shape.weightColumns() <= 1500, shape::toString);
    assertTrue(shape.logRows() <= 13, shape::toString);
    long served =
        (long) shape.weightInstances()
            * LayoutPlanner.proofsPerInstance(shape.logRows(), layout.weightRows());
    assertTrue(served >= 1000, shape::toString);
  }

  private static Quantised quantise(Graph graph, List<List<double[]>> samples) {
    return Quantiser.quantise(graph, samples, Options.DEFAULT);
  }

  private static Layout check(String name, Quantised model, List<double[]> input) {
    Circuit circuit = model.circuit();
    Layout layout = new Layout(circuit, LayoutPlanner.plan(circuit, 1000, HIDDEN));
    System.out.println(name + "\n" + layout.describe());
    check(layout, model.weights(), input.toArray(double[][]::new));
    return layout;
  }

  private static void check(Layout layout, Weights weights, double[][] inputs) {
    CircuitExecution execution = CircuitExecutor.run(layout.circuit(), weights, inputs);
    Lowering lowering = new Lowering(layout);
    assertEquals(Set.of(), TestTrace.inference(lowering, weights, execution).violations());
    assertEquals(Set.of(), TestTrace.registration(lowering, weights).violations());
  }
}
