package lucerna.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fractions with a column each, the last one in the running sum's constraint. */
class FractionsOneByOneTest {
  private static final int ROWS = 2600;
  private static final int ACTIVE = 2400;
  private static final String SUM = "running sum adds every fraction and term";

  /** Values below 100, looked up in a table of them; and terms of some degree. */
  private static AirProgram program(int lookups, int termDegree, boolean oneByOne) {
    return AirProgram.of(
        air -> {
          Expr active = air.column(Tree.PREPROCESSED, "active");
          Expr first = air.column(Tree.PREPROCESSED, "first");
          Expr last = air.column(Tree.PREPROCESSED, "last");
          Expr table = air.column(Tree.PREPROCESSED, "table");
          Relation range = air.relation("range", 1, 1);
          Expr term = air.publicColumn("u");
          for (int i = 0; i < lookups; i++) {
            Expr x = air.column("x" + i);
            air.consume(range, active, x);
            term = i + 1 < termDegree ? term.times(x) : term;
          }
          air.produce(range, active.times(air.column("uses")), table);
          if (termDegree > 0) {
            air.addToSum("term", term);
          }
          if (oneByOne) {
            air.fractionsOneByOne();
          }
          air.runningSum(active, first, last, air.publicScalar("total"));
        });
  }

  private static List<String> interactionColumns(AirProgram program) {
    return program.columnsOf(Tree.INTERACTION).stream().map(ColumnInfo::name).toList();
  }

  private static int degree(AirProgram program, String label) {
    return program.constraints().stream()
        .filter(constraint -> constraint.label().equals(label))
        .findFirst()
        .orElseThrow()
        .degree();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void theLastFractionHasNoColumn(int lookups) {
    AirProgram program = program(lookups, 1, true);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lookups; i++) {
      expected.add("logup.h" + i);
      assertEquals(List.of(i), program.fractionColumns().get(i).fractions());
      assertEquals(3, degree(program, "logup single " + i + ": range.x" + i));
    }
    expected.add("logup.sum");
    assertEquals(expected, interactionColumns(program));
    assertEquals(program.fractions().getLast(), program.closingFraction().orElseThrow());
    assertEquals(3, program.maxDegree());
    assertEquals(3, degree(program, SUM));
    assertEquals(3, program.report().maxDegree());
  }

  @Test
  void pairsRemainTheDefault() {
    AirProgram program = program(1, 1, false);
    assertEquals(List.of("logup.h0", "logup.sum"), interactionColumns(program));
    assertTrue(program.closingFraction().isEmpty());
    assertEquals(4, program.maxDegree());
    assertFalse(Arrays.equals(program.canonicalBytes(), program(1, 1, true).canonicalBytes()));
  }

  /** With a term of degree 2 there is no room for a denominator beside it. */
  @Test
  void besideTermsOfDegreeTwoTheLastFractionHasAColumn() {
    AirProgram program = program(1, 2, true);
    assertEquals(List.of("logup.h0", "logup.h1", "logup.sum"), interactionColumns(program));
    assertTrue(program.closingFraction().isEmpty());
    assertEquals(3, program.maxDegree());
  }

  @ParameterizedTest
  @CsvSource({
    "term of degree 3, running sum adds every fraction and term has degree 4",
    "tuple of degree 2, 'logup single 0: range.f(x,y) has degree 4'",
    "multiplicity of degree 3, running sum adds every fraction and term has degree 4",
  })
  void whatWouldHaveDegreeFourIsRefused(String what, String message) {
    Air air =
        a -> {
          Expr active = a.column(Tree.PREPROCESSED, "active");
          Expr x = a.column("x");
          Expr y = a.column("y");
          a.fractionsOneByOne();
          Relation range = a.relation("range", 1, 1);
          Expr product = x.times(y);
          switch (what) {
            case "term of degree 3" -> a.addToSum("term", active.times(product));
            case "tuple of degree 2" -> a.consume(range, active, product);
            default -> a.consume(range, active, x);
          }
          boolean many = what.startsWith("multiplicity");
          a.produce(range, many ? active.times(product) : active, y);
          a.runningSum(active, x, y, a.publicScalar("total"));
        };
    var refused = assertThrows(IllegalArgumentException.class, () -> AirProgram.of(air));
    assertEquals(
        "fractions one by one make constraints of degree 3, but " + message, refused.getMessage());
  }

