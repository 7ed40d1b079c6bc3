package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.PublicBoxes;
import lucerna.ops.layout.PublicTerms;
import org.junit.jupiter.api.Test;

/** The tables say what the summands of protocol.md, section 7.4, say, no more and no less. */
final class PublicTableTest {
  private static final Random RANDOM = new Random(8);

  private static QM31 element() {
    return new QM31(
        RANDOM.nextInt(M31.P), RANDOM.nextInt(M31.P), RANDOM.nextInt(M31.P), RANDOM.nextInt(M31.P));
  }

  private static QM31[] elements(int count) {
    QM31[] elements = new QM31[count];
    Arrays.setAll(elements, i -> element());
    return elements;
  }

  private static QM31[] reference(Layout layout, int columns, List<QM31> rows, QM31... challenges) {
    QM31[] sums = new QM31[columns + 1];
    Arrays.fill(sums, QM31.ZERO);
    for (PublicTerms.Summand summand : PublicTerms.of(layout)) {
      boolean total = summand.column() == PublicTerms.TOTAL;
      QM31 term = QM31.of(summand.coefficient());
      for (int c = 0; c < challenges.length; c++) {
        term = term.mul(challenges[c].pow(summand.exponents().get(c)));
      }
      int integer = layout.activeRows() + 1 + summand.integer();
      int row =
          total && summand.integer() == PublicTerms.NO_INTEGER ? layout.activeRows() : integer;
      int column = total ? columns : summand.column();
      sums[column] = sums[column].add(term.mul(rows.get(total ? row : summand.row())));
    }
    return sums;
  }

  private static void isWhatTheSummandsAre(Layout layout, double partGas, int atLeast) {
    PublicColumnSource source = PublicColumnSource.of(layout, partGas);
    assertTrue(source.fits());
    assertTrue(source.parts().size() >= atLeast, source.parts().size() + " parts");
    int columns = PublicBoxes.of(layout).columns();
    int integers = PublicTerms.ranges(layout).stream().mapToInt(PublicTerms.Range::count).sum();
    var rows = new ArrayList<>(List.of(elements(layout.activeRows())));
    rows.add(QM31.ONE);
    for (int i = 0; i < integers; i++) {
      rows.add(QM31.of(RANDOM.nextInt(M31.P)));
    }
    QM31[] challenges = elements(PublicTerms.CHALLENGES.size());
    QM31[] sums = new QM31[columns + 1];
    Arrays.fill(sums, QM31.ZERO);
    for (PublicTable part : source.parts()) {
      int left = new PublicWalk(part).addTo(rows, challenges, sums);
      assertTrue(left < PublicTable.PER_FELT, left + " numbers left");
    }
    QM31[] expected = reference(layout, columns, rows, challenges);
    for (int i = 0; i <= columns; i++) {
      assertEquals(expected[i], sums[i], "column " + i + " of " + columns);
    }
  }

  @Test
  void ofAPerceptronWithPublicInput() {
    Layout layout = SmallModel.of("accuracy", InputPrivacy.PUBLIC, false).key().layout();
    isWhatTheSummandsAre(layout, PublicColumnSource.PART_GAS, 1);
    isWhatTheSummandsAre(layout, 1e6, 3);
  }

  @Test
  void ofACommittedInput() {
    Layout layout = SmallModel.of("1l_linear", InputPrivacy.COMMITTED, true).key().layout();
    isWhatTheSummandsAre(layout, PublicColumnSource.PART_GAS, 1);
  }

  @Test
  void ofAConvolutionalNetwork() {
    Layout layout = SmallModel.cnn().key().layout();
    isWhatTheSummandsAre(layout, PublicColumnSource.PART_GAS, 1);
    isWhatTheSummandsAre(layout, 10e6, 3);
  }

  @Test
  void ofABatch() {
    Layout layout = SmallModel.batch("1l_linear", InputPrivacy.HIDDEN).key().layout();
    isWhatTheSummandsAre(layout, PublicColumnSource.PART_GAS, 1);
  }

  /* Far fewer sums than summands: what the tables are for. */
  @Test
  void slotsShareSums() {
    Layout layout = SmallModel.cnn().key().layout();
    double gas = PublicColumnSource.of(layout).gas();
    assertTrue(gas < 6_000.0 * PublicTerms.of(layout).size(), gas + " gas");
  }
}
