package lucerna.ops.attack;

import static lucerna.ops.attack.Forgery.rejected;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.UnaryOperator;
import lucerna.field.M31;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.Statement;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.ProofEdits;
import lucerna.testkit.TamperedTranscript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 15 to 19 and 21: a good proof shown for something else. */
final class StatementAttackTest {
  private static final AttackModel MODEL =
      AttackModel.of(InputPrivacy.COMMITTED, InsecureTestConfig.withoutWork());
  private static final ModelProof PROOF = new Forgery(MODEL).proof();
  private static final PublicPart PART = PROOF.publicPart();

  private static @Nullable Rejection shownAs(PublicPart part) {
    return Forgery.verdict(MODEL, ModelProof.of(PROOF.keyDigest(), part, PROOF.stark()));
  }

  private static PublicPart with(long[][] outputs, long[][] inputs) {
    return new PublicPart(
        PART.instance(), new PublicValues(outputs, inputs), PART.inputRoot(), PART.context());
  }

  private static long[][] outputs() {
    long[][] copy = PART.values().outputs().clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = copy[i].clone();
    }
    return copy;
  }

  @Test
  void theProofItselfIsAccepted() {
    assertNull(shownAs(PART));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 2, 1000})
  void everyPublicOutputCounts(long change) {
    for (int o = 0; o < 2; o++) {
      for (int i = 0; i < 2; i++) {
        long[][] outputs = outputs();
        outputs[o][i] += change;
        boolean possible = o == 0 || (outputs[o][i] >= 0 && outputs[o][i] < 256);
        rejected(
            possible ? Reason.CONSTRAINTS : Reason.PUBLIC_VALUE,
            possible ? "out-of-domain" : "public values",
            shownAs(with(outputs, new long[0][])));
      }
    }
  }

  /** Row 42 in the open: the same element of the field, another integer. */
  @ParameterizedTest
  @ValueSource(longs = {M31.P, -M31.P, 2L * M31.P, 1L << 32, 1L << 30, Long.MIN_VALUE})
  void anOutputHasOneRepresentative(long change) {
    for (int o = 0; o < 2; o++) {
      long[][] outputs = outputs();
      outputs[o][1] += change;
      rejected(Reason.PUBLIC_VALUE, "public values", shownAs(with(outputs, new long[0][])));
    }
  }

  @Test
  void outputsAreAsManyAsTheCircuitSays() {
    long[][] honest = outputs();
    for (long[][] other :
        List.of(
            new long[][] {},
            new long[][] {honest[0]},
            new long[][] {honest[0], honest[1], honest[1]},
            new long[][] {new long[0], honest[1]},
            new long[][] {java.util.Arrays.copyOf(honest[0], 3), honest[1]},
            new long[][] {honest[1], new long[3]})) {
      rejected(Reason.PUBLIC_VALUE, "public values", shownAs(with(other, new long[0][])));
    }
  }

  @Test
  void noPublicInputWhereTheKeyAsksForNone() {
    rejected(
        Reason.PUBLIC_VALUE,
        "public values",
        shownAs(with(outputs(), new long[][] {{5, -3, 7, 2}})));
  }

  @Test
  void everyPublicInputCounts() {
    AttackModel open = AttackModel.of(InputPrivacy.PUBLIC, InsecureTestConfig.withoutWork());
    ModelProof proof = new Forgery(open).proof();
    assertNull(Forgery.verdict(open, proof));
    for (int i = 0; i < 4; i++) {
      for (long change : new long[] {-1, 1, M31.P, 16}) {
        long[] input = proof.inputs()[0].clone();
        input[i] += change;
        boolean possible = Math.abs(input[i]) < 16;
        var part =
            new PublicPart(
                0, new PublicValues(proof.outputs(), new long[][] {input}), null, "attack");
        rejected(
            possible ? Reason.CONSTRAINTS : Reason.PUBLIC_VALUE,
            possible ? "out-of-domain" : "public values",
            Forgery.verdict(open, ModelProof.of(proof.keyDigest(), part, proof.stark())));
      }
    }
    var none = new PublicPart(0, new PublicValues(proof.outputs(), new long[0][]), null, "attack");
    rejected(
        Reason.PUBLIC_VALUE,
        "public values",
        Forgery.verdict(open, ModelProof.of(proof.keyDigest(), none, proof.stark())));
  }

  /** Row 21. */
  @ParameterizedTest
  @ValueSource(strings = {"", "attacks", "Attack", "attack\0"})
  void aReplayUnderAnotherContextIsRefused(String context) {
    rejected(
        Reason.CONSTRAINTS,
        "out-of-domain",
        shownAs(new PublicPart(PART.instance(), PART.values(), PART.inputRoot(), context)));
  }

  @Test
  void theInstanceIsOneOfTheKeysAndTheOneThatWasOpened() {
    for (int instance : new int[] {1, 2}) {
      rejected(Reason.CONSTRAINTS, "out-of-domain", shownAs(atInstance(instance)));
    }
    for (int instance : new int[] {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      rejected(Reason.SHAPE, "weight tree", shownAs(atInstance(instance)));
    }
  }

  private static PublicPart atInstance(int instance) {
    return new PublicPart(instance, PART.values(), PART.inputRoot(), PART.context());
  }

  @Test
  void theInputsCommitmentCounts() {
    Digest root = PART.inputRoot();
    assertNotEquals(null, root);
    if (root == null) {
      return;
    }
    rejected(
        Reason.CONSTRAINTS,
        "out-of-domain",
        shownAs(new PublicPart(0, PART.values(), ProofEdits.flipped(root), "attack")));
    rejected(
        Reason.SHAPE,
        "input commitment: missing".split(":", 2)[0],
        shownAs(new PublicPart(0, PART.values(), null, "attack")));
    AttackModel hidden = AttackModel.of(InputPrivacy.HIDDEN, InsecureTestConfig.withoutWork());
    ModelProof proof = new Forgery(hidden).proof();
    rejected(
        Reason.SHAPE,
        "input commitment",
        Forgery.verdict(
            hidden,
            ModelProof.of(
                hidden.key().digest(),
                new PublicPart(0, proof.publicPart().values(), root, "attack"),
                proof.stark())));
  }

  // Keys.

  private static void refusedUnder(AttackModel other) {
    assertNotEquals(MODEL.key().digest(), other.key().digest());
    rejected(Reason.OTHER_KEY, "key", Forgery.verdict(other, PROOF));
    // The label alone does not make it a proof for that key.
    ModelProof relabelled = ModelProof.of(other.key().digest(), PART, PROOF.stark());
    rejected(Reason.CONSTRAINTS, "out-of-domain", Forgery.verdict(other, relabelled));
  }

  /** Rows 16 and 17. */
  @Test
  void aKeyOfTheSameShapeWithOtherWeights() {
    refusedUnder(
        AttackModel.of(
            InputPrivacy.COMMITTED,
            MODEL.config(),
            AttackModel.circuit(0),
            AttackModel.weightsWith(2, 5, 0)));
  }

  /** Row 19: the numbers are the same, what they stand for is not. */
  @Test
  void aKeyWithOtherScales() {
    refusedUnder(
        AttackModel.of(
            InputPrivacy.COMMITTED,
            MODEL.config(),
            AttackModel.circuit(1),
            AttackModel.honestWeights()));
  }

  @Test
  void aKeyWithAnotherShift() {
    refusedUnder(
        AttackModel.of(
            InputPrivacy.COMMITTED,
            MODEL.config(),
            AttackModel.circuit(0, 7, 3),
            AttackModel.honestWeights()));
  }

  @Test
  void aKeyWithAnotherBoundOnWeights() {
    refusedUnder(
        AttackModel.of(
            InputPrivacy.COMMITTED,
            MODEL.config(),
            AttackModel.circuit(0, 8, AttackModel.SHIFT),
            AttackModel.honestWeights()));
  }

  @Test
  void aKeyWithAnotherLayout() {
    var layout =
        new Layout(
            AttackModel.circuit(0),
            new LayoutShape(
                7, AttackModel.ACTIVE, 2, AttackModel.TABLE_BITS, 2, InputPrivacy.COMMITTED));
    refusedUnder(AttackModel.of(new Lowering(layout), MODEL.config(), AttackModel.honestWeights()));
  }

  /** Every field of a key is in its digest. */
  @Test
  void aKeyWithAnyOtherField() {
    KeyContent honest = MODEL.key().content();
    Digest flipped = ProofEdits.flipped(Digest.ZERO);
    List<UnaryOperator<KeyContent>> changes =
        List.of(
            c -> content(c, renamed(c.circuit()), c.preprocessedRoot(), c.weightRoots()),
            c -> content(c, c.circuit(), flipped, c.weightRoots()),
            c -> content(c, c.circuit(), c.preprocessedRoot(), swapped(c.weightRoots())));
    for (UnaryOperator<KeyContent> change : changes) {
      ModelKey other = ModelKey.of(change.apply(honest), MODEL.lowering(), new byte[0]);
      assertNotEquals(MODEL.key().digest(), other.digest());
    }
    assertNotEquals(
        MODEL.key().digest(),
        ModelKey.of(honest, MODEL.lowering(), new byte[] {1, 0, 0, 0}).digest());
  }

  private static KeyContent content(
      KeyContent c, Circuit circuit, Digest preprocessed, List<Digest> weights) {
    return new KeyContent(
        circuit,
        c.shape(),
        c.privacy(),
        c.zeroKnowledge(),
        c.config(),
        preprocessed,
        c.registrationPreprocessedRoot(),
        weights,
        c.publicWeights());
  }

  private static Circuit renamed(Circuit c) {
    return new Circuit(
        "renamed", c.inputs(), c.tables(), c.blocks(), c.affines(), c.zeros(), c.outputs());
  }

  private static List<Digest> swapped(List<Digest> roots) {
    return List.of(roots.get(1), roots.get(0), roots.get(2));
  }

  // What the transcript has to do with it.

  /** Row 26: each absorption of a model's proof, down to the last nonce. */
  @Test
  void everyAbsorptionOfAModelsProofCounts() {
    Statement statement = new Forgery(MODEL).statement();
    var proof = new Forgery(MODEL).stark(new Channel());
    TamperedTranscript honest = TamperedTranscript.honest();
    assertNull(MaliciousProver.verdict(statement, proof, honest.channel()));
    for (int i = 0; i < honest.absorbedLabels().size(); i++) {
      var rejection =
          MaliciousProver.verdict(statement, proof, TamperedTranscript.without(i).channel());
      assertNotEquals(null, rejection, honest.absorbedLabels().get(i));
    }
  }

  // Bytes.

  @ParameterizedTest
  @EnumSource(BadBytes.class)
  void aFileThatNobodyWroteIsRefusedInOneSentence(BadBytes bad) {
    byte[] bytes = bad.apply(PROOF.bytes());
    var e =
        assertThrows(lucerna.ops.UserException.class, () -> ModelProof.parse(bytes, "proof.bin"));
    assertNotEquals(null, e.getMessage());
  }

  /** Damage to the part of a proof file before the STARK. */
  enum BadBytes {
    EMPTY,
    HEADER_ONLY,
    TRUNCATED,
    LONGER,
    MAGIC,
    VERSION,
    KEY,
    HUGE_COUNT;

    byte[] apply(byte[] bytes) {
      byte[] copy = bytes.clone();
      switch (this) {
        case EMPTY -> {
          return new byte[0];
        }
        case HEADER_ONLY -> {
          return java.util.Arrays.copyOf(bytes, 8);
        }
        case TRUNCATED -> {
          return java.util.Arrays.copyOf(bytes, bytes.length - 4);
        }
        case LONGER -> {
          return java.util.Arrays.copyOf(bytes, bytes.length + 4);
        }
        case MAGIC -> copy[0] ^= 1;
        case VERSION -> copy[6]++;
        case KEY -> {
          return MODEL.key().bytes();
        }
        case HUGE_COUNT -> copy[8 + 32 + 4 + 3] = 0x7f;
      }
      return copy;
    }
  }

  @Test
  void theBytesOfAProofSayWhatItSays() {
    ModelProof parsed = ModelProof.parse(PROOF.bytes(), "proof.bin");
    assertArrayEquals(PROOF.bytes(), parsed.bytes());
    assertNull(Forgery.verdict(MODEL, parsed));
  }
}
