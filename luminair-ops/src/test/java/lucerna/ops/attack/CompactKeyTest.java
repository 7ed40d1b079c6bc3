package lucerna.ops.attack;

import static lucerna.ops.attack.Forgery.rejected;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Profile;
import lucerna.fri.Regime;
import lucerna.fri.hash.Digest;
import lucerna.fri.security.SecurityReport.Source;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPins;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A whole key of the compact profile: made, read, used, and lied about. */
final class CompactKeyTest {
  private static final Keys KEYS = keys(Privacy.HIDDEN);
  private static final ModelKey KEY = KEYS.key();

  private static Keys keys(Privacy privacy) {
    return KeyMaker.make(
        AttackModel.circuit(0),
        AttackModel.honestWeights(),
        Digest.ZERO,
        new KeyOptions(2, privacy, true, Profile.P100_COMPACT),
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

  private static ModelKey with(PcsConfig config) {
    KeyContent c = KEY.content();
    WeightPins pins = c.pins();
    assertNotNull(pins);
    var altered =
        new KeyContent(
                c.circuit(),
                c.shape(),
                c.privacy(),
                c.zeroKnowledge(),
                config,
                c.preprocessedRoot(),
                c.registrationPreprocessedRoot(),
                c.weightRoots(),
                c.publicWeights())
            .withPins(pins);
    return ModelKey.of(altered, KEY.lowering(), KEY.registration());
  }

  @Test
  void aKeyIsMadeReadCheckedAndUsed() throws Exception {
    assertEquals("P100-compact", KEY.profile());
    assertTrue(KEY.provableBits() >= 100, () -> KEY.security().describe(100));
    assertTrue(KEY.registrationSecurity().provableBits() >= 100);
    assertTrue(KEY.proofBudget() >= 2);
    assertTrue(KEYS.choices().getFirst().contains("queries"), KEYS.choices()::toString);
    assertTrue(KEY.security().item(Source.PIN).bits() >= 100);
    ModelKey read = ModelKey.parse(KEY.bytes(), "model.key");
    assertArrayEquals(KEY.bytes(), read.bytes());
    assertEquals(KEY.config(), read.config());
    assertNull(verdict(read));
    ModelProof proof =
        new ModelProver(KEY, KEYS.provingKey(), null)
            .prove(List.of(AttackModel.INPUT), new byte[32], "short", Progress.NONE)
            .proof();
    new ModelVerifier(read).verify(ModelProof.parse(proof.bytes(), "proof.bin"));
    for (int at = 1000; at < proof.bytes().length; at += proof.bytes().length / 23) {
      byte[] damaged = proof.bytes().clone();
      damaged[at] ^= 4;
      assertThrows(
          Exception.class,
          () -> new ModelVerifier(read).verify(ModelProof.parse(damaged, "proof.bin")));
    }
  }

  // A key that claims less.

  @Test
  void aCheaperKeyIsRefusedByItsBits() {
    PcsConfig c = KEY.config();
    FriConfig f = c.fri();
    PowBits p = c.pow();
    refusedForItsBits(c.regime(), fri(f.logBlowupFactor(), f.nQueries() - 1), p);
    refusedForItsBits(c.regime(), fri(f.logBlowupFactor() - 1, f.nQueries()), p);
    refusedForItsBits(
        c.regime(), f, new PowBits(p.query() - 1, p.interaction(), p.ood(), p.batch(), p.fold()));
    refusedForItsBits(
        c.regime(), f, new PowBits(p.query(), p.interaction(), p.ood(), p.batch() - 1, p.fold()));
    refusedForItsBits(
        c.regime(), f, new PowBits(p.query(), p.interaction(), p.ood(), p.batch(), p.fold() - 1));
    // A greater multiplicity asks for fewer queries, and for work that is not done.
    refusedForItsBits(new Regime(8), f, p);
  }

  private static FriConfig fri(int logBlowup, int nQueries) {
    FriConfig f = KEY.config().fri();
    return new FriConfig(logBlowup, f.logFoldStep(), f.logLastLayerDegreeBound(), nQueries);
  }

  private static void refusedForItsBits(Regime regime, FriConfig fri, PowBits pow) {
    ModelKey cheaper = with(PcsConfig.compact(regime, fri, pow));
    assertTrue(cheaper.provableBits() < 100, () -> cheaper.security().describe(100));
    rejected(Reason.REGISTRATION, "provable bits, below 100", verdict(cheaper));
  }

  /** Enough bits, but not what the registration was made under. */
  @Test
  void aDearerKeyIsAnotherKey() {
    PcsConfig c = KEY.config();
    FriConfig f = c.fri();
    FriConfig more = fri(f.logBlowupFactor(), f.nQueries() + 1);
    Rejection rejection = verdict(with(PcsConfig.compact(c.regime(), more, c.pow())));
    assertNotNull(rejection);
    assertEquals(Reason.REGISTRATION, rejection.reason());
  }

  // The bytes.

  /** Where the numbers of the profile stand: after its name. */
  private static int numbers() {
    byte[] name = "P100-compact".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = KEY.bytes();
    for (int at = 8; at < bytes.length; at += 4) {
      if (Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
        return at + name.length;
      }
    }
    throw new AssertionError("no profile");
  }

  private static byte[] withWord(int at, int value) {
    byte[] bytes = KEY.bytes().clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return bytes;
  }

  @Test
  void numbersOutOfRangeAreDamage() {
    int at = numbers();
    int[][] wrong = {
      {0, 1, 2, 9, -1},
      {1, 8, 0},
      {0, 5, -1},
      {-1, 9},
      {0, 257},
      {-1, 25},
      {-1, 23},
      {23},
      {23},
      {23}
    };
    for (int number = 0; number < wrong.length; number++) {
      for (int value : wrong[number]) {
        byte[] bytes = withWord(at + Integer.BYTES * number, value);
        var e = assertThrows(UserException.class, () -> ModelKey.parse(bytes, "model.key"));
        assertTrue(String.valueOf(e.getMessage()).contains("model.key is damaged"), e::getMessage);
      }
    }
  }

  @Test
  void everyNumberIsInTheKeysDigest() {
    int at = numbers();
    for (int number = 0; number < 10; number++) {
      int old = ByteBuffer.wrap(KEY.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4 * number);
      int other = number == 0 || old == 0 ? old + 1 : old - 1;
      byte[] bytes = withWord(at + 4 * number, other);
      if (number == 3) {
        // Another last layer alone has bits enough: it is refused by its registration proof.
        assertNotNull(verdict(ModelKey.parse(bytes, "model.key")));
      } else {
        assertTrue(!ModelKey.parse(bytes, "model.key").digest().equals(KEY.digest()));
      }
    }
  }

  @Test
  void pinsThatAreNoElementsOrTooFewAreDamage() {
    byte[] bytes = KEY.bytes();
    WeightPins pins = KEY.content().pins();
    assertNotNull(pins);
    int end = bytes.length - 4 - (KEY.registration().length + 3) / 4 * 4;
    int first = end - 16 * pins.values().size();
    assertEquals(pins.values().getFirst().a(), word(bytes, first));
    for (int value : new int[] {0x7fffffff, -1}) {
      byte[] damaged = withWord(first, value);
      var e = assertThrows(UserException.class, () -> ModelKey.parse(damaged, "model.key"));
      assertTrue(String.valueOf(e.getMessage()).contains("pins"), e::getMessage);
    }
    byte[] shorter = new byte[bytes.length - 16];
    System.arraycopy(bytes, 0, shorter, 0, first);
    System.arraycopy(bytes, first + 16, shorter, first, bytes.length - first - 16);
    assertThrows(UserException.class, () -> ModelKey.parse(shorter, "model.key"));
    // Another canonical value: another key, whose registration proof is not for it.
    int flipped = pins.values().getFirst().a() ^ 1;
    Rejection rejection = verdict(ModelKey.parse(withWord(first, flipped), "model.key"));
    assertNotNull(rejection);
    rejected(Reason.REGISTRATION, "weights", rejection);
    // Another nonce moves the point, with luck, or lacks the work.
    Rejection moved = verdict(ModelKey.parse(withWord(first - 8, 99), "model.key"));
    assertNotNull(moved);
    assertEquals(Reason.REGISTRATION, moved.reason());
  }

  private static int word(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  // What does not go together.

  @Test
  void committedInputsAreRefusedInOneSentence() {
    var e =
        assertThrows(
            UserException.class,
            () -> keys(new Privacy(WeightPrivacy.HIDDEN, InputPrivacy.COMMITTED)));
    assertEquals(
        "profile P100-compact does not take committed inputs: in its regime a root alone does not"
            + " bind two proofs to one input.",
        e.getMessage());
  }

  @Test
  void publicWeightsNeedNoPins() throws Exception {
    Keys keys = keys(new Privacy(WeightPrivacy.PUBLIC, InputPrivacy.PUBLIC));
    assertNull(keys.key().content().pins());
    assertNull(verdict(ModelKey.parse(keys.key().bytes(), "model.key")));
    ModelProof proof =
        new ModelProver(keys.key(), keys.provingKey(), null)
            .prove(List.of(AttackModel.INPUT), new byte[32], "", Progress.NONE)
            .proof();
    new ModelVerifier(keys.key()).verify(proof);
    assertTrue(
        keys.key().security().items().stream().noneMatch(item -> item.source() == Source.PIN));
    assertEquals(0, keys.key().registration().length);
  }
}
