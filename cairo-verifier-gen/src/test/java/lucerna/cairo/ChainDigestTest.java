package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lucerna.fri.PcsConfig;
import lucerna.fri.Profile;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.verifier.ModelVerifier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The digests of proofs for the chain: a felt each, of which one form alone is accepted. */
final class ChainDigestTest {
  /** Every how manyth digest is changed. */
  private static final int STRIDE = 17;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"BLAKE2S_248", "POSEIDON252"})
  void changedDigestsAreRefused(TreeHash hash) throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.chain("2l_relu_small", hash);
    CairoPackage.of(model.key()).write(folder.resolve("package"));
    List<BigInteger> felts =
        Calldata.of(model.key(), model.proof()).stream()
            .map(hex -> new BigInteger(hex.substring(2), 16))
            .toList();
    List<Integer> digests = CalldataReader.digests(model.key(), model.proof(), felts);
    var edits = new ArrayList<String>();
    var changed = new ArrayList<List<BigInteger>>();
    for (int i = 0; i < digests.size(); i += i < 3 ? 1 : STRIDE) {
      int at = digests.get(i);
      for (BigInteger value : List.of(felts.get(at).flipBit(248), felts.get(at).flipBit(3))) {
        edits.add("[[%d,\"%s\"]]".formatted(at, value));
        var copy = new ArrayList<>(felts);
        copy.set(at, value);
        changed.add(copy);
      }
    }
    List<String> verdicts = run(felts, edits);
    assertEquals("", verdicts.getFirst());
    assertTrue(edits.size() > 20);
    for (int i = 0; i < edits.size(); i++) {
      String reason = verdicts.get(i + 1);
      String edit = edits.get(i);
      assertNotEquals("", reason, () -> "accepted: " + edit);
      if (i % 2 == 0 && hash == TreeHash.BLAKE2S_248) {
        assertTrue(reason.contains("SHAPE: a digest"), () -> edit + ": " + reason);
      } else {
        assertTrue(
            reason.matches(".*'(MERKLE|PROOF_OF_WORK|CONSTRAINTS|FRI).*"), () -> edit + reason);
      }
      List<BigInteger> list = changed.get(i);
      assertThrows(
          Exception.class,
          () ->
              new ModelVerifier(model.key())
                  .verify(CalldataReader.read(model.key(), model.proof(), list)));
    }
  }

  /** The package of a key that names the other hash takes no proof made under this one. */
  @ParameterizedTest
  @EnumSource(names = {"BLAKE2S_248", "POSEIDON252"})
  void anotherHashRefusesTheProof(TreeHash hash) throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.chain("2l_relu_small", hash);
    ModelKey lie = withHash(model.key(), hash == TreeHash.POSEIDON252);
    CairoPackage.of(lie).write(folder.resolve("package"));
    var felts =
        new ArrayList<>(
            Calldata.of(model.key(), model.proof()).stream()
                .map(hex -> new BigInteger(hex.substring(2), 16))
                .toList());
    String verdict = run(felts, List.of()).getFirst();
    assertTrue(verdict.contains("OTHER_KEY"), verdict);
    felts.set(0, new BigInteger(Calldata.keyFelt(lie.digest()).substring(2), 16));
    String other = run(felts, List.of()).getFirst();
    assertTrue(other.matches(".*'(PROOF_OF_WORK|SHAPE|CONSTRAINTS).*"), other);
    assertEquals(Profile.P100_CHAIN.label(), lie.profile());
  }

  private static ModelKey withHash(ModelKey key, boolean blake) {
    PcsConfig c = key.config();
    TreeHash hash = blake ? TreeHash.BLAKE2S_248 : TreeHash.POSEIDON252;
    KeyContent k = key.content();
    var content =
        new KeyContent(
            k.circuit(),
            k.shape(),
            k.privacy(),
            k.zeroKnowledge(),
            PcsConfig.planned(Profile.P100_CHAIN, hash, c.regime(), c.fri(), c.pow()),
            k.preprocessedRoot(),
            Digest.ZERO,
            k.weightRoots(),
            k.publicWeights());
    return ModelKey.of(content, key.lowering(), key.registration());
  }

  /* What is said of the calldata as they are, then of each change. */
  private List<String> run(List<BigInteger> felts, List<String> edits) throws Exception {
    var changes = new ArrayList<>(List.of("[]"));
    changes.addAll(edits);
    return CairoCheck.verdicts(folder, felts, changes);
  }
}
