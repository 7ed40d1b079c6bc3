package lucerna.ops.attack;

import static lucerna.ops.attack.Forgery.rejected;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.ColumnInfo;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.channel.Channel;
import lucerna.ops.layout.InputPrivacy;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.Statement;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.TamperedTranscript;
import org.junit.jupiter.api.Test;

/**
 * Row 57, why the witness is committed before the challenges are drawn: who knows them chooses the
 * copies that products read so that any output comes out.
 */
final class FreivaldsForgeryTest {
  private static final String ROOT = "witness root";
  private static final AttackModel MODEL =
      AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.withoutWork());

  @Test
  void knownChallengesProveAnyOutput() {
    Forgery forged = bent(TamperedTranscript.without(ROOT).channel());
    Statement statement = forged.statement();
    var proof = forged.stark(TamperedTranscript.without(ROOT).channel());
    assertNull(
        lucerna.testkit.MaliciousProver.verdict(
            statement, proof, TamperedTranscript.without(ROOT).channel()));
    // With the witness absorbed, the challenges are others than those it was made for.
    rejected(
        Reason.CONSTRAINTS,
        "out-of-domain",
        lucerna.testkit.MaliciousProver.verdict(statement, proof, new Channel()));
  }

  @Test
  void challengesAfterTheWitnessProveNothingFalse() {
    bent(new Channel()).breaksTheConstraints();
  }

  private static Forgery falseOutput() {
    var f = new Forgery(MODEL);
    return f.output(0, 0, f.output(0, 0) + 1);
  }

  /** Learns the challenges of a run and makes a witness that satisfies the sum under them. */
  private static Forgery bent(Channel learning) {
    List<QM31> challenges = new ArrayList<>();
    List<QM31> missing = new ArrayList<>();
    Forgery first = falseOutput();
    first.lie(
        prover ->
            prover.interaction(
                (columns, scalars) -> {
                  challenges.addAll(scalars.challenges());
                  missing.add(missing(columns, scalars));
                }));
    first.stark(learning);

    Forgery forged = falseOutput();
    QM31[] coefficients = coefficients(forged.statement(), challenges);
    int[] change = solve(coefficients, missing.get(0));
    for (int row = 0; row < change.length; row++) {
      forged.cell("x0", row, M31.add(forged.cell("x0", row), change[row]));
    }
    return forged;
  }

  private static QM31 missing(SecureColumn[] columns, Scalars scalars) {
    SecureColumn sum = columns[columns.length - 1];
    return scalars.publicScalars().get(0).sub(sum.get(AttackModel.ACTIVE));
  }

  /** What the sum gains if a cell of x0 in rows 0 to 3 grows by 1. */
  private static QM31[] coefficients(Statement statement, List<QM31> challenges) {
    SecureColumn[] columns = statement.air().publicData(challenges.toArray(QM31[]::new)).columns();
    int product = -1;
    int copy = -1;
    for (ColumnInfo column : statement.air().program().columnsOf(Tree.PUBLIC)) {
      product = column.name().equals("K.product") ? column.indexInTree() : product;
      copy = column.name().equals("K.copy") ? column.indexInTree() : copy;
    }
    int[][] w = MODEL.instances().get(0).rows();
    QM31[] coefficients = new QM31[4];
    for (int row = 0; row < coefficients.length; row++) {
      QM31 u = challenges.get(0).mul(w[1][row]).add(w[0][row]);
      coefficients[row] = columns[product].get(row).mul(u).add(columns[copy].get(row));
    }
    return coefficients;
  }

  /** Integers with {@code sum coefficients[k] x[k] = right}: four equations in M31. */
  private static int[] solve(QM31[] coefficients, QM31 right) {
    int n = QM31.DEGREE;
    int[][] rows = new int[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        rows[i][k] = coefficients[k].coordinate(i);
      }
      rows[i][n] = right.coordinate(i);
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      while (rows[pivot][k] == 0) {
        pivot++;
      }
      int[] row = rows[pivot];
      rows[pivot] = rows[k];
      rows[k] = row;
      int inverse = M31.inverse(row[k]);
      Arrays.setAll(row, i -> M31.mul(row[i], inverse));
      for (int other = 0; other < n; other++) {
        int factor = rows[other][k];
        for (int i = 0; i <= n && other != k; i++) {
          rows[other][i] = M31.sub(rows[other][i], M31.mul(factor, row[i]));
        }
      }
    }
    return Arrays.stream(rows).mapToInt(row -> row[n]).toArray();
  }
}
