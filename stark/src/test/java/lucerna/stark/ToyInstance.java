package lucerna.stark;

import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Digest;
import lucerna.stark.prover.CommittedColumns;
import org.jspecify.annotations.Nullable;

/**
 * Proves the inner product of a committed vector w and a hidden vector x of digits, against a
 * public result: every kind of tree, a lookup and a functional, in one small trace.
 */
final class ToyInstance implements AirInstance, Air {
  static final int LOG_ROWS = 6;
  static final int ROWS = 1 << LOG_ROWS;
  static final int ACTIVE = 16;
  static final int TABLE = 10;

  private final AirProgram program = AirProgram.of(this);
  private final int result;

  ToyInstance(int result) {
    this.result = result;
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr table = air.column(Tree.PREPROCESSED, "table");
    Expr w = air.column(Tree.WEIGHTS, "w");
    Expr x = air.column("x");
    Expr square = air.column("square");
    Expr uses = air.column("uses");
    Relation digits = air.relation("digits", 1, 1);
    air.label("square = x^2").when(active).zero(square.minus(x.times(x)));
    air.consume(digits, active, x);
    air.produce(digits, uses, table);
    air.addToSum("inner product", air.publicColumn("K").times(w.times(x)));
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  @Override
  public AirProgram program() {
    return program;
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
    return new int[] {1};
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    SecureColumn k = SecureColumn.zeros(ACTIVE);
    for (int row = 0; row < ACTIVE; row++) {
      k.set(row, QM31.ONE);
    }
    return new PublicData(new SecureColumn[] {k}, new QM31[] {QM31.of(M31.of(result))});
  }

  static int[][] preprocessed() {
    int[][] rows = new int[4][ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[0][row] = row < ACTIVE ? 1 : 0;
      rows[3][row] = row < TABLE ? row : 0;
    }
    rows[1][0] = 1;
    rows[2][ACTIVE] = 1;
    return rows;
  }

  static int[][] weights() {
    int[][] rows = new int[1][ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[0][row] = M31.of(3L * row - 7);
    }
    return rows;
  }

  static int[][] witness() {
    int[][] rows = new int[3][ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      int digit = (7 * row + 3) % TABLE;
      rows[0][row] = digit;
      rows[1][row] = digit * digit;
      rows[2][digit]++;
    }
    return rows;
  }

  static int honestResult() {
    int sum = 0;
    for (int row = 0; row < ACTIVE; row++) {
      sum += (3 * row - 7) * ((7 * row + 3) % TABLE);
    }
    return sum;
  }

  /** Preprocessed and weights, committed. */
  static List<CommittedColumns> fixed(PcsConfig config, boolean zeroKnowledge) {
    int blowup = config.fri().logBlowupFactor();
    return List.of(
        CommittedColumns.commit(
            CommitmentLayout.suiteOf(Tree.PREPROCESSED), preprocessed(), blowup, null),
        CommittedColumns.commit(
            CommitmentLayout.suiteOf(Tree.WEIGHTS),
            weights(),
            blowup,
            zeroKnowledge ? lucerna.fri.SecretRandom.of(new byte[32]).stream("weights", 0) : null));
  }

  Statement statement(PcsConfig config, boolean zeroKnowledge, @Nullable Digest weightRoot) {
    List<CommittedColumns> fixed = fixed(config, zeroKnowledge);
    return new Statement(
        this,
        config,
        zeroKnowledge,
        fixed.get(0).root(),
        List.of(weightRoot == null ? fixed.get(1).root() : weightRoot),
        null,
        new byte[] {1, 2, 3});
  }
}
