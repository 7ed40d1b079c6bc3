package lucerna.ops.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import lucerna.fri.FriProof;
import lucerna.fri.PcsConfig;
import lucerna.fri.Profile;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.OpenedRows;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole keys of the chain profile, with both of its hashes. */
final class ChainKeyTest {
  private static Keys keys(TreeHash hash) {
    return KeyMaker.make(
        AttackModel.circuit(0),
        AttackModel.honestWeights(),
        Digest.ZERO,
        new KeyOptions(2, Privacy.HIDDEN, true, Profile.P100_CHAIN, hash, null),
        new byte[32],
        Progress.NONE);
  }

  private static ModelProof proof(Keys keys) {
    return new ModelProver(keys.key(), keys.provingKey(), null)
        .prove(List.of(AttackModel.INPUT), new byte[32], "chain", Progress.NONE)
        .proof();
  }

  private static TreeHash other(TreeHash hash) {
    return hash == TreeHash.POSEIDON252 ? TreeHash.BLAKE2S_248 : TreeHash.POSEIDON252;
  }

  @ParameterizedTest
  @EnumSource(names = {"BLAKE2S_248", "POSEIDON252"})
  void aKeyIsMadeReadCheckedUsedAndLiedAbout(TreeHash hash) throws Exception {
    Keys keys = keys(hash);
    ModelKey key = ModelKey.parse(keys.key().bytes(), "model.key");
    assertArrayEquals(keys.key().bytes(), key.bytes());
    assertEquals("P100-chain", key.profile());
    assertEquals(hash, key.config().treeHash());
    assertTrue(key.provableBits() >= 100, () -> key.security().describe(100));
    new ModelVerifier(key).checkKey();
    for (Digest root : key.content().weightRoots()) {
      assertTrue(hash.isDigest(root));
    }
    ModelProof proof = ModelProof.parse(proof(keys).bytes(), "proof.bin");
    new ModelVerifier(key).verify(proof);
    digestsAreCheckedOneByOne(key, proof);
    anotherHashIsAnotherKey(key, proof);
    numbersOfHashesAreChecked(key);
  }

  /** A digest changed a little leads elsewhere, and one that is none is refused as such. */
  private static void digestsAreCheckedOneByOne(ModelKey key, ModelProof proof)
      throws ProofRejectedException {
    Statement statement = key.inference(proof.publicPart());
    StarkProof honest = ModelProof.decode(statement, proof.stark());
    Verifier.verify(statement, honest);
    TreeHash hash = key.config().treeHash();
    for (Place place : Place.values()) {
      StarkProof wide = place.change(honest, ChainKeyTest::tooLarge);
      Rejection rejection = rejection(statement, wide);
      assertEquals(Reason.SHAPE, rejection.reason(), place::toString);
      assertTrue(rejection.detail().contains("no digest of " + hash.label()), rejection::detail);
      StarkProof changed = place.change(honest, ChainKeyTest::flipped);
      rejection = rejection(statement, changed);
      assertFalse(rejection.reason() == Reason.SHAPE, rejection::toString);
    }
  }

  private static Digest tooLarge(Digest d) {
    // The last byte counts beyond 2^248, and beyond the prime.
    return new Digest(d.w0(), d.w1(), d.w2(), d.w3(), d.w4(), d.w5(), d.w6(), d.w7() | 0x10 << 24);
  }

  private static Digest flipped(Digest d) {
    return new Digest(d.w0() ^ 1, d.w1(), d.w2(), d.w3(), d.w4(), d.w5(), d.w6(), d.w7());
  }

  private static Rejection rejection(Statement statement, StarkProof proof) {
    return assertThrows(ProofRejectedException.class, () -> Verifier.verify(statement, proof))
        .rejection();
  }

  /** Each place of a proof that holds a digest. */
  private enum Place {
    WITNESS_ROOT,
    INTERACTION_ROOT,
    COMPOSITION_ROOT,
    LAYER_ROOT,
    LAYER_SIBLING,
    TREE_SIBLING,
    COMPOSITION_SIBLING;

    private Digest at(Place place, Digest digest, UnaryOperator<Digest> change) {
      return this == place ? change.apply(digest) : digest;
    }

    private List<Digest> last(Place place, List<Digest> digests, UnaryOperator<Digest> change) {
      var changed = new ArrayList<>(digests);
      changed.set(changed.size() - 1, at(place, digests.getLast(), change));
      return changed;
    }

