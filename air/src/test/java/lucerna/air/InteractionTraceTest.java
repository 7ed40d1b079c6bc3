package lucerna.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.junit.jupiter.api.Test;

class InteractionTraceTest {
  private final ToyTrace trace = new ToyTrace(5);

  @Test
  void totalIsTheSumOfFractionsAndTermsComputedByHand() throws ZeroDenominatorException {
    QM31 expected = QM31.ZERO;
    for (int row = 0; row < ToyTrace.ACTIVE; row++) {
      for (int i = 0; i < trace.program.fractions().size(); i++) {
        expected = expected.add(fraction(i, row));
      }
      QM31 u = at("u", row);
      QM31 input = at("input", row);
      expected = expected.add(u.mul(at("weight", row)).mul(at("x", row)));
      expected = expected.add(u.mul(input).mul(trace.scalars().challenges().get(0)));
    }
    assertEquals(expected, trace.fillInteraction());
    assertEquals(expected, at("logup.sum", ToyTrace.ACTIVE));
    assertEquals(QM31.ZERO, at("logup.sum", 0));
  }

  @Test
  void balancedRelationsLeaveOnlyTheTerms() throws ZeroDenominatorException {
    QM31 expected = QM31.ZERO;
    for (int row = 0; row < ToyTrace.ACTIVE; row++) {
      QM31 u = at("u", row);
      expected = expected.add(u.mul(at("weight", row)).mul(at("x", row)));
      expected = expected.add(u.mul(at("input", row)).mul(trace.scalars().challenges().get(0)));
    }
    assertEquals(expected, trace.fillInteraction());
  }

  @Test
  void columnsHoldTheirFractions() throws ZeroDenominatorException {
    QM31 total = trace.fillInteraction();
    assertTrue(!total.isZero());
    for (int row = 0; row < ToyTrace.ACTIVE; row++) {
      assertEquals(fraction(0, row).add(fraction(1, row)), at("logup.h0", row));
      assertEquals(fraction(2, row).add(fraction(3, row)), at("logup.h1", row));
      assertEquals(fraction(4, row), at("logup.h2", row));
    }
  }

  @Test
  void rowsAfterTheActiveOnesAreTheCallers() throws ZeroDenominatorException {
    List<SecureColumn> columns = trace.interaction();
    QM31 mark = new QM31(1, 2, 3, 4);
    for (SecureColumn column : columns) {
      for (int row = ToyTrace.ACTIVE; row < ToyTrace.ROWS; row++) {
        column.set(row, mark);
      }
    }
    QM31 total = trace.fillInteraction();
    assertEquals(total, columns.getLast().get(ToyTrace.ACTIVE));
    for (SecureColumn column : columns.subList(0, columns.size() - 1)) {
      assertEquals(mark, column.get(ToyTrace.ACTIVE));
    }
    for (SecureColumn column : columns) {
      for (int row = ToyTrace.ACTIVE + 1; row < ToyTrace.ROWS; row++) {
        assertEquals(mark, column.get(row));
      }
    }
  }

  @Test
  void zeroDenominatorIsReported() {
    // z - 1 - alpha lo = 0 in row 11.
    QM31 alpha = ToyTrace.randomSecure(new Random(9));
    QM31 z = alpha.mul(at("lo", 11)).add(1);
    int first = 0;
    while (trace.column("lo")[first] != trace.column("lo")[11]
        && trace.column("hi")[first] != trace.column("lo")[11]) {
      first++;
    }
    Scalars scalars = new Scalars(List.of(QM31.ONE, z, alpha), List.of(QM31.ZERO));
    Assignment assignment = Assignment.inRowOrder(trace, ToyTrace.ROWS, scalars);
    InteractionTrace interaction = new InteractionTrace(trace.program);
    List<SecureColumn> out = trace.interaction();
    ZeroDenominatorException thrown =
        assertThrows(
            ZeroDenominatorException.class,
            () -> interaction.fill(assignment, ToyTrace.ACTIVE, out));
    assertEquals(
        "a denominator is zero in row " + first + ": range.lo, range.hi", thrown.getMessage());
  }

  @Test
  void misfitsAreRefused() {
    InteractionTrace interaction = new InteractionTrace(trace.program);
    Assignment assignment = trace.assignment();
    List<SecureColumn> out = trace.interaction();
    assertThrows(
        IllegalArgumentException.class,
        () -> interaction.fill(assignment, ToyTrace.ACTIVE, out.subList(1, 4)));
    assertThrows(
        IllegalArgumentException.class, () -> interaction.fill(assignment, ToyTrace.ROWS, out));
    AirProgram nothing = AirProgram.of(air -> air.column("x"));
    assertThrows(IllegalArgumentException.class, () -> new InteractionTrace(nothing));
  }

  /** The definition, without the program's nodes. */
  private QM31 fraction(int index, int row) {
    QM31 lo = at("lo", row);
    QM31 hi = at("hi", row);
    QM31 position = at("index", row);
    QM31 seven = QM31.of(7);
    return switch (index) {
      case 0 -> fraction(at("active", row), 1, lo);
      case 1 -> fraction(at("active", row), 1, hi);
      case 2 -> fraction(at("uses", row).mul(at("table", row)).neg(), 1, position);
      case 3 ->
          fraction(
              at("step", row).neg(), 2, seven, position.add(1), at("x", row).add(at("input", row)));
      case 4 -> fraction(at("active", row).sub(at("first", row)), 2, seven, position, at("x", row));
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  private QM31 fraction(QM31 numerator, int busId, QM31... tuple) {
    QM31 z = trace.scalars().challenges().get(1);
    QM31 alpha = trace.scalars().challenges().get(2);
    QM31 denominator = z.sub(busId);
    for (int i = 0; i < tuple.length; i++) {
      denominator = denominator.sub(alpha.pow(i + 1).mul(tuple[i]));
    }
    return numerator.mul(denominator.inverse());
  }

  private QM31 at(String name, int row) {
    int[][] c = trace.coordinates(name);
    return c.length == 1
        ? QM31.of(c[0][row])
        : new QM31(c[0][row], c[1][row], c[2][row], c[3][row]);
  }
}
