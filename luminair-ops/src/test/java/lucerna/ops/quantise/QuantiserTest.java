package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantiserTest {
  private static Quantised quantise(Graph graph, List<List<double[]>> samples) {
    return Quantiser.quantise(graph, samples, Options.DEFAULT);
  }

  /** Returns the largest error relative to the outputs' range, on samples not calibrated with. */
  private static double error(Graph graph, double scale) {
    Quantised quantised = quantise(graph, Networks.samples(graph, 64, scale, 1));
    AccuracyReport report =
        AccuracyReport.compare(
            graph,
            quantised.circuit(),
            quantised.weights(),
            Networks.samples(graph, 64, 0.99 * scale, 2),
            List.of());
    assertTrue(report.refused() <= 1, "refused " + report.refused());
    return report.maxAbsolute() / report.range();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.1", "1000, 1", "1e-6, 1e-7", "1, 0", "0.01, 100", "1e9, 1e-9", "1e-12, 1e3"})
  void perceptronsAreClose(double scale, double biasScale) {
    for (int seed = 0; seed < 4; seed++) {
      for (int[] widths : new int[][] {{7, 3}, {20, 30, 5}, {64, 32, 16, 10}, {1, 1, 1}}) {
        Graph graph = Networks.perceptron(seed, scale, biasScale, widths);
        Quantised quantised = quantise(graph, Networks.samples(graph, 64, 1, 1));
        AccuracyReport report =
            AccuracyReport.compare(
                graph,
                quantised.circuit(),
                quantised.weights(),
                Networks.samples(graph, 64, 0.99, 2),
                List.of());
        double largest = report.range();
        for (double value : outputs(graph)) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(report.maxAbsolute() <= 2e-3 * largest, report + " " + Arrays.toString(widths));
      }
    }
  }

  private static double[] outputs(Graph graph) {
    List<double[]> sample = Networks.samples(graph, 1, 1, 1).getFirst();
    return lucerna.ops.graph.FloatEvaluator.evaluate(graph, sample)
        .getOrDefault(graph.outputs().getFirst().tensor(), new double[0]);
  }

  @Test
  void inputsOfAnyScaleAreClose() {
    Graph graph = Networks.perceptron(3, 1, 0, 20, 10, 5);
    for (double scale : new double[] {1e-9, 0.3, 1, 255, 1e9}) {
      assertTrue(error(graph, scale) <= 1e-3, "scale " + scale);
    }
  }

  @Test
  void zeroLayersAreExact() {
    Graph graph = Networks.perceptron(1, 0, 0, 4, 3, 2);
    Quantised quantised = quantise(graph, Networks.samples(graph, 2, 1, 1));
    AccuracyReport report =
        AccuracyReport.compare(
            graph,
            quantised.circuit(),
            quantised.weights(),
            Networks.samples(graph, 9, 1, 2),
            List.of());
    assertEquals(0, report.maxAbsolute());
  }

  @Test
  void samplesOfZerosGiveScalesByIntervals() {
    Graph graph = Networks.perceptron(1, 1, 0, 8, 6, 4);
    Quantised quantised = quantise(graph, List.of(List.of(new double[8])));
    AccuracyReport report =
        AccuracyReport.compare(
            graph,
            quantised.circuit(),
            quantised.weights(),
            Networks.samples(graph, 50, 1, 2),
            List.of());
    assertEquals(0, report.refused());
    assertTrue(report.maxAbsolute() <= 2e-3 * report.range(), report.toString());
  }

  @Test
  void residualAdditionsAreClose() {
    Networks networks = new Networks(5);
    String x = networks.input("x", 3, 16);
    String h = networks.linear("up", networks.relu("r", x), 16, 1, 0.1);
    String y = networks.plus("residual", x, h);
    String z = networks.linear("down", networks.relu("r2", y), 16, 0.01, 0);
    String sum = networks.plus("residual2", y, z);
    assertTrue(error(networks.output(sum).output(y).build(), 1) <= 1e-3);
  }

  @Test
  void chainsOfAdditionsFuse() {
    Networks networks = new Networks(5);
    String a = networks.input("a", 1, 3);
    String b = networks.input("b", 1, 3);
    String sum = networks.plus("constant", networks.plus("sum", a, b), 1, 2, 3);
    String moved = networks.reindex("moved", sum, 2, 0, 1);
    Graph graph = networks.output(networks.plus("last", moved, a)).build();
    Quantised quantised = quantise(graph, Networks.samples(graph, 20, 1, 1));
    Circuit circuit = quantised.circuit();
    assertEquals(2, circuit.blocks().size());
    assertEquals(1, circuit.affines().size());
    assertEquals(0, circuit.outputs().getFirst().affine());
    double[][] inputs = {{0.5, 0.25, 0}, {0, 0.5, 0.125}};
    double[] reals = CircuitExecutor.run(circuit, quantised.weights(), inputs).reals()[0];
    assertArrayEquals(new double[] {3.625, 1.75, 2.75}, reals);
  }

  @Test
  void additionOfDistantScalesKeepsTheSum() {
    Networks networks = new Networks(5);
    String x = networks.input("x", 1, 4);
    String small = networks.linear("small", x, 4, 1e-7, 0);
    String large = networks.linear("large", x, 4, 1e5, 0);
    String sum = networks.plus("shifted", networks.plus("sum", small, large), 1e6, 1, 0, -1e7);
    assertTrue(error(networks.output(sum).build(), 1) <= 1e-3);
  }

  @Test
  void lastLayerIsPublishedRaw() {
    Circuit circuit = quantise(Networks.perceptron(1, 1, 1, 3, 4, 2), 3).circuit();
    assertEquals(2, circuit.blocks().size());
    Output output = circuit.outputs().getFirst();
    assertEquals(1, output.affine());
    assertNull(output.view());
    assertTrue(product(circuit, 0).signed() && !product(circuit, 1).signed());
  }

  private static Product product(Circuit circuit, int affine) {
    return circuit.affines().get(affine).products().getFirst();
  }

  private static Quantised quantise(Graph graph, int samples) {
    return quantise(graph, Networks.samples(graph, samples, 1, 1));
  }

  @Test
  void layerThatIsAlsoReadIsRoundedOnce() {
    Networks networks = new Networks(5);
    String x = networks.input("x", 1, 4);
    String h = networks.linear("h", x, 4, 1, 0);
    String y = networks.linear("y", h, 2, 1, 0);
    String z = networks.linear("z", networks.relu("r", h), 2, 1, 0);
    Circuit circuit =
        quantise(networks.output(y).output(h).output(z).output(x).build(), 9).circuit();
    assertEquals(2, circuit.blocks().size());
    assertEquals(-1, circuit.outputs().get(1).affine());
    assertEquals(-1, circuit.outputs().get(3).affine());
  }

  @Test
  void widthsFollowTheReaders() {
    Networks networks = new Networks(5);
    String x = networks.input("x", 1, 4);
    String unread = networks.input("unread", 1, 2);
    String y = networks.relu("relu", networks.linear("h", x, 4, 1, 0));
    Circuit circuit = quantise(networks.output(y).output(unread).build(), 20).circuit();
    assertTrue(bits(circuit, 0) <= 14);
    assertTrue(bits(circuit, 1) >= 16);
    assertTrue(bits(circuit, 2) >= 15);
  }

  private static int bits(Circuit circuit, int block) {
    Block found = circuit.blocks().get(block);
    return ((Gadget.Round) found.gadget()).bits();
  }

  @Test
  void boundsOnWeightsAreThoseOfTheShapeAlone() {
    Circuit first = quantise(Networks.perceptron(1, 1, 1, 5, 5), 20).circuit();
    Circuit second = quantise(Networks.perceptron(2, 3, 1, 5, 5), 20).circuit();
    assertEquals(bits(first, 0), bits(second, 0));
    assertEquals(product(first, 0).sumBound(), product(second, 0).sumBound());
  }

  /** No input in range leaves the bounds, and they are not much wider than what is allowed. */
  @Test
  void boundsAreKeptAndUsed() {
    for (int seed = 0; seed < 30; seed++) {
      Graph graph = Networks.perceptron(seed, 1, seed % 3, 1 + 7 * seed, 40, 3);
      Quantised quantised = quantise(graph, Networks.samples(graph, 3, 1, seed));
      Bounds bounds = CircuitChecks.check(quantised.circuit(), quantised.weights());
      List<Affine> affines = quantised.circuit().affines();
      for (int a = 0; a < affines.size(); a++) {
        Interval interval = bounds.affine(a);
        long bound = Math.max(interval.high(), -interval.low());
        assertTrue(bound < Circuit.BOUND, "bound " + bound);
        assertTrue(a == 0 || bound > Circuit.BOUND / 2, "the bound is wasteful: " + bound);
      }
    }
  }

  @Test
  void aCalibrationStandsForItsSamples() {
    Graph graph = Networks.perceptron(1, 1, 1, 6, 5, 4);
    List<List<double[]>> samples = Networks.samples(graph, 20, 1, 1);
    Quantised direct = quantise(graph, samples);
    Calibration calibration = Calibration.measure(graph, samples);
    Quantised stored = Quantiser.quantise(graph, calibration, Options.DEFAULT);
    assertEquals(direct.report(), stored.report());
    assertEquals(direct.weights().products().size(), stored.weights().products().size());
    for (int i = 0; i < direct.weights().products().size(); i++) {
      assertArrayEquals(direct.weights().products().get(i), stored.weights().products().get(i));
    }
    Graph other = Networks.perceptron(1, 1, 1, 6, 5, 4, 3);
    assertThrows(
        UserException.class, () -> Quantiser.quantise(other, calibration, Options.DEFAULT));
  }

  @Test
  void rejectSamplesThatCannotBeScaled() {
    Graph graph = Networks.perceptron(1, 1, 1, 2, 2);
    assertThrows(UserException.class, () -> quantise(graph, List.of()));
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200, 1e100}) {
      List<List<double[]>> samples = List.of(List.of(new double[] {value, 0}));
      assertThrows(UserException.class, () -> quantise(graph, samples), "" + value);
    }
  }
}
