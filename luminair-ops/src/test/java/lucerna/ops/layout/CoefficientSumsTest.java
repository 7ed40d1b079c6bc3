package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import org.junit.jupiter.api.Test;

/** Sums that are reduced late are those that are reduced at once. */
final class CoefficientSumsTest {
  private static final int LAST = M31.P - 1;

  private final Random random = new Random(3);

  @Test
  void productsAreThoseOfTheField() {
    int[] ends = {0, 1, 2, 1 << 30, LAST - 1, LAST};
    for (int i = 0; i < 20_000; i++) {
      QM31 a = i % 2 == 0 ? element(ends) : element();
      QM31 b = i % 3 == 0 ? element(ends) : element();
      int[] product = new int[QM31.DEGREE];
      new CoefficientRun(a, Monomials.column(1, row -> b), 0, 1).get(0, product);
      assertEquals(
          a.mul(b), new QM31(product[0], product[1], product[2], product[3]), a + " times " + b);
    }
  }

  @Test
  void theLargestElementsDoNotOverflow() {
    QM31 most = new QM31(LAST, LAST, LAST, LAST);
    SecureColumn column = Monomials.column(1, row -> most);
    int[] product = new int[QM31.DEGREE];
    new CoefficientRun(most, column, 0, 1).get(0, product);
    assertEquals(most.mul(most), new QM31(product[0], product[1], product[2], product[3]));
  }

  @Test
  void reducingInBetweenChangesNothing() {
    AllGadgets gadgets = new AllGadgets();
    Layout layout = gadgets.tiny.lower(6, 40, 0, 4, InputPrivacy.HIDDEN).layout();
    int count = CoefficientSink.portColumns(layout);
    List<CoefficientSink.BlockForms> forms = CoefficientSink.forms(layout, 0);
    SecureColumn weights = Monomials.column(layout.activeRows(), row -> element());
    var once = new CoefficientSums(layout, forms, count, weights);
    var often = new CoefficientSums(layout, forms, count, weights);
    for (int i = 0; i < 50; i++) {
      QM31 c = element();
      int column = random.nextInt(count);
      int row = random.nextInt(layout.activeRows());
      once.cell(column, row, c);
      often.cell(column, row, c);
      often.reduce();
    }
    assertEquals(totals(once, count), totals(often, count));
  }

  @Test
  void everyCoefficientOfATermIsNegated() {
    AllGadgets gadgets = new AllGadgets();
    Layout layout = gadgets.tiny.lower(6, 40, 0, 4, InputPrivacy.HIDDEN).layout();
    int[] coefficients = {0, 1, -1, M31.P, -M31.P, Integer.MIN_VALUE, 1 - M31.P, 12_345};
    long[] wires = new long[coefficients.length];
    Arrays.fill(wires, Wire.constant(3));
    QM31 expected = QM31.ZERO;
    SecureColumn factors = Monomials.column(wires.length, i -> element());
    for (int i = 0; i < wires.length; i++) {
      expected = expected.sub(factors.get(i).mul(M31.of(3L * coefficients[i])));
    }
    var sums =
        new CoefficientSums(
            layout, CoefficientSink.forms(layout, 0), 0, SecureColumn.zeros(layout.activeRows()));
    sums.subtractTerm(CoefficientRun.of(factors), new Term(new View(wires), 1, coefficients), 0);
    assertEquals(expected, sums.constant());
  }

  private static List<QM31> totals(CoefficientSums sums, int count) {
    QM31[] totals = new QM31[count];
    Arrays.fill(totals, QM31.ZERO);
    sums.addTo(totals);
    return List.of(totals);
  }

  private QM31 element(int... of) {
    return new QM31(pick(of), pick(of), pick(of), pick(of));
  }

  private int pick(int... of) {
    return of.length == 0 ? random.nextInt(M31.P) : of[random.nextInt(of.length)];
  }
}
