package lucerna.air;

import static lucerna.air.ToyTrace.randomElement;
import static lucerna.air.ToyTrace.randomSecure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.junit.jupiter.api.Test;

/** A factor in a constraint of its own and in the running sum. */
class FactorColumnsTest {
  private static final int ROWS = 16;
  private static final int ACTIVE = 11;
  private static final AirProgram PROGRAM = AirProgram.of(FactorColumnsTest::define);

  private final Random random = new Random(1);
  private final QM31 r = randomSecure(random);
  private final QM31 theta = randomSecure(random);
  private final List<int[][]> columns = new ArrayList<>();
  private QM31 total = QM31.ZERO;

  private static void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr x = air.column("x");
    Expr y = air.column("y");
    Expr theta = air.lateChallenge("theta");
    Expr phi = air.factor("phi");
    Expr r = air.challenge("r");
    air.label("phi = x + r y").when(active).zero(phi.minus(x).minus(r.times(y)));
    air.addToSum("theta phi x", active.times(phi).times(x).times(theta));
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  FactorColumnsTest() throws ZeroDenominatorException {
    for (ColumnInfo column : PROGRAM.columns()) {
      int[][] coordinates = new int[column.secure() ? QM31.DEGREE : 1][ROWS];
      for (int[] values : coordinates) {
        for (int row = 0; row < ROWS; row++) {
          values[row] = randomElement(random);
        }
      }
      columns.add(coordinates);
    }
    for (int row = 0; row < ROWS; row++) {
      columns.get(0)[0][row] = row < ACTIVE ? 1 : 0;
      columns.get(1)[0][row] = row == 0 ? 1 : 0;
      columns.get(2)[0][row] = row == ACTIVE ? 1 : 0;
    }
    SecureColumn phi = secure("phi");
    for (int row = 0; row < ACTIVE; row++) {
      phi.set(row, r.mul(columns.get(4)[0][row]).add(columns.get(3)[0][row]));
      total = total.add(phi.get(row).mul(columns.get(3)[0][row]).mul(theta));
    }
    assertEquals(total, fill());
  }

  private SecureColumn secure(String name) {
    int[][] c = columns.get(PROGRAM.column(name).id());
    return new SecureColumn(c[0], c[1], c[2], c[3]);
  }

  private Assignment assignment() {
    return Assignment.inRowOrder(
        columns::get, ROWS, new Scalars(List.of(r, theta), List.of(total)));
  }

  private QM31 fill() throws ZeroDenominatorException {
    return new InteractionTrace(PROGRAM).fill(assignment(), ACTIVE, List.of(secure("logup.sum")));
  }

  private List<Violation> violations() {
    return new TraceChecker(PROGRAM).checkConstraints(assignment(), 100);
  }

  @Test
  void anHonestTracePassesWhateverStandsInRowsThatAreNotActive() {
    assertEquals(List.of(), violations());
    secure("phi").set(ACTIVE, QM31.ONE);
    assertEquals(List.of(), violations());
  }

  @Test
  void everyCoordinateOfEveryActiveRowIsNoticedAndNamed() {
    for (int[] coordinate : columns.get(PROGRAM.column("phi").id())) {
      for (int row = 0; row < ACTIVE; row++) {
        int honest = coordinate[row];
        coordinate[row] = M31.add(honest, 1);
        Violation violation = violations().getFirst();
        assertEquals("phi = x + r y", violation.label());
        assertEquals(row, violation.row());
        assertEquals(secure("phi").get(row), violation.values().get("phi"));
        // The sum reads it, too.
        assertTrue(violations().stream().anyMatch(v -> v.label().startsWith("running sum adds")));
        coordinate[row] = honest;
      }
    }
  }
}
