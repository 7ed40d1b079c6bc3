package lucerna.testkit;

import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.PcsConfig;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.PublicData;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;

/**
 * Constraints of degree 2 or 3 in 64 rows, so that the composition takes one or two parts of the
 * four that it may have: y is {@code 2 x + 1}, or {@code x^2}, and the sum of all x is public.
 */
public final class LowDegreeToy implements AirInstance, Air {
  /** Log of the number of rows. */
  public static final int LOG_ROWS = 6;

  /** Rows that constraints speak of. */
  public static final int ACTIVE = 16;

  private static final int ROWS = 1 << LOG_ROWS;

  private final int degree;
  private final int expansion;
  private final PcsConfig config;
  private final boolean zeroKnowledge;
  private final AirProgram program;
  private final CommittedColumns fixed;

  /**
   * Makes a true statement.
   *
   * @param degree of the constraints, 2 or 3
   * @param expansion log of the composition's space over the trace's, {@code degree - 2} to 2
   * @param config the parameters
   * @param zeroKnowledge whether proofs are masked
   */
  public LowDegreeToy(int degree, int expansion, PcsConfig config, boolean zeroKnowledge) {
    this.degree = degree;
    this.expansion = expansion;
    this.config = config;
    this.zeroKnowledge = zeroKnowledge;
    program = AirProgram.of(this);
    int[][] selectors = new int[3][ROWS];
    java.util.Arrays.fill(selectors[0], 0, ACTIVE, 1);
    selectors[1][0] = 1;
    selectors[2][ACTIVE] = 1;
    fixed =
        CommittedColumns.commit(
            CommitmentLayout.suiteOf(Tree.PREPROCESSED),
            selectors,
            config.fri().logBlowupFactor(),
            null);
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr x = air.column("x");
    Expr y = air.column("y");
    Expr claimed = degree == 2 ? x.plus(x).plus(1) : x.times(x);
    air.label("y").when(active).zero(y.minus(claimed));
    air.addToSum("x", x);
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private static int x(int row) {
    return 5 * row + 3;
  }

  /**
   * Returns the witness.
   *
   * @return x and y, in arrays of their own
   */
  public int[][] witness() {
    int[][] rows = new int[2][ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      rows[0][row] = x(row);
      rows[1][row] = degree == 2 ? 2 * x(row) + 1 : x(row) * x(row);
    }
    return rows;
  }

  /**
   * Returns the statement.
   *
   * @return what is claimed
   */
  public Statement statement() {
    return new Statement(this, config, zeroKnowledge, fixed.root(), List.of(), null, new byte[0]);
  }

  /**
   * Returns the columns fixed beforehand.
   *
   * @return the selectors
   */
  public List<CommittedColumns> fixed() {
    return List.of(fixed);
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
  public int logExpansion() {
    return expansion;
  }

  @Override
  public int[] weightTreeWidths() {
    return new int[0];
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    long total = 0;
    for (int row = 0; row < ACTIVE; row++) {
      total += x(row);
    }
    return new PublicData(new SecureColumn[0], new QM31[] {QM31.of(M31.of(total))});
  }
}
