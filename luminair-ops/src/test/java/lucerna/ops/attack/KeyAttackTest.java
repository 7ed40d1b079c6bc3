package lucerna.ops.attack;

import static lucerna.ops.attack.Forgery.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.ProvingKey;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.prover.ProverListener;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.ProofEdits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 18, the key's own proof, and row 68, the count of proofs that a key allows. */
final class KeyAttackTest {
  private static final Keys KEYS = keys(AttackModel.honestWeights(), Privacy.HIDDEN);

  private static Keys keys(Weights weights, Privacy privacy) {
    return KeyMaker.make(
        AttackModel.circuit(0),
        weights,
        Digest.ZERO,
        new KeyOptions(2, privacy, true),
        new byte[32],
        Progress.NONE);
  }

  private static @Nullable Rejection verdict(ModelKey key) {
    try {
      new ModelVerifier(key).checkKey();
      return null;
    } catch (ProofRejectedException e) {
      return e.rejection();
    }
  }

  private static KeyContent content(
      KeyContent c, Digest preprocessed, Digest registration, List<Digest> weights) {
    return new KeyContent(
        c.circuit(),
        c.shape(),
        c.privacy(),
        c.zeroKnowledge(),
        c.config(),
        preprocessed,
        registration,
        weights,
        c.publicWeights());
  }

  private static @Nullable Rejection verdictWith(
      ModelKey key, Digest preprocessed, Digest registration, List<Digest> weights) {
    KeyContent altered = content(key.content(), preprocessed, registration, weights);
    return verdict(ModelKey.of(altered, key.lowering(), key.registration()));
  }

  @Test
  void anHonestKeyIsAccepted() {
    assertNull(verdict(ModelKey.parse(KEYS.key().bytes(), "model.key")));
  }

  @Test
  void rootsOfOtherTablesAreRefused() {
    KeyContent c = KEYS.key().content();
    rejected(
        Reason.REGISTRATION,
        "preprocessed columns",
        verdictWith(
            KEYS.key(),
            ProofEdits.flipped(c.preprocessedRoot()),
            c.registrationPreprocessedRoot(),
            c.weightRoots()));
    rejected(
        Reason.REGISTRATION,
        "registration columns",
        verdictWith(
            KEYS.key(),
            c.preprocessedRoot(),
            ProofEdits.flipped(c.registrationPreprocessedRoot()),
            c.weightRoots()));
  }

  @Test
  void rootsOfOtherWeightsAreRefused() {
    KeyContent c = KEYS.key().content();
    for (int i = 0; i < c.weightRoots().size(); i++) {
      var roots = new ArrayList<>(c.weightRoots());
      roots.set(i, ProofEdits.flipped(roots.get(i)));
      rejected(
          Reason.REGISTRATION,
          "weights",
          verdictWith(KEYS.key(), c.preprocessedRoot(), c.registrationPreprocessedRoot(), roots));
    }
  }

  @Test
  void aRegistrationProofOfAnotherKeyIsRefused() {
    KeyContent c = KEYS.key().content();
    byte[] registration = KEYS.key().registration();
    for (byte[] other :
        List.of(
            new byte[0],
            java.util.Arrays.copyOf(registration, registration.length - 4),
            java.util.Arrays.copyOf(registration, registration.length + 4),
            flipped(registration))) {
      rejected(
          Reason.REGISTRATION, "weights", verdict(ModelKey.of(c, KEYS.key().lowering(), other)));
    }
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[copy.length / 2] ^= 1;
    return copy;
  }

  @Test
  void parametersWithoutSecurityAreRefused() {
    AttackModel weak = AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.fast());
    rejected(Reason.REGISTRATION, "security", verdict(weak.key()));
  }

  @Test
  void publicWeightsAreThoseOfTheRoot() {
    var open = new Privacy(WeightPrivacy.PUBLIC, InputPrivacy.HIDDEN);
    ModelKey key = keys(AttackModel.honestWeights(), open).key();
    assertNull(verdict(key));
    KeyContent c = key.content();
    rejected(
        Reason.REGISTRATION,
        "root",
        verdictWith(
            key,
            c.preprocessedRoot(),
            c.registrationPreprocessedRoot(),
            List.of(ProofEdits.flipped(c.weightRoots().get(0)))));
    // Weights above their bound, whatever the root.
    var heavy =
        new KeyContent(
            c.circuit(),
            c.shape(),
            c.privacy(),
            c.zeroKnowledge(),
            c.config(),
            c.preprocessedRoot(),
            c.registrationPreprocessedRoot(),
            c.weightRoots(),
            AttackModel.weightsWith(0, 0, 2));
    rejected(
        Reason.REGISTRATION,
        "public weights",
        verdict(ModelKey.of(heavy, key.lowering(), new byte[0])));
  }

  // The budget.

  /** Ends a proof when it has taken its number and before it does any work. */
  private static final class Stop extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1;
  }

  private static final ProverListener STOP =
      new ProverListener() {
        @Override
        public void witness(int[][] rows) {
          throw new Stop();
        }
      };

  private static void takeOne(ModelProver prover) {
    assertThrows(
        Stop.class,
        () ->
            prover.prove(List.of(AttackModel.INPUT), new byte[32], "", Progress.NONE, null, STOP));
  }

  private static ModelProver proverOf(Path file) {
    return new ModelProver(KEYS.key(), ProvingKey.read(file), file);
  }

  private static Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("proving.key"), KEYS.provingKey().bytes());
  }

  @Test
  void theCountSurvivesAndEndsAtTheBudget(@TempDir Path folder) throws IOException {
    Path file = write(folder);
    int budget = KEYS.key().proofBudget();
    assertTrue(budget >= 2);
    assertEquals(budget, ProvingKey.read(file).proofsLeft());
    ModelProver one = proverOf(file);
    takeOne(one);
    assertEquals(1, ProvingKey.read(file).proofsUsed());
    ModelProver other = proverOf(file);
    for (int taken = 1; taken < budget; taken++) {
      // In turn by a prover that has read the file anew, and one that read it long ago.
      takeOne(taken % 2 == 0 ? one : other);
      assertEquals(taken + 1, ProvingKey.read(file).proofsUsed());
    }
    assertEquals(0, ProvingKey.read(file).proofsLeft());
    for (ModelProver prover : List.of(one, other, proverOf(file))) {
      var e =
          assertThrows(
              UserException.class,
              () -> prover.prove(List.of(AttackModel.INPUT), new byte[32], "", Progress.NONE));
      assertTrue(String.valueOf(e.getMessage()).contains("used up"), e::getMessage);
    }
    assertEquals(budget, ProvingKey.read(file).proofsUsed());
  }

  @Test
  void concurrentProversNeverTakeTheSameNumber(@TempDir Path folder) throws Exception {
    Path file = write(folder);
    int budget = KEYS.key().proofBudget();
    int threads = Math.min(4, budget);
    int each = budget / threads;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<Void> work =
            () -> {
              ModelProver prover = proverOf(file);
              for (int k = 0; k < each; k++) {
                takeOne(prover);
              }
              return null;
            };
        running.add(pool.submit(work));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    // Every number was taken once: otherwise the file would count fewer.
    assertEquals(threads * each, ProvingKey.read(file).proofsUsed());
  }

  @Test
  void aProverWhoseFileCannotBeCountedInRefuses(@TempDir Path folder) throws IOException {
    Path file = write(folder);
    ModelProver prover = proverOf(file);
    Files.delete(file);
    assertThrows(
        UserException.class,
        () -> prover.prove(List.of(AttackModel.INPUT), new byte[32], "", Progress.NONE));
  }
}
