package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lucerna.ops.UserException;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small random graphs of each kind of step: the circuit gives what the graph says, to a hundredth
 * of the output's greatest absolute value, integers and booleans exactly.
 */
final class StepsTest {
  private static final double TOLERANCE = 0.01;
  private static final int SEEDS = 4;
  private static final ElementKind REAL = ElementKind.REAL;
  private static final ElementKind INTEGER = ElementKind.INTEGER;
  private static final ElementKind BOOLEAN = ElementKind.BOOLEAN;

  /** A graph under construction, with what draws its inputs. */
  static final class Steps {
    final Random random;
    final List<GraphInput> inputs = new ArrayList<>();
    final List<Supplier<double[]>> draws = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final List<GraphOutput> outputs = new ArrayList<>();
    final Map<String, Shape> shapes = new LinkedHashMap<>();
    final Map<String, ElementKind> kinds = new HashMap<>();

    Steps(long seed) {
      random = new Random(seed);
    }

    private void tensor(String name, int length, ElementKind kind) {
      shapes.put(name, Shape.of(1, length));
      kinds.put(name, kind);
    }

    String input(int length, ElementKind kind, Supplier<Double> draw) {
      String name = "in" + inputs.size();
      tensor(name, length, kind);
      inputs.add(new GraphInput(name, Shape.of(1, length)));
      draws.add(() -> Stream.generate(draw).limit(length).mapToDouble(x -> x).toArray());
      return name;
    }

    String real(int length) {
      return input(length, REAL, () -> random.nextDouble(-3, 3));
    }

    String between(int length, double least, double most) {
      return input(length, REAL, () -> random.nextDouble(least, most));
    }

    /* Multiples of 1/8, with many ties. */
    String grid(int length) {
      return input(length, REAL, () -> random.nextInt(-8, 9) / 8.0);
    }

    String integer(int length, int least, int most) {
      return input(length, INTEGER, () -> (double) random.nextInt(least, most + 1));
    }

    String flag(int length) {
      return input(length, BOOLEAN, () -> (double) random.nextInt(2));
    }

    String next() {
      return "t" + nodes.size();
    }

    int length(String tensor) {
      return Objects.requireNonNull(shapes.get(tensor)).size();
    }

    String add(Node node, int length, ElementKind kind) {
      nodes.add(node);
      tensor(node.output(), length, kind);
      return node.output();
    }

    String add(Node node, int length) {
      return add(node, length, REAL);
    }

    String linear(String x, int outer) {
      int inner = length(x);
      return add(
          new Node.Linear(
              next(), x, next(), gaussians(inner * outer), inner, outer, gaussians(outer)),
          outer);
    }

    double[] gaussians(int count) {
      return random.doubles(count).map(_ -> random.nextGaussian()).toArray();
    }

    String combine(double[] factors, String... terms) {
      return combine(REAL, factors, terms);
    }

    String combine(ElementKind kind, double[] factors, String... terms) {
      return add(new Node.Combine(next(), List.of(terms), factors, next()), length(terms[0]), kind);
    }

    String times(double factor, String x) {
      return combine(new double[] {factor}, x);
    }

    /* A random permutation. */
    String moved(String x) {
      int[] places = new int[length(x)];
      Arrays.setAll(places, i -> i);
      for (int i = places.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int place = places[i];
        places[i] = places[j];
        places[j] = place;
      }
      return picked(x, places);
    }

    String picked(String x, int... places) {
      return add(
          new Node.Reindex(next(), x, next(), places),
          places.length,
          Objects.requireNonNull(kinds.get(x)));
    }

    String multiply(String a, String b) {
      return add(new Node.Multiply(next(), a, b, next()), length(a));
    }

    String relu(String x) {
      return add(new Node.Relu(next(), x, next()), length(x));
    }

    String apply(String x, Kind kind) {
      return add(new Node.Apply(next(), x, next(), RealFunction.of(kind)), length(x));
    }

    String constant(double... values) {
      return add(new Node.Constant(next(), next(), values), values.length);
    }

    String softmax(String x, int fan, boolean log) {
      return add(new Node.Softmax(next(), x, next(), fan, log), length(x));
    }

    String normalize(String x, int fan, boolean centred) {
      return add(new Node.Normalize(next(), x, next(), fan, 1e-2, centred), length(x));
    }

    String maximum(String x, int fan) {
      return add(new Node.Maximum(next(), x, next(), fan), length(x) / fan);
    }

    String sort(String x, int fan, boolean indices) {
      return add(
          new Node.Sort(next(), x, next(), fan, indices),
          length(x),
          indices ? INTEGER : Objects.requireNonNull(kinds.get(x)));
    }

