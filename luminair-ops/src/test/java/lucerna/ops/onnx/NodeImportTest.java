package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lucerna.ops.UserException;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.onnx.NodeTests.Fixture;
import lucerna.ops.onnx.NodeTests.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of ONNX's node tests is refused by a sentence, or gives what ONNX expects. */
final class NodeImportTest {
  /** How many pass; to be raised with each operator that is added. */
  private static final int FLOOR = 1322;

  private static final double RELATIVE = 1e-4;
  private static final double ABSOLUTE = 1e-5;

  /* Its expected outputs were computed in half precision. */
  private static final double HALF_RELATIVE = 5e-3;
  private static final double HALF_ABSOLUTE = 1e-3;

  /* Typed with four digits; a tie that single precision breaks. */
  private static final Map<String, Double> LOOSE =
      Map.of(
          "AveragePool/test_averagepool_2d_ceil_last_window_starts_on_pad", 1e-4,
          "DynamicQuantizeLinear/test_dynamicquantizelinear", 1.0);

  @TempDir private Path folder;

  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int passed;

  @Test
  void agreesWithOnnxOrRefuses() throws IOException {
    for (Fixture fixture : NodeTests.all()) {
      int[] count = counts.computeIfAbsent(fixture.operator(), operator -> new int[2]);
      Path file = Files.write(folder.resolve("model.onnx"), fixture.model());
      try {
        Graph graph = OnnxImporter.read(file, Map.of());
        String difference = difference(fixture, graph);
        if (difference.isEmpty()) {
          passed++;
          count[0]++;
        } else {
          failed.add(fixture.name() + ": " + difference);
        }
      } catch (UserException e) {
        count[1]++;
        String sentence = Objects.requireNonNull(e.getMessage()).replace(file + ": ", "");
        refused.add(fixture.name() + ": " + sentence.replace(file.toString(), "the model"));
      } catch (RuntimeException e) {
        failed.add(fixture.name() + ": " + e);
      }
    }
    String summary =
        "node tests: %d passed, %d refused, %d failed"
            .formatted(passed, refused.size(), failed.size());
    report(summary);
    System.out.println(summary);
    assertEquals(List.of(), failed);
    assertTrue(passed >= FLOOR, summary);
  }

  /** Where the graph departs from what is expected; empty if nowhere. */
  private static String difference(Fixture fixture, Graph graph) {
    List<double[]> inputs = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      inputs.add(
          fixture.inputs().stream()
              .filter(tensor -> tensor.name().equals(input.name()))
              .findFirst()
              .orElseThrow()
              .values());
    }
    Map<String, double[]> made = FloatEvaluator.evaluate(graph, inputs);
    if (graph.outputs().size() != fixture.outputs().size()) {
      return "has " + graph.outputs().size() + " outputs";
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      GraphOutput output = graph.outputs().get(i);
      Tensor expected = fixture.outputs().get(i);
      if (!output.name().equals(expected.name())
          || !Arrays.equals(output.shape().dims(), expected.dims())) {
        return "output %s of shape %s instead of %s of shape %s"
            .formatted(
                output.name(), output.shape(), expected.name(), Arrays.toString(expected.dims()));
      }
      String difference =
          difference(
              expected,
              Objects.requireNonNull(made.get(output.tensor())),
              LOOSE.getOrDefault(fixture.name(), 0.0));
      if (!difference.isEmpty()) {
        return difference;
      }
    }
    return "";
  }

  private static String difference(Tensor expected, double[] made, double loose) {
    boolean half = expected.dtype().equals("float16");
    for (int i = 0; i < made.length; i++) {
      double value = expected.values()[i];
      double tolerance =
          half
              ? HALF_ABSOLUTE + HALF_RELATIVE * Math.abs(value)
              : ABSOLUTE + RELATIVE * Math.abs(value);
      tolerance = Math.max(tolerance, loose);
      // Nothing stands for infinities and NaN in what is proven, so that there anything goes.
      if (Double.isFinite(value) && !(Math.abs(made[i] - value) <= tolerance)) {
        return "%s[%d] is %s instead of %s".formatted(expected.name(), i, made[i], value);
      }
    }
    return "";
  }

  private void report(String summary) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(summary);
    lines.add("");
    counts.forEach(
        (operator, count) ->
            lines.add("%s: %d passed, %d refused".formatted(operator, count[0], count[1])));
    lines.add("");
    failed.forEach(line -> lines.add("failed " + line));
    refused.forEach(line -> lines.add("refused " + line));
    Files.write(Path.of("target", "node-tests.txt"), lines);
  }
}
