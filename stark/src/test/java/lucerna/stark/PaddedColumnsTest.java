package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.ColumnArena;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public columns shorter than the trace are zero after their end, whatever memory held before. */
final class PaddedColumnsTest {
  private static final int LOG_ROWS = 12;
  private static final int ROWS = 1 << LOG_ROWS;
  private static final int ACTIVE = 3000;
  private static final PcsConfig CONFIG =
      PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 20), 0, 0, 0, 0, 0);

  /** The inner product of a column of the witness and a public column, which ends before it. */
  private record Sums(AirProgram program) implements AirInstance {
    static Sums make() {
      return new Sums(
          AirProgram.of(
              air -> {
                Expr active = air.column(Tree.PREPROCESSED, "active");
                Expr first = air.column(Tree.PREPROCESSED, "first");
                Expr last = air.column(Tree.PREPROCESSED, "last");
                air.addToSum("u x", air.publicColumn("u").times(air.column("x")));
                air.runningSum(active, first, last, air.publicScalar("total"));
              }));
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
      SecureColumn u = SecureColumn.zeros(ACTIVE);
      QM31 total = QM31.ZERO;
      for (int row = 0; row < ACTIVE; row++) {
        u.set(row, new QM31(row, 1, 2, 3));
        total = total.add(u.get(row).mul(2 * row));
      }
      return new PublicData(new SecureColumn[] {u}, new QM31[] {total});
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theProofIsAccepted(boolean zeroKnowledge) throws Exception {
    int[][] rows = new int[3][ROWS];
    Arrays.fill(rows[0], 0, ACTIVE, 1);
    rows[1][0] = 1;
    rows[2][ACTIVE] = 1;
    int[][] witness = new int[1][ROWS];
    for (int row = 0; row < ACTIVE; row++) {
      witness[0][row] = 2 * row;
    }
    // So that what a public column holds after its end counts.
    Arrays.fill(witness[0], ACTIVE, ROWS, 77);
    var suite = CommitmentLayout.suiteOf(Tree.PREPROCESSED);
    var fixed = CommittedColumns.commit(suite, rows, CONFIG.fri().logBlowupFactor(), null);
    var statement =
        new Statement(
            Sums.make(), CONFIG, zeroKnowledge, fixed.root(), List.of(), null, new byte[0]);
    try (var kept = new ColumnArena()) {
      List<int[]> poisoned = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        poisoned.add(kept.take(ROWS));
      }
      poisoned.forEach(array -> Arrays.fill(array, -1));
      poisoned.forEach(kept::release);
      var proof =
          Prover.prove(statement, List.of(fixed), witness, new byte[32], ProverListener.NONE);
      Verifier.verify(statement, proof);
      long used = poisoned.stream().filter(array -> array[array.length - 1] != -1).count();
      assertTrue(used > 4, used + " arrays used again");
    }
  }
}
