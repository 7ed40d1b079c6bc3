package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import lucerna.ops.executor.CircuitExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Honest traces satisfy their constraint systems. */
final class HonestTraceTest {
  private final AllGadgets gadgets = new AllGadgets();

  @ParameterizedTest
  @EnumSource(InputPrivacy.class)
  void everyKindOfGadget(InputPrivacy inputs) {
    CircuitExecution execution = gadgets.tiny.run();
    for (int tableBits : new int[] {3, 4, 6, 9}) {
      for (int rows : new int[] {1, 5, 40}) {
        Lowering lowering = gadgets.tiny.lower(6, rows, 0, tableBits, inputs);
        TestTrace trace = TestTrace.inference(lowering, gadgets.tiny.weights(), execution);
        assertEquals(Set.of(), trace.violations(), rows + " rows");
        assertTrue(lowering.mainProgram().maxDegree() <= 4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(InputPrivacy.class)
  void products(InputPrivacy inputs) {
    for (TinyCircuit tiny : circuits()) {
      CircuitExecution execution = tiny.run();
      for (int weightColumns : new int[] {1, 2, 4, 8}) {
        for (int rows : new int[] {1, 30, 100}) {
          Lowering lowering = tiny.lower(8, rows, weightColumns, 5, inputs);
          TestTrace trace = TestTrace.inference(lowering, tiny.weights(), execution);
          assertEquals(Set.of(), trace.violations(), weightColumns + " columns");
          assertTrue(lowering.mainProgram().maxDegree() <= 4);
        }
      }
    }
  }

  @Test
  void keys() {
    for (TinyCircuit tiny : circuits()) {
      for (int weightColumns : new int[] {1, 2, 8}) {
        Lowering lowering = tiny.lower(8, 10, weightColumns, 5, InputPrivacy.HIDDEN);
        TestTrace trace = TestTrace.registration(lowering, tiny.weights());
        assertEquals(Set.of(), trace.violations(), weightColumns + " columns");
        assertTrue(lowering.registrationProgram().maxDegree() <= 4);
      }
    }
  }

  @Test
  void modes() {
    assertFalse(new CircuitSizes(ProductCircuits.weights(2).circuit()).usesFactors());
    assertTrue(new CircuitSizes(ProductCircuits.weights(5).circuit()).usesFactors());
    assertTrue(new CircuitSizes(ProductCircuits.views().circuit()).usesFactors());
  }

  private static List<TinyCircuit> circuits() {
    return List.of(ProductCircuits.weights(2), ProductCircuits.weights(5), ProductCircuits.views());
  }
}
