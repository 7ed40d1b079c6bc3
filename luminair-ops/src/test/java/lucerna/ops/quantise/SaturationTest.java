package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.UserException;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.CircuitReference;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.onnx.OnnxImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A circuit that saturates refuses no input, and changes nothing within its ranges. */
final class SaturationTest {
  private static final Options SATURATING = Options.DEFAULT.saturating(true);
  private static final Path SMALL = Path.of("src", "test", "resources", "models");
  private static final Path MORE = Path.of("..", "cli", "src", "test", "resources", "models");

  /** A graph quantised both ways. */
  private record Both(Quantised plain, Quantised saturating) {
    static Both of(Graph graph, List<List<double[]>> samples) {
      return new Both(
          Quantiser.quantise(graph, samples, Options.DEFAULT),
          Quantiser.quantise(graph, samples, SATURATING));
    }

    /** Compares a run with its meaning; returns how many values were clamped. */
    int check(List<double[]> input) {
      CircuitChecks.check(saturating.circuit(), saturating.weights());
      CircuitExecution run =
          CircuitExecutor.run(
              saturating.circuit(), saturating.weights(), input.toArray(double[][]::new));
      CircuitReference.verify(saturating.circuit(), saturating.weights(), run);
      ClampedRun.Result expected = ClampedRun.run(plain.circuit(), plain.weights(), input);
      for (int o = 0; o < run.outputs().length; o++) {
        assertArrayEquals(
            expected.outputs()[o], Arrays.stream(run.outputs()[o]).asLongStream().toArray());
      }
      return expected.clamped();
    }

    /** Compares a run with that of the circuit that refuses. */
    void same(List<double[]> input) {
      double[][] inputs = input.toArray(double[][]::new);
      int[][] expected = CircuitExecutor.run(plain.circuit(), plain.weights(), inputs).outputs();
      int[][] found =
          CircuitExecutor.run(saturating.circuit(), saturating.weights(), inputs).outputs();
      for (int o = 0; o < expected.length; o++) {
        assertArrayEquals(expected[o], found[o]);
      }
    }
  }

  private static List<double[]> times(List<double[]> input, double factor) {
    return input.stream()
        .map(values -> Arrays.stream(values).map(v -> v * factor).toArray())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1l_mlp", "1l_sigmoid", "1l_softmax", "lstm", "layernorm", "1l_max_pool"})
  void modelsTakeAnyInput(String name) {
    Path folder = Files.exists(SMALL.resolve(name)) ? SMALL.resolve(name) : MORE.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    Both both = Both.of(graph, List.of(input));
    assertTrue(both.saturating.circuit().saturates());
    assertFalse(both.plain.circuit().saturates());
    both.same(input);
    assertEquals(0, both.check(input));
    for (double factor : new double[] {4, -1000, 1e300}) {
      int clamped = both.check(times(input, factor));
      assertTrue(clamped > 0, name + " times " + factor + " clamps nothing");
    }
    assertThrows(UserException.class, () -> both.same(times(input, 1000)));
  }

  @Test
  void channelsOfDifferentShiftsAreClampedAlike() {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 6; seed++) {
      Networks networks = new Networks(seed);
      String x = networks.input("x", 1, 12);
      String h = networks.linear("h", x, 10, seed < 3 ? 1 : 100, 0.5);
      String y = networks.linear("y", networks.relu("r", h), 8, 1, 0.1);
      String z = networks.linear("z", y, 3, 1, 0);
      networks.output(z).output(seed % 2 == 0 ? y : h);
      Graph graph = networks.build();
      Both both = Both.of(graph, Networks.samples(graph, 20, 1, 1));
      for (List<double[]> inside : Networks.samples(graph, 20, 1, 1)) {
        both.same(inside);
      }
      int clamped = 0;
      for (List<double[]> outside : Networks.samples(graph, 20, 9, seed)) {
        clamped += both.check(outside);
      }
      assertTrue(clamped > 0);
      for (var block : both.saturating.circuit().blocks()) {
        if (block.gadget() instanceof Gadget.Round round) {
          seen.add(round.floor() ? "several shifts" : block.name().endsWith(".wide") ? "one" : "");
        }
      }
    }
    assertEquals(Set.of("", "one", "several shifts"), seen);
  }

  @Test
  void accuracyOnTheSamplesIsTheSame() {
    Graph graph = Networks.perceptron(2, 1, 1, 16, 12, 6);
    List<List<double[]>> samples = Networks.samples(graph, 30, 1, 1);
    Both both = Both.of(graph, samples);
    AccuracyReport[] reports = new AccuracyReport[2];
    for (int i = 0; i < 2; i++) {
      Quantised model = i == 0 ? both.plain : both.saturating;
      reports[i] =
          AccuracyReport.compare(graph, model.circuit(), model.weights(), samples, List.of());
    }
    assertEquals(reports[0], reports[1]);
    assertEquals(0, reports[1].refused());
  }

  @Test
  void nothingThatIsNoNumberIsClamped() {
    Graph graph = Networks.perceptron(2, 1, 1, 2, 2);
    Quantised model = Quantiser.quantise(graph, Networks.samples(graph, 3, 1, 1), SATURATING);
    double[][] input = {{Double.NaN, 0}};
    assertThrows(
        UserException.class, () -> CircuitExecutor.run(model.circuit(), model.weights(), input));
  }

  // Over the prime 127, whose half stands for the bound 2^30 as in SecondWitnessTest.
  private static final int P = 127;

  private static boolean isSame(long a, long b) {
    return Math.floorMod(a - b, P) == 0;
  }

  /** All values that a Round accepts for an accumulator modulo P. */
  private static Set<Long> round(long acc, int bits, int shift) {
    Set<Long> found = new HashSet<>();
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    for (int t = 0; t < 1 << bits; t++) {
      for (int g = 0; g < 2; g++) {
        for (int rem = 0; rem < 1 << shift; rem++) {
          if (isSame((1 - 2L * g) * t * (1L << shift) + rem - half, acc)) {
            found.add((1 - 2L * g) * t);
          }
        }
      }
    }
    return found;
  }

  /** All values of the last Round of a clamp, over all choices of a prover on the way. */
  private static Set<Long> clamped(long acc, int wide, int shift, long low, long high, int bits) {
    Set<Long> found = new HashSet<>();
    for (long value : round(acc, wide, shift)) {
      for (long above : round(value - low, width((1 << wide) - 1 - low), 0)) {
        long a = Math.max(above, 0);
        for (long below : round(high - low - a, width((1 << wide) - 1 - low), 0)) {
          found.addAll(round(high - Math.max(below, 0), bits, 0));
        }
      }
    }
    return found;
  }

  private static int width(long most) {
    return Clamps.width((double) most);
  }

  @Test
  void theClampHasOneResult() {
    for (int shift = 0; shift < 3; shift++) {
      int wide = 4;
      for (int bits = 1; bits <= 3; bits++) {
        long end = (1L << bits) - 1;
        for (long acc = -(15L << shift); acc <= 15L << shift; acc++) {
          long half = shift == 0 ? 0 : 1L << (shift - 1);
          long expected = Math.clamp((acc + half) >> shift, -end, end);
          Set<Long> results = clamped(acc, wide, shift, -end, end, bits);
          assertEquals(Set.of(expected), results, "acc " + acc + " shift " + shift);
        }
      }
    }
    // Without the bound on what is rounded, a second value fits.
    assertTrue(clamped(60, 7, 0, -3, 3, 2).size() > 1);
  }
}
