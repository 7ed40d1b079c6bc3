package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import lucerna.field.M31;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import org.junit.jupiter.api.Test;

/** Zero equations, inputs and outputs that are not what they are said to be. */
final class StatementAttackTest {
  private static final Set<String> SUM = Set.of("running sum ends at the total");

  private static TestTrace trace(TinyCircuit tiny, Lowering lowering) {
    TestTrace trace = TestTrace.inference(lowering, tiny.weights(), tiny.run());
    assertEquals(Set.of(), trace.violations());
    return trace;
  }

  @Test
  void zeroEquation() {
    TinyCircuit tiny = new TinyCircuit();
    int x = tiny.input(5, Circuit.Kind.REAL, 3, -3, 4, -4);
    View v = tiny.view(x, Gadget.Round.VALUE);
    tiny.zero(tiny.affine(1, 2, List.of(), new lucerna.ops.circuit.Term(v, 2, new int[] {1, 1})));
    tiny.publish(v.pick(new int[] {0, 2}));
    Lowering lowering = tiny.lower(6, 40, 0, 5, InputPrivacy.HIDDEN);
    TestTrace trace = trace(tiny, lowering);
    trace.add(x, 1, "t", 1);
    trace.settle();
    assertEquals(SUM, trace.violations());
    trace.add(x, 0, "t", 1);
    trace.settle();
    // 4 - 4 = 0, but 3 is published.
    assertEquals(SUM, trace.violations());
    PublicValues other = new PublicValues(new long[][] {{4, 4}}, new long[0][]);
    assertEquals(Set.of(), trace.violations(lowering.inference(other)));
  }

  @Test
  void committedAndPublicInputs() {
    for (TinyCircuit tiny :
        List.of(
            ProductCircuits.weights(2),
            ProductCircuits.weights(5),
            ProductCircuits.views(),
            new AllGadgets().tiny)) {
      int columns = tiny.weights().products().isEmpty() ? 0 : 4;
      Lowering committed = tiny.lower(7, 12, columns, 5, InputPrivacy.COMMITTED);
      TestTrace trace = trace(tiny, committed);
      int elements = committed.layout().sizes().inputElements();
      int width = committed.layout().inputColumns();
      for (int i = 0; i < elements; i++) {
        int[] in = trace.column("in" + i % width);
        in[i / width] = M31.add(in[i / width], 1);
        assertEquals(SUM, trace.violations());
        in[i / width] = M31.sub(in[i / width], 1);
      }
      Lowering open = tiny.lower(7, 12, columns, 5, InputPrivacy.PUBLIC);
      TestTrace shown = trace(tiny, open);
      PublicValues honest = PublicValues.of(open.layout(), tiny.run());
      for (long[] input : honest.inputs()) {
        for (int i = 0; i < input.length; i++) {
          int change = input[i] > 0 ? -1 : 1;
          input[i] += change;
          assertEquals(SUM, shown.violations(open.inference(honest)));
          input[i] -= change;
        }
      }
    }
  }

  @Test
  void publicIntegersOutOfRange() {
    AllGadgets gadgets = new AllGadgets();
    Lowering lowering = gadgets.tiny.lower(7, 12, 0, 5, InputPrivacy.PUBLIC);
    PublicValues honest = PublicValues.of(lowering.layout(), gadgets.tiny.run());
    lowering.inference(honest);
    refused(lowering, honest, honest.inputs()[0], 64, -64);
    refused(lowering, honest, honest.inputs()[1], 2, -1);
    refused(lowering, honest, honest.inputs()[2], 8, -8);
    long most = 1L << 30;
    refused(lowering, honest, honest.outputs()[honest.outputs().length - 1], most, -most);
    for (int o = 0; o < honest.outputs().length; o++) {
      refused(lowering, honest, honest.outputs()[o], M31.P, -M31.P);
    }
    long[] flags = honest.outputs()[10];
    refused(lowering, honest, flags, 2, -1);
    assertThrows(
        IllegalArgumentException.class,
        () -> lowering.inference(new PublicValues(honest.outputs(), new long[0][])));
    assertThrows(
        IllegalArgumentException.class,
        () -> lowering.inference(new PublicValues(new long[0][], honest.inputs())));
  }

  private static void refused(
      Lowering lowering, PublicValues honest, long[] values, long... wrong) {
    long was = values[0];
    for (long value : wrong) {
      values[0] = value;
      assertThrows(IllegalArgumentException.class, () -> lowering.inference(honest));
    }
    values[0] = was;
  }

  @Test
  void aBooleanReadWithItsSign() {
    TinyCircuit tiny = new TinyCircuit();
    int x = tiny.input(1, Circuit.Kind.BOOLEAN, 1, 0);
    tiny.publish(new View(new long[] {Wire.of(x, Gadget.Round.VALUE, 0)}));
    assertThrows(
        lucerna.ops.UserException.class, () -> tiny.lower(6, 40, 0, 5, InputPrivacy.HIDDEN));
  }
}
