package lucerna.ops.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.executor.IntegerExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantiserTest {
  private static Quantised quantise(Graph graph, List<List<double[]>> samples) {
    return Quantiser.quantise(graph, Calibration.measure(graph, samples), QuantOptions.DEFAULT);
  }

  /** Returns the largest error relative to the outputs' range, on samples not calibrated with. */
  private static double error(Graph graph, double scale) {
    Quantised quantised = quantise(graph, Networks.samples(graph, 64, scale, 1));
    AccuracyReport report =
        AccuracyReport.compare(
            graph,
            quantised.program(),
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
                quantised.program(),
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
            quantised.program(),
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
            quantised.program(),
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
    Program program = quantised.program();
    assertEquals(2, program.tensors().size());
    Affine affine = program.affines().getFirst();
    assertEquals("last", affine.name());
    assertEquals(3, affine.terms().size());
    assertTrue(affine.biased());
    assertArrayEquals(new int[] {2, 0, 1}, affine.terms().getFirst().view().source());
    assertEquals(0, program.outputs().getFirst().affine());
    double[][] inputs = {{0.5, 0.25, 0}, {0, 0.5, 0.125}};
    double[] reals = IntegerExecutor.run(program, quantised.weights(), inputs).reals()[0];
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
    Program program = quantise(Networks.perceptron(1, 1, 1, 3, 4, 2), 3).program();
    assertEquals(2, program.tensors().size());
    Output output = program.outputs().getFirst();
    assertEquals(1, output.affine());
    assertNull(output.view());
    View operand = program.affines().get(1).operand();
    assertTrue(operand != null && operand.relu() && operand.tensor() == 1);
    assertTrue(!program.affines().get(1).signed() && program.affines().get(0).signed());
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
    Program program =
        quantise(networks.output(y).output(h).output(z).output(x).build(), 9).program();
    assertEquals(2, program.tensors().size());
    assertEquals(-1, program.outputs().get(1).affine());
    View published = program.outputs().get(1).view();
    assertTrue(published != null && published.tensor() == 1);
    View input = program.outputs().get(3).view();
    assertTrue(input != null && input.tensor() == 0);
  }

  @Test
  void widthsFollowTheReaders() {
    Networks networks = new Networks(5);
    String x = networks.input("x", 1, 4);
    String unread = networks.input("unread", 1, 2);
    String y = networks.relu("relu", networks.linear("h", x, 4, 1, 0));
    Program program = quantise(networks.output(y).output(unread).build(), 20).program();
    assertTrue(program.tensors().get(0).bits() <= 14);
    assertEquals(16, program.tensors().get(1).bits());
    TensorSpec published = program.tensors().get(2);
    assertTrue(published.bits() >= 15);
    assertTrue(Arrays.stream(published.shift()).max().orElse(0) <= 14);
  }

  @Test
  void boundsOnWeightsAreThoseOfTheShapeAlone() {
    Program first = quantise(Networks.perceptron(1, 1, 1, 5, 5), 20).program();
    Program second = quantise(Networks.perceptron(2, 3, 1, 5, 5), 20).program();
    assertEquals(first.tensors().getFirst().bits(), second.tensors().getFirst().bits());
    assertEquals(first.affines().getFirst().sumBound(), second.affines().getFirst().sumBound());
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

  @Test
  void rejectLayersThatAreTooLong() {
    Networks networks = new Networks(1);
    String x = networks.input("x", 1, 1 << 17);
    Graph graph = networks.output(networks.linear("long", x, 1, 1, 0)).build();
    UserException refusal = assertThrows(UserException.class, () -> quantise(graph, 1));
    assertEquals(
        "Node long: inner length is 131072, allowed is 0 to 131071.", refusal.getMessage());
  }
}
