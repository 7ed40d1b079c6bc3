package lucerna.ops.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class GraphTest {
  private static final Shape PAIR = Shape.of(1, 2);

  @Test
  void evaluatesEveryTensor() {
    var linear =
        new Node.Linear(
            "l", "x", "p", new double[] {1, 2, 3, 4, 5, 6}, 2, 3, new double[] {0.5, 0, -100});
    Graph graph =
        new Graph(
            "g",
            List.of(new GraphInput("x", PAIR)),
            List.of(new GraphOutput("y", "s", Shape.of(2))),
            List.of(
                linear,
                new Node.Relu("r", "p", "q"),
                new Node.Reindex("i", "q", "t", new int[] {2, 0}),
                new Node.AddConstant("c", "t", "u", new double[] {10, 20}),
                new Node.AddTensors("a", "u", "x", "s")),
            Map.of(
                "x",
                PAIR,
                "p",
                Shape.of(1, 3),
                "q",
                Shape.of(1, 3),
                "t",
                PAIR,
                "u",
                PAIR,
                "s",
                PAIR),
            GraphFacts.NONE);
    Map<String, double[]> values = FloatEvaluator.evaluate(graph, List.of(new double[] {2, 3}));
    assertEquals(List.of("x", "p", "q", "t", "u", "s"), List.copyOf(values.keySet()));
    assertTensor(values, "p", 14.5, 19, -76);
    assertTensor(values, "q", 14.5, 19, 0);
    assertTensor(values, "t", 0, 14.5);
    assertTensor(values, "u", 10, 34.5);
    assertTensor(values, "s", 12, 37.5);
  }

  @Test
  void evaluationRefusesInputsOfWrongNumberOrLength() {
    Graph graph = relu("x", "y", "y", PAIR);
    assertThrows(IllegalArgumentException.class, () -> FloatEvaluator.evaluate(graph, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> FloatEvaluator.evaluate(graph, List.of(new double[3])));
  }

  @Test
  void refusesGraphsThatDoNotHangTogether() {
    refused("read before it is made", () -> relu("z", "y", "y", PAIR));
    refused("made twice", () -> relu("x", "x", "x", PAIR));
    refused("never made", () -> relu("x", "y", "z", PAIR));
    refused("of wrong size", () -> relu("x", "y", "y", Shape.of(3)));
  }

  @Test
  void refusesIndicesOutsideTheInput() {
    for (int index : new int[] {-1, 2}) {
      var node = new Node.Reindex("i", "x", "y", new int[] {0, index});
      refused("of wrong size", () -> graph(node, "y", PAIR));
    }
  }

  @Test
  void linearRefusesWrongLengths() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Node.Linear("l", "x", "y", new double[5], 2, 3, new double[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Node.Linear("l", "x", "y", new double[6], 2, 3, new double[2]));
  }

  @Test
  void shapesKnowTheirSizes() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(24, shape.size());
    assertEquals(3, shape.rank());
    assertEquals(4, shape.last());
    assertEquals(1, Shape.of().size());
    assertEquals(1, Shape.of().last());
    assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1));
    assertThrows(IllegalArgumentException.class, () -> Shape.of(1 << 14, 1 << 15));
  }

  private static Graph relu(String input, String output, String result, Shape shape) {
    return graph(new Node.Relu("r", input, output), result, shape);
  }

  private static Graph graph(Node node, String result, Shape shape) {
    return new Graph(
        "g",
        List.of(new GraphInput("x", PAIR)),
        List.of(new GraphOutput("out", result, shape)),
        List.of(node),
        node.output().equals("x") ? Map.of("x", PAIR) : Map.of("x", PAIR, node.output(), shape),
        GraphFacts.NONE);
  }

  private static void refused(String fault, Runnable making) {
    var refusal = assertThrows(IllegalArgumentException.class, making::run);
    assertTrue(String.valueOf(refusal.getMessage()).contains(fault), refusal::toString);
  }

  private static void assertTensor(
      Map<String, double[]> values, String tensor, double... expected) {
    assertArrayEquals(expected, Objects.requireNonNull(values.get(tensor)), tensor);
  }
}