  @Test
  void withoutRelationsNothingChanges() {
    Air air =
        a -> {
          Expr x = a.column("x");
          a.addToSum("term", x.times(x).times(x));
          a.runningSum(x, x, x, a.publicScalar("total"));
        };
    byte[] expected = AirProgram.of(air).canonicalBytes();
    assertArrayEquals(
        expected,
        AirProgram.of(
                a -> {
                  a.fractionsOneByOne();
                  air.define(a);
                })
            .canonicalBytes());
  }

  /** An honest trace of a program, with random values in the rows that are not active. */
  private static final class Trace implements ColumnData {
    private final AirProgram program;
    private final List<int[][]> columns = new ArrayList<>();
    private Scalars scalars;

    Trace(AirProgram program) {
      this.program = program;
      var random = new Random(3);
      for (ColumnInfo column : program.columns()) {
        int[][] coordinates = new int[column.secure() ? QM31.DEGREE : 1][ROWS];
        for (int[] coordinate : coordinates) {
          Arrays.setAll(coordinate, row -> ToyTrace.randomElement(random));
        }
        columns.add(coordinates);
      }
      for (int row = 0; row < ROWS; row++) {
        column("active")[row] = row < ACTIVE ? 1 : 0;
        column("first")[row] = row == 0 ? 1 : 0;
        column("last")[row] = row == ACTIVE ? 1 : 0;
        column("table")[row] = row < 100 ? row : 0;
        for (int[] coordinate : columns.get(program.column("u").id())) {
          coordinate[row] = row < ACTIVE ? coordinate[row] : 0;
        }
      }
      Arrays.fill(column("uses"), 0, ACTIVE, 0);
      for (ColumnInfo column : program.columnsOf(Tree.WITNESS)) {
        for (int row = 0; row < ACTIVE && column.name().startsWith("x"); row++) {
          int value = random.nextInt(100);
          column(column.name())[row] = value;
          column("uses")[value]++;
        }
      }
      scalars =
          new Scalars(
              List.of(ToyTrace.randomSecure(random), ToyTrace.randomSecure(random)),
              List.of(QM31.ZERO));
    }

    int[] column(String name) {
      return columns.get(program.column(name).id())[0];
    }

    @Override
    public int[][] coordinatesOfColumn(int id) {
      return columns.get(id);
    }

    SecureColumn secure(String name) {
      int[][] c = columns.get(program.column(name).id());
      return new SecureColumn(c[0], c[1], c[2], c[3]);
    }

    Assignment assignment() {
      return Assignment.inRowOrder(this, ROWS, scalars);
    }

    void fill() throws ZeroDenominatorException {
      List<SecureColumn> out = interactionColumns(program).stream().map(this::secure).toList();
      QM31 total = new InteractionTrace(program).fill(assignment(), ACTIVE, out);
      scalars = new Scalars(scalars.challenges(), List.of(total));
    }

    QM31 quotient(QM31 numerator, int value) {
      QM31 z = scalars.challenges().get(0);
      QM31 alpha = scalars.challenges().get(1);
      return numerator.mul(z.sub(1).sub(alpha.mul(value)).inverse());
    }

