package lucerna.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.field.M31;
import lucerna.field.QM31;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCheckerTest {
  private final ToyTrace trace;
  private final TraceChecker checker;

  TraceCheckerTest() throws ZeroDenominatorException {
    trace = ToyTrace.honest(1);
    checker = new TraceChecker(trace.program);
  }

  @Test
  void honestTracePasses() {
    assertEquals(List.of(), violations());
    assertEquals(List.of(), checker.checkRelations(trace.assignment(), 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "lo", "hi", "uses", "input", "weight"})
  void eachActiveCellChangedIsNoticedThoughSumsAreMadeAnew(String name)
      throws ZeroDenominatorException {
    int[] column = trace.column(name);
    for (int row = 0; row < ToyTrace.ACTIVE; row++) {
      int honest = column[row];
      column[row] = M31.add(honest, 1);
      trace.fillInteraction();
      assertFalse(violations().isEmpty(), name + " in row " + row);
      column[row] = honest;
    }
  }

  @Test
  void eachInteractionCellThatMattersIsNoticed() {
    for (ColumnInfo info : trace.program.columnsOf(Tree.INTERACTION)) {
      boolean isSum = info.name().equals("logup.sum");
      for (int[] coordinate : trace.coordinates(info.name())) {
        for (int row = 0; row < ToyTrace.ACTIVE + (isSum ? 1 : 0); row++) {
          int honest = coordinate[row];
          coordinate[row] = M31.add(honest, 1);
          assertFalse(violations().isEmpty(), info.name() + " in row " + row);
          coordinate[row] = honest;
        }
      }
    }
  }

  @Test
  void garbageIsAcceptedBelowTheActiveRowsAndNotOneRowEarlier() {
    for (String name : List.of("x", "lo", "hi", "uses", "input", "weight", "logup.h0")) {
      int[] column = trace.column(name);
      column[ToyTrace.ACTIVE] = M31.add(column[ToyTrace.ACTIVE], 1);
      assertEquals(List.of(), violations(), name);
      int honest = column[ToyTrace.ACTIVE - 1];
      column[ToyTrace.ACTIVE - 1] = M31.add(honest, 1);
      assertFalse(violations().isEmpty(), name);
      column[ToyTrace.ACTIVE - 1] = honest;
    }
    // The sum's total stands in the first row that is not active.
    int[] sum = trace.column("logup.sum");
    sum[ToyTrace.ACTIVE + 1] = M31.add(sum[ToyTrace.ACTIVE + 1], 1);
    assertEquals(List.of(), violations());
    sum[ToyTrace.ACTIVE] = M31.add(sum[ToyTrace.ACTIVE], 1);
    assertFalse(violations().isEmpty());
  }

  @Test
  void wrongTotalIsNoticed() {
    trace.publish(trace.scalars().publicScalars().getFirst().add(1));
    List<Violation> violations = violations();
    assertEquals(1, violations.size());
    assertEquals("running sum ends at the total", violations.getFirst().label());
    assertEquals(ToyTrace.ACTIVE, violations.getFirst().row());
  }

  @Test
  void violationNamesConstraintRowAndValues() {
    trace.column("x")[290] = 5;
    trace.column("lo")[290] = 4;
    trace.column("hi")[290] = 0;
    Violation violation =
        violations().stream().filter(v -> v.label().startsWith("x = lo")).findFirst().orElseThrow();
    assertEquals("x = lo + 16 hi", violation.label());
    assertEquals(290, violation.row());
    assertEquals(
        Map.of("active", QM31.ONE, "x", QM31.of(5), "lo", QM31.of(4), "hi", QM31.ZERO),
        violation.values());
  }

  @Test
  void violationsNameTheNextRowsColumn() {
    int[] x = trace.column("x");
    x[8] = M31.add(x[8], 1);
    Violation violation =
        violations().stream().filter(v -> v.label().startsWith("x' =")).findFirst().orElseThrow();
    assertEquals(7, violation.row());
    assertEquals(QM31.of(x[8]), violation.values().get("x'"));
    assertEquals(QM31.of(x[7]), violation.values().get("x"));
  }

  @Test
  void limitIsKept() {
    Arrays.fill(trace.column("x"), 3);
    assertEquals(4, checker.checkConstraints(trace.assignment(), 4).size());
    assertEquals(2, checker.checkRelations(trace.assignment(), 2).size());
  }

  @Test
  void tupleOutsideTheTableIsNamed() {
    trace.column("hi")[21] = 16;
    List<Violation> violations = checker.checkRelations(trace.assignment(), 10);
    assertTrue(
        violations.contains(new Violation("range.hi", 21, Map.of("t0", QM31.of(16)))),
        violations::toString);
  }

  @Test
  void wrongMultiplicityIsNamed() {
    trace.column("uses")[9]++;
    List<Violation> violations = checker.checkRelations(trace.assignment(), 10);
    assertEquals(1, violations.size());
    assertEquals(Map.of("t0", QM31.of(9)), violations.getFirst().values());
  }

  @Test
  void tuplesOfDifferentRelationsDoNotMatch() {
    AirProgram program =
        AirProgram.of(
            air -> {
              Expr active = air.column(Tree.PREPROCESSED, "active");
              air.runningSum(active, active, active, air.constant(0));
              Expr x = air.column("x");
              air.produce(new Relation("one", 1, 1), active, x);
              air.consume(new Relation("two", 1, 2), active, x);
            });
    Assignment ones =
        Assignment.inRowOrder(id -> new int[][] {{1}}, 1, new Scalars(List.of(), List.of()));
    assertEquals(2, new TraceChecker(program).checkRelations(ones, 10).size());
  }

  @Test
  void usesOnRowsThatAreNotActiveDoNotCount() {
    AirProgram program =
        AirProgram.of(
            air -> {
              Expr active = air.column(Tree.PREPROCESSED, "active");
              air.runningSum(active, active, active, air.constant(0));
              Relation relation = new Relation("one", 1, 1);
              air.produce(relation, active, air.constant(5));
              air.consume(relation, air.column("selector"), air.constant(5));
            });
    int[][][] columns = {{{1, 0}}, {{1, 1}}};
    Scalars none = new Scalars(List.of(), List.of());
    TraceChecker relations = new TraceChecker(program);
    assertEquals(
        List.of(), relations.checkRelations(Assignment.inRowOrder(id -> columns[id], 2, none), 10));
    columns[0][0][1] = 1;
    columns[1][0][1] = 2;
    assertEquals(
        1, relations.checkRelations(Assignment.inRowOrder(id -> columns[id], 2, none), 10).size());
  }

  private List<Violation> violations() {
    return checker.checkConstraints(trace.assignment(), 1000);
  }
}
