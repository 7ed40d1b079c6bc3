package lucerna.testkit;

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
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OutOfDomain;
import lucerna.stark.Pins;
import lucerna.stark.PublicData;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import org.jspecify.annotations.Nullable;

/**
 * The inner product of committed weights and a committed vector of digits, against a public result:
 * every kind of tree, a lookup, a challenge and a functional in 64 rows.
 *
 * @param result the claimed inner product
 * @param config the parameters
 * @param fixed preprocessed columns, two weight trees, input
 * @param order which of the two weight trees stands where in the statement
 */
@SuppressWarnings("ArrayRecordComponent")
record Toy(int result, PcsConfig config, List<CommittedColumns> fixed, int... order)
    implements AirInstance, Air {
  static final int LOG_ROWS = 6;
  static final int ROWS = 1 << LOG_ROWS;
  static final int ACTIVE = 16;
  static final int TABLE = 10;
  static final AirProgram PROGRAM = AirProgram.of(new Toy(0, InsecureTestConfig.fast(), List.of()));

  /** A true statement. */
  static Toy honest(PcsConfig config) {
    return of(honestResult(), config, preprocessed());
  }

  static Toy of(int result, PcsConfig config, int[][] preprocessed) {
    int blowup = config.fri().logBlowupFactor();
    SecretRandom random = SecretRandom.of(new byte[32]);
    return new Toy(
        result,
        config,
        List.of(
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.PREPROCESSED), preprocessed, blowup, null),
            commit(Tree.WEIGHTS, weights(0), blowup, random.stream("w", 0)),
            commit(Tree.WEIGHTS, weights(1), blowup, random.stream("w", 1)),
            commit(Tree.INPUT, new int[][] {digits().clone()}, blowup, random.stream("input", 0))),
        1,
        2);
  }

  private static CommittedColumns commit(
      Tree tree, int[][] rows, int blowup, SecretRandom.Stream random) {
    for (int[] column : rows) {
      random.fillM31(column, ACTIVE, ROWS);
    }
    return CommittedColumns.commit(CommitmentLayout.suiteOf(tree), rows, blowup, random);
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr table = air.column(Tree.PREPROCESSED, "table");
    Expr v = air.column(Tree.WEIGHTS, "v");
    Expr w = air.column(Tree.WEIGHTS, "w");
    Expr in = air.column(Tree.INPUT, "in");
    Expr x = air.column("x");
    Expr square = air.column("square");
    Expr uses = air.column("uses");
    Expr c = air.challenge("c");
    Relation digits = air.relation("digits", 1, 1);
    air.label("square = x^2").when(active).zero(square.minus(x.times(x)));
    air.label("x = in").when(active).zero(x.minus(in));
    air.consume(digits, active, x);
    air.produce(digits, active.times(uses), table);
    Expr product = v.plus(w.times(c)).times(x);
    air.addToSum("inner products", air.publicColumn("K").times(product));
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
    return new int[] {1, 1};
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    SecureColumn k = SecureColumn.zeros(ACTIVE);
    for (int row = 0; row < ACTIVE; row++) {
      k.set(row, QM31.ONE);
    }
    // The second product is twice the first.
    QM31 total = challenges[0].mul(2).add(1).mul(M31.of(result));
    return new PublicData(new SecureColumn[] {k}, new QM31[] {total});
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

  private static int[][] weights(int tree) {
    int[][] rows = new int[1][ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[0][row] = M31.of((tree + 1) * (3L * row - 7));
    }
    return rows;
  }

  private static int[] digits() {
    int[] digits = new int[ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      digits[row] = (7 * row + 3) % TABLE;
    }
    return digits;
  }

  static int[][] witness() {
    int[][] rows = new int[3][ROWS];
    rows[0] = digits();
    for (int row = 0; row < ACTIVE; row++) {
      rows[1][row] = rows[0][row] * rows[0][row];
      rows[2][rows[0][row]]++;
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

  /** The statement; its context names the result, as that of a model names its outputs. */
  Statement statement() {
    return statement((byte) 7);
  }

  /** The statement with pins, or without if null. */
  Statement statement(byte context, @Nullable Pins pins) {
    Digest first = fixed.get(order[0]).root();
    Digest second = fixed.get(order[1]).root();
    return new Statement(
        this,
        config,
        true,
        fixed.get(0).root(),
        List.of(first, second),
        fixed.get(3).root(),
        new byte[] {(byte) result, (byte) (result >> 8), context},
        pins);
  }

  Statement statement(byte context) {
    return statement(context, null);
  }

  /** What both weight trees are at a point that their roots decide. */
  Pins pins() {
    var channel = new lucerna.fri.channel.Channel();
    trees().forEach(tree -> channel.mixRoot(tree.root()));
    SecureCirclePoint point = OutOfDomain.draw(channel, LOG_ROWS);
    if (point == null) {
      throw new AssertionError("a degenerate point");
    }
    return new Pins(
        point, trees().stream().flatMap(tree -> tree.valuesAt(point).stream()).toList());
  }

  private List<CommittedColumns> trees() {
    return List.of(fixed.get(order[0]), fixed.get(order[1]));
  }

  Toy withConfig(PcsConfig other) {
    return of(result, other, preprocessed());
  }

  Toy withResult(int other) {
    return new Toy(other, config, fixed, order);
  }

  StarkProof proof() {
    return new MaliciousProver()
        .prove(statement(), fixed, witness(), new lucerna.fri.channel.Channel());
  }
}
