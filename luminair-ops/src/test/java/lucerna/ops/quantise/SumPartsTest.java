package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Product;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.key.ModelProof;
import lucerna.ops.primitive.Unfuser;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.verifier.ModelVerifier;
import org.junit.jupiter.api.Test;

/** Long sums are cut into parts: closer to the model, and never a reason to refuse an input. */
final class SumPartsTest {
  private static final Options WHOLE = new Options(14, 16, 14, 0, 0);

  private static List<Integer> lengths(Circuit circuit) {
    List<Integer> lengths = new ArrayList<>();
    for (Affine affine : circuit.affines()) {
      for (Product product : affine.products()) {
        lengths.add(product.inner());
      }
    }
    return lengths;
  }

  private static double error(Graph graph, Options options) {
    Quantised model =
        Quantiser.quantise(graph, Networks.samples(graph, 16, 1, 1), options.saturating(true));
    return AccuracyReport.compare(
            graph,
            model.circuit(),
            model.weights(),
            Networks.samples(graph, 64, 0.99, 2),
            List.of())
        .meanAbsolute();
  }

  @Test
  void partsOfALongSumAreCloserToTheModel() {
    double whole = 0;
    double cut = 0;
    for (int seed = 0; seed < 4; seed++) {
      Graph graph = Networks.perceptron(seed, 1, 1, 784, 16, 4);
      whole += error(graph, WHOLE);
      cut += error(graph, WHOLE.cutting(64));
    }
    System.out.printf("whole %.3g, cut %.3g%n", whole / 4, cut / 4);
    assertTrue(cut < 0.75 * whole, whole + " and " + cut);
  }

  @Test
  void noSumIsLongerThanAsked() {
    Graph graph = Networks.perceptron(5, 1, 1, 50, 30, 8, 4);
    var samples = Networks.samples(graph, 4, 1, 1);
    assertEquals(
        List.of(50, 2, 30, 2, 8, 2), lengths(Quantiser.quantise(graph, samples, WHOLE).circuit()));
    // Parts of like length; a sum of 8 stays as it is, and biases are no sums.
    assertEquals(
        List.of(16, 17, 17, 2, 15, 15, 2, 8, 2),
        lengths(Quantiser.quantise(graph, samples, WHOLE.cutting(20)).circuit()));
    assertThrows(IllegalArgumentException.class, () -> WHOLE.cutting(7));
  }

  @Test
  void whatOptionsLeaveWholeIsTheCircuitOfBefore() {
    Graph graph = Networks.perceptron(5, 1, 1, 50, 30, 4);
    var samples = Networks.samples(graph, 4, 1, 1);
    Quantised whole = Quantiser.quantise(graph, samples, WHOLE);
    Quantised same = Quantiser.quantise(graph, samples, WHOLE.cutting(50));
    assertEquals(whole.report(), same.report());
    assertEquals(lengths(whole.circuit()), lengths(same.circuit()));
  }

  @Test
  void noInputInRangeIsRefusedForAPart() {
    Networks networks = new Networks(7);
    Graph graph =
        networks.output(networks.linear("y", networks.input("x", 1, 40), 3, 1, 0)).build();
    double[] weights = ((Node.Linear) graph.nodes().getFirst()).weights();
    // Samples whose sums are small: what they show of parts is far less than the worst case.
    List<List<double[]>> samples = new ArrayList<>();
    double[] ends = new double[40];
    Arrays.setAll(ends, i -> i % 2 == 0 ? 1 : -1);
    samples.add(List.of(ends));
    Quantised model = Quantiser.quantise(graph, samples, WHOLE.cutting(10));
    for (int channel = 0; channel < 3; channel++) {
      double[] worst = new double[40];
      for (int k = 0; k < 40; k++) {
        // The samples end at 1, but the width that holds 1 holds almost 2.
        worst[k] = 1.9 * Math.signum(weights[k * 3 + channel]);
      }
      CircuitExecution run =
          CircuitExecutor.run(model.circuit(), model.weights(), new double[][] {worst});
      double[] expected = FloatEvaluator.evaluate(graph, List.of(worst)).get("y");
      assertArrayEquals(expected, run.reals()[0], 0.01);
    }
  }

