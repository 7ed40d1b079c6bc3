package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Digest;
import lucerna.stark.prover.ColumnStore;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoredColumnsTest {
  private static final PcsConfig CONFIG = PcsConfig.p100();

  /** Columns in arrays that a prover sees as stored ones. */
  private record Arrays(CommittedColumns columns) implements ColumnStore {
    @Override
    public Digest root() {
      return columns.root();
    }

    @Override
    public int width() {
      return columns.rows().length;
    }

    @Override
    public int length() {
      return columns.rows()[0].length;
    }

    @Override
    public void read(int column, int from, int to, int[] out) {
      System.arraycopy(columns.rows()[column], from, out, from, to - from);
    }

    @Override
    public OpenedRows open(int[] positions) {
      int[][] values = new int[positions.length][width()];
      int[] salts = columns.salts();
      int[][] opened = new int[salts == null ? 0 : positions.length][];
      for (int i = 0; i < positions.length; i++) {
        for (int c = 0; c < values[i].length; c++) {
          values[i][c] = columns.evaluations()[c][positions[i]];
        }
        if (salts != null) {
          opened[i] = java.util.Arrays.copyOfRange(salts, 4 * positions[i], 4 * positions[i] + 4);
        }
      }
      return new OpenedRows(values, opened, columns.tree().open(positions));
    }
  }

  private static byte[] bytes(Statement statement, StarkProof proof) {
    var out = new WordWriter();
    new ProofCodec(
            CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge()),
            statement.config().fri())
        .write(proof, out);
    return out.toBytes();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theProofIsTheSameByteForByte(boolean zeroKnowledge) throws Exception {
    Statement statement =
        new ToyInstance(ToyInstance.honestResult()).statement(CONFIG, zeroKnowledge, null);
    List<CommittedColumns> held = ToyInstance.fixed(CONFIG, zeroKnowledge);
    CommittedColumns stored = CommittedColumns.stored(new Arrays(held.get(1)));
    assertTrue(stored.isStored());
    assertEquals(held.get(1).root(), stored.root());
    StarkProof one =
        Prover.prove(statement, held, ToyInstance.witness(), new byte[32], ProverListener.NONE);
    StarkProof other =
        Prover.prove(
            statement,
            List.of(held.get(0), stored),
            ToyInstance.witness(),
            new byte[32],
            ProverListener.NONE);
    assertArrayEquals(bytes(statement, one), bytes(statement, other));
    Verifier.verify(statement, other);
  }

  /** Asks of a weight that it does not change, which is no combination of columns. */
  private static final class Constant implements AirInstance {
    private final AirProgram program =
        AirProgram.of(
            air -> {
              Expr active = air.column(Tree.PREPROCESSED, "active");
              Expr first = air.column(Tree.PREPROCESSED, "first");
              Expr last = air.column(Tree.PREPROCESSED, "last");
              air.column(Tree.PREPROCESSED, "table");
              Expr w = air.column(Tree.WEIGHTS, "w");
              Expr x = air.column("x");
              air.column("y");
              air.column("z");
              air.label("w' = w").when(active).zero(w.next().minus(w));
              air.addToSum("x", air.publicColumn("K").times(x));
              air.runningSum(active, first, last, air.publicScalar("total"));
            });

    @Override
    public AirProgram program() {
      return program;
    }

    @Override
    public int logRows() {
      return ToyInstance.LOG_ROWS;
    }

    @Override
    public int activeRows() {
      return ToyInstance.ACTIVE;
    }

    @Override
    public int[] weightTreeWidths() {
      return new int[] {1};
    }

    @Override
    public PublicData publicData(QM31[] challenges) {
      return new PublicData(
          new SecureColumn[] {SecureColumn.zeros(ToyInstance.ACTIVE)}, new QM31[] {QM31.ZERO});
    }
  }

  @Test
  void columnsThatAreReadByThemselvesCannotBeStored() {
    List<CommittedColumns> held = ToyInstance.fixed(CONFIG, true);
    var stored = List.of(held.get(0), CommittedColumns.stored(new Arrays(held.get(1))));
    Statement toy = new ToyInstance(0).statement(CONFIG, true, null);
    var statement =
        new Statement(
            new Constant(),
            CONFIG,
            true,
            toy.preprocessedRoot(),
            toy.weightRoots(),
            toy.inputRoot(),
            toy.context());
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Prover.prove(
                    statement, stored, ToyInstance.witness(), new byte[32], ProverListener.NONE));
    assertEquals("stored columns are read one by one", e.getMessage());
  }
}
