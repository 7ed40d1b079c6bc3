package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.onnx.OnnxImporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The target accuracy keeps first outputs within given mean errors, in percent. */
final class AccuracyTargetTest {
  private static final Path SMALL = Path.of("src", "test", "resources", "models");
  private static final Path MORE = Path.of("..", "cli", "src", "test", "resources", "models");

  @ParameterizedTest
  @CsvSource({
    "4l_relu_conv_fc, 0.146",
    "accuracy, 0.05",
    "xgboost, 0.49",
    "lstm, 0.17",
    "layernorm, 0.05",
    "3l_relu_conv_fc, 0.082",
    "1l_softmax, 0.05",
    "1l_gelu_noappx, 0.05",
    "1l_mlp, 0.05",
    "mlp_784_128_10, 0.114",
    "lenet_28, 0.08"
  })
  void errorsAreSmall(String name, double most) {
    Path folder = Files.exists(SMALL.resolve(name)) ? SMALL.resolve(name) : MORE.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    Quantised model = Quantiser.quantise(graph, List.of(input), Options.ACCURACY);
    CircuitExecution run =
        CircuitExecutor.run(model.circuit(), model.weights(), input.toArray(double[][]::new));
    double[] expected =
        Objects.requireNonNull(
            FloatEvaluator.evaluate(graph, input).get(graph.outputs().getFirst().tensor()));
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(expected[i]) > 1e-6) {
        sum += Math.abs(expected[i] - run.reals()[0][i]) / Math.abs(expected[i]);
        counted++;
      }
    }
    double percent = 100 * sum / Math.max(1, counted);
    System.out.printf("%s: %.4f %%%n", name, percent);
    assertTrue(percent <= most, name + ": " + percent + " %");
  }
}
