package lucerna.testkit;

import java.util.Arrays;
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
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.PublicData;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Witness;

/**
 * The product of a 2 x K matrix x of digits and a committed K x 3 matrix w, against a public
 * result, in two rounds. Row k holds column k of x and row k of w; with challenges r and s of the
 * first round, the factor {@code phi = sum_m s^m x_m} and {@code u = sum_n r^n w_n} must have
 * {@code sum_k phi u = sum_(m,n) s^m r^n result_(m,n)}. A late challenge theta ties phi to x. A
 * second factor adds phi up, so that one is read on two rows.
 *
 * @param results the claimed product, row by row
 * @param config the parameters
 * @param zeroKnowledge whether the proof is masked
 * @param fixed preprocessed columns, weight tree
 */
@SuppressWarnings("ArrayRecordComponent")
record FactorsToy(
    int[] results, PcsConfig config, boolean zeroKnowledge, List<CommittedColumns> fixed)
    implements AirInstance, Air {
  static final int LOG_ROWS = 6;
  static final int ROWS = 1 << LOG_ROWS;
  static final int ACTIVE = 16;
  static final int TABLE = 10;
  static final int BATCH = 2;
  static final int OUTER = 3;
  static final AirProgram PROGRAM =
      AirProgram.of(new FactorsToy(new int[0], InsecureTestConfig.fast(), true, List.of()));

  /** A true statement. */
  static FactorsToy honest(PcsConfig config) {
    return honest(config, true);
  }

  static FactorsToy honest(PcsConfig config, boolean zeroKnowledge) {
    int blowup = config.fri().logBlowupFactor();
    int[][] weights = weights();
    SecretRandom.Stream random = SecretRandom.of(new byte[32]).stream("w", 0);
    for (int[] column : weights) {
      random.fillM31(column, ACTIVE, ROWS);
    }
    return new FactorsToy(
        honestResults(),
        config,
        zeroKnowledge,
        List.of(
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.PREPROCESSED), preprocessed(), blowup, null),
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.WEIGHTS),
                weights,
                blowup,
                zeroKnowledge ? random : null)));
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr step = air.column(Tree.PREPROCESSED, "step");
    Expr table = air.column(Tree.PREPROCESSED, "table");
    Expr w0 = air.column(Tree.WEIGHTS, "w0");
    Expr w1 = air.column(Tree.WEIGHTS, "w1");
    Expr w2 = air.column(Tree.WEIGHTS, "w2");
    Expr x0 = air.column("x0");
    Expr x1 = air.column("x1");
    Expr uses = air.column("uses");
    Relation digits = air.relation("digits", 1, 1);
    air.consume(digits, active, x0);
    air.consume(digits, active, x1);
    air.produce(digits, active.times(uses), table);
    Expr theta = air.lateChallenge("theta");
    Expr r = air.challenge("r");
    Expr s = air.challenge("s");
    Expr phi = air.factor("phi");
    Expr before = air.factor("before");
    Expr u = w0.plus(w1.times(r)).plus(w2.times(r).times(r));
    air.addToSum("product: phi u", air.publicColumn("K.product").times(phi).times(u));
    Expr difference = phi.minus(x0).minus(x1.times(s));
    air.addToSum("phi = x_0 + s x_1", air.publicColumn("K.tie").times(difference).times(theta));
    air.label("before = 0").when(first).zero(before);
    air.label("before' = before + phi").when(step).zero(before.next().minus(before).minus(phi));
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
    return new int[] {OUTER};
  }

  /** Row k of the tie has {@code theta^(k+1)}: no power in common with the product. */
  @Override
  public PublicData publicData(QM31[] challenges) {
    QM31 r = challenges[0];
    QM31 s = challenges[1];
    QM31 theta = challenges[4];
    SecureColumn product = SecureColumn.zeros(ACTIVE);
    SecureColumn tie = SecureColumn.zeros(ACTIVE);
    for (int row = 0; row < ACTIVE; row++) {
      product.set(row, QM31.ONE);
      tie.set(row, theta.pow(row));
    }
    QM31 total = QM31.ZERO;
    for (int m = 0; m < BATCH; m++) {
      for (int n = 0; n < OUTER; n++) {
        total = total.add(s.pow(m).mul(r.pow(n)).mul(M31.of(results[OUTER * m + n])));
      }
    }
    return new PublicData(new SecureColumn[] {product, tie}, new QM31[] {total});
  }

  static int[][] preprocessed() {
    int[][] rows = new int[5][ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[0][row] = row < ACTIVE ? 1 : 0;
      rows[3][row] = row < ACTIVE - 1 ? 1 : 0;
      rows[4][row] = row < TABLE ? row : 0;
    }
    rows[1][0] = 1;
    rows[2][ACTIVE] = 1;
    return rows;
  }

  private static int x(int m, int k) {
    return (7 * k + 3 * m + 3) % TABLE;
  }

  private static int w(int k, int n) {
    return 3 * k - 7 * n + 1;
  }

  private static int[][] weights() {
    int[][] rows = new int[OUTER][ROWS];
    for (int n = 0; n < OUTER; n++) {
      for (int row = 0; row < ACTIVE; row++) {
        rows[n][row] = M31.of(w(row, n));
      }
    }
    return rows;
  }

  private static int[] honestResults() {
    int[] results = new int[BATCH * OUTER];
    for (int i = 0; i < results.length; i++) {
      for (int k = 0; k < ACTIVE; k++) {
        results[i] += x(i / OUTER, k) * w(k, i % OUTER);
      }
    }
    return results;
  }

  static Witness witness() {
    int[][] rows = new int[BATCH + 1][ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      for (int m = 0; m < BATCH; m++) {
        rows[m][row] = x(m, row);
        rows[BATCH][rows[m][row]]++;
      }
    }
    return new Witness(rows, FactorsToy::factors);
  }

  /** As long as the active rows, so that the prover pads them. */
  private static SecureColumn[] factors(QM31... challenges) {
    SecureColumn phi = SecureColumn.zeros(ACTIVE);
    for (int row = 0; row < ACTIVE; row++) {
      phi.set(row, challenges[1].mul(x(1, row)).add(x(0, row)));
    }
    SecureColumn[] columns = {phi, SecureColumn.zeros(ACTIVE)};
    addUp(columns);
    return columns;
  }

  /** Fills the second factor from the first. */
  static void addUp(SecureColumn... columns) {
    QM31 sum = QM31.ZERO;
    for (int row = 0; row < ACTIVE; row++) {
      columns[1].set(row, sum);
      sum = sum.add(columns[0].get(row));
    }
  }

  /** The second operand of a product. */
  static QM31 u(int row, QM31... challenges) {
    QM31 r = challenges[0];
    return r.square().mul(M31.of(w(row, 2))).add(r.mul(M31.of(w(row, 1)))).add(M31.of(w(row, 0)));
  }

  Statement statement() {
    byte[] context = new byte[2 * results.length];
    for (int i = 0; i < results.length; i++) {
      context[2 * i] = (byte) results[i];
      context[2 * i + 1] = (byte) (results[i] >> 8);
    }
    return new Statement(
        this,
        config,
        zeroKnowledge,
        fixed.get(0).root(),
        List.of(fixed.get(1).root()),
        null,
        context);
  }

  /** Claims one result that is off by a number. */
  FactorsToy withResult(int index, int error) {
    int[] others = Arrays.copyOf(results, results.length);
    others[index] += error;
    return new FactorsToy(others, config, zeroKnowledge, fixed);
  }

  StarkProof proof() {
    return proof(new MaliciousProver(), new Channel());
  }

  StarkProof proof(MaliciousProver prover, Channel channel) {
    return prover.prove(statement(), fixed, witness(), channel);
  }
}
