package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.key.ChainCost;
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

  /** Felts of classes that do not hold a small verifier. */
  private static final long SMALL_CLASS = 32_000;

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

  /** Parts between all stages, in classes of few felts. */
  @Test
  void classes() throws Exception {
    SmallModel model = SmallModel.of("2l_relu_fc", InputPrivacy.HIDDEN, true);
    SplitPlan plan = SplitPlan.everywhere(model.key(), WHOLE, SMALL_CLASS);
    assertTrue(plan.classes() > 1, () -> plan.classes() + " classes");
    accepted(model, plan);
  }

  /** One transaction, whose pieces are in several classes, the constraints' slices too. */
  @Test
  void classesOfOneTransaction() throws Exception {
    SmallModel model = SmallModel.chain("2l_relu_fc", TreeHash.BLAKE2S_248);
    SplitPlan plan =
        SplitPlan.of(model.key(), WHOLE, ChainCost.MAX_CALLDATA, ChainCost.MAX_GAS, SMALL_CLASS);
    assertEquals(1, plan.parts());
    assertFalse(plan.whole());
    assertTrue(plan.classes() > 1, () -> plan.classes() + " classes");
    accepted(model, plan);
    JsonNode compiled =
        CairoCheck.run(folder, "contract", folder.resolve("package").toString()).path("classes");
    assertEquals(plan.classes() + 1, compiled.size());
    for (JsonNode one : compiled) {
      assertEquals("allowed", one.path("libfuncs").asText());
      int felts = Math.max(one.path("sierra_felts").asInt(), one.path("casm_felts").asInt());
      assertTrue(felts <= SMALL_CLASS, one::toString);
      System.out.printf("%s: %d felts%n", one.path("name").asText(), felts);
    }
  }

  /** Constraints too long for a class: what a slice has made goes to the next by the state. */
  @Test
  void constraintsInSlices() throws Exception {
    SmallModel model = SmallModel.chain("2l_relu_fc", TreeHash.BLAKE2S_248);
    int all = SplitPlan.of(model.key()).stages().all().size() + 1;
    // Transcript, public columns and a slice; the other slice and all else.
    SplitPlan cut = SplitPlan.spread(model.key(), 2, 3, all);
    assertEquals(2, cut.stages().constraintSlices());
    assertEquals(1, cut.stages().all().get(3).index());
    assertTrue(cut.stages().all().get(3).uses("memo_0"));
    accepted(model, cut);
  }

  private void accepted(SmallModel model, double partGas, int atLeast) throws Exception {
    SplitPlan plan = SplitPlan.everywhere(model.key(), partGas);
    int slices = plan.slices().count();
    assertTrue(slices >= atLeast, () -> slices + " slices");
    accepted(model, plan);
  }

  private void accepted(SmallModel model, SplitPlan plan) throws Exception {
    CairoPackage made = CairoPackage.of(model.key(), plan);
    Path target = folder.resolve("package");
    Chains.write(target, made.files());
    List<SplitCalldata.Part> parts = SplitCalldata.of(plan, model.key(), model.proof());
    List<String> question = Calldata.question(model.proof());
    var chains = new Chains().begin();
    int first = plan.classes() > 1 ? 1 : 0;
    if (first > 0) {
      chains.deployed(plan);
    }
    parts.forEach(part -> chains.call("is_verified", question).part(part));
    chains.call("is_verified", question);
    JsonNode runs = chains.run(folder, target).path(0);
    assertEquals(first + 2 * parts.size() + 1, runs.size());
    for (int part = 0; part < parts.size(); part++) {
      int number = part + 1;
      assertEquals("0x0", runs.path(first + 2 * part).path("value").path(0).asText());
      JsonNode run = runs.path(first + 2 * part + 1);
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
    assertEquals("0x1", runs.path(first + 2 * parts.size()).path("value").path(0).asText());
  }
}
