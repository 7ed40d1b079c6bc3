package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import lucerna.ops.UserException;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.layout.TraceFaults;
import lucerna.ops.onnx.NodeTests.Fixture;
import lucerna.ops.onnx.NodeTests.Tensor;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each of ONNX's node tests that is imported becomes a circuit that gives what ONNX expects, within
 * a hundredth of the output's greatest absolute value, or is refused by a sentence. The traces of a
 * part of them are checked against every constraint.
 */
final class NodeCircuitTest {
  /** How many pass; to be raised with each operator that is added. */
  private static final int FLOOR = 1190;

  /** One in so many traces is checked in full. */
  private static final int TRACED = Integer.getInteger("lucerna.traced", 3);

  private static final double TOLERANCE = 0.01;

  /*
   * Steep functions of what was rounded: a square root near 0, a tangent near its pole. And values
   * behind a mask that are so large that few bits are left for the others.
   */
  private static final Map<String, Double> STEEP =
      Map.of(
          "Attention/test_attention_4d_softcap_neginf_mask_poison_expanded", 0.1,
          "LpPool/test_lppool_2d_default", 0.1,
          "LpPool/test_lppool_2d_pads", 0.1,
          "LpPool/test_lppool_2d_same_lower", 0.1,
          "Tan/test_tan", 0.02);

  @TempDir private Path folder;

  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int passed;
  private int traced;

  @Test
  void circuitsComputeWhatOnnxExpects() throws IOException {
    for (Fixture fixture : NodeTests.all()) {
      int[] count = counts.computeIfAbsent(fixture.operator(), operator -> new int[2]);
      Path file = Files.write(folder.resolve("model.onnx"), fixture.model());
      Graph graph;
      try {
        graph = OnnxImporter.read(file, Map.of());
      } catch (UserException e) {
        continue;
      }
      try {
        String difference = difference(fixture, graph);
        if (difference.isEmpty()) {
          passed++;
          count[0]++;
        } else {
          failed.add(fixture.name() + ": " + difference);
        }
      } catch (UserException e) {
        count[1]++;
        refused.add(fixture.name() + ": " + e.getMessage());
      } catch (RuntimeException | Error e) {
        failed.add(fixture.name() + ": " + e + " at " + e.getStackTrace()[0]);
      }
    }
    String summary =
        "node circuits: %d passed, %d of them with their traces, %d refused, %d failed"
            .formatted(passed, traced, refused.size(), failed.size());
    System.out.println(summary);
    List<String> lines = new ArrayList<>(List.of(summary, ""));
    counts.forEach(
        (operator, count) ->
            lines.add("%s: %d passed, %d refused".formatted(operator, count[0], count[1])));
    lines.addAll(List.of("", "refused:"));
    lines.addAll(refused);
    lines.addAll(List.of("", "failed:"));
    lines.addAll(failed);
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "node-circuits.txt"), lines);
    assertEquals(List.of(), failed);
    assertTrue(passed >= FLOOR, summary);
  }

  private String difference(Fixture fixture, Graph graph) {
    List<double[]> inputs = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      inputs.add(
          fixture.inputs().stream()
              .filter(tensor -> tensor.name().equals(input.name()))
              .findFirst()
              .orElseThrow()
              .values());
    }
    Quantised quantised = Quantiser.quantise(graph, List.of(inputs), Options.DEFAULT);
    CircuitChecks.check(quantised.circuit(), quantised.weights());
    CircuitExecution run =
        CircuitExecutor.run(
            quantised.circuit(), quantised.weights(), inputs.toArray(double[][]::new));
    double tolerance = STEEP.getOrDefault(fixture.name(), TOLERANCE);
    for (int o = 0; o < run.reals().length; o++) {
      Tensor expected = fixture.outputs().get(o);
      double most = 1e-3;
      for (double value : expected.values()) {
        most = Double.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
      }
      for (int i = 0; i < expected.values().length; i++) {
        double value = expected.values()[i];
        double made = Objects.requireNonNull(run.reals()[o])[i];
        if (Double.isFinite(value) && !(Math.abs(made - value) <= tolerance * most)) {
          return "%s[%d] is %s instead of %s".formatted(expected.name(), i, made, value);
        }
      }
    }
    if (Math.floorMod(fixture.name().hashCode(), TRACED) == 0) {
      traced++;
      Set<String> faults = TraceFaults.of(quantised.circuit(), quantised.weights(), run);
      return faults.isEmpty() ? "" : faults.toString();
    }
    return "";
  }
}
