package lucerna.bench;

import java.util.SplittableRandom;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.air.Tree;

/**
 * Values looked up in the table of all integers below 2^16.
 *
 * <p>All columns have one height here. Where it is more than 2^16 the table fills the first rows of
 * one column; where it is less or equal, the table is cut into as many columns as it takes.
 *
 * <p>Up to three fractions take no more columns one by one than two by two, and their constraints
 * have degree 3 then instead of 4.
 */
final class RangeChecks extends TraceWork {
  private static final int LOG_TABLE = 16;
  private static final int FEW_FRACTIONS = 3;

  private final int columns;

  RangeChecks(int logRows, int columns) {
    super(
        logRows,
        freeRows(logRows, columns),
        AirProgram.of(air -> define(air, logRows, columns)),
        trace(logRows, columns),
        0);
    this.columns = columns;
  }

  /** Log of the table's rows; the free ones are few, so half of a height is the next that fits. */
  private static int logPart(int logRows) {
    return Math.min(LOG_TABLE, logRows - 1);
  }

  private static int parts(int logRows) {
    return 1 << (LOG_TABLE - logPart(logRows));
  }

  private static boolean oneByOne(int logRows, int columns) {
    return columns + parts(logRows) <= FEW_FRACTIONS;
  }

  private static int freeRows(int logRows, int columns) {
    return oneByOne(logRows, columns) ? UNMASKED_FREE_ROWS : FREE_ROWS;
  }

  /** The number of lookups, no more than the columns' active rows hold. */
  long lookups() {
    return (long) columns * activeRows();
  }

  private static void define(AirBuilder air, int logRows, int columns) {
    int parts = parts(logRows);
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
    if (oneByOne(logRows, columns)) {
      air.fractionsOneByOne();
    }
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private static int[][] trace(int logRows, int columns) {
    int logPart = logPart(logRows);
    int activeRows = (1 << logRows) - freeRows(logRows, columns);
    int[][] trace = new int[columns + parts(logRows)][1 << logRows];
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
    int logPart = logPart(logRows());
    int[][] fixed = ProvableWork.selectors(logRows(), activeRows(), 3 + parts(logRows()));
    for (int value = 0; value < 1 << LOG_TABLE; value++) {
      fixed[3 + (value >> logPart)][value & ((1 << logPart) - 1)] = value;
    }
    return fixed;
  }
}
