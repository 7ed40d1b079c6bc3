package lucerna.ops.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;

/** Sums whose addends could reach far beyond 2^30, on addends that do not. */
final class WideSums {
  private static final int GROUPS = 3;
  private static final int BITS = 20;
  private static final int FACTOR = 200;
  private static final long LIMIT = Circuit.BOUND - 1;

  private WideSums() {}

  static void check(Random random, int fan, int offset) {
    var circuit = new PrimitiveCircuit("wide");
    int length = GROUPS * fan;
    var gadget = new Gadget.Round(BITS, new int[] {0}, false, Gadget.Round.Given.INPUT);
    View x =
        circuit.input(
            new Circuit.Input("x", new int[] {length}, 0, 0, Circuit.Kind.REAL),
            new Block("x", gadget, length, new int[0], 0));
    long most = LIMIT - offset;
    var proven = new Interval(-LIMIT, most);
    Term[] terms = {new Term(x, fan, new int[] {FACTOR})};
    View sums = WideSum.lower(circuit, "node", terms, proven, offset);
    circuit.publish(new Output("y", new int[] {GROUPS}, -1, new int[0], null, new int[] {0}), sums);
    Bounds bounds = CircuitChecks.check(circuit.circuit());
    Interval held = bounds.output(circuit.circuit().blocks().size() - 1, 0);
    assertTrue(held.high() + offset <= LIMIT && held.low() >= -LIMIT, held::toString);

    // The greatest sum, one near the least, and any other.
    int split = Math.max(16, 2 + Integer.SIZE - Integer.numberOfLeadingZeros(offset));
    long[] wanted = {most, -LIMIT + (1L << split), random.nextLong(-LIMIT / 2, LIMIT / 2)};
    double[] inputs = new double[length];
    for (int i = 0; i < GROUPS; i++) {
      wanted[i] -= Math.floorMod(wanted[i], FACTOR);
      fill(random, inputs, i * fan, fan, wanted[i] / FACTOR);
    }
    CircuitExecution run =
        CircuitExecutor.run(circuit.circuit(), new Weights(List.of()), new double[][] {inputs});
    for (int i = 0; i < GROUPS; i++) {
      assertEquals(wanted[i], run.outputs()[0][i], "offset " + offset + ", fan " + fan);
    }
  }

  /** Fills in addends that make up a total, each within its range. */
  private static void fill(Random random, double[] to, int at, int fan, long total) {
    long limit = (1L << BITS) - 1;
    long left = total;
    for (int j = 0; j < fan; j++) {
      long others = (fan - 1L - j) * limit;
      long least = Math.max(-limit, left - others);
      long most = Math.min(limit, left + others);
      if (least > most) {
        throw new IllegalArgumentException("no " + fan + " addends make up " + total);
      }
      long value = random.nextLong(least, most + 1);
      to[at + j] = value;
      left -= value;
    }
  }
}
