package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The terms say of all challenges what the public data are for some. */
final class PublicTermsTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource(InputPrivacy.class)
  void everyKindOfGadget(InputPrivacy inputs) {
    AllGadgets gadgets = new AllGadgets();
    for (int rows : new int[] {1, 40}) {
      check(gadgets.tiny, gadgets.tiny.lower(6, rows, 0, 4, inputs));
    }
  }

  @ParameterizedTest
  @EnumSource(InputPrivacy.class)
  void products(InputPrivacy inputs) {
    for (TinyCircuit tiny :
        List.of(ProductCircuits.weights(2), ProductCircuits.weights(5), ProductCircuits.views())) {
      for (int weightColumns : new int[] {1, 4}) {
        for (int rows : new int[] {1, 100}) {
          check(tiny, tiny.lower(8, rows, weightColumns, 5, inputs));
        }
      }
    }
  }

  @Test
  void rangesAreThoseThatPublicValuesAreCheckedFor() {
    AllGadgets gadgets = new AllGadgets();
    Layout layout = gadgets.tiny.lower(6, 40, 0, 4, InputPrivacy.PUBLIC).layout();
    PublicValues honest = PublicValues.of(layout, gadgets.tiny.run());
    int outputs = honest.outputs().length;
    int next = 0;
    int list = 0;
    for (PublicTerms.Range range : PublicTerms.ranges(layout)) {
      next = range.list() == list ? next : 0;
      list = range.list();
      for (long end : new long[] {range.low(), range.high()}) {
        PublicValues changed = copy(honest);
        long[] values = list < outputs ? changed.outputs()[list] : changed.inputs()[list - outputs];
        int at = next;
        values[at] = end + (end == range.low() ? -1 : 1);
        assertThrows(IllegalArgumentException.class, () -> changed.check(layout), range::toString);
        boolean accumulator = list < outputs && layout.circuit().outputs().get(list).view() == null;
        if (!accumulator) {
          values[at] = end;
          changed.check(layout);
        }
      }
      next += range.count();
    }
    assertTrue(list >= outputs, "public inputs have ranges");
  }

  private void check(TinyCircuit tiny, Lowering lowering) {
    SummandReference.check(lowering, PublicValues.of(lowering.layout(), tiny.run()), random);
  }

  private static PublicValues copy(PublicValues values) {
    return new PublicValues(
        Arrays.stream(values.outputs()).map(long[]::clone).toArray(long[][]::new),
        Arrays.stream(values.inputs()).map(long[]::clone).toArray(long[][]::new));
  }
}
