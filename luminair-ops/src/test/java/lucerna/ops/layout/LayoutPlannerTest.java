package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import org.junit.jupiter.api.Test;

/** The planner's shapes fit, hide, and are the only ones of their size. */
final class LayoutPlannerTest {
  private static List<TinyCircuit> circuits() {
    return List.of(
        new AllGadgets().tiny,
        ProductCircuits.weights(2),
        ProductCircuits.weights(5),
        ProductCircuits.views());
  }

  @Test
  void plansFitAndHide() {
    for (TinyCircuit tiny : circuits()) {
      for (InputPrivacy inputs : InputPrivacy.values()) {
        LayoutShape shape =
            LayoutPlanner.plan(tiny.circuit(), 50, new LayoutPlanner.Privacy(inputs, true));
        Layout layout = new Layout(tiny.circuit(), shape);
        assertTrue(RowBudget.P100.hides(shape.logRows(), shape.activeRows()));
        int each = RowBudget.P100.proofsPerInstance(shape.logRows(), layout.weightRows());
        assertTrue(!layout.hasWeights() || each * shape.weightInstances() >= 50);
        assertTrue(layout.describe().contains("slots"));
        TestTrace trace = TestTrace.inference(new Lowering(layout), tiny.weights(), tiny.run());
        assertEquals(Set.of(), trace.violations());
      }
    }
  }

  @Test
  void manyGadgetsStandInSlots() {
    TinyCircuit tiny = new TinyCircuit();
    int x = tiny.input(4, Circuit.Kind.REAL, new double[20000]);
    tiny.publish(tiny.view(x, Gadget.Round.VALUE));
    LayoutShape shape =
        LayoutPlanner.plan(tiny.circuit(), 1, new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true));
    Layout layout = new Layout(tiny.circuit(), shape);
    int slots = layout.slots(20000);
    assertTrue(slots > 1 && slots * shape.activeRows() >= 20000, shape.toString());
  }

  @Test
  void otherShapesAreRefused() {
    TinyCircuit tiny = ProductCircuits.weights(2);
    Circuit circuit = tiny.circuit();
    LayoutShape good = tiny.lower(8, 40, 4, 5, InputPrivacy.HIDDEN).layout().shape();
    int rows = good.activeRows();
    for (LayoutShape bad :
        List.of(
            new LayoutShape(8, rows + 1, 4, 5, 2, InputPrivacy.HIDDEN),
            new LayoutShape(8, rows - 1, 4, 5, 2, InputPrivacy.HIDDEN),
            new LayoutShape(8, 255, 4, 5, 2, InputPrivacy.HIDDEN),
            new LayoutShape(8, rows, 0, 5, 1, InputPrivacy.HIDDEN),
            new LayoutShape(20, rows, 4, 5, 2, InputPrivacy.HIDDEN),
            new LayoutShape(8, rows, 1, 5, 2, InputPrivacy.HIDDEN),
            new LayoutShape(8, 63, 4, 1, 2, InputPrivacy.HIDDEN))) {
      assertThrows(UserException.class, () -> new Layout(circuit, bad), bad.toString());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new LayoutShape(8, 256, 4, 5, 1, InputPrivacy.HIDDEN));
    assertThrows(
        IllegalArgumentException.class, () -> new LayoutShape(8, 10, 3, 5, 1, InputPrivacy.HIDDEN));
  }

  @Test
  void endlessSlotsAreRefused() {
    Circuit circuit = new AllGadgets().tiny.circuit();
    LayoutShape narrow = new LayoutShape(6, 1, 0, 13, 1, InputPrivacy.HIDDEN);
    UserException refused = assertThrows(UserException.class, () -> new Layout(circuit, narrow));
    assertEquals("1 active rows need too many slots.", refused.getMessage());
  }
}
