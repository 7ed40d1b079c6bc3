package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Honest proofs of many kinds of keys, cut wherever a proof can be cut: each state that the command
 * writes is the one that the contract has reached, or it would be refused.
 */
final class SplitProofTest {
  @TempDir Path folder;

  @BeforeEach
  void needsTheCompiler() {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
  }

  private static final double WHOLE = PublicColumnSource.PART_GAS;

  @Test
  void hiddenInput() throws Exception {
    accepted(SmallModel.of("2l_relu_fc", InputPrivacy.HIDDEN, true), WHOLE, 1);
  }

  @Test
  void publicInputsInSlices() throws Exception {
    accepted(SmallModel.of("accuracy", InputPrivacy.PUBLIC, false), 1e6, 3);
  }

  @Test
  void committedInput() throws Exception {
    accepted(SmallModel.of("2l_relu_small", InputPrivacy.COMMITTED, true), WHOLE, 1);
  }

  /** Hidden weights in several trees, of which the proof opens the second. */
  @Test
  void keyWithPins() throws Exception {
    accepted(SmallModel.compact("2l_relu_fc", 1), WHOLE, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"BLAKE2S_248", "POSEIDON252"})
  void chainKeys(TreeHash hash) throws Exception {
    accepted(SmallModel.chain("2l_relu_small", hash), 1e4, 2);
  }

  private void accepted(SmallModel model, double partGas, int atLeast) throws Exception {
    SplitPlan plan = SplitPlan.everywhere(model.key(), partGas);
    int slices = plan.slices().count();
    assertTrue(slices >= atLeast, () -> slices + " slices");
    CairoPackage made = CairoPackage.of(model.key(), plan);
    Path target = folder.resolve("package");
    Chains.write(target, made.files());
    List<SplitCalldata.Part> parts = SplitCalldata.of(plan, model.key(), model.proof());
    List<String> question = Calldata.question(model.proof());
    var chains = new Chains().begin();
    parts.forEach(part -> chains.call("is_verified", question).part(part));
    chains.call("is_verified", question);
    JsonNode runs = chains.run(folder, target).path(0);
    assertEquals(2 * parts.size() + 1, runs.size());
    for (int part = 0; part < parts.size(); part++) {
      int number = part + 1;
      assertEquals("0x0", runs.path(2 * part).path("value").path(0).asText());
      JsonNode run = runs.path(2 * part + 1);
      assertTrue(run.path("ok").asBoolean(), () -> "part " + number + ": " + run);
      assertEquals(
          part == parts.size() - 1
              ? "0x0"
              : "0x" + Integer.toHexString(parts.get(number).state().size()),
          run.path("value").path(0).asText());
      System.out.printf(
          "part %d: %d felts, %d gas; expected %s%n",
          number,
          parts.get(part).arguments().size(),
          run.path("sierra_gas").asLong(),
          plan.cost(part));
    }
    assertEquals("0x1", runs.path(2 * parts.size()).path("value").path(0).asText());
  }
}
