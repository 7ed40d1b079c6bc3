package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.ColumnArena;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What earlier proofs left in memory that is used again is in no later proof. */
final class ReusedMemoryTest {
  /* Lengths of what proofs of these sizes take, and how many of each. */
  private static final int LOG_LEAST = 12;
  private static final int LOG_MOST = 19;
  private static final int COPIES = 40;

  /** Columns long enough to be reused need a low rate, as the toy has few rows. */
  private static PcsConfig config(int logBlowup) {
    return PcsConfig.insecureForTesting(new FriConfig(logBlowup, 3, 2, 20), 2, 2, 2, 2, 2);
  }

  private static byte[] prove(int logBlowup, boolean zeroKnowledge) throws Exception {
    PcsConfig config = config(logBlowup);
    Statement statement =
        new ToyInstance(ToyInstance.honestResult()).statement(config, zeroKnowledge, null);
    StarkProof proof =
        Prover.prove(
            statement,
            ToyInstance.fixed(config, zeroKnowledge),
            ToyInstance.witness(),
            new byte[32],
            ProverListener.NONE);
    var out = new WordWriter();
    new ProofCodec(CommitmentLayout.of(statement.air(), config, zeroKnowledge), config.fri())
        .write(proof, out);
    return out.toBytes();
  }

  /** Leaves arrays behind that hold no field elements at all. */
  private static List<int[]> poison(ColumnArena arena) {
    List<int[]> poisoned = new ArrayList<>();
    for (int log = LOG_LEAST; log <= LOG_MOST; log++) {
      for (int i = 0; i < COPIES; i++) {
        int[] array = arena.take(1 << log);
        Arrays.fill(array, -1);
        poisoned.add(array);
      }
    }
    poisoned.forEach(arena::release);
    return poisoned;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void proofsInARowHaveTheBytesOfProofsByThemselves(boolean zeroKnowledge) throws Exception {
    byte[] large = prove(7, zeroKnowledge);
    byte[] small = prove(6, zeroKnowledge);
    assertFalse(Arrays.equals(large, small));
    try (var kept = new ColumnArena()) {
      List<int[]> poisoned = poison(kept);
      assertArrayEquals(large, prove(7, zeroKnowledge));
      long used = poisoned.stream().filter(array -> array[array.length - 1] != -1).count();
      assertTrue(used > 10, used + " arrays used again");
      assertArrayEquals(small, prove(6, zeroKnowledge));
      assertArrayEquals(large, prove(7, zeroKnowledge));
      poison(kept);
      assertArrayEquals(large, prove(7, zeroKnowledge));
    }
  }
}
