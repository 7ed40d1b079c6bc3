package lucerna.bench;

import java.util.SplittableRandom;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.M31;

/**
 * Rows of sequences, each element the sum of the squares of the two before it; the first two of a
 * row are free.
 *
 * <p>A proof of ours has an interaction tree, so the elements of the first column are summed up to
 * a public total: one secure column, and three selectors, more than the same work elsewhere. If the
 * proof hides nothing, the sequences fill all rows, and constraints have degree 2; if it does, some
 * rows hold random values, and a selector, which makes it 3, leaves them out.
 */
final class WideFibonacci extends TraceWork {
  WideFibonacci(int logRows, int columns, boolean hidden) {
    this(logRows, columns, hidden, trace(logRows, columns));
  }

  private WideFibonacci(int logRows, int columns, boolean hidden, int[][] trace) {
    super(
        logRows,
        freeRows(hidden),
        AirProgram.of(air -> define(air, columns, hidden)),
        trace,
        total(trace[0], (1 << logRows) - freeRows(hidden)));
  }

  /** The sum ends in a row of its own. */
  private static int freeRows(boolean hidden) {
    return hidden ? UNMASKED_FREE_ROWS : 1;
  }

  private static int total(int[] column, int activeRows) {
    long sum = 0;
    for (int row = 0; row < activeRows; row++) {
      sum += column[row];
    }
    return M31.of(sum);
  }

  private static void define(AirBuilder air, int columns, boolean hidden) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr x = air.column("x0");
    Expr y = air.column("x1");
    air.addToSum("x0", x);
    for (int i = 2; i < columns; i++) {
      Expr z = air.column("x" + i);
      String label = "x%d = x%d^2 + x%d^2".formatted(i, i - 2, i - 1);
      Expr step = z.minus(x.times(x)).minus(y.times(y));
      if (hidden) {
        air.label(label).when(active).zero(step);
      } else {
        air.label(label).zero(step);
      }
      x = y;
      y = z;
    }
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private static int[][] trace(int logRows, int columns) {
    int rows = 1 << logRows;
    int[][] trace = new int[columns][];
    var random = new SplittableRandom(1);
    trace[0] = Randoms.column(random, rows);
    trace[1] = Randoms.column(random, rows);
    for (int i = 2; i < columns; i++) {
      trace[i] = new int[rows];
      for (int row = 0; row < rows; row++) {
        trace[i][row] = M31.add(M31.square(trace[i - 2][row]), M31.square(trace[i - 1][row]));
      }
    }
    return trace;
  }

  @Override
  public int[][] preprocessed() {
    return ProvableWork.selectors(logRows(), activeRows(), 3);
  }
}
