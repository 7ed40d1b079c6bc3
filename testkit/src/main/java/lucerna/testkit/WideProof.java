package lucerna.testkit;

import java.util.List;
import java.util.SplittableRandom;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Regime;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.TreeHash;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.PublicData;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;
import lucerna.stark.verifier.Verifier;

/**
 * A proof whose memory is that of its columns, unlike {@link SmallProof}: rows of Fibonacci
 * sequences of squares, and products of the first column with a matrix of small committed weights,
 * which are read as one combination. Another number gives other weights: another key.
 */
public final class WideProof implements AirInstance, Air {
  private static final int QUERIES = 5;
  private static final int FREE_ROWS = 32;

  private final int logRows;
  private final int columns;
  private final int weights;
  private final long key;
  private final PcsConfig config;
  private final AirProgram program;
  private final int[][] weightRows;
  private final List<CommittedColumns> fixed;

  /**
   * Prepares a proof.
   *
   * @param logRows log of the number of rows, at least 6
   * @param columns number of witness columns, at least 3
   * @param weights number of weight columns, at least 5
   * @param logBlowup log of the blow-up
   * @param key tells keys apart
   */
  public WideProof(int logRows, int columns, int weights, int logBlowup, long key) {
    this.logRows = logRows;
    this.columns = columns;
    this.weights = weights;
    this.key = key;
    config =
        PcsConfig.insecureForTesting(
            TreeHash.BLAKE2S,
            new Regime(0),
            new FriConfig(logBlowup, 3, 2, QUERIES),
            new PcsConfig.PowBits(0, 0, 0, 0, 0));
    program = AirProgram.of(this);
    weightRows = new int[weights][1 << logRows];
    var numbers = new SplittableRandom(key);
    SecretRandom.Stream random = SecretRandom.of(new byte[32]).stream("w", key);
    for (int[] column : weightRows) {
      for (int row = 0; row < activeRows(); row++) {
        column[row] = M31.of(numbers.nextInt(-128, 128));
      }
      random.fillM31(column, activeRows(), column.length);
    }
    fixed =
        List.of(
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.PREPROCESSED), preprocessed(), logBlowup, null),
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.WEIGHTS), weightRows, logBlowup, random));
  }

  /**
   * Returns what a device holds of the trees committed before.
   *
   * @return the preprocessed tree, and that of the weights
   */
  public List<CommittedColumns> fixed() {
    return fixed;
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr step = air.column(Tree.PREPROCESSED, "step");
    Expr r = air.challenge("r");
    Expr sum = air.column(Tree.WEIGHTS, "w0");
    Expr power = r;
    for (int i = 1; i < weights; i++) {
      sum = sum.plus(air.column(Tree.WEIGHTS, "w" + i).times(power));
      power = power.times(r);
    }
    Expr x = air.column("x0");
    Expr y = air.column("x1");
    air.addToSum("products", active.times(x).times(sum));
    air.label("x0' = x0 + 1").when(step).zero(x.next().minus(x).minus(air.constant(1)));
    for (int i = 2; i < columns; i++) {
      Expr z = air.column("x" + i);
      air.label("x" + i).when(active).zero(z.minus(x.times(x)).minus(y.times(y)));
      x = y;
      y = z;
    }
    air.runningSum(active, first, last, air.publicScalar("total"));
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
    return (1 << logRows) - FREE_ROWS;
  }

  @Override
  public int[] weightTreeWidths() {
    return new int[] {weights};
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    QM31 total = QM31.ZERO;
    QM31 power = QM31.ONE;
    for (int[] column : weightRows) {
      int product = 0;
      for (int row = 0; row < activeRows(); row++) {
        product = M31.add(product, M31.mul(column[row], row));
      }
      total = total.add(power.mul(product));
      power = power.mul(challenges[0]);
    }
    return new PublicData(new SecureColumn[0], new QM31[] {total});
  }

  private int[][] preprocessed() {
    int[][] rows = new int[4][1 << logRows];
    for (int row = 0; row < activeRows(); row++) {
      rows[0][row] = 1;
      rows[3][row] = row < activeRows() - 1 ? 1 : 0;
    }
    rows[1][0] = 1;
    rows[2][activeRows()] = 1;
    return rows;
  }

  private Witness witness() {
    int[][] rows = new int[columns][1 << logRows];
    for (int row = 0; row < activeRows(); row++) {
      rows[0][row] = row;
      rows[1][row] = row + 3;
      for (int i = 2; i < columns; i++) {
        rows[i][row] = M31.add(M31.square(rows[i - 2][row]), M31.square(rows[i - 1][row]));
      }
    }
    return new Witness(rows, FactorSource.NONE);
  }

  /**
   * Makes the proof and verifies it.
   *
   * @param backend where its columns live
   * @return its bytes
   */
  public byte[] make(Backend backend) {
    try {
      StarkProof proof = prove(backend);
      Verifier.verify(statement(), proof);
      var out = new WordWriter();
      new ProofCodec(CommitmentLayout.of(this, config, true), config.fri()).write(proof, out);
      return out.toBytes();
    } catch (ProofRejectedException e) {
      throw new AssertionError(backend.name(), e);
    }
  }

  /**
   * Makes the proof on a device that need not compute anything.
   *
   * @param backend where its columns live
   * @return the proof, not verified
   */
  public StarkProof prove(Backend backend) {
    try {
      return Prover.prove(
          statement(), fixed, witness(), new byte[32], ProverListener.NONE, new Channel(), backend);
    } catch (DegenerateChallengeException e) {
      throw new AssertionError(e);
    }
  }

  private Statement statement() {
    return new Statement(
        this,
        config,
        true,
        fixed.get(0).root(),
        List.of(fixed.get(1).root()),
        null,
        new byte[] {(byte) key});
  }
}
