package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Set;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.CircuitExecution;
import org.junit.jupiter.api.Test;

/** Large blocks of narrow gadgets lie in slots of their own, beside a few wide ones. */
final class NarrowRoundTest {
  private static final int LARGE = 1 << 11;

  private final TinyCircuit tiny = new TinyCircuit();
  private final int x = tiny.input(6, Circuit.Kind.REAL, 3, -5, 61, -33);
  private final int large = round(LARGE, 11, new int[] {2});
  private final int small = round(LARGE - 1, 11, new int[] {2});
  private final int wide = round(4, 20, new int[] {1});

  private int round(int length, int bits, int... shift) {
    long[] wires = new long[length];
    int[] factors = new int[length];
    for (int i = 0; i < length; i++) {
      wires[i] = Wire.of(x, Gadget.Round.VALUE, i % 4);
      factors[i] = i % 97 - 48;
    }
    int affine = tiny.linear(length, TinyCircuit.term(new View(wires), factors));
    int block = tiny.block(new Gadget.Round(bits, shift, false, Given.EQUATION), length, affine);
    tiny.publish(tiny.view(block, Gadget.Round.VALUE));
    return block;
  }

  @Test
  void onlyLargeBlocksAreApart() {
    Lowering lowering = tiny.lower(9, 300, 0, 8, InputPrivacy.COMMITTED);
    assertEquals("narrow-round", lowering.layout().kind(large).kind().name());
    assertEquals("round", lowering.layout().kind(small).kind().name());
    assertEquals("round", lowering.layout().kind(wide).kind().name());
    assertEquals(
        new RoundKind(true, false),
        RoundKind.of(new Gadget.Round(16, new int[] {2}, false, Given.EQUATION), LARGE));
    assertEquals(
        new RoundKind(true, false),
        RoundKind.of(new Gadget.Round(9, new int[] {2, 16}, false, Given.EQUATION), LARGE));
  }

  @Test
  void honestAndForged() {
    CircuitExecution execution = tiny.run();
    for (int tableBits : new int[] {4, 8}) {
      Lowering lowering = tiny.lower(9, 300, 0, tableBits, InputPrivacy.COMMITTED);
      TestTrace trace = TestTrace.inference(lowering, tiny.weights(), execution);
      assertEquals(Set.of(), trace.violations());
      for (int e : new int[] {0, 1234, LARGE - 1}) {
        // One less, with a remainder that is too large.
        int t = trace.get(large, e, "t");
        int change = t == 0 ? 1 : -1;
        int sign = trace.get(large, e, "g") == 1 ? -1 : 1;
        trace.add(large, e, "t", change);
        trace.add(large, e, "rem", -4L * change * sign);
        Set<String> found = trace.violations();
        assertNotEquals(Set.of(), found);
        trace.add(large, e, "t", -change);
        trace.add(large, e, "rem", 4L * change * sign);
        trace.add(large, e, "rem", 1);
        assertNotEquals(Set.of(), trace.violations());
        trace.add(large, e, "rem", -1);
        assertEquals(Set.of(), trace.violations());
      }
    }
  }
}
