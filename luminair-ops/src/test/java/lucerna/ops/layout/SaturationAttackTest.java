package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;

/** A prover that does not clamp, clamps elsewhere, or clamps what is in range, is rejected. */
final class SaturationAttackTest {
  private static final double INSIDE = 0.3;
  private static final double OUTSIDE = 50;

  private final Quantised model = model();
  private final Circuit circuit = model.circuit();
  private final Lowering lowering = lower(circuit);

  /* y = x + a, where sums cancelled on the samples, published after a rounding. */
  private static Quantised model() {
    Shape shape = Shape.of(1, 2);
    Graph graph =
        new Graph(
            "saturates",
            List.of(new GraphInput("x", shape)),
            List.of(new GraphOutput("y", "y", shape), new GraphOutput("z", "z", Shape.of(1, 1))),
            List.of(
                new Node.Linear("y", "x", "y", new double[] {1, 1, -1, -1}, 2, 2, new double[2]),
                new Node.Linear("z", "y", "z", new double[] {1, 1}, 2, 1, new double[1])),
            Map.of("x", shape, "y", shape, "z", Shape.of(1, 1)),
            GraphFacts.NONE);
    assertEquals(ElementKind.REAL, graph.kind("y"));
    // The elements of x differ by little, so y is small.
    List<List<double[]>> samples =
        List.of(List.of(new double[] {1, 0.9}), List.of(new double[] {-1, -1.1}));
    return Quantiser.quantise(graph, samples, Options.SPEED.saturating(true));
  }

  private static Lowering lower(Circuit circuit) {
    LayoutShape shape =
        LayoutPlanner.plan(circuit, 1, new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true));
    return new Lowering(new Layout(circuit, shape));
  }

  private CircuitExecution run(double first, double second) {
    return CircuitExecutor.run(circuit, model.weights(), new double[][] {{first, second}});
  }

  private TestTrace trace(CircuitExecution run) {
    TestTrace trace = TestTrace.inference(lowering, model.weights(), run);
    trace.settle();
    assertEquals(Set.of(), trace.violations());
    return trace;
  }

  private int block(String name) {
    for (int b = circuit.blocks().size() - 1; b >= 0; b--) {
      if (circuit.blocks().get(b).name().equals(name)) {
        return b;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private Statement stated(CircuitExecution run, long first) {
    long[][] outputs =
        Arrays.stream(run.outputs())
            .map(values -> Arrays.stream(values).asLongStream().toArray())
            .toArray(long[][]::new);
    outputs[0][0] = first;
    return lowering.inference(new PublicValues(outputs, new long[0][]));
  }

  /* A value outside the range is refused as a public one; and in the trace, whatever is stated. */
  private void rejected(TestTrace trace, CircuitExecution run, long value) {
    long published = value;
    if (Math.abs(value) > end()) {
      assertThrows(IllegalArgumentException.class, () -> stated(run, value));
      published = Long.signum(value) * end();
    }
    assertFalse(trace.violations(stated(run, published)).isEmpty(), "value " + value);
  }

  private long end() {
    return (1L << ((Gadget.Round) circuit.blocks().get(block("y")).gadget()).bits()) - 1;
  }

  @Test
  void theCircuitClampsAndItsEndsAreWhereTheyWere() {
    assertTrue(circuit.saturates());
    assertEquals(end(), run(OUTSIDE, -OUTSIDE).outputs()[0][0]);
    assertEquals(-end(), run(-OUTSIDE, OUTSIDE).outputs()[0][0]);
    int inside = run(INSIDE, INSIDE - 0.05).outputs()[0][0];
    assertTrue(Math.abs(inside) < end() && inside != 0);
  }

  /* Cells of a Round, so that it stands for another value. */
  private static void set(TestTrace trace, int block, int element, long value) {
    trace.set(block, element, "t", Math.abs(value));
    trace.set(block, element, "g", value < 0 ? 1 : 0);
  }

  @Test
  void noClampOutsideTheRange() {
    CircuitExecution run = run(OUTSIDE, -OUTSIDE);
    long wide = run.cells()[block("y.wide")][0][0];
    assertTrue(wide > end());
    for (long value : new long[] {wide, end() + 1, end() - 1, 0, -end()}) {
      TestTrace trace = trace(run);
      set(trace, block("y"), 0, value);
      trace.settle();
      rejected(trace, run, value);
    }
  }

  @Test
  void aClampInsideTheRange() {
    CircuitExecution run = run(INSIDE, INSIDE - 0.05);
    long honest = run.outputs()[0][0];
    for (long value : new long[] {honest - 1, honest + 1, end(), -end(), 0}) {
      TestTrace trace = trace(run);
      set(trace, block("y"), 0, value);
      trace.settle();
      rejected(trace, run, value);
    }
  }

  /** Steps on the way are changed one at a time, and all that follows from them with them. */
  @Test
  void anyStepOnTheWay() {
    for (double[] input : new double[][] {{OUTSIDE, -OUTSIDE}, {INSIDE, INSIDE - 0.05}}) {
      CircuitExecution run = run(input[0], input[1]);
      int last = block("y");
      long honest = run.outputs()[0][0];
      assertArrayEquals(
          new String[] {"y.clamp", "y.clamp", "y"},
          new String[] {
            circuit.blocks().get(last - 2).name(),
            circuit.blocks().get(last - 1).name(),
            circuit.blocks().get(last).name()
          });
      for (int step = last - 2; step < last; step++) {
        for (long change : new long[] {-1, 1}) {
          TestTrace trace = trace(run);
          long was = run.cells()[step][0][0] * (run.cells()[step][1][0] == 1 ? -1L : 1L);
          set(trace, step, 0, was + change);
          // hi - relu(below) follows: the published value moves with the step, if its relu does.
          long moved = Math.max(was + change, 0) - Math.max(was, 0);
          long value = step == last - 1 ? honest - moved : honest + moved;
          set(trace, last, 0, value);
          trace.settle();
          rejected(trace, run, value);
        }
      }
    }
  }
}
