package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.FloatEvaluator;
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
  private static final Path NANO_GPT =
      Path.of("..", "cli", "src", "test", "resources", "models", "nanoGPT");
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
            * RowBudget.P100.proofsPerInstance(shape.logRows(), layout.weightRows());
    assertTrue(served >= 1000, shape::toString);
  }

  /** The figures that a small GPT is held to, on the input of its scales and on two others. */
  @Test
  void nanoGptStaysWithinItsBudget() {
    Graph graph = OnnxImporter.read(NANO_GPT.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(NANO_GPT.resolve("input.json"), graph);
    Quantised model = quantise(graph, List.of(input));
    Layout layout = new Layout(model.circuit(), LayoutPlanner.plan(model.circuit(), 1000, HIDDEN));
    int columns = 0;
    for (ColumnInfo column : AirProgram.of(new MainAir(layout)).columns()) {
      boolean committed = column.tree() != Tree.PREPROCESSED && column.tree() != Tree.PUBLIC;
      columns += !committed ? 0 : column.secure() ? QM31.DEGREE : 1;
    }
    // The masks of the composition and of FRI are committed, too.
    long masks = 20L << layout.shape().logRows();
    long cells = ((long) columns << layout.shape().logRows()) + masks;
    assertTrue(columns <= 500, columns + " columns");
    assertTrue(cells <= 4_500_000, cells + " cells");
    Random random = new Random(7);
    double[] one = random.ints(64, 0, 65).asDoubleStream().toArray();
    double[] other = random.ints(64, 0, 65).asDoubleStream().toArray();
    for (double[] tokens : List.of(input.getFirst(), one, other)) {
      double[] quantised =
          CircuitExecutor.run(model.circuit(), model.weights(), new double[][] {tokens}).reals()[0];
      double[] wanted =
          Objects.requireNonNull(
              FloatEvaluator.evaluate(graph, List.of(tokens))
                  .get(graph.outputs().getFirst().tensor()));
      assertClose(wanted, quantised, 65);
    }
  }

  private static void assertClose(double[] wanted, double[] found, int classes) {
    double error = 0;
    int same = 0;
    for (int row = 0; row < wanted.length / classes; row++) {
      same +=
          largest(wanted, row * classes, classes) == largest(found, row * classes, classes) ? 1 : 0;
    }
    for (int i = 0; i < wanted.length; i++) {
      error += Math.abs(wanted[i] - found[i]) / wanted.length;
    }
    double range = Arrays.stream(wanted).max().orElse(0) - Arrays.stream(wanted).min().orElse(0);
    assertTrue(error <= 0.0005 * range, error / range + " of the range");
    assertTrue(same >= 0.98 * wanted.length / classes, same + " positions alike");
  }

  private static int largest(double[] values, int from, int count) {
    int best = from;
    for (int i = from; i < from + count; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
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
