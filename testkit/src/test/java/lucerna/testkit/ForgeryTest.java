package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lucerna.air.PointEvaluator;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OutOfDomain;
import lucerna.stark.PublicData;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.SampleValues;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import org.junit.jupiter.api.Test;

/**
 * Why out-of-domain values are absorbed before the batching challenge is drawn: otherwise a prover
 * chooses them afterwards and proves anything.
 */
final class ForgeryTest {
  private static final String VALUES = "out-of-domain values";
  private static final Toy FALSE = falseToy();

  private static Toy falseToy() {
    Toy honest = Toy.honest(InsecureTestConfig.fast());
    return honest.withResult(honest.result() + 1);
  }

  @Test
  void withoutAbsorbingOutOfDomainValuesAFalseResultIsProven() {
    StarkProof forged = forge();
    accepted(
        MaliciousProver.verdict(
            FALSE.statement(), forged, TamperedTranscript.without(VALUES).channel()));
    // The protocol as it is refuses the same proof, since the batching challenge is another one.
    rejected(
        Set.of(Reason.PROOF_OF_WORK, Reason.FRI, Reason.MERKLE, Reason.SHAPE),
        MaliciousProver.verdict(FALSE.statement(), forged, new Channel()));
  }

  @Test
  void theSameForgerMakesNothingOfTheRealTranscript() {
    // The values are changed after all, but lambda has changed with them.
    TamperedTranscript first = TamperedTranscript.honest();
    MaliciousProver learning = new MaliciousProver();
    learning.prove(FALSE.statement(), FALSE.fixed(), Toy.witness(), first.channel());
    StarkProof forged =
        new MaliciousProver()
            .values(values -> bend(first, values))
            .lowDegreeInput(FALSE.config().fri().logBlowupFactor())
            .prove(FALSE.statement(), FALSE.fixed(), Toy.witness(), new Channel());
    rejected(
        Reason.FRI, "layer 0", MaliciousProver.verdict(FALSE.statement(), forged, new Channel()));
  }

  private static StarkProof forge() {
    // A first run shows what the challenges are; without the absorption they stay the same.
    TamperedTranscript first = TamperedTranscript.without(VALUES);
    new MaliciousProver().prove(FALSE.statement(), FALSE.fixed(), Toy.witness(), first.channel());
    return new MaliciousProver()
        .values(values -> bend(first, values))
        .prove(
            FALSE.statement(),
            FALSE.fixed(),
            Toy.witness(),
            TamperedTranscript.without(VALUES).channel());
  }

  /**
   * Changes the composition's four values by d with {@code sum e_k d_k} = what the constraints
   * want, {@code sum w_k d_k = 0} and {@code sum conj(w_k) d_k = 0}, w the powers of the batching
   * challenge: then the line under the combined quotient stays, and FRI sees nothing.
   */
  private static void bend(TamperedTranscript transcript, QM31... values) {
    CommitmentLayout layout = CommitmentLayout.of(FALSE, FALSE.config(), true);
    QM31[] challenges =
        draw(transcript, "interaction proof of work", Toy.PROGRAM.challenges().size());
    QM31 alpha = draw(transcript, "interaction root", 1)[0];
    SecureCirclePoint point =
        OutOfDomain.draw(
            TamperedTranscript.channelIn(transcript.stateAt("out-of-domain proof of work")),
            Toy.LOG_ROWS);
    QM31 lambda = draw(transcript, "batching proof of work", 1)[0];
    if (point == null) {
      throw new AssertionError("a degenerate point");
    }
    var samples = new SampleValues(layout, values);
    QM31 wanted =
        constraints(FALSE.statement(), challenges, alpha, point, samples)
            .mul(CanonicCoset.vanishing(Toy.LOG_ROWS, point.x()).inverse())
            .sub(samples.composition());
    int at = values.length - QM31.DEGREE;
    QM31[][] rows = new QM31[3][4];
    for (int k = 0; k < 3; k++) {
      QM31 w = lambda.pow(at + k + 1L);
      QM31[] units = {QM31.ZERO, QM31.ZERO, QM31.ZERO, QM31.ZERO};
      units[k] = QM31.ONE;
      rows[0][k] = QM31.fromPartialEvaluations(units[0], units[1], units[2], units[3]);
      rows[1][k] = w;
      rows[2][k] = w.complexConjugate();
    }
    rows[0][3] = wanted;
    rows[1][3] = QM31.ZERO;
    rows[2][3] = QM31.ZERO;
    QM31[] d = solve(rows);
    for (int k = 0; k < 3; k++) {
      values[at + k] = values[at + k].add(d[k]);
    }
  }

  private static QM31[] draw(TamperedTranscript transcript, String after, int n) {
    return TamperedTranscript.channelIn(transcript.stateAt(after)).drawSecureFelts(n);
  }

  private static QM31 constraints(
      Statement statement,
      QM31[] challenges,
      QM31 alpha,
      SecureCirclePoint point,
      SampleValues samples) {
    PublicData data = statement.air().publicData(challenges);
    SecureColumn weights = LagrangeWeights.at(Toy.LOG_ROWS, point, Toy.ACTIVE);
    QM31 k = OutOfDomain.dot(weights, data.columns()[0]);
    return new PointEvaluator(Toy.PROGRAM)
        .combine(
            (id, offset) ->
                Toy.PROGRAM.columns().get(id).tree() == Tree.PUBLIC ? k : samples.mask(id, offset),
            new Scalars(List.of(challenges), List.of(data.scalars())),
            alpha);
  }

  /** Solves a square system given with its right side; the matrix is regular. */
  private static QM31[] solve(QM31[][] rows) {
    int n = rows.length;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      while (rows[pivot][k].isZero()) {
        pivot++;
      }
      QM31[] row = rows[pivot];
      rows[pivot] = rows[k];
      rows[k] = row;
      QM31 inverse = row[k].inverse();
      Arrays.setAll(row, i -> row[i].mul(inverse));
      for (int other = 0; other < n; other++) {
        QM31 factor = rows[other][k];
        for (int i = 0; i <= n && other != k; i++) {
          rows[other][i] = rows[other][i].sub(factor.mul(row[i]));
        }
      }
    }
    QM31[] solution = new QM31[n];
    Arrays.setAll(solution, i -> rows[i][n]);
    return solution;
  }
}
