package lucerna.ops.attack;

import static lucerna.ops.attack.Forgery.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.WeightPins;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.RegistrationWitness;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.Pins;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.Multiplicities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Keys of the list-decoded regime: the pins of the weight trees, in the registration and in every
 * proof.
 */
final class PinnedKeyAttackTest {
  private static final PcsConfig CONFIG = InsecureTestConfig.listed(30);
  private static final AttackModel MODEL = AttackModel.of(InputPrivacy.HIDDEN, CONFIG);
  private static final Set<Reason> FAR = Set.of(Reason.FRI, Reason.MERKLE, Reason.SHAPE);

  private static WeightPins pins(AttackModel model) {
    WeightPins pins = model.key().content().pins();
    assertNotNull(pins);
    return pins;
  }

  /** A key with the same trees and other pins. */
  private static AttackModel withPins(AttackModel model, WeightPins pins) {
    KeyContent content = unpinned(model.key().content()).withPins(pins);
    return new AttackModel(
        model.config(),
        model.lowering(),
        model.weights(),
        model.preprocessed(),
        model.instances(),
        ModelKey.of(content, model.lowering(), new byte[0]));
  }

  private static KeyContent unpinned(KeyContent c) {
    return new KeyContent(
        c.circuit(),
        c.shape(),
        c.privacy(),
        c.zeroKnowledge(),
        c.config(),
        c.preprocessedRoot(),
        c.registrationPreprocessedRoot(),
        c.weightRoots(),
        c.publicWeights());
  }

  private static WeightPins forged(int index) {
    List<QM31> values = new ArrayList<>(pins(MODEL).values());
    values.set(index, values.get(index).add(QM31.ONE));
    return new WeightPins(pins(MODEL).nonce(), values);
  }

  /** Proves a key's weights in range, over the model's trees, and verifies. */
  private static @Nullable Rejection registration(AttackModel model) {
    Statement statement = model.key().registrationStatement();
    List<CommittedColumns> fixed = new ArrayList<>();
    fixed.add(
        AttackModel.preprocessed(
            model.lowering().registration().preprocessedColumnsByRow(), CONFIG));
    fixed.addAll(model.instances());
    int[][] witness = RegistrationWitness.fill(model.lowering(), model.weights());
    Multiplicities.mend(statement, fixed, witness, "range0.uses");
    StarkProof proof =
        new MaliciousProver()
            .lowDegreeInput(CONFIG.fri().logBlowupFactor())
            .prove(statement, fixed, witness, new Channel());
    return MaliciousProver.verdict(statement, proof, new Channel());
  }

  private static Forgery forgery(AttackModel model) {
    return new Forgery(model).lie(p -> p.lowDegreeInput(CONFIG.fri().logBlowupFactor()));
  }

  private static void far(@Nullable Rejection rejection) {
    assertNotNull(rejection, "accepted");
    assertTrue(FAR.contains(rejection.reason()), rejection::toString);
  }

  @Test
  void aPinForEachColumnOfEachTree() {
    Pins all = MODEL.key().pins();
    assertNotNull(all);
    assertEquals(AttackModel.INSTANCES * 2, all.values().size());
    for (int tree = 0; tree < AttackModel.INSTANCES; tree++) {
      assertEquals(
          MODEL.instances().get(tree).valuesAt(all.point()),
          all.values().subList(2 * tree, 2 * tree + 2));
    }
    // The trees have random rows of their own, and so values of their own.
    assertEquals(all.values().size(), all.values().stream().distinct().count());
  }

  @Test
  void honestProofsAndTheHonestRegistrationAreAccepted() {
    assertNull(registration(MODEL));
    assertNull(forgery(MODEL).attack());
  }

  /** The registration opens all trees, a proof its own one: each must meet its pins. */
  @Test
  void aForgedPinIsRefusedByTheRegistrationAndByTheProofsOfItsTree() {
    for (int index = 0; index < AttackModel.INSTANCES * 2; index++) {
      AttackModel forged = withPins(MODEL, forged(index));
      far(registration(forged));
      Rejection proof = forgery(forged).attack();
      if (index < 2) {
        far(proof);
      } else {
        // Another tree's pin: the key is refused, this tree is as it was.
        assertNull(proof);
      }
    }
  }

