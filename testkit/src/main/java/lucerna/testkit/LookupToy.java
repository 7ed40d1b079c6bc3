package lucerna.testkit;

import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.PcsConfig;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.PublicData;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;

/**
 * Digits looked up in a table, fractions one by one: the lookup has a column, the table is in the
 * constraint of the running sum alone.
 *
 * @param config the parameters
 * @param fixed preprocessed columns
 */
record LookupToy(PcsConfig config, List<CommittedColumns> fixed) implements AirInstance, Air {
  static final int LOG_ROWS = 6;
  static final int ROWS = 1 << LOG_ROWS;
  static final int ACTIVE = 16;
  static final int TABLE = 10;
  static final AirProgram PROGRAM =
      AirProgram.of(new LookupToy(InsecureTestConfig.fast(), List.of()));

  /** A true statement. */
  static LookupToy honest(PcsConfig config) {
    int[][] rows = new int[4][ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      rows[0][row] = 1;
      rows[3][row] = row < TABLE ? row : 0;
    }
    rows[1][0] = 1;
    rows[2][ACTIVE] = 1;
    var suite = CommitmentLayout.suiteOf(Tree.PREPROCESSED);
    int blowup = config.fri().logBlowupFactor();
    return new LookupToy(config, List.of(CommittedColumns.commit(suite, rows, blowup, null)));
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr table = air.column(Tree.PREPROCESSED, "table");
    Relation digits = air.relation("digits", 1, 1);
    air.consume(digits, active, air.column("x"));
    air.produce(digits, active.times(air.column("uses")), table);
    air.fractionsOneByOne();
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  @Override
  public AirProgram program() {
    return PROGRAM;
  }

  @Override
  public int logRows() {
    return LOG_ROWS;
  }

  @Override
  public int activeRows() {
    return ACTIVE;
  }

  @Override
  public int[] weightTreeWidths() {
    return new int[0];
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    return new PublicData(new SecureColumn[0], new QM31[] {QM31.ZERO});
  }

  /** The digits, the last of them never, and how often each occurs. */
  static int[][] witness() {
    int[][] rows = new int[2][ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      rows[0][row] = (7 * row + 3) % (TABLE - 1);
      rows[1][rows[0][row]]++;
    }
    return rows;
  }

  Statement statement() {
    return statement(true);
  }

  Statement statement(boolean zeroKnowledge) {
    return new Statement(
        this, config, zeroKnowledge, fixed.get(0).root(), List.of(), null, new byte[] {9});
  }
}
