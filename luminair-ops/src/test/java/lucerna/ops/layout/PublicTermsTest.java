package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
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

  /* What the verifier computes without the columns is what they would give. */
  private void sums(PublicData columns, Layout layout, PublicValues values, QM31... challenges) {
    SecureColumn weights = Monomials.column(layout.activeRows(), row -> element());
    PublicSums sums = MainPublicColumns.sums(layout, values, rows -> weights, challenges);
    assertArrayEquals(PublicSums.of(columns, rows -> weights).columns(), sums.columns());
    assertArrayEquals(columns.scalars(), sums.scalars());
  }

  private void check(TinyCircuit tiny, Lowering lowering) {
    Layout layout = lowering.layout();
    PublicValues values = PublicValues.of(layout, tiny.run());
    QM31[] challenges = new QM31[PublicTerms.CHALLENGES.size()];
    Arrays.setAll(challenges, i -> element());
    PublicData expected = MainPublicColumns.compute(layout, values, challenges);
    sums(expected, layout, values, challenges);
    long[] integers =
        java.util.stream.Stream.of(values.outputs(), values.inputs())
            .flatMap(Arrays::stream)
            .flatMapToLong(Arrays::stream)
            .toArray();
    var columns = new QM31[expected.columns().size()][layout.activeRows()];
    for (QM31[] column : columns) {
      Arrays.fill(column, QM31.ZERO);
    }
    QM31 total = QM31.ZERO;
    for (PublicTerms.Summand summand : PublicTerms.of(layout)) {
      QM31 value = QM31.of(summand.coefficient());
      for (int c = 0; c < challenges.length; c++) {
        for (int e = summand.exponents().get(c); e > 0; e--) {
          value = value.mul(challenges[c]);
        }
      }
      if (summand.integer() != PublicTerms.NO_INTEGER) {
        value = value.mul(M31.of(integers[summand.integer()]));
      }
      if (summand.column() == PublicTerms.TOTAL) {
        total = total.add(value);
      } else {
        QM31[] column = columns[summand.column()];
        column[summand.row()] = column[summand.row()].add(value);
      }
    }
    assertEquals(expected.scalars()[0], total, "total");
    for (int i = 0; i < columns.length; i++) {
      for (int row = 0; row < columns[i].length; row++) {
        assertEquals(expected.columns().get(i).get(row), columns[i][row], "column " + i);
      }
    }
  }

  private QM31 element() {
    return new QM31(
        random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P));
  }

  private static PublicValues copy(PublicValues values) {
    return new PublicValues(
        Arrays.stream(values.outputs()).map(long[]::clone).toArray(long[][]::new),
        Arrays.stream(values.inputs()).map(long[]::clone).toArray(long[][]::new));
  }
}
