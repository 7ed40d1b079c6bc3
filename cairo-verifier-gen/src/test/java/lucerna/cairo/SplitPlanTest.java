package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.layout.InputPrivacy;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.testkit.ProofEdits;
import org.junit.jupiter.api.Test;

/** Where proofs are cut, and what stands in the parts. */
final class SplitPlanTest {
  private static final SmallModel MODEL = SmallModel.of("accuracy", InputPrivacy.HIDDEN, true);

  private static SplitPlan plan(long maxCalldata, long maxGas) {
    return SplitPlan.of(MODEL.key(), PublicColumnSource.PART_GAS, maxCalldata, maxGas);
  }

  @Test
  void whatFitsIsNotCut() {
    SplitPlan plan = plan(100_000, 100 * ChainCost.MAX_GAS);
    assertEquals(1, plan.parts());
    var files = CairoPackage.of(MODEL.key(), plan).files();
    assertFalse(files.containsKey("src/parts.cairo"));
    assertTrue(files.getOrDefault("src/contract.cairo", "").contains("fn verify(ref self"));
  }

  @Test
  void aProofOfMoreThanATransactionIsCutInTwo() throws Exception {
    SplitPlan plan = SplitPlan.of(MODEL.key());
    assertEquals(2, plan.parts());
    var files = CairoPackage.of(MODEL.key()).files();
    assertTrue(files.getOrDefault("src/contract.cairo", "").contains("fn verify_part("));
    assertFalse(files.getOrDefault("src/contract.cairo", "").contains("fn verify("));
    assertTrue(files.getOrDefault("README.md", "").contains("verify_part <- parts/part-2.json"));
    for (SplitCalldata.Part part : SplitCalldata.of(plan, MODEL.key(), MODEL.proof())) {
      assertTrue(part.arguments().size() <= ChainCost.MAX_CALLDATA);
    }
  }

  /** By felts: each part is within the bound, and they are the whole proof in order. */
  @Test
  void partsKeepTheirBounds() throws Exception {
    SplitPlan plan = plan(3_200, ChainCost.MAX_GAS);
    assertTrue(plan.parts() > 2, () -> plan.parts() + " parts");
    var felts = new ArrayList<String>();
    for (SplitCalldata.Part part : SplitCalldata.of(plan, MODEL.key(), MODEL.proof())) {
      assertTrue(part.arguments().size() <= 3_200, () -> part.arguments().size() + " felts");
      felts.addAll(part.felts());
    }
    assertEquals(Calldata.of(MODEL.key(), MODEL.proof()), felts);
  }

  @Test
  void publicColumnsAreCutWhereGasIsShort() {
    ModelKey key = SmallModel.cnn().key();
    long most = 170_000_000;
    SplitPlan plan = SplitPlan.of(key, 10e6, ChainCost.MAX_CALLDATA, most);
    assertTrue(plan.slices().count() > 1);
    for (int part = 0; part < plan.parts(); part++) {
      assertTrue(plan.cost(part).total() <= most, plan.cost(part)::toString);
    }
    // The same key gives the same plan.
    assertArrayEquals(plan.ends(), SplitPlan.of(key, 10e6, ChainCost.MAX_CALLDATA, most).ends());
    // Together the slices are the whole.
    assertTrue(
        CairoPackage.of(key, plan)
            .files()
            .getOrDefault("src/public_columns.cairo", "")
            .contains("PARTS: u32 = %d;".formatted(plan.slices().count())));
  }

  @Test
  void refusesWhatCannotBeCut() {
    String felts =
        String.valueOf(
            assertThrows(UserException.class, () -> plan(400, ChainCost.MAX_GAS)).getMessage());
    assertTrue(
        felts.matches(
            "A proof of this key cannot be cut into transactions: the tree .* takes about [0-9,]+"
                + " felts of calldata and [0-9,]+ M gas, a transaction at most 384 and 1,066 M\\."),
        felts);
    assertThrows(UserException.class, () -> plan(100_000, 40_000_000));
  }

  /** A proof whose roots draw other positions has rows that no state can be made of. */
  @Test
  void refusesToCutAProofOfAnotherShape() throws Exception {
    SplitPlan plan = SplitPlan.of(MODEL.key());
    Statement statement = MODEL.key().inference(MODEL.proof().publicPart());
    StarkProof honest = ModelProof.decode(statement, MODEL.proof().stark());
    StarkProof other = ProofEdits.nonce(honest, ProofEdits.Nonce.QUERY, honest.queryNonce() + 1);
    ModelProof changed =
        ModelProof.of(
            MODEL.key().digest(), MODEL.proof().publicPart(), ModelProof.encode(statement, other));
    assertThrows(ProofRejectedException.class, () -> SplitCalldata.of(plan, MODEL.key(), changed));
  }

  /** Each stage's state has what the stages after it need, and nothing else. */
  @Test
  void statesHoldWhatIsNeeded() {
    Stages stages = SplitPlan.everywhere(MODEL.key(), 1e5).stages();
    int slices = stages.slices();
    assertTrue(slices > 1);
    int all = stages.all().size();
    assertEquals(List.of(), stages.live(0));
    assertEquals(List.of(), stages.live(all));
    assertEquals(
        List.of("last", "known"), stages.live(all - 1).stream().map(StateField::name).toList());
    assertEquals(
        List.of(StateField.Count.POSITIONS, StateField.Count.LIFTED),
        Stages.counts(stages.live(3 + slices)));
    assertTrue(stages.live(2).stream().anyMatch(field -> field.name().equals("publics")));
    assertFalse(stages.live(2 + slices).stream().anyMatch(field -> field.name().equals("sampled")));
  }
}
