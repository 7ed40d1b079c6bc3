package lucerna.ops.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.M31;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each forgery of an inference breaks a constraint, a lookup, or the sum that ties all cells. */
final class InferenceAttackTest {
  private static final List<String> SUM = List.of("running sum ends at the total");
  private static final int SHIFT = 2;
  private static final int TENSOR = 1;

  private final TinyModel model = TinyModel.dense(5);
  private final Lowering lowering =
      new Lowering(
          new Layout(model.program(), new LayoutShape(7, 2, 5, 2, 1, InputPrivacy.COMMITTED)));
  private final Layout layout = lowering.layout();
  private TestTrace trace = TestTrace.inference(lowering, model, 1);

  /** A negative element: its ReLU is 0 whatever its magnitude. */
  private int negative;

  private int row;
  private String slot = "";

  @BeforeEach
  void findNegative() {
    int[] y = model.values()[TENSOR];
    negative = IntStream.range(0, y.length).filter(i -> y[i] < -1).findFirst().orElseThrow();
    int number = layout.elementNumber(TENSOR, negative);
    row = layout.rowOf(number);
    slot = "e" + layout.slotOf(number);
    assertEquals(List.of(), trace.violations());
  }

  @Test
  void everyWeight() {
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < layout.weightRows().size(); i++) {
        // A weight times 0 is free to differ here; the key's proof and root fix it.
        if (trace.column("x0")[i] != 0) {
          trace.column("w" + c)[i] = M31.add(trace.column("w" + c)[i], 1);
          assertEquals(SUM, trace.violations());
          trace = TestTrace.inference(lowering, model, 1);
        }
      }
    }
  }

  @Test
  void everyCopyAndConstant() {
    for (int i = 0; i < layout.weightRows().size(); i++) {
      trace.column("x0")[i] = M31.add(trace.column("x0")[i], 1);
      assertEquals(SUM, trace.violations());
      trace.column("x0")[i] = M31.sub(trace.column("x0")[i], 1);
    }
  }

  @Test
  void copyBeyondTheBatch() {
    TinyModel mixed = TinyModel.mixedBatches(3);
    Layout wide = new Layout(mixed.program(), new LayoutShape(7, 2, 5, 2, 1, InputPrivacy.HIDDEN));
    TestTrace two = TestTrace.inference(new Lowering(wide), mixed, 1);
    for (int i = 0; i < wide.weightRows().size(); i++) {
      int[] column = two.column("x1");
      column[i] = M31.add(column[i], 1);
      assertEquals(SUM, two.violations());
      column[i] = M31.sub(column[i], 1);
    }
  }

  @Test
  void everyInput() {
    for (int i = 0; i < 4; i++) {
      trace.column("in0")[i] = M31.add(trace.column("in0")[i], 1);
      assertEquals(SUM, trace.violations());
      trace.column("in0")[i] = M31.sub(trace.column("in0")[i], 1);
    }
  }

  @Test
  void everyElement() {
    for (int number = 0; number < layout.sizes().elements(); number++) {
      for (String part : List.of(".t", ".rem")) {
        int[] column = trace.column("e" + layout.slotOf(number) + part);
        column[layout.rowOf(number)]++;
        assertNotEquals(List.of(), trace.violations(), part + " of " + number);
        column[layout.rowOf(number)]--;
      }
    }
  }

  @Test
  void publicOutput() {
    PublicValues honest = model.publicValues(InputPrivacy.COMMITTED);
    for (int i = 0; i < honest.outputs()[0].length; i++) {
      long[] outputs = honest.outputs()[0].clone();
      outputs[i]++;
      PublicValues changed = new PublicValues(new long[][] {outputs}, new long[0][]);
      assertEquals(SUM, trace.violations(lowering.inference(changed)));
    }
  }

  @Test
  void publicOutputOutOfRange() {
    long[] outputs = model.publicValues(InputPrivacy.COMMITTED).outputs()[0];
    for (long bad : new long[] {-1, 128, M31.P}) {
      long[] changed = outputs.clone();
      changed[0] = bad;
      PublicValues values = new PublicValues(new long[][] {changed}, new long[0][]);
      assertThrows(IllegalArgumentException.class, () -> lowering.inference(values));
    }
  }

  @Test
  void remainderTooLarge() {
    trace.column(slot + ".t")[row]++;
    trace.column(slot + ".t.limb0")[row]++;
    trace.column(slot + ".rem")[row] += 1 << SHIFT;
    assertLookup(".rem.width0");
  }

  @Test
  void remainderNegative() {
    trace.column(slot + ".t")[row]--;
    trace.column(slot + ".t.limb0")[row]--;
    int[] rem = trace.column(slot + ".rem");
    rem[row] = M31.sub(rem[row], 1 << SHIFT);
    assertLookup(".rem.width0");
  }

  @Test
  void magnitudeTooWide() {
    // Another remainder in range, and the magnitude that the equation then asks for.
    int[] rem = trace.column(slot + ".rem");
    int other = rem[row] ^ 1;
    int[] t = trace.column(slot + ".t");
    int change = M31.mul(M31.of(other - rem[row]), M31.inverse(1 << SHIFT));
    t[row] = M31.add(t[row], change); // the element is -t
    rem[row] = other;
    assertLookup(".t.width1");
  }

  @Test
  void magnitudeTooWideInItsLowLimb() {
    trace.column(slot + ".t.limb0")[row] += 32;
    assertLookup(".t.width0");
  }

  @Test
  void signNotABit() {
    trace.column(slot + ".g")[row] = 2;
    assertTrue(
        trace.violations().contains(slot + ": g is a sign bit, g (g - 1) = 0"),
        () -> trace.violations().toString());
  }

  @Test
  void signFlipped() {
    trace.column(slot + ".g")[row] = 0;
    assertEquals(SUM, trace.violations());
  }

  @Test
  void elementsSwapped() {
    int[] y = model.values()[TENSOR];
    int other = IntStream.range(0, y.length).filter(i -> y[i] != y[negative]).findFirst().orElse(0);
    int number = layout.elementNumber(TENSOR, other);
    String otherSlot = "e" + layout.slotOf(number);
    for (String part : List.of(".t", ".t.limb0", ".g", ".rem")) {
      int[] one = trace.column(slot + part);
      int[] two = trace.column(otherSlot + part);
      int held = one[row];
      one[row] = two[layout.rowOf(number)];
      two[layout.rowOf(number)] = held;
    }
    assertEquals(SUM, trace.violations());
  }

  @Test
  void multiplicity() {
    trace.column("table.uses")[3]++;
    assertTrue(
        trace.violations().stream().anyMatch(label -> label.startsWith("RANGE.")),
        () -> trace.violations().toString());
  }

  private void assertLookup(String width) {
    List<String> labels = trace.violations();
    assertTrue(
        labels.stream().anyMatch(label -> label.startsWith("RANGE." + slot + width)),
        labels::toString);
    assertTrue(labels.containsAll(SUM), labels::toString);
  }
}
