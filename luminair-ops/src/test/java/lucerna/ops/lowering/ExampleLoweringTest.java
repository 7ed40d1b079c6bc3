package lucerna.ops.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.ops.executor.Execution;
import lucerna.ops.executor.IntegerExecutor;
import lucerna.ops.executor.RandomPrograms;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.program.Program;
import lucerna.ops.program.Weights;
import lucerna.ops.quant.Calibration;
import lucerna.ops.quant.QuantOptions;
import lucerna.ops.quant.Quantised;
import lucerna.ops.quant.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported models are planned, laid out and executed, and their traces pass. */
final class ExampleLoweringTest {
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
            * LayoutPlanner.proofsPerInstance(shape.logRows(), layout.activeRows());
    assertTrue(served >= 1000, shape::toString);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void randomPrograms(long seed) {
    RandomPrograms.Sample sample = RandomPrograms.make(seed);
    double[][] inputs =
        sample.program().tensors().stream()
            .filter(tensor -> tensor.input() >= 0)
            .map(tensor -> new double[tensor.length()])
            .toArray(double[][]::new);
    for (double[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        input[i] = Math.sin((double) seed + i);
      }
    }
    for (InputPrivacy privacy : InputPrivacy.values()) {
      LayoutShape shape =
          LayoutPlanner.plan(
              sample.program(), 1, new LayoutPlanner.Privacy(privacy, seed % 2 == 0));
      check(new Layout(sample.program(), shape), sample.weights(), inputs);
    }
  }

  private static Quantised quantise(Graph graph, List<List<double[]>> samples) {
    return Quantiser.quantise(graph, Calibration.measure(graph, samples), QuantOptions.DEFAULT);
  }

  private static Layout check(String name, Quantised model, List<double[]> input) {
    Program program = model.program();
    Layout layout = new Layout(program, LayoutPlanner.plan(program, 1000, HIDDEN));
    System.out.println(name + "\n" + layout.describe());
    check(layout, model.weights(), input.toArray(double[][]::new));
    return layout;
  }

  private static void check(Layout layout, Weights weights, double[][] inputs) {
    Execution execution = IntegerExecutor.run(layout.program(), weights, inputs);
    Lowering lowering = new Lowering(layout);
    assertEquals(List.of(), TestTrace.inference(lowering, weights, execution, 1).violations());
    assertEquals(List.of(), TestTrace.registration(lowering, weights, 1).violations());
  }
}
