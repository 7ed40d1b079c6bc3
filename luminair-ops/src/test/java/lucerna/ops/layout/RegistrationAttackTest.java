package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lucerna.field.M31;
import lucerna.ops.circuit.Weights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each forgery of a key's weights breaks a constraint, a range check, or a channel sum. */
final class RegistrationAttackTest {
  private static final String SUM = "running sum ends at the total";

  private final TinyCircuit tiny = ProductCircuits.weights(2);
  // Few active rows: channel sums and the range table stand in several slots.
  private final Lowering lowering = tiny.lower(7, 1, 4, 5, InputPrivacy.HIDDEN);
  private final TestTrace trace = TestTrace.registration(lowering, tiny.weights());

  @BeforeEach
  void honest() {
    assertEquals(Set.of(), trace.violations());
    assertTrue(lowering.layout().slots(lowering.layout().sums()) > 0);
  }

  @Test
  void instancesThatDiffer() {
    for (int row = 0; row < lowering.layout().weightRows(); row++) {
      trace.column("w1.2")[row] = M31.add(trace.column("w1.2")[row], 1);
      assertEquals(Set.of("instance 1 holds w2"), trace.violations());
      trace.column("w1.2")[row] = M31.sub(trace.column("w1.2")[row], 1);
    }
  }

  @Test
  void everyWeight() {
    for (int row = 0; row < lowering.layout().weightRows(); row++) {
      for (int i = 0; i < 2; i++) {
        trace.column("w" + i + ".0")[row] = M31.add(trace.column("w" + i + ".0")[row], 1);
      }
      assertTrue(!trace.violations().isEmpty());
      for (int i = 0; i < 2; i++) {
        trace.column("w" + i + ".0")[row] = M31.sub(trace.column("w" + i + ".0")[row], 1);
      }
    }
  }

  @Test
  void partThatIsNoPart() {
    // Both a and a - w are positive.
    int row = 0;
    trace.column("a0")[row] = M31.add(trace.column("a0")[row], 1);
    trace.column("a0.limb0")[row]++;
    trace.column("b0.limb0")[row]++;
    trace.settle();
    assertEquals(Set.of("a0 is w0 or 0, a (a - w) = 0", SUM), trace.violations());
  }

  @Test
  void weightTooLarge() {
    int row = lowering.layout().weightRows() - 1;
    for (int value : new int[] {1 << 13, -(1 << 13)}) {
      for (int i = 0; i < 2; i++) {
        trace.column("w" + i + ".0")[row] = M31.of(value);
      }
      trace.column("a0")[row] = Math.max(value, 0);
      trace.column("a0.limb0")[row] = 0;
      trace.column("b0.limb0")[row] = 0;
      trace.column("a0.limb1")[row] = 0;
      trace.column("b0.limb1")[row] = 0;
      trace.settle();
      String part = value > 0 ? "f(a0,a0.limb0,a0.limb1)" : "f(w0.0,a0,b0.limb0,b0.limb1)";
      Set<String> found = trace.violations();
      assertEquals(Set.of("RANGE.3," + part, SUM), found);
    }
  }

  @Test
  void everyChannelSum() {
    Layout layout = lowering.layout();
    int slots = layout.slots(layout.sums());
    for (int i = 0; i < layout.sums(); i++) {
      String slot = "sum" + i % slots + ".";
      trace.column(slot + "value")[i / slots]--;
      int[] limb = trace.column(slot + "slack.limb0");
      int was = limb[i / slots];
      limb[i / slots]++;
      trace.settle();
      Set<String> found = trace.violations();
      assertTrue(found.contains(SUM), found::toString);
      trace.column(slot + "value")[i / slots]++;
      limb[i / slots] = was;
    }
  }

  @Test
  void channelSumAboveItsBound() {
    TinyCircuit same = ProductCircuits.weights(2);
    List<int[]> products = new ArrayList<>(same.weights().products());
    products.replaceAll(int[]::clone);
    products.get(0)[0] = 41;
    Weights heavy = new Weights(products);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> RegistrationWitness.fill(lowering, heavy));
    assertTrue(String.valueOf(refusal.getMessage()).contains("above the bound 40"));
    products.get(0)[0] = 1 << 13;
    assertThrows(IllegalArgumentException.class, () -> RegistrationWitness.fill(lowering, heavy));
  }

  @Test
  void slackThatWraps() {
    int[] value = trace.column("sum0.value");
    // bound - value = -1 modulo p.
    value[0] = 41;
    trace.settle();
    Set<String> found = trace.violations();
    assertTrue(
        found.stream().anyMatch(label -> label.startsWith("RANGE.") && label.contains("sum0")),
        found::toString);
  }
}
