package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import org.junit.jupiter.api.Test;

/**
 * The composition is opened at all points P of a fibre, where the trace is not (that is opened at
 * 4P). Its mask must be uniform at the P even to who knows the mask's own openings at the 4P and at
 * the out-of-domain point: 5 Q + 4 values, for which 5 Q + 5 rows are enough.
 */
final class CompositionMaskTest {
  /** Rows of the mask from which on P100 hides: the next power of two after 5 * 120 + 4. */
  private static final int LOG_ROWS = 10;

  @Test
  void theMaskIsUniformWhereTheCompositionIsOpened() {
    int nQueries = PcsConfig.p100().fri().nQueries();
    List<int[]> functionals = opened(LOG_ROWS, nQueries);
    assertTrue(functionals.size() > 5 * nQueries - 20, "too few openings to mean anything");
    assertEquals(functionals.size(), rank(functionals));
  }

  /** Half the rows are fewer than the values: what is opened then has a part that is not masked. */
  @Test
  void aMaskOfFewerRowsThanOpenedValuesIsNotUniform() {
    List<int[]> functionals = opened(LOG_ROWS - 1, PcsConfig.p100().fri().nQueries());
    assertTrue(functionals.size() > 1 << (LOG_ROWS - 1));
    assertEquals(1 << (LOG_ROWS - 1), rank(functionals));
  }

  /** What a proof's openings are, as functions of the mask's coefficients. */
  private static List<int[]> opened(int logRows, int nQueries) {
    var channel = new Channel();
    channel.mixU32s(1);
    int logDomain = logRows + 4;
    int[] leaves = Fibres.WIDEST.leavesOf(channel.drawQueries(logDomain, nQueries));
    var functionals = new ArrayList<int[]>();
    for (int position : Fibres.WIDEST.positions(leaves)) {
      functionals.add(base(logRows, new CanonicCoset(logDomain).domain().atStorage(position)));
    }
    for (int leaf : leaves) {
      functionals.add(base(logRows, new CanonicCoset(logRows + 2).domain().atStorage(leaf)));
    }
    functionals.addAll(secure(logRows, SecureCirclePoint.fromParameter(channel.drawSecureFelt())));
    return functionals;
  }

  @Test
  void aMaskedProofHasTheMaskAndAnOpenOneHasNot() {
    var air = new ToyInstance(0);
    for (boolean masked : new boolean[] {true, false}) {
      var layout = CommitmentLayout.of(air, PcsConfig.p100(), masked);
      var interaction = layout.trees().get(layout.indexOf(Tree.INTERACTION));
      assertEquals(masked ? QM31.DEGREE : 0, interaction.masks());
    }
  }

  @Test
  void theValueCheckedIsTheCommittedOneLessTheMask() {
    var layout = CommitmentLayout.of(new ToyInstance(0), PcsConfig.p100(), true);
    var values = new QM31[layout.sampleCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = QM31.of(i + 1);
    }
    QM31 before = new SampleValues(layout, values).composition();
    int mask = values.length - 2 * QM31.DEGREE;
    values[mask] = values[mask].add(1);
    assertEquals(before.sub(1), new SampleValues(layout, values).composition());
    assertNotEquals(before, new SampleValues(layout, values).composition());
  }

  /** The values at a point of the functions that span the space of a column. */
  private static int[] base(int logRows, CirclePoint p) {
    int[] values = new int[1 << logRows];
    QM31[] wide = functions(logRows, SecureCirclePoint.of(p));
    for (int j = 0; j < values.length; j++) {
      values[j] = wide[j].a();
    }
    return values;
  }

  private static List<int[]> secure(int logRows, SecureCirclePoint p) {
    QM31[] wide = functions(logRows, p);
    var coordinates = new ArrayList<int[]>();
    for (int k = 0; k < QM31.DEGREE; k++) {
      int[] values = new int[wide.length];
      for (int j = 0; j < wide.length; j++) {
        values[j] = wide[j].coordinate(k);
      }
      coordinates.add(values);
    }
    return coordinates;
  }

  private static QM31[] functions(int logRows, SecureCirclePoint p) {
    var values = new QM31[1 << logRows];
    values[0] = QM31.ONE;
    QM31 factor = p.y();
    for (int bit = 0; bit < logRows; bit++) {
      for (int j = 0; j < 1 << bit; j++) {
        values[j | 1 << bit] = values[j].mul(factor);
      }
      factor = bit == 0 ? p.x() : factor.square().add(factor.square()).sub(1);
    }
    return values;
  }

  private static int rank(List<int[]> rows) {
    int rank = 0;
    int width = rows.getFirst().length;
    for (int column = 0; column < width && rank < rows.size(); column++) {
      int pivot = rank;
      while (pivot < rows.size() && rows.get(pivot)[column] == 0) {
        pivot++;
      }
      if (pivot == rows.size()) {
        continue;
      }
      int[] row = rows.get(pivot);
      rows.set(pivot, rows.get(rank));
      rows.set(rank, row);
      int inverse = M31.inverse(row[column]);
      for (int r = rank + 1; r < rows.size(); r++) {
        int[] other = rows.get(r);
        int scale = M31.mul(other[column], inverse);
        for (int j = column; scale != 0 && j < width; j++) {
          other[j] = M31.sub(other[j], M31.mul(scale, row[j]));
        }
      }
      rank++;
    }
    return rank;
  }
}