  @Test
  void channelsOfGroupsAndSharedAccumulatorsAreCut() {
    // Two groups of rows with weights of their own, another product added, and a softmax of it all.
    Networks networks = new Networks(9);
    String x = networks.input("x", 4, 24);
    String a = networks.linear("a", x, 5, 1, 1);
    String b = networks.linear("b", x, 5, 100, 1);
    Graph plain = networks.output(networks.plus("sum", a, b)).build();
    List<Node> nodes = new ArrayList<>(plain.nodes());
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String name : List.of("x", "a", "b", "sum")) {
      shapes.put(name, Shape.of(4, name.equals("x") ? 24 : 5));
    }
    nodes.add(new Node.Softmax("soft", "sum", "soft", 5, false));
    shapes.put("soft", Shape.of(4, 5));
    Graph graph =
        new Graph(
            "test",
            plain.inputs(),
            List.of(new GraphOutput("soft", "soft", Shape.of(4, 5))),
            nodes,
            shapes,
            GraphFacts.NONE);
    for (int length : new int[] {8, 12, 24}) {
      assertTrue(error(graph, WHOLE.cutting(length)) < 1e-3, "sums of " + length);
      Circuit circuit =
          Quantiser.quantise(graph, Networks.samples(graph, 4, 1, 1), WHOLE.cutting(length))
              .circuit();
      // A maximum is followed by what subtracts it, whatever was put before.
      List<Block> blocks = circuit.blocks();
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).name().endsWith(".max")) {
          assertTrue(blocks.get(i + 1).gadget() instanceof Gadget.Lookup, "sums of " + length);
        }
      }
    }
  }

  @Test
  void sumsOfIntegersStayWhole() {
    Shape shape = Shape.of(1, 30);
    double[] weights = new double[30];
    Arrays.setAll(weights, k -> k - 14);
    Graph graph =
        new Graph(
            "integers",
            List.of(new GraphInput("x", shape)),
            List.of(new GraphOutput("y", "y", Shape.of(1, 1))),
            List.of(new Node.Linear("y", "x", "y", weights, 30, 1, new double[1])),
            Map.of("x", shape, "y", Shape.of(1, 1)),
            Map.of("x", ElementKind.INTEGER, "y", ElementKind.INTEGER),
            GraphFacts.NONE);
    double[] x = new double[30];
    Arrays.setAll(x, k -> 100 - 7 * k);
    Quantised model = Quantiser.quantise(graph, List.of(List.of(x)), WHOLE.cutting(8));
    assertEquals(List.of(30), lengths(model.circuit()));
    CircuitExecution run =
        CircuitExecutor.run(model.circuit(), model.weights(), new double[][] {x});
    assertArrayEquals(FloatEvaluator.evaluate(graph, List.of(x)).get("y"), run.reals()[0]);
  }

  @Test
  void aModelInPartsIsProvenFusedAndInPrimitives() throws Exception {
    Graph graph = Networks.perceptron(6, 1, 1, 30, 6, 3);
    List<double[]> input = Networks.samples(graph, 1, 1, 3).getFirst();
    Quantised fused = Quantiser.quantise(graph, List.of(input), WHOLE.cutting(10));
    long[][] expected = null;
    for (Quantised model : List.of(fused, Unfuser.unfuse(fused))) {
      Keys keys =
          KeyMaker.make(
              model.circuit(),
              model.weights(),
              Digest.ZERO,
              KeyOptions.DEFAULT,
              new byte[32],
              Progress.NONE);
      ModelProof proof =
          new ModelProver(keys.key(), keys.provingKey(), null)
              .prove(input, new byte[] {1}, "", Progress.NONE)
              .proof();
      new ModelVerifier(keys.key()).verify(ModelProof.parse(proof.bytes(), "proof.bin"));
      assertFalse(expected != null && !Arrays.deepEquals(expected, proof.outputs()));
      expected = proof.outputs();
    }
  }
}
