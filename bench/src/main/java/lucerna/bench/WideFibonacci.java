package lucerna.bench;

import java.util.SplittableRandom;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.PublicData;

/**
 * Rows of sequences, each element the sum of the squares of the two before it; the first two of a
 * row are free.
 *
 * <p>A proof of ours has an interaction tree, so the elements of the first column are summed up to
 * a public total: one secure column, and three selectors, more than the same work elsewhere.
 */
final class WideFibonacci implements Air, ProvableWork {
  private final int logRows;
  private final int columns;
  private final int activeRows;
  private final AirProgram program;
  private final int[][] witness;
  private final int total;

  WideFibonacci(int logRows, int columns) {
    this.logRows = logRows;
    this.columns = columns;
    this.activeRows = (1 << logRows) - FREE_ROWS;
    this.program = AirProgram.of(this);
    this.witness = trace();
    long sum = 0;
    for (int row = 0; row < activeRows; row++) {
      sum += witness[0][row];
    }
    this.total = M31.of(sum);
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr x = air.column("x0");
    Expr y = air.column("x1");
    air.addToSum("x0", active.times(x));
    for (int i = 2; i < columns; i++) {
      Expr z = air.column("x" + i);
      air.label("x%d = x%d^2 + x%d^2".formatted(i, i - 2, i - 1))
          .when(active)
          .zero(z.minus(x.times(x)).minus(y.times(y)));
      x = y;
      y = z;
    }
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private int[][] trace() {
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
    return ProvableWork.selectors(logRows, activeRows, 3);
  }

  @Override
  public int[][] witness() {
    return witness;
  }

  @Override
  public AirProgram program() {
    return program;
  }

  @Override
  public int logRows() {
    return logRows;
  }

  @Override
  public int activeRows() {
    return activeRows;
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    return new PublicData(new SecureColumn[0], new QM31[] {QM31.of(total)});
  }
}