  /**
   * A tree that differs in random rows alone satisfies every constraint; it is the pins of the tree
   * before it that it does not meet.
   */
  @Test
  void aTreeThatIsNotThePinnedOneIsRefusedThoughItsWeightsAreRight() {
    var instances = new ArrayList<>(MODEL.instances());
    instances.set(0, AttackModel.instance(MODEL.layout(), MODEL.weights(), CONFIG, 7));
    KeyContent c = MODEL.key().content();
    var content =
        new KeyContent(
            c.circuit(),
            c.shape(),
            c.privacy(),
            c.zeroKnowledge(),
            c.config(),
            c.preprocessedRoot(),
            c.registrationPreprocessedRoot(),
            instances.stream().map(CommittedColumns::root).toList(),
            null);
    AttackModel honest = model(instances, content.withPins(AttackModel.pins(content, instances)));
    assertNull(registration(honest));
    assertNull(forgery(honest).attack());
    // Pins of the old tree, at the point that the new roots decide.
    WeightPins old = AttackModel.pins(content, MODEL.instances());
    AttackModel other = model(instances, content.withPins(old));
    far(registration(other));
    far(forgery(other).attack());
  }

  private static AttackModel model(List<CommittedColumns> instances, KeyContent content) {
    return new AttackModel(
        CONFIG,
        MODEL.lowering(),
        MODEL.weights(),
        MODEL.preprocessed(),
        instances,
        ModelKey.of(content, MODEL.lowering(), new byte[0]));
  }

  /**
   * Pins at a point of one's choice could be met by two polynomials, so the key fixes the point.
   */
  @Test
  void thePointDependsOnEverythingBeforeIt() {
    Pins all = MODEL.key().pins();
    assertNotNull(all);
    KeyContent c = unpinned(MODEL.key().content());
    var roots = new ArrayList<>(c.weightRoots());
    java.util.Collections.swap(roots, 0, 1);
    var swapped =
        new KeyContent(
            c.circuit(),
            c.shape(),
            c.privacy(),
            c.zeroKnowledge(),
            c.config(),
            c.preprocessedRoot(),
            c.registrationPreprocessedRoot(),
            roots,
            null);
    Pins moved = swapped.withPins(pins(MODEL)).allPins();
    assertNotNull(moved);
    assertTrue(!moved.point().equals(all.point()));
    AttackModel other = AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.listed(29));
    Pins others = other.key().pins();
    assertNotNull(others);
    assertTrue(!others.point().equals(all.point()));
  }

  @Test
  void aPointWithoutItsWorkIsRefused() {
    PcsConfig working =
        PcsConfig.insecureForTesting(
            CONFIG.regime(), CONFIG.fri(), new PcsConfig.PowBits(0, 0, 10, 0, 0));
    AttackModel model = AttackModel.of(InputPrivacy.HIDDEN, working);
    assertNotNull(model.key().pins());
    int refused = 0;
    for (long nonce = 0; nonce < 20; nonce++) {
      var lazy = new WeightPins(nonce, pins(model).values());
      if (nonce != pins(model).nonce()) {
        AttackModel forged = withPins(model, lazy);
        assertThrows(IllegalArgumentException.class, () -> forged.key().pins());
        refused++;
      }
    }
    assertTrue(refused >= 19);
  }

  /** With unique decoding there are no pins, and a proof made for pins is none. */
  @Test
  void aKeyOfTheOtherRegimeHasNoPins() {
    AttackModel unique = AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.withoutWork());
    assertNull(unique.key().content().pins());
    assertNull(unique.key().pins());
    assertNull(unique.key().inference(new Forgery(unique).publicPart()).pins());
  }

  @Test
  void aProofUnderAKeyWithForgedPinsIsNoProofUnderTheHonestOne() {
    AttackModel forged = withPins(MODEL, forged(0));
    ModelProof proof = forgery(forged).proof();
    var e =
        assertThrows(
            ProofRejectedException.class, () -> new ModelVerifier(MODEL.key()).verify(proof));
    rejected(Reason.OTHER_KEY, "key", e.rejection());
    // Even if it names the honest key.
    Rejection renamed =
        Forgery.verdict(
            MODEL, ModelProof.of(MODEL.key().digest(), proof.publicPart(), proof.stark()));
    rejected(Reason.CONSTRAINTS, "out-of-domain", renamed);
  }
}
