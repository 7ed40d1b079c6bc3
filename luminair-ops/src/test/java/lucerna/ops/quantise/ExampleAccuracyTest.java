package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.Samples;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far quantised models are from the originals; the figures are printed. */
final class ExampleAccuracyTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");
  private static final Path DIGITS = Path.of("..", "examples", "digits");

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
  void smallModelsAreWithinHalfAPercent(String name) {
    Path folder = MODELS.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<List<double[]>> samples = List.of(InputFile.read(folder.resolve("input.json"), graph));
    AccuracyReport report = compare(name, graph, samples, new Samples(samples, List.of()));
    assertTrue(
        report.meanPercentage() <= 0.5 || report.maxAbsolute() <= 1e-3 * report.range(),
        report.toString());
  }

  @Test
  void digitsKeepTheirAccuracy() {
    Graph graph = OnnxImporter.read(DIGITS.resolve("model.onnx"), Map.of());
    Samples training = SamplesFile.read(DIGITS.resolve("calibration.json"), graph);
    Samples test = SamplesFile.read(DIGITS.resolve("test.json"), graph);
    AccuracyReport report = compare("digits", graph, training.samples(), test);
    assertEquals(0, report.refused());
    assertEquals(360, report.samples());
    assertEquals(351.0 / 360, report.floatAccuracy());
    assertTrue(Math.abs(report.accuracy() - report.floatAccuracy()) <= 0.005);
    assertTrue(report.maxAbsolute() <= 1e-3 * report.range());
  }

  private static AccuracyReport compare(
      String name, Graph graph, List<List<double[]>> calibration, Samples test) {
    Quantised quantised = Quantiser.quantise(graph, calibration, Options.DEFAULT);
    AccuracyReport report =
        AccuracyReport.compare(
            graph, quantised.circuit(), quantised.weights(), test.samples(), test.labels());
    System.out.println(name + ": " + String.join("; ", report.lines()));
    return report;
  }
}
