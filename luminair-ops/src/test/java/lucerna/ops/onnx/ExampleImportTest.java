package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.io.InputFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** EZKL's example models give, imported, what ONNX Runtime gives. */
final class ExampleImportTest {
  private static final Pattern OUTPUT =
      Pattern.compile(
          "\"name\": *\"([^\"]*)\", *\"dims\": *\\[([^]]*)\\], *\"values\": *\\[([^]]*)\\]");
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-5;

  static Stream<Path> examples() throws IOException {
    List<Path> folders =
        List.of(Path.of("src/test/resources/models"), Path.of("../cli/src/test/resources/models"));
    return folders.stream()
        .filter(Files::isDirectory)
        .flatMap(ExampleImportTest::children)
        .filter(folder -> Files.exists(folder.resolve("expected.json")))
        .sorted();
  }

  private static Stream<Path> children(Path folder) {
    return Stream.of(Objects.requireNonNull(folder.toFile().listFiles())).map(f -> f.toPath());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void agreesWithOnnxRuntime(Path folder) throws IOException {
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> inputs =
        graph.inputs().isEmpty() ? List.of() : InputFile.read(folder.resolve("input.json"), graph);
    Map<String, double[]> made = FloatEvaluator.evaluate(graph, inputs);
    Matcher expected = OUTPUT.matcher(Files.readString(folder.resolve("expected.json")));
    for (GraphOutput output : graph.outputs()) {
      expected.find();
      assertEquals(expected.group(1), output.name());
      assertEquals("[" + expected.group(2) + "]", output.shape().toString());
      double[] values = numbers(expected.group(3));
      double[] ours = Objects.requireNonNull(made.get(output.tensor()));
      assertEquals(values.length, ours.length);
      double greatest = 0;
      for (double value : values) {
        greatest = Math.max(greatest, Math.abs(value));
      }
      assertArrayEquals(values, ours, ABSOLUTE + RELATIVE * greatest, output.name());
    }
  }

  private static double[] numbers(String list) {
    return Stream.of(list.split(",", -1))
        .map(String::strip)
        .mapToDouble(
            item -> item.equals("true") ? 1 : item.equals("false") ? 0 : Double.parseDouble(item))
        .toArray();
  }
}
