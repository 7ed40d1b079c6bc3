package lucerna.bench;

import java.util.SplittableRandom;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.PublicData;

/**
 * Values looked up in the table of all integers below 2^16.
 *
 * <p>All columns have one height here. Where it is more than 2^16 the table fills the first rows of
 * one column; where it is less or equal, the table is cut into as many columns as it takes.
 */
final class RangeChecks implements Air, ProvableWork {
  private static final int LOG_TABLE = 16;

  private final int logRows;
  private final int columns;
  private final int activeRows;
  private final int logPart;
  private final int parts;
  private final AirProgram program;
  private final int[][] witness;

  RangeChecks(int logRows, int columns) {
    this.logRows = logRows;
    this.columns = columns;
    this.activeRows = (1 << logRows) - FREE_ROWS;
    // The free rows take as little room as they can: half of a height is the next that fits.
    this.logPart = Math.min(LOG_TABLE, logRows - 1);
    this.parts = 1 << (LOG_TABLE - logPart);
    this.program = AirProgram.of(this);
    this.witness = trace();
  }

  /** The number of lookups, no more than the columns' active rows hold. */
  long lookups() {
    return (long) columns * activeRows;
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Relation range = air.relation("range", 1, 1);
    for (int i = 0; i < columns; i++) {
      air.consume(range, active, air.column("x" + i));
    }
    for (int i = 0; i < parts; i++) {
      // A row beyond the table may produce 0, which the table has, so it needs no selector but
      // that of the active rows.
      Expr table = air.column(Tree.PREPROCESSED, "table" + i);
      air.produce(range, active.times(air.column("uses" + i)), table);
    }
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private int[][] trace() {
    int rows = 1 << logRows;
    int[][] trace = new int[columns + parts][rows];
    var random = new SplittableRandom(1);
    for (int i = 0; i < columns; i++) {
      for (int row = 0; row < activeRows; row++) {
        int value = random.nextInt(1 << LOG_TABLE);
        trace[i][row] = value;
        trace[columns + (value >> logPart)][value & ((1 << logPart) - 1)]++;
      }
    }
    return trace;
  }

  @Override
  public int[][] preprocessed() {
    int[][] fixed = ProvableWork.selectors(logRows, activeRows, 3 + parts);
    for (int value = 0; value < 1 << LOG_TABLE; value++) {
      fixed[3 + (value >> logPart)][value & ((1 << logPart) - 1)] = value;
    }
    return fixed;
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
    return new PublicData(new SecureColumn[0], new QM31[] {QM31.ZERO});
  }
}
