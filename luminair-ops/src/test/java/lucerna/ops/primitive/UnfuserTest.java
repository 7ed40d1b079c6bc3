package lucerna.ops.primitive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.CircuitReference;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in primitives alone give the integers of the fused circuit. */
final class UnfuserTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");
  private static final Path MORE = Path.of("..", "cli", "src", "test", "resources", "models");
  private static final Path DIGITS = Path.of("..", "examples", "digits");

  @ParameterizedTest
  @CsvSource({
    "accuracy, Add Contiguous LessThan Mod Mul SumReduce",
    "1l_mlp, Add Contiguous LessThan Mul SumReduce",
    "1l_relu, Add LessThan Mul",
    "quantize_dequantize, Add Contiguous Mod Mul SumReduce",
    "1l_softmax, Function MaxReduce Mul Recip SumReduce",
    "1l_conv, Contiguous Mul SumReduce",
    "1l_max_pool, MaxReduce",
    "1l_where, Contiguous LessThan SumReduce",
    "1l_eltwise_div, Add Mod SumReduce",
    "3l_relu_conv_fc, Add Contiguous LessThan Mod Mul SumReduce",
    "layernorm, Add Contiguous Mul Recip Sqrt SumReduce",
    "lstm, Contiguous Function Mul SumReduce",
    "boolean, Add Contiguous LessThan Mul SumReduce",
    "gather_elements, Add Contiguous LessThan Mod Mul SumReduce",
    "oh_decision_tree, Add Contiguous LessThan MaxReduce Mod Mul SumReduce",
    "linear_svc, Add Contiguous LessThan Mod Mul SumReduce",
    "less, Add LessThan",
    "min, MaxReduce SumReduce",
    "tutorial, Add Contiguous Function LessThan Mod Mul SumReduce",
    "1l_identity, ''"
  })
  void givesTheSameIntegers(String name, String primitives) {
    Path folder = folder(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    Quantised fused = Quantiser.quantise(graph, List.of(input), Options.DEFAULT);
    Quantised unfused = Unfuser.unfuse(fused);
    primitivesAlone(unfused.circuit());
    assertEquals(primitives, String.join(" ", titles(unfused.circuit())));
    agree(fused, unfused, input.toArray(double[][]::new));
    var random = new Random(1);
    for (int i = 0; i < 3; i++) {
      double factor = random.nextDouble();
      agree(
          fused,
          unfused,
          input.stream().map(values -> scaled(graph, values, factor)).toArray(double[][]::new));
    }
  }

  private static double[] scaled(Graph graph, double[] values, double factor) {
    boolean real =
        graph.inputs().stream().allMatch(in -> graph.kind(in.name()) == ElementKind.REAL);
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length && real; i++) {
      scaled[i] *= i % 2 == 0 ? factor : 1;
    }
    return scaled;
  }

  private static Path folder(String name) {
    Path small = MODELS.resolve(name);
    return Files.exists(small) ? small : MORE.resolve(name);
  }

  private static void agree(Quantised fused, Quantised unfused, double[][] inputs) {
    CircuitExecution expected;
    try {
      expected = CircuitExecutor.run(fused.circuit(), fused.weights(), inputs);
    } catch (UserException _) {
      assertThrows(
          UserException.class,
          () -> CircuitExecutor.run(unfused.circuit(), unfused.weights(), inputs));
      return;
    }
    CircuitExecution made = CircuitExecutor.run(unfused.circuit(), unfused.weights(), inputs);
    CircuitReference.verify(unfused.circuit(), unfused.weights(), made);
    assertEquals(expected.outputs().length, made.outputs().length);
    for (int o = 0; o < made.outputs().length; o++) {
      assertArrayEquals(expected.outputs()[o], made.outputs()[o]);
      assertArrayEquals(expected.reals()[o], made.reals()[o]);
    }
  }

  private static Set<String> titles(Circuit circuit) {
    var titles = new TreeSet<String>();
    for (Block block : circuit.blocks()) {
      if (!(block.gadget() instanceof Gadget.Round round
          && round.given() == Gadget.Round.Given.INPUT)) {
        titles.add(block.name().substring(0, block.name().indexOf(' ')));
      }
    }
    return titles;
  }

  /** No product but a weight times 1, no reading of a gadget but its results. */
  private static void primitivesAlone(Circuit circuit) {
    CircuitChecks.check(circuit);
    assertTrue(Unfuser.isUnfused(circuit));
    assertTrue(Unfuser.TITLES.containsAll(titles(circuit)), titles(circuit)::toString);
    for (Affine affine : circuit.affines()) {
      for (Product product : affine.products()) {
        assertTrue(product.hasWeights());
        assertEquals(1, product.inner() * product.batch());
        assertEquals(Wire.constant(1), product.left().wires()[0]);
      }
      affine.terms().forEach(term -> readsResults(circuit, term.view().wires()));
    }
  }

  private static void readsResults(Circuit circuit, long... wires) {
    for (long wire : wires) {
      if (!Wire.isConstant(wire)
          && circuit.blocks().get(Wire.block(wire)).gadget() instanceof Gadget.Round round) {
        boolean bit = round.bits() == 1 && round.given() == Gadget.Round.Given.INPUT;
        assertTrue(Wire.output(wire) == Gadget.Round.VALUE || bit);
      }
    }
  }

  @Test
  void digits() {
    Graph graph = OnnxImporter.read(DIGITS.resolve("model.onnx"), Map.of());
    List<List<double[]>> samples =
        SamplesFile.read(DIGITS.resolve("calibration.json"), graph).samples();
    Quantised fused = Quantiser.quantise(graph, samples, Options.DEFAULT);
    Quantised unfused = Unfuser.unfuse(fused);
    primitivesAlone(unfused.circuit());
    for (List<double[]> sample : samples.subList(0, 20)) {
      agree(fused, unfused, sample.toArray(double[][]::new));
    }
  }

  /** A convolution multiplies each weight with many pixels, and reads it once. */
  @Test
  void weightsAreReadOnce() {
    Quantised fused = quantised("1l_downsample");
    Quantised unfused = Unfuser.unfuse(fused);
    assertEquals(count(fused), count(unfused));
    long batch =
        fused.circuit().affines().stream()
            .flatMap(affine -> affine.products().stream())
            .filter(Product::hasWeights)
            .mapToLong(Product::batch)
            .max()
            .orElse(0);
    assertTrue(batch > 1);
  }

  private static long count(Quantised model) {
    return model.weights().products().stream().mapToLong(values -> values.length).sum();
  }

  private static Quantised quantised(String name) {
    Path folder = folder(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    return Quantiser.quantise(graph, List.of(input), Options.DEFAULT);
  }

  @Test
  void tellsCircuitsApart() {
    Quantised fused = quantised("1l_mlp");
    assertFalse(Unfuser.isUnfused(fused.circuit()));
    assertTrue(Unfuser.isUnfused(Unfuser.unfuse(fused).circuit()));
  }

  /** One is refused before anything is built, one as soon as it has grown too large. */
  @Test
  void tooManyRows() {
    for (String name : new String[] {"nanoGPT", "self_attention"}) {
      Quantised fused = quantised(name);
      long rows = Unfuser.rows(fused.circuit());
      assertEquals("nanoGPT".equals(name), rows > PrimitiveCircuit.MAX_ROWS);
      UserException thrown = assertThrows(UserException.class, () -> Unfuser.unfuse(fused));
      String refusal = String.valueOf(thrown.getMessage());
      assertTrue(refusal.contains("at most 4194304 are possible"), refusal);
      assertTrue(rows <= PrimitiveCircuit.MAX_ROWS || refusal.contains(rows + " rows"), refusal);
    }
  }

  /** A read by comparing takes no index that is no place, as the fused one. */
  @Test
  void readsOutOfRange() {
    Quantised fused = quantised("gather_elements");
    Quantised unfused = Unfuser.unfuse(fused);
    Circuit circuit = fused.circuit();
    double[][] inputs =
        circuit.inputs().stream()
            .map(in -> new double[circuit.blocks().get(in.block()).length()])
            .toArray(double[][]::new);
    agree(fused, unfused, inputs);
    inputs[1][0] = -300;
    for (Quantised model : new Quantised[] {fused, unfused}) {
      assertThrows(
          UserException.class, () -> CircuitExecutor.run(model.circuit(), model.weights(), inputs));
    }
  }

  /**
   * Sums of any width below 2^30, at the ends too, come back exact, and stay below by intervals.
   */
  @Test
  void wideSums() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      int fan = 6 + random.nextInt(200);
      int[] offsets = {0, 1, 1 << random.nextInt(22)};
      for (int offset : offsets) {
        WideSums.check(random, fan, offset);
      }
    }
  }
}
