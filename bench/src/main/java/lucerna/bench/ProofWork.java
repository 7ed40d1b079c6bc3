package lucerna.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Fraction;
import lucerna.air.Tree;
import lucerna.field.ColumnArena;
import lucerna.field.QM31;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.security.SecurityReport;
import lucerna.fri.security.Shape;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.verifier.Verifier;

/**
 * Proves, verifies, and measures both.
 *
 * <p>The preprocessed tree is made within the time of a proof, since others make theirs there, too;
 * a key of ours would hold it.
 */
final class ProofWork implements Work {
  private final ProvableWork air;
  private final PcsConfig config;
  private final boolean zeroKnowledge;
  private final int[][] preprocessed;

  ProofWork(ProvableWork air, PcsConfig config, boolean zeroKnowledge) {
    this.air = air;
    this.config = config;
    this.zeroKnowledge = zeroKnowledge;
    this.preprocessed = air.preprocessed();
  }

  /** Returns the parameters of a comparison: work before the queries alone, as others do it. */
  static PcsConfig config(int logBlowup, int logFold, int logLast, int queries, int queryPowBits) {
    return PcsConfig.insecureForTesting(
        new FriConfig(logBlowup, logFold, logLast, queries), queryPowBits, 0, 0, 0, 0);
  }

  /** Returns the provable bits of a proof. */
  double securityBits() {
    AirProgram program = air.program();
    int functions = 1 + 2 * QM31.DEGREE;
    int width = 0;
    for (ColumnInfo column : program.columns()) {
      functions += (column.secure() ? QM31.DEGREE : 1) * column.offsets().size();
    }
    for (Fraction fraction : program.fractions()) {
      width = Math.max(width, fraction.tuple().size());
    }
    return bits(
        config,
        new Shape(
            air.logRows(),
            air.logRows() + air.logExpansion(),
            functions,
            program.maxDegree(),
            program.constraints().size(),
            program.fractions().size(),
            width,
            0));
  }

  /**
   * Returns what the same formulas give for a prover that folds by 2, works before the queries
   * alone, and whose composition has twice the trace's degree.
   */
  double peerSecurityBits() {
    AirProgram program = air.program();
    FriConfig fri = config.fri();
    int columns = program.columnsOf(Tree.WITNESS).size();
    return bits(
        config(fri.logBlowupFactor(), 1, 0, fri.nQueries(), config.queryPowBits()),
        new Shape(
            air.logRows(),
            air.logRows() + 1,
            QM31.DEGREE + columns * (program.fractions().isEmpty() ? 1 : 2 * QM31.DEGREE),
            3,
            columns,
            program.fractions().size(),
            1,
            0));
  }

  private static double bits(PcsConfig config, Shape shape) {
    return SecurityReport.of(config, shape).items().stream()
        .mapToDouble(SecurityReport.Item::bits)
        .min()
        .orElseThrow();
  }

  @Override
  public ObjectNode repeat(int repetition) {
    byte[] seed = new byte[32];
    seed[0] = (byte) repetition;
    seed[1] = (byte) (repetition >> 8);
    ObjectNode stages = ColumnWorks.object();
    var listener =
        new ProverListener() {
          @Override
          public void stage(String stage, long nanos) {
            stages.put(stage, nanos / 1e6);
          }
        };
    int[][] witness = air.witness();
    try (var arena = new ColumnArena()) {
      var clock = new Stopwatch();
      var fixed =
          CommittedColumns.commit(
              CommitmentLayout.suiteOf(Tree.PREPROCESSED),
              preprocessed,
              config.fri().logBlowupFactor(),
              null,
              arena);
      // The context varies the luck of the proof of work.
      var statement =
          new Statement(air, config, zeroKnowledge, fixed.root(), List.of(), null, seed.clone());
      StarkProof proof = Prover.prove(statement, List.of(fixed), witness, seed, listener);
      ObjectNode result = clock.stop(1);
      long start = System.nanoTime();
      Verifier.verify(statement, proof);
      double verifyMillis = (System.nanoTime() - start) / 1e6;
      var bytes = new WordWriter();
      new ProofCodec(CommitmentLayout.of(air, config, zeroKnowledge), config.fri())
          .write(proof, bytes);
      result.put("verifyMillis", verifyMillis).put("proofBytes", bytes.toBytes().length);
      return result.set("stages", stages);
    } catch (DegenerateChallengeException | ProofRejectedException e) {
      throw new IllegalStateException("an honest proof failed", e);
    }
  }
}