    String argMax(String x, int fan, boolean last) {
      return add(new Node.ArgMax(next(), x, next(), fan, last), length(x) / fan, INTEGER);
    }

    /* All of some tensors, one after the other, and two constants. */
    String joined(String... tensors) {
      List<int[]> parts = new ArrayList<>();
      for (int t = 0; t < tensors.length; t++) {
        for (int i = 0; i < length(tensors[t]); i++) {
          parts.add(new int[] {t, i});
        }
      }
      parts.add(new int[] {-1, 0});
      parts.add(new int[] {-1, 1});
      int[] which = parts.stream().mapToInt(part -> part[0]).toArray();
      int[] source = parts.stream().mapToInt(part -> part[1]).toArray();
      return add(
          new Node.Rearrange(
              next(), List.of(tensors), next(), which, source, new double[] {0.5, -2}),
          which.length);
    }

    void out(String... tensors) {
      for (String tensor : tensors) {
        outputs.add(
            new GraphOutput(
                "out" + outputs.size(), tensor, Objects.requireNonNull(shapes.get(tensor))));
      }
    }

    Graph graph() {
      return new Graph("steps", inputs, outputs, nodes, shapes, kinds, GraphFacts.NONE);
    }

    List<double[]> sample() {
      return draws.stream().map(Supplier::get).toList();
    }
  }

  /**
   * A kind of graph.
   *
   * @param name what is shown
   * @param build adds inputs, steps and outputs
   */
  record Case(String name, Consumer<Steps> build) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Compares circuit and graph on samples; returns the circuit. */
  static Quantised check(String name, Consumer<Steps> build, long seed) {
    Steps steps = new Steps(seed);
    build.accept(steps);
    Graph graph = steps.graph();
    List<List<double[]>> samples = Stream.generate(steps::sample).limit(20).toList();
    Quantised quantised = Quantiser.quantise(graph, samples, Options.DEFAULT);
    CircuitChecks.check(quantised.circuit(), quantised.weights());
    for (List<double[]> sample : samples.subList(0, 8)) {
      CircuitExecution run =
          CircuitExecutor.run(
              quantised.circuit(), quantised.weights(), sample.toArray(double[][]::new));
      Map<String, double[]> wanted = FloatEvaluator.evaluate(graph, sample);
      for (int o = 0; o < graph.outputs().size(); o++) {
        String tensor = graph.outputs().get(o).tensor();
        double[] want = Objects.requireNonNull(wanted.get(tensor));
        double most =
            samples.stream()
                .map(s -> Objects.requireNonNull(FloatEvaluator.evaluate(graph, s).get(tensor)))
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        boolean exact = graph.kind(tensor) != REAL;
        for (int i = 0; i < want.length; i++) {
          assertEquals(
              want[i],
              run.reals()[o][i],
              exact ? 0 : TOLERANCE * Math.max(most, 1e-3),
              name + ", seed " + seed + ", " + tensor + "[" + i + "]");
        }
      }
    }
    return quantised;
  }

  private static Case the(String name, Consumer<Steps> build) {
    return new Case(name, build);
  }

