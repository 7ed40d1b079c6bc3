package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import lucerna.fri.Profile;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Generated verifiers, compiled and run by the real compiler: honest proofs are accepted, changed
 * ones refused, by the verifier in Java as well.
 */
final class CairoVerifierTest {
  private static final long SEED = Long.getLong("lucerna.cairo.seed", 11);

  @TempDir Path folder;

  @BeforeEach
  void needsTheCompiler() {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
  }

  @Test
  void digitsAndChangedProofs() throws Exception {
    SmallModel model = SmallModel.digits(InputPrivacy.HIDDEN, true);
    changedProofsAreRefused(model);
    contractIsAllowed();
    contractAccepts(model);
  }

  @Test
  void publicInputsWithoutZeroKnowledge() throws Exception {
    changedProofsAreRefused(SmallModel.of("accuracy", InputPrivacy.PUBLIC, false));
  }

  /** The root of another proof's input is refused too: the statement is about this one. */
  @Test
  void committedInputs() throws Exception {
    SmallModel model = SmallModel.of("2l_relu_small", InputPrivacy.COMMITTED, true);
    changedProofsAreRefused(model);
    List<BigInteger> felts = RefusedChanges.felts(model.key(), model.proof());
    List<BigInteger> other = RefusedChanges.felts(model.key(), model.aboutHalves());
    var fields = CalldataReader.fields(model.key(), model.proof(), felts);
    var transplants =
        new Mutations(fields, felts, other, SEED)
            .catalogue().stream()
                .filter(change -> change.kind().equals(Mutations.TRANSPLANT))
                .filter(change -> change.field().equals("input root"))
                .toList();
    assertEquals(1, transplants.size());
    RefusedChanges.check(folder, model, felts, transplants);
  }

  @Test
  void severalInputs() throws Exception {
    SmallModel model = SmallModel.batch("2l_relu_small", InputPrivacy.PUBLIC);
    assertEquals(2, model.key().circuit().entries());
    changedProofsAreRefused(model);
  }

  /** Hidden weights in several trees, of which the proof opens the second. */
  @Test
  void compactKeyWithPins() throws Exception {
    SmallModel model = SmallModel.compact("2l_relu_fc", 1);
    assertEquals(1, model.proof().publicPart().instance());
    changedProofsAreRefused(model);
    contractIsAllowed();
  }

  @Test
  void compactKeyOfPublicWeights() throws Exception {
    SmallModel model =
        SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, true, Profile.P100_COMPACT);
    changedProofsAreRefused(model);
  }

  @ParameterizedTest
  @EnumSource(names = {"BLAKE2S_248", "POSEIDON252"})
  void chainKeys(TreeHash hash) throws Exception {
    SmallModel model = SmallModel.chain("2l_relu_small", hash);
    changedProofsAreRefused(model);
    contractIsAllowed();
    contractAccepts(model);
  }

  @Test
  void convolutionsByATable() throws Exception {
    SmallModel model = SmallModel.cnn();
    changedProofsAreRefused(model, CairoPackage.of(model.key()));
    contractIsAllowed();
  }

  /** All sources of runs occur: rows, ones and public integers. */
  @Test
  void publicInputsByATable() throws Exception {
    SmallModel model = SmallModel.of("accuracy", InputPrivacy.PUBLIC, false);
    changedProofsAreRefused(model, CairoPackage.of(model.key(), 1e6));
  }

  private void contractIsAllowed() throws Exception {
    JsonNode checked = CairoCheck.run(folder, "contract", folder.resolve("package").toString());
    System.out.println(checked);
    assertTrue(checked.path("ok").asBoolean(), checked::toString);
    assertEquals("allowed", checked.path("libfuncs").asText());
    assertTrue(checked.path("sierra_felts").asInt() <= Limits.CLASS_FELTS);
    assertTrue(checked.path("class_json_bytes").asLong() <= Limits.CLASS_BYTES);
  }

  /* By a call of verify, or where the proof is cut by one of verify_part for each part. */
  private void contractAccepts(SmallModel model) throws Exception {
    SplitPlan plan = SplitPlan.of(model.key());
    var chains = new Chains().begin();
    if (plan.parts() == 1) {
      chains.call("verify", Calldata.arguments(Calldata.of(model.key(), model.proof())));
    } else {
      SplitCalldata.of(plan, model.key(), model.proof()).forEach(chains::part);
    }
    JsonNode calls = chains.run(folder, folder.resolve("package")).path(0);
    for (JsonNode called : calls) {
      assertTrue(called.path("ok").asBoolean(), called::toString);
    }
    assertEquals(plan.parts(), calls.size());
    System.out.printf("%s: %s%n", model.key().circuit().name(), calls);
  }

  private void changedProofsAreRefused(SmallModel model) throws Exception {
    changedProofsAreRefused(model, CairoPackage.of(model.key()));
  }

  private void changedProofsAreRefused(SmallModel model, CairoPackage made) throws Exception {
    made.write(folder.resolve("package"));
    List<BigInteger> felts = RefusedChanges.felts(model.key(), model.proof());
    var fields = CalldataReader.fields(model.key(), model.proof(), felts);
    List<Mutation> catalogue = new Mutations(fields, felts, felts, SEED).catalogue();
    RefusedChanges.check(folder, model, felts, Mutations.oneOfEach(catalogue));
  }
}
