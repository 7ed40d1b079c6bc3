package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.executor.CircuitExecution;
import org.junit.jupiter.api.Test;

/** Forged products, copies, factors, zeros and integers break the sum that ties all cells. */
final class ProductAttackTest {
  private static final Set<String> SUM = Set.of("running sum ends at the total");

  private final TinyCircuit copied = ProductCircuits.weights(2);
  private final TinyCircuit factored = ProductCircuits.weights(5);
  private final TinyCircuit pairs = ProductCircuits.views();

  private static TestTrace trace(TinyCircuit tiny, Lowering lowering) {
    TestTrace trace = TestTrace.inference(lowering, tiny.weights(), tiny.run());
    assertEquals(Set.of(), trace.violations());
    return trace;
  }

  private static Lowering lower(TinyCircuit tiny) {
    return tiny.lower(7, 40, 4, 5, InputPrivacy.HIDDEN);
  }

  @Test
  void everyWeight() {
    for (TinyCircuit tiny : List.of(copied, factored, pairs)) {
      Lowering lowering = lower(tiny);
      TestTrace trace = trace(tiny, lowering);
      for (int c = 0; c < 4; c++) {
        int[] column = trace.column("w" + c);
        for (int row = 0; row < lowering.layout().weightRows(); row += 3) {
          int was = column[row];
          column[row] = M31.add(was, 1);
          Set<String> found = trace.violations();
          // A weight times 0 in all of the batch is free here; the key's proof and root fix it.
          assertTrue(found.equals(SUM) || isDead(tiny, lowering, trace, row), found::toString);
          column[row] = was;
        }
      }
    }
  }

  private static boolean isDead(TinyCircuit tiny, Lowering lowering, TestTrace trace, int row) {
    if (trace.hasFactors()) {
      return FactorColumns.compute(lowering.layout(), tiny.run().cells(), twos())[0]
          .get(row)
          .isZero();
    }
    return trace.column("x0")[row] == 0 && trace.column("x1")[row] == 0;
  }

  @Test
  void compensatedWeights() {
    // Column sums keep: +1 in one output channel, -1 in another.
    for (TinyCircuit tiny : List.of(copied, factored, pairs)) {
      TestTrace trace = trace(tiny, lower(tiny));
      trace.column("w0")[0] = M31.add(trace.column("w0")[0], 1);
      trace.column("w1")[0] = M31.sub(trace.column("w1")[0], 1);
      assertEquals(SUM, trace.violations());
    }
  }

  @Test
  void everyCopy() {
    Lowering lowering = lower(copied);
    TestTrace trace = trace(copied, lowering);
    for (int m = 0; m < 2; m++) {
      int[] x = trace.column("x" + m);
      for (int row = 0; row < lowering.layout().weightRows(); row++) {
        x[row] = M31.add(x[row], 1);
        assertEquals(SUM, trace.violations());
        x[row] = M31.sub(x[row], 1);
      }
    }
  }

  @Test
  void everyFactor() {
    for (TinyCircuit tiny : List.of(factored, pairs)) {
      Lowering lowering = lower(tiny);
      TestTrace trace = trace(tiny, lowering);
      int columns = FactorColumns.compute(lowering.layout(), tiny.run().cells(), twos()).length;
      int pairCount = lowering.layout().sizes().pairs();
      for (int column = 0; column < columns; column++) {
        int rows =
            column == 0
                ? lowering.layout().weightRows()
                : Math.ceilDiv(pairCount, lowering.layout().pairSlots());
        for (int row = 0; row < rows; row++) {
          int from = column;
          int at = row;
          trace.attackFactors(
              (factors, challenges) -> factors[from].set(at, factors[from].get(at).add(QM31.ONE)));
          assertEquals(SUM, trace.violations());
        }
      }
    }
  }

  private static QM31[] twos() {
    QM31[] twos = new QM31[3];
    Arrays.fill(twos, QM31.of(2));
    return twos;
  }

  @Test
  void factorsChosenToMeetAWrongResult() {
    // The first round's challenges are known: phi' psi' = phi psi + error can be met, but the late
    // challenges tie phi' to the gadgets.
    Lowering lowering = lower(pairs);
    TestTrace trace = trace(pairs, lowering);
    CircuitExecution execution = pairs.run();
    long[][] outputs =
        Arrays.stream(execution.outputs())
            .map(values -> Arrays.stream(values).asLongStream().toArray())
            .toArray(long[][]::new);
    outputs[1][0]++;
    int last = lowering.layout().sizes().pairs() - 2;
    int slots = lowering.layout().pairSlots();
    trace.attackFactors(
        (factors, challenges) -> {
          int column = 1 + 2 * (last % slots);
          QM31 psi = factors[column + 1].get(last / slots);
          QM31 phi = factors[column].get(last / slots);
          factors[column].set(last / slots, phi.add(psi.inverse()));
        });
    assertEquals(
        SUM, trace.violations(lowering.inference(new PublicValues(outputs, new long[0][]))));
  }

  @Test
  void compensatedAccumulators() {
    // Two published accumulators of one row, and of one column, with the same sum as before.
    for (TinyCircuit tiny : List.of(copied, factored)) {
      Lowering lowering = lower(tiny);
      TestTrace trace = trace(tiny, lowering);
      long[] honest = Arrays.stream(tiny.run().outputs()[0]).asLongStream().toArray();
      for (int other : new int[] {1, 3}) {
        long[] outputs = honest.clone();
        outputs[0]++;
        outputs[other]--;
        PublicValues values = new PublicValues(new long[][] {outputs}, new long[0][]);
        assertEquals(SUM, trace.violations(lowering.inference(values)));
      }
    }
  }

  @Test
  void compensatedProductsOfViews() {
    Lowering lowering = lower(pairs);
    TestTrace trace = trace(pairs, lowering);
    PublicValues values = PublicValues.of(lowering.layout(), pairs.run());
    values.outputs()[1][0]++;
    values.outputs()[1][1]--;
    assertEquals(SUM, trace.violations(lowering.inference(values)));
  }

  @Test
  void everyGadgetOfAProduct() {
    for (TinyCircuit tiny : List.of(copied, factored, pairs)) {
      TestTrace trace = trace(tiny, lower(tiny));
      Circuit circuit = tiny.circuit();
      for (int b = 0; b < circuit.blocks().size(); b++) {
        for (int e = 0; e < circuit.blocks().get(b).length(); e++) {
          trace.add(b, e, "t", 1);
          assertTrue(trace.violations().containsAll(SUM));
          trace.add(b, e, "t", -1);
        }
      }
    }
  }
}
