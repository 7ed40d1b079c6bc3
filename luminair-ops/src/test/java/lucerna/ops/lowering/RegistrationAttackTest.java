package lucerna.ops.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.ops.program.Weights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each forgery of a key breaks a constraint, a lookup, or the channel sums. */
final class RegistrationAttackTest {
  private static final String SUM = "running sum ends at the total";
  private static final int TABLE_BITS = 5;

  private final TinyModel model = TinyModel.denseReluDense(4);
  private final Lowering lowering =
      new Lowering(
          new Layout(
              model.program(), new LayoutShape(7, 2, TABLE_BITS, 1, 3, InputPrivacy.HIDDEN)));
  private final TestTrace trace = TestTrace.registration(lowering, model.weights(), 1);

  /** A channel whose sum is the bound itself. */
  private int tight;

  @BeforeEach
  void findTight() {
    List<ChannelSum> sums = lowering.layout().sizes().sums();
    tight =
        IntStream.range(0, sums.size())
            .filter(i -> trace.column("sum")[i] == sums.get(i).bound())
            .findFirst()
            .orElseThrow();
    assertEquals(List.of(), trace.violations());
  }

  @Test
  void instanceDiffersAnywhere() {
    for (int instance = 1; instance < 3; instance++) {
      for (int row = 0; row < lowering.layout().weightRows().size(); row++) {
        int[] column = trace.column("w" + instance + ".1");
        column[row] = M31.add(column[row], 1);
        assertEquals(List.of("instance " + instance + " holds w1"), trace.violations());
        column[row] = M31.sub(column[row], 1);
      }
    }
  }

  @Test
  void weightTooLarge() {
    int row = positiveRow();
    for (int instance = 0; instance < 3; instance++) {
      trace.column("w" + instance + ".0")[row] = 1 << 13;
    }
    trace.column("a0")[row] = 1 << 13;
    trace.column("a0.limb0")[row] = 0;
    trace.column("a0.limb1")[row] = 0;
    assertBroken("RANGE.3,f(a0,");
    Weights.Layer first = model.weights().layers().get(0);
    first.w()[0] = 1 << 13;
    assertThrows(
        IllegalArgumentException.class,
        () -> WeightColumns.fill(lowering.layout(), model.weights()));
  }

  @Test
  void positivePartOfAnotherNumber() {
    int row = positiveRow();
    trace.column("a0")[row]++;
    assertBroken("a0 is w0 or 0, a (a - w) = 0");
  }

  @Test
  void positivePartLeftOut() {
    // a = 0 makes the weight its own negative part: it is out of range.
    int row = positiveRow();
    trace.column("a0")[row] = 0;
    trace.column("a0.limb0")[row] = 0;
    assertBroken("RANGE.");
  }

  @Test
  void sumUnderstated() {
    trace.column("sum")[tight]--;
    trace.column("slack.limb0")[tight]++;
    int[] uses = trace.column("table.uses");
    int zero = (1 << TABLE_BITS) - 1;
    uses[zero]--;
    uses[zero + 1]++;
    assertEquals(List.of(SUM), trace.violations());
  }

  @Test
  void boundExceeded() {
    trace.column("bound")[tight]--;
    assertBroken("RANGE.5,f(sum,");
  }

  private void assertBroken(String prefix) {
    List<String> labels = trace.violations();
    assertTrue(labels.stream().anyMatch(label -> label.startsWith(prefix)), labels::toString);
  }

  private int positiveRow() {
    int[] w = trace.column("w0.0");
    return IntStream.range(0, lowering.layout().weightRows().size())
        .filter(i -> w[i] > 0 && w[i] < 4)
        .findFirst()
        .orElseThrow();
  }
}