    private OpenedRows rows(Place place, OpenedRows rows, UnaryOperator<Digest> change) {
      return new OpenedRows(rows.values(), rows.salts(), last(place, rows.witness(), change));
    }

    StarkProof change(StarkProof p, UnaryOperator<Digest> change) {
      var layers = new ArrayList<>(p.fri().layers());
      FriProof.Layer layer = layers.getLast();
      layers.set(
          layers.size() - 1,
          new FriProof.Layer(
              at(LAYER_ROOT, layer.root(), change),
              layer.foldNonce(),
              layer.witness(),
              last(LAYER_SIBLING, layer.hashWitness(), change)));
      var trees = new ArrayList<>(p.trees());
      trees.set(1, rows(TREE_SIBLING, trees.get(1), change));
      return new StarkProof(
          at(WITNESS_ROOT, p.witnessRoot(), change),
          p.interactionNonce(),
          p.secondRound(),
          at(INTERACTION_ROOT, p.interactionRoot(), change),
          at(COMPOSITION_ROOT, p.compositionRoot(), change),
          p.compositionTop(),
          p.oodNonce(),
          p.oodValues(),
          p.batchNonce(),
          new FriProof(layers, p.fri().lastLayer()),
          p.queryNonce(),
          trees,
          rows(COMPOSITION_SIBLING, p.composition(), change));
    }
  }

  /** A key that names the other hash is refused, and so is a proof under it. */
  private static void anotherHashIsAnotherKey(ModelKey key, ModelProof proof) {
    PcsConfig c = key.config();
    PcsConfig lie =
        PcsConfig.planned(Profile.P100_CHAIN, other(c.treeHash()), c.regime(), c.fri(), c.pow());
    KeyContent k = key.content();
    KeyContent content =
        new KeyContent(
                k.circuit(),
                k.shape(),
                k.privacy(),
                k.zeroKnowledge(),
                lie,
                k.preprocessedRoot(),
                k.registrationPreprocessedRoot(),
                k.weightRoots(),
                k.publicWeights())
            .withPins(Objects.requireNonNull(k.pins()));
    ModelKey forged = ModelKey.of(content, key.lowering(), key.registration());
    Rejection rejection =
        assertThrows(ProofRejectedException.class, () -> new ModelVerifier(forged).checkKey())
            .rejection();
    assertEquals(Reason.REGISTRATION, rejection.reason());
    assertEquals(
        Reason.OTHER_KEY,
        assertThrows(ProofRejectedException.class, () -> new ModelVerifier(forged).verify(proof))
            .rejection()
            .reason());
    ModelProof renamed = ModelProof.of(forged.digest(), proof.publicPart(), proof.stark());
    assertThrows(ProofRejectedException.class, () -> new ModelVerifier(forged).verify(renamed));
  }

  private static void numbersOfHashesAreChecked(ModelKey key) {
    byte[] bytes = key.bytes();
    byte[] name = "P100-chain".getBytes(StandardCharsets.UTF_8);
    int at = 8;
    while (!Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
      at += Integer.BYTES;
    }
    int number = at + 12 + 10 * Integer.BYTES;
    for (int wrong : new int[] {-1, 0, 3, 1 << 16}) {
      byte[] damaged = bytes.clone();
      ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(number, wrong);
      var e = assertThrows(UserException.class, () -> ModelKey.parse(damaged, "model.key"));
      assertTrue(String.valueOf(e.getMessage()).contains("an unknown hash"), e::getMessage);
    }
    // A root that is no digest.
    byte[] damaged = bytes.clone();
    damaged[number + Integer.BYTES + Digest.BYTES - 1] |= 0x10;
    var e = assertThrows(UserException.class, () -> ModelKey.parse(damaged, "model.key"));
    assertTrue(String.valueOf(e.getMessage()).contains("no digest of"), e::getMessage);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void eachProfileTakesItsOwnHashes(Profile profile) {
    for (TreeHash hash : TreeHash.values()) {
      var options = new KeyOptions(2, Privacy.HIDDEN, true, profile, hash, null);
      if (profile.takes(hash)) {
        options.requireConsistent();
      } else {
        var e = assertThrows(UserException.class, options::requireConsistent);
        assertTrue(
            String.valueOf(e.getMessage())
                .startsWith(
                    "Profile %s does not take the hash %s:"
                        .formatted(profile.label(), hash.label())),
            e::getMessage);
      }
    }
  }
}
