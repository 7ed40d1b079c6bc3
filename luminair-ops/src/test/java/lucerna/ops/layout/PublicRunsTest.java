package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.RandomCircuits;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of coefficients give what the summands give, one by one. */
final class PublicRunsTest {
  private static final int LAST = M31.P - 1;

  @Test
  void randomCircuits() {
    for (int seed = 0; seed < 40; seed++) {
      check(RandomCircuits.of(seed), new Random(seed));
    }
    for (int kind = 0; kind < RandomCircuits.KINDS; kind++) {
      check(RandomCircuits.of(1000 + kind, kind), new Random(kind));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../examples/digits/model.onnx",
    "../examples/cnn/model.onnx",
    "../examples/trees/model.onnx",
    "../examples/transformer/model.onnx",
    "../cli/src/test/resources/models/nanoGPT/network.onnx"
  })
  void examples(String model) {
    Path file = Path.of(model);
    Graph graph = OnnxImporter.read(file, Map.of());
    List<double[]> input = InputFile.read(file.resolveSibling("input.json"), graph);
    Quantised quantised = Quantiser.quantise(graph, List.of(input), Options.DEFAULT);
    Circuit circuit = quantised.circuit();
    var privacy = new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true);
    var lowering = new Lowering(new Layout(circuit, LayoutPlanner.plan(circuit, 1000, privacy)));
    CircuitExecution execution =
        CircuitExecutor.run(circuit, quantised.weights(), input.toArray(double[][]::new));
    PublicValues values = PublicValues.of(lowering.layout(), execution);
    SummandReference.check(lowering, values, new Random(5));
  }

  /* Ratios of runs are powers of challenges, and nothing may be divided by them. */
  @Test
  void challengesThatAreZeroOrOne() {
    AllGadgets gadgets = new AllGadgets();
    for (InputPrivacy inputs : InputPrivacy.values()) {
      Lowering lowering = gadgets.tiny.lower(6, 1, 0, 4, inputs);
      PublicValues values = PublicValues.of(lowering.layout(), gadgets.tiny.run());
      Random random = new Random(9);
      for (QM31 special : List.of(QM31.ZERO, QM31.ONE, QM31.of(LAST))) {
        for (int i = 0; i < PublicTerms.CHALLENGES.size(); i++) {
          QM31[] challenges = new QM31[PublicTerms.CHALLENGES.size()];
          Arrays.setAll(challenges, c -> SummandReference.element(random));
          challenges[i] = special;
          SummandReference.check(lowering, values, random, challenges);
        }
      }
    }
  }

  @Test
  void runsAreFoundOnce() {
    AllGadgets gadgets = new AllGadgets();
    Lowering lowering = gadgets.tiny.lower(6, 40, 0, 4, InputPrivacy.HIDDEN);
    assertSame(lowering.publicColumns(), lowering.publicColumns());
  }

  @Test
  void aTensorInOrderIsOneRunALine() {
    TinyCircuit tiny = ProductCircuits.weights(5);
    Layout layout = tiny.lower(8, 1, 4, 5, InputPrivacy.HIDDEN).layout();
    var runs = new PublicRuns(layout);
    int elements = 0;
    int found = 0;
    for (RunGrid grid : runs.grids()) {
      int[] words = grid.words();
      for (int at = 0; at < words.length; at += RunGrid.WORDS) {
        elements += Math.abs(words[at + RunGrid.COUNT]);
        found++;
      }
    }
    assertTrue(2 * found < elements, found + " runs of " + elements + " elements");
  }

  @Test
  void productsAreThoseOfTheField() {
    Random random = new Random(3);
    int[] ends = {0, 1, 2, 1 << 30, LAST - 1, LAST};
    for (int i = 0; i < 20_000; i++) {
      QM31 a = i % 2 == 0 ? element(random, ends) : SummandReference.element(random);
      QM31 b = i % 3 == 0 ? element(random, ends) : SummandReference.element(random);
      assertEquals(a.mul(b), product(a, b), a + " times " + b);
    }
    QM31 most = new QM31(LAST, LAST, LAST, LAST);
    assertEquals(most.mul(most), product(most, most));
  }

  @Test
  void powersAreThoseOfTheField() {
    QM31 base = SummandReference.element(new Random(4));
    SecureColumn powers = SecureProduct.powers(base, 50);
    for (int i = 0; i < powers.length(); i++) {
      assertEquals(base.pow(i), powers.get(i), "power " + i);
    }
  }

  private static void check(RandomCircuits.Example example, Random random) {
    InputPrivacy inputs = List.of(InputPrivacy.values()).get(random.nextInt(3));
    Circuit circuit = random.nextBoolean() ? batched(example.circuit()) : example.circuit();
    boolean weighted = new CircuitSizes(circuit).hasWeights();
    Lowering lowering =
        TinyCircuit.lower(
            circuit,
            14,
            1 + random.nextInt(200),
            weighted ? 1 << random.nextInt(4) : 0,
            4 + random.nextInt(4),
            inputs);
    Layout layout = lowering.layout();
    long[][] outputs = new long[circuit.outputs().size()][];
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = random.longs(circuit.outputs().get(o).length(), -1000, 1000).toArray();
    }
    long[][] given = new long[0][];
    if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
      given =
          circuit.inputs().stream()
              .map(input -> circuit.blocks().get(input.block()).length())
              .map(length -> random.longs(length, -1000, 1000).toArray())
              .toArray(long[][]::new);
    }
    // Whatever is public, honest or not.
    SummandReference.check(lowering, new PublicValues(outputs, given), random);
  }

  /* Not every circuit can be batched. */
  private static Circuit batched(Circuit circuit) {
    try {
      return Batch.of(circuit, 3);
    } catch (UserException e) {
      return circuit;
    }
  }

  private static QM31 product(QM31 a, QM31 b) {
    int[] product = new int[QM31.DEGREE];
    SecureProduct.put(a, product);
    SecureProduct.multiply(product, Monomials.column(1, row -> b), 0);
    return new QM31(product[0], product[1], product[2], product[3]);
  }

  private static QM31 element(Random random, int... of) {
    return new QM31(
        of[random.nextInt(of.length)],
        of[random.nextInt(of.length)],
        of[random.nextInt(of.length)],
        of[random.nextInt(of.length)]);
  }
}
