package lucerna.air;

import static lucerna.air.ToyTrace.randomElement;
import static lucerna.air.ToyTrace.randomSecure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.junit.jupiter.api.Test;

class CondensedTest {
  private static final int ROWS = 300;
  private static final int WIDTH = 5;

  /**
   * Combinations of every shape: sums, differences, negatives, nested factors, one column alone.
   */
  private static AirProgram program() {
    return AirProgram.of(
        air -> {
          Expr r = air.challenge("r");
          List<Expr> w = new ArrayList<>();
          for (int i = 0; i < WIDTH; i++) {
            w.add(air.column(Tree.WEIGHTS, "w" + i));
          }
          Expr x = air.column("x");
          Expr u = w.get(0).plus(r.times(w.get(1))).minus(r.times(r.times(w.get(2))));
          Expr v = w.get(3).times(air.constant(7)).minus(w.get(0)).negate();
          air.label("u x").zero(u.times(x));
          air.label("r u + v").zero(r.times(u).plus(v).times(x));
          air.label("v alone").zero(v);
          air.label("w4 squared").zero(w.get(4).times(w.get(4)));
          air.label("w4 + 1").zero(w.get(4).plus(air.constant(1)));
          air.label("x").zero(x.times(x));
        });
  }

  private static QM31[] values(AirProgram program, List<int[][]> columns, Scalars scalars) {
    var evaluator = new BlockEvaluator(program);
    SecureColumn out = SecureColumn.zeros(ROWS);
    evaluator.accumulate(
        Assignment.inRowOrder(columns::get, ROWS, scalars),
        program.combinationCoefficients(new QM31(3, 1, 4, 1)),
        out);
    return IntStream.range(0, ROWS).mapToObj(out::get).toArray(QM31[]::new);
  }

  @Test
  void theProgramOverCombinationsHasTheSameValuesAndReadsNoColumnOfTheTree() {
    var random = new Random(5);
    AirProgram program = program();
    Scalars scalars = new Scalars(List.of(randomSecure(random)), List.of());
    List<int[][]> columns = new ArrayList<>();
    for (int id = 0; id < program.columns().size(); id++) {
      columns.add(new int[][] {IntStream.range(0, ROWS).map(i -> randomElement(random)).toArray()});
    }
    Condensed condensed = Condensed.of(program, Tree.WEIGHTS);
    // u, r u + v, v, and w4.
    assertEquals(4, condensed.count());
    QM31[][] coefficients = condensed.coefficients(scalars);
    List<int[][]> fewer = new ArrayList<>(columns);
    for (int id = 0; id < WIDTH; id++) {
      fewer.set(id, new int[0][]);
    }
    for (QM31[] combination : coefficients) {
      assertEquals(WIDTH, combination.length);
      SecureColumn sum = SecureColumn.zeros(ROWS);
      for (int row = 0; row < ROWS; row++) {
        for (int c = 0; c < WIDTH; c++) {
          sum.set(row, sum.get(row).add(combination[c].mul(columns.get(c)[0][row])));
        }
      }
      fewer.add(sum.coordinates());
    }
    assertArrayEquals(
        values(program, columns, scalars), values(condensed.program(), fewer, scalars));
    for (int root : condensed.program().roots()) {
      assertTrue(
          condensed.program().graph().columnsOf(root).stream()
              .noneMatch(id -> program.columns().size() > id && id < WIDTH));
    }
  }

  @Test
  void aCombinationInTheBaseFieldStaysThere() {
    Condensed condensed = Condensed.of(program(), Tree.WEIGHTS);
    QM31 r = new QM31(5, 6, 7, 8);
    QM31[][] coefficients = condensed.coefficients(new Scalars(List.of(r), List.of()));
    List<ColumnInfo> all = condensed.program().columns();
    List<ColumnInfo> added = all.subList(all.size() - condensed.count(), all.size());
    for (int i = 0; i < added.size(); i++) {
      assertEquals(Tree.PUBLIC, added.get(i).tree());
      assertEquals(i, added.get(i).indexInTree());
      if (!added.get(i).secure()) {
        for (QM31 coefficient : coefficients[i]) {
          assertEquals(0, coefficient.b() | coefficient.c() | coefficient.d());
        }
      }
    }
    // - (7 w3 - w0)
    QM31[] v = {QM31.ONE, QM31.ZERO, QM31.ZERO, QM31.of(M31.of(-7)), QM31.ZERO};
    assertTrue(java.util.Arrays.stream(coefficients).anyMatch(c -> java.util.Arrays.equals(c, v)));
  }

  @Test
  void aTreeThatIsReadOnTheNextRowStaysAsItIs() {
    AirProgram program =
        AirProgram.of(
            air -> {
              Expr w = air.column(Tree.WEIGHTS, "w");
              air.label("w' = w").zero(w.next().minus(w));
            });
    Condensed condensed = Condensed.of(program, Tree.WEIGHTS);
    assertSame(program, condensed.program());
    assertEquals(0, condensed.count());
    assertEquals(0, condensed.coefficients(new Scalars(List.of(), List.of())).length);
  }
}