  static Stream<Case> cases() {
    return Stream.of(
        the(
            "sum read twice",
            s -> {
              String h = s.linear(s.real(5), 4);
              s.out(s.combine(new double[] {1, -2}, s.relu(h), s.moved(h)), h);
            }),
        the(
            "two products summed",
            s -> {
              String x = s.real(6);
              s.out(s.combine(new double[] {1, 0.3}, s.linear(x, 4), s.moved(s.linear(x, 4))));
              s.out(s.combine(new double[] {-0.7, 2}, s.linear(x, 4), s.linear(x, 4)));
            }),
        the(
            "permuted sums",
            s -> {
              String h = s.moved(s.linear(s.moved(s.real(7)), 6));
              String k = s.add(new Node.AddConstant(s.next(), h, s.next(), s.gaussians(6)), 6);
              s.out(s.linear(s.moved(k), 3));
            }),
        the(
            "permuted function",
            s -> {
              s.out(s.moved(s.apply(s.moved(s.linear(s.real(7), 6)), Kind.TANH)));
              String y = s.linear(s.real(4), 3);
              s.out(s.apply(s.picked(y, 2, 0, 2, 1), Kind.SIGMOID));
            }),
        the(
            "function of a scaled sum",
            s -> {
              String h = s.times(-0.37, s.moved(s.linear(s.real(4), 5)));
              s.out(s.apply(h, Kind.TANH));
            }),
        the(
            "relu of a negated tensor",
            s -> {
              String x = s.real(6);
              s.out(s.relu(s.times(-1, x)), s.relu(s.times(-0.3, s.linear(x, 4))));
              s.out(s.relu(s.moved(s.times(-1, s.linear(x, 4)))));
            }),
        the(
            "concatenation",
            s -> {
              String a = s.linear(s.real(3), 4);
              String b = s.times(0.01, s.real(3));
              String c = s.times(30, s.relu(s.linear(a, 2)));
              String all = s.joined(a, b, c);
              s.out(all, s.linear(s.moved(all), 3), s.apply(s.joined(a, b), Kind.SIGMOID));
            }),
        the(
            "softmax",
            s -> {
              s.out(s.softmax(s.real(12), 4, false), s.softmax(s.linear(s.real(3), 6), 3, false));
              s.out(s.softmax(s.moved(s.linear(s.real(3), 6)), 3, false));
              s.out(s.softmax(s.times(-2.3, s.real(8)), 8, false));
            }),
        the(
            "logarithm of softmax",
            s -> s.out(s.softmax(s.real(12), 4, true), s.softmax(s.linear(s.real(3), 6), 3, true))),
        the(
            "softmax of constants",
            s -> {
              int[] which = {0, 0, -1, 0, -1, -1, 0, 0, 0};
              int[] source = {0, 1, 0, 2, 0, 0, 3, 4, 5};
              String masked =
                  s.add(
                      new Node.Rearrange(
                          s.next(),
                          List.of(s.real(6)),
                          s.next(),
                          which,
                          source,
                          new double[] {-1e9}),
                      9);
              s.out(s.softmax(masked, 3, false));
            }),
        the(
            "attention",
            s -> {
              String weights = s.softmax(s.real(16), 4, false);
              String values = s.real(8);
              s.out(s.add(new Node.MatMul(s.next(), weights, values, s.next(), 1, 4, 2), 8));
              String both = s.softmax(s.linear(s.real(3), 8), 4, false);
              s.out(both, s.add(new Node.MatMul(s.next(), both, s.real(8), s.next(), 1, 4, 2), 4));
            }),
        the(
            "matrix product",
            s -> {
              String a = s.linear(s.real(3), 6);
              String b = s.moved(s.linear(s.real(3), 12));
              s.out(s.add(new Node.MatMul(s.next(), a, b, s.next(), 1, 3, 4), 8));
              s.out(s.add(new Node.MatMul(s.next(), s.real(12), s.real(12), s.next(), 2, 3, 2), 8));
            }),
        the(
            "normalisation",
            s -> {
              s.out(s.normalize(s.real(12), 4, true), s.normalize(s.real(12), 6, false));
              s.out(s.normalize(s.linear(s.real(3), 6), 3, true));
            }),
        the(
            "normalisation of a constant row",
            s -> {
              String x = s.real(5);
              s.out(s.normalize(s.picked(x, 0, 0, 0, 1, 2, 3), 3, true));
            }),
        the(
            "where the maximum is",
            s -> {
              s.out(s.argMax(s.grid(12), 4, false), s.argMax(s.grid(12), 4, true));
              s.out(s.argMax(s.integer(9, -3, 3), 9, false), s.argMax(s.integer(4, 0, 1), 2, true));
              s.out(s.argMax(s.times(-1, s.grid(6)), 3, false));
            }),
        the(
            "maximum",
            s -> {
              s.out(s.maximum(s.real(12), 4), s.maximum(s.times(-0.7, s.real(6)), 3));
              s.out(s.maximum(s.linear(s.real(3), 6), 2), s.maximum(s.relu(s.real(4)), 2));
              s.out(s.maximum(s.joined(s.real(2)), 2));
            }),
        the(
            "comparison",
            s -> {
              String a = s.grid(6);
              String b = s.grid(6);
              s.out(s.add(new Node.Less(s.next(), a, s.moved(b), s.next()), 6, BOOLEAN));
              s.out(s.add(new Node.Equal(s.next(), a, b, s.next()), 6, BOOLEAN));
              String i = s.integer(6, -9, 9);
              String j = s.integer(6, -9, 9);
              s.out(s.add(new Node.Less(s.next(), i, j, s.next()), 6, BOOLEAN));
              s.out(s.add(new Node.Equal(s.next(), i, s.moved(j), s.next()), 6, BOOLEAN));
            }),
        the(
            "division",
            s -> {
              String x = s.real(5);
              s.out(
                  s.add(
                      new Node.Divide(
                          s.next(), x, s.between(5, 1, 3), s.next(), Node.Divide.Rounding.NONE),
                      5));
              s.out(
                  s.add(
                      new Node.Divide(
                          s.next(),
                          s.linear(x, 5),
                          s.between(5, -3, -0.5),
                          s.next(),
                          Node.Divide.Rounding.NONE),
                      5));
            }),
        the(
            "division of integers",
            s -> {
              String a = s.integer(6, 0, 40);
              String b = s.integer(6, 1, 7);
              s.out(
                  s.add(
                      new Node.Divide(s.next(), a, b, s.next(), Node.Divide.Rounding.TRUNCATE),
                      6,
                      INTEGER));
              s.out(s.add(new Node.Remainder(s.next(), a, b, s.next(), true), 6, INTEGER));
              s.out(
                  s.add(
                      new Node.Remainder(s.next(), s.integer(6, -40, 40), b, s.next(), false),
                      6,
                      INTEGER));
            }),
        the(
            "product",
            s -> {
              String a = s.real(6);
              s.out(s.multiply(a, s.moved(a)), s.multiply(s.linear(a, 4), s.moved(s.linear(a, 4))));
              s.out(s.multiply(s.times(0.001, a), s.times(-300, a)));
            }),
        the(
            "product of booleans",
            s -> {
              String a = s.flag(6);
              String b = s.flag(6);
              s.out(s.add(new Node.Multiply(s.next(), a, s.moved(b), s.next()), 6, BOOLEAN));
              s.out(s.multiply(s.real(6), a));
              s.out(
                  s.add(
                      new Node.Multiply(
                          s.next(), s.integer(6, -9, 9), s.integer(6, -9, 9), s.next()),
                      6,
                      INTEGER));
            }),
        the(
            "entries at computed places",
            s -> {
              String data = s.real(5);
              s.out(s.add(new Node.Take(s.next(), data, s.integer(4, 0, 4), s.next()), 4));
              String sum = s.combine(INTEGER, new double[] {1, 2}, s.flag(3), s.flag(3));
              s.out(s.add(new Node.Take(s.next(), s.linear(data, 4), s.moved(sum), s.next()), 3));
              String place = s.argMax(s.grid(6), 3, false);
              s.out(
                  s.add(new Node.Take(s.next(), s.integer(3, -9, 9), place, s.next()), 2, INTEGER));
            }),
        the(
            "sums of groups",
            s -> {
              String x = s.real(12);
              s.out(s.add(new Node.SumGroups(s.next(), x, s.next(), 4, new double[] {0.25}), 3));
              s.out(s.add(new Node.SumGroups(s.next(), x, s.next(), 3, s.gaussians(3)), 4));
              s.out(
                  s.add(
                      new Node.SumGroups(s.next(), s.linear(x, 6), s.next(), 2, s.gaussians(6)),
                      3));
            }),
        the(
            "constants",
            s -> {
              String c = s.constant(0.5, -7, 0.001);
              s.out(s.add(new Node.AddTensors(s.next(), s.real(3), c, s.next()), 3));
              s.out(s.multiply(s.moved(s.constant(0.5, -7, 0.25)), s.real(3)));
            }),
        the(
            "sorting",
            s -> {
              String x = s.real(10);
              s.out(s.sort(x, 5, false), s.sort(s.linear(s.real(3), 4), 4, false));
              s.out(s.sort(s.times(-0.3, x), 2, false), s.sort(s.times(1000, x), 5, false));
              s.out(s.sort(s.times(0.001, x), 5, false), s.sort(s.joined(s.real(2)), 2, false));
            }),
        the(
            "sorting places",
            s -> {
              String x = s.grid(12);
              String y = s.integer(12, -5, 5);
              s.out(
                  s.sort(x, 6, true), s.sort(x, 6, false), s.sort(y, 3, true), s.sort(y, 3, false));
              s.out(s.sort(s.times(-1, s.grid(8)), 8, true), s.sort(s.flag(4), 4, true));
            }),
        the(
            "first of a sorting",
            s -> {
              String x = s.grid(12);
              s.out(s.picked(s.sort(x, 6, true), 0, 1, 6, 7), s.picked(s.sort(x, 6, false), 6, 0));
              String place = s.picked(s.sort(s.grid(5), 5, true), 1, 0);
              s.out(s.add(new Node.Take(s.next(), s.real(5), place, s.next()), 2));
            }));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void circuitsGiveWhatGraphsSay(Case step) {
    for (long seed = 0; seed < SEEDS; seed++) {
      check(step.name, step.build, seed);
    }
  }

  @Test
  void rejectSortingMuch() {
    UserException refused =
        assertThrows(
            UserException.class, () -> check("long", s -> s.out(s.sort(s.real(65), 65, false)), 1));
    assertTrue(refused.toString().contains("too many"), refused.toString());
  }
}
