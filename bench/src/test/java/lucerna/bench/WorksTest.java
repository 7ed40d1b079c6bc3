package lucerna.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import lucerna.air.Tree;
import lucerna.field.ColumnArena;
import lucerna.field.M31;
import lucerna.fri.PcsConfig;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordWriter;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The works at small sizes: they measure something, prove what they say, and nothing else. */
final class WorksTest {
  private static final PcsConfig CONFIG = ProofWork.config(2, 3, 6, 120, 4);

  private static ObjectNode once(String words) {
    return Works.of(words.split(" ")).repeat(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fft log=10",
        "merkle log=8 columns=3",
        "commit log=8 columns=3 blowup=1",
        "fibonacci log=10 columns=5 pow=4",
        "fibonacci log=10 columns=5 pow=4 zk=1",
        "lookups log=10 columns=3 pow=4",
        "lookups log=10 columns=3 pow=4 zk=1",
        "lookups log=17 columns=1 pow=1 queries=3",
      })
  void eachWorkIsMeasured(String words) {
    ObjectNode measured = once(words);
    assertTrue(measured.path("millis").doubleValue() > 0, measured::toString);
    if (words.contains("pow=4")) {
      assertTrue(measured.path("proofBytes").intValue() > 10_000, measured::toString);
      assertTrue(measured.path("verifyMillis").doubleValue() > 0, measured::toString);
      assertEquals(4, measured.path("stages").size(), measured::toString);
    }
  }

  /**
   * The proofs of fixed seeds: a way to compute them faster changes no byte. These digests were
   * recorded when leaves of the composition came to hold four positions and, of constraints of
   * degree 2 and 3, when these got smaller compositions. The degree is 2 in the sequences, with
   * zero knowledge 3; in lookups it is 3 if there are two or three fractions, else 4.
   */
  @ParameterizedTest
  @CsvSource({
    "fibonacci, 11, 20, 2, false, e446e4ed79bee11c",
    "fibonacci, 10, 20, 2, true, 329d9bb6fe5aa106",
    "fibonacci, 10, 7, 3, false, 7f21d6aa5dc43607",
    "fibonacci, 13, 20, 2, true, 65065d4bd54b6231",
    "lookups, 12, 3, 2, false, 43eb7806ffc88207",
    "lookups, 12, 3, 2, true, 003c396a5f3996c1",
    "lookups, 12, 3, 3, false, 4cd346c09291530d",
    "lookups, 17, 1, 2, false, eb10dc8ae025ce3f",
    "lookups, 17, 2, 2, true, 8446922d9636855b",
  })
  void proofsOfFixedSeedsStayTheSame(
      String name, int log, int columns, int logBlowup, boolean zeroKnowledge, String digest)
      throws Exception {
    ProvableWork air =
        name.equals("lookups")
            ? new RangeChecks(log, columns)
            : new WideFibonacci(log, columns, zeroKnowledge);
    PcsConfig config = ProofWork.config(logBlowup, 3, 6, 30, 8);
    assertEquals(digest, digest(air, config, zeroKnowledge));
    // Nor does it matter what lies in memory that is used again.
    try (var kept = new ColumnArena()) {
      List<int[]> poisoned = poison(kept);
      assertEquals(digest, digest(air, config, zeroKnowledge));
      long used = poisoned.stream().filter(array -> array[array.length - 1] != -1).count();
      assertTrue(used > 10, used + " arrays used again");
    }
  }

  private static String digest(ProvableWork air, PcsConfig config, boolean zeroKnowledge)
      throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 3;
    var fixed =
        CommittedColumns.commit(
            CommitmentLayout.suiteOf(Tree.PREPROCESSED),
            air.preprocessed(),
            config.fri().logBlowupFactor(),
            null);
    var statement =
        new Statement(air, config, zeroKnowledge, fixed.root(), List.of(), null, seed.clone());
    StarkProof proof =
        Prover.prove(statement, List.of(fixed), air.witness(), seed, ProverListener.NONE);
    var bytes = new WordWriter();
    new ProofCodec(CommitmentLayout.of(air, config, zeroKnowledge), config.fri())
        .write(proof, bytes);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toBytes());
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  /** Leaves arrays behind, of all lengths that a proof takes, that hold no field elements. */
  private static List<int[]> poison(ColumnArena arena) {
    List<int[]> poisoned = new ArrayList<>();
    for (int log = 12; log <= 20; log++) {
      // A proof has more short columns than long ones.
      for (int i = 0; i < (log < 17 ? 64 : 24); i++) {
        int[] array = arena.take(1 << log);
        Arrays.fill(array, -1);
        poisoned.add(array);
      }
    }
    poisoned.forEach(arena::release);
    return poisoned;
  }

  @Test
  void repetitionsDoTheSameWork() {
    Work work = Works.of("commit", "log=8", "columns=2");
    String root = work.repeat(0).path("root").textValue();
    assertEquals(root, work.repeat(1).path("root").textValue());
    assertEquals(64, root.length(), root);
  }

  @Test
  void aTransformForthAndBackIsTheSameColumn() {
    int[] column = Randoms.columns(3, 1, 64)[0];
    int[] copy = column.clone();
    lucerna.field.circle.CircleFft.interpolate(copy);
    lucerna.field.circle.CircleFft.evaluate(copy);
    org.junit.jupiter.api.Assertions.assertArrayEquals(column, copy);
  }

  private static Rejection.Reason attack(ProvableWork air, Consumer<int[][]> lie) throws Exception {
    lie.accept(air.witness());
    var fixed =
        CommittedColumns.commit(
            CommitmentLayout.suiteOf(Tree.PREPROCESSED), air.preprocessed(), 2, null);
    var statement =
        new Statement(air, CONFIG, false, fixed.root(), List.of(), null, new byte[] {1});
    StarkProof proof =
        Prover.prove(statement, List.of(fixed), air.witness(), new byte[32], ProverListener.NONE);
    var e = assertThrows(ProofRejectedException.class, () -> Verifier.verify(statement, proof));
    return e.rejection().reason();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void aFalseElementOfASequenceIsRejected(int column) throws Exception {
    assertEquals(
        Rejection.Reason.CONSTRAINTS,
        attack(
            new WideFibonacci(10, 5, false),
            witness -> witness[column][7] = M31.add(witness[column][7], 1)));
  }

  @Test
  void aValueBeyondTheTableIsRejected() throws Exception {
    var air = new RangeChecks(10, 2);
    assertEquals(Rejection.Reason.CONSTRAINTS, attack(air, witness -> witness[1][5] = 1 << 16));
  }

  @Test
  void aFalseMultiplicityIsRejected() throws Exception {
    var air = new RangeChecks(10, 2);
    assertEquals(Rejection.Reason.CONSTRAINTS, attack(air, witness -> witness[3][5]++));
  }

  @Test
  void theTableHoldsEachIntegerOnce() {
    for (int log : new int[] {10, 17}) {
      var air = new RangeChecks(log, 1);
      int[][] fixed = air.preprocessed();
      boolean[] seen = new boolean[1 << 16];
      int values = 0;
      for (int i = 3; i < fixed.length; i++) {
        for (int row = 0; row < air.activeRows(); row++) {
          int value = fixed[i][row];
          assertTrue(value >= 0 && value < seen.length);
          values += seen[value] ? 0 : 1;
          seen[value] = true;
        }
      }
      assertEquals(1 << 16, values);
      assertEquals((1L << log) - (log == 10 ? 256 : 640), air.lookups());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "fft log", "fft log=many", ""})
  void whatIsNoWorkIsRefused(String words) {
    assertThrows(IllegalArgumentException.class, () -> once(words));
  }
}