    /** Labels of the constraints that do not hold. */
    Set<String> broken() {
      Set<String> labels = new HashSet<>();
      new TraceChecker(program)
          .checkConstraints(assignment(), 10_000)
          .forEach(violation -> labels.add(violation.label()));
      return labels;
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 1", "1, 2", "2, 2"})
  void theRunningSumHoldsAllFractionsAndTerms(int lookups, int termDegree) throws Exception {
    var trace = new Trace(program(lookups, termDegree, true));
    trace.fill();
    QM31 sum = QM31.ZERO;
    for (int row = 0; row < ACTIVE; row++) {
      assertEquals(sum, trace.secure("logup.sum").get(row));
      QM31 term = trace.secure("u").get(row);
      for (int i = 0; i < lookups; i++) {
        int value = trace.column("x" + i)[row];
        QM31 quotient = trace.quotient(QM31.ONE, value);
        assertEquals(quotient, trace.secure("logup.h" + i).get(row));
        sum = sum.add(quotient);
        term = i + 1 < termDegree ? term.mul(value) : term;
      }
      QM31 uses = QM31.of(trace.column("uses")[row]);
      sum = sum.sub(trace.quotient(uses, trace.column("table")[row])).add(term);
    }
    assertEquals(sum, trace.secure("logup.sum").get(ACTIVE));
    assertEquals(Set.of(), trace.broken());
    assertEquals(List.of(), new TraceChecker(trace.program).checkRelations(trace.assignment(), 9));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, ACTIVE / 2, ACTIVE - 1})
  void aChangeOfTheLastFractionBreaksTheSum(int row) throws Exception {
    var trace = new Trace(program(1, 1, true));
    trace.fill();
    trace.column("uses")[row] = M31.add(trace.column("uses")[row], 1);
    assertEquals(Set.of(SUM), trace.broken());
    assertEquals(1, new TraceChecker(trace.program).checkRelations(trace.assignment(), 9).size());
    trace.fill();
    assertEquals(Set.of(), trace.broken());
  }

  @Test
  void rowsThatAreNotActiveAreFree() throws Exception {
    var trace = new Trace(program(1, 1, true));
    trace.fill();
    trace.column("uses")[ACTIVE]++;
    trace.column("x0")[ACTIVE]++;
    trace.secure("logup.h0").set(ACTIVE, QM31.ONE);
    trace.secure("logup.sum").set(ACTIVE + 1, QM31.ONE);
    assertEquals(Set.of(), trace.broken());
  }

  @Test
  void aZeroInTheLastDenominatorIsNamed() {
    var trace = new Trace(program(1, 1, true));
    trace.column("table")[1234] = 4_000_000;
    QM31 alpha = trace.scalars.challenges().get(1);
    trace.scalars =
        new Scalars(List.of(alpha.mul(4_000_000).add(1), alpha), trace.scalars.publicScalars());
    assertEquals(
        "a denominator is zero in row 1234: range.table",
        assertThrows(ZeroDenominatorException.class, trace::fill).getMessage());
  }

  /** What only the last fraction reads is an expression of the program, too. */
  @Test
  void combinationsInTheLastFractionAreTakenOut() {
    AirProgram program =
        AirProgram.of(
            air -> {
              Expr active = air.column(Tree.PREPROCESSED, "active");
              Expr x = air.column("x");
              Expr weights =
                  air.column(Tree.WEIGHTS, "v").plus(air.column(Tree.WEIGHTS, "w").times(3));
              air.fractionsOneByOne();
              air.consume(air.relation("range", 1, 1), active, x);
              air.produce(air.relation("range", 1, 1), active, weights);
              air.runningSum(active, x, x, air.publicScalar("total"));
            });
    Condensed condensed = Condensed.of(program, Tree.WEIGHTS);
    assertTrue(condensed.count() > 0);
    Fraction closing = condensed.program().closingFraction().orElseThrow();
    List<Integer> read = condensed.program().graph().columnsOf(closing.denominator());
    for (ColumnInfo column : program.columnsOf(Tree.WEIGHTS)) {
      assertFalse(read.contains(column.id()), column.name());
    }
  }
}
