package lucerna.ops.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Profile;
import lucerna.fri.hash.TreeHash;
import lucerna.fri.security.SecurityReport;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.key.ProfilePlanner.Candidate;
import lucerna.ops.key.ProfilePlanner.Plan;
import lucerna.ops.key.ProfilePlanner.Wanted;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutPlanner;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.RowBudget;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantiser;
import lucerna.stark.CommitmentLayout;
import org.junit.jupiter.api.Test;

/** The choice of parameters for the digits network: bits enough, and the smallest proof. */
final class ProfilePlannerTest {
  private static final Path DIGITS = Path.of("..", "examples", "digits");
  private static final Circuit CIRCUIT = circuit();
  private static final Bounds BOUNDS = CircuitChecks.check(CIRCUIT);
  private static final Plan PLAN = plan(1000, true, true);

  private static Circuit circuit() {
    Graph graph = OnnxImporter.read(DIGITS.resolve("model.onnx"), Map.of());
    List<List<double[]>> samples =
        SamplesFile.read(DIGITS.resolve("calibration.json"), graph).samples();
    return Quantiser.quantise(graph, samples, Options.DEFAULT).circuit();
  }

  private static Plan plan(int proofs, boolean zeroKnowledge, boolean hidden) {
    var privacy = new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, hidden && zeroKnowledge);
    return ProfilePlanner.plan(
        CIRCUIT,
        BOUNDS,
        new Wanted(
            proofs, privacy, zeroKnowledge, hidden, Profile.P100_COMPACT, TreeHash.BLAKE2S, null));
  }

  private static int bits(Lowering lowering, PcsConfig config, int trees) {
    SecurityReport main = SecurityReport.of(config, KeySecurity.ofMain(lowering, trees));
    SecurityReport key = SecurityReport.of(config, KeySecurity.ofRegistration(lowering, true));
    return Math.min(main.provableBits(), key.provableBits());
  }

  @Test
  void theFirstOfTheTableIsTakenAndIsTheSmallest() {
    Candidate chosen = PLAN.table().getFirst();
    assertEquals(chosen.config(), PLAN.config());
    assertEquals(chosen.shape(), PLAN.lowering().layout().shape());
    for (Candidate candidate : PLAN.table()) {
      assertTrue(candidate.size().total() >= chosen.size().total(), candidate::line);
    }
    assertTrue(PLAN.table().size() > 10);
    assertTrue(chosen.size().total() <= 150_000, chosen::line);
    assertTrue(chosen.line().contains(chosen.config().fri().nQueries() + " queries"));
  }

  @Test
  void theChoiceDependsOnItsArgumentsAlone() {
    Plan again = plan(1000, true, true);
    assertEquals(
        PLAN.table().stream().map(Candidate::line).toList(),
        again.table().stream().map(Candidate::line).toList());
    assertEquals(PLAN.config(), again.config());
  }

  @Test
  void everyCandidateReachesTheLevelWithinTheBounds() {
    for (Candidate candidate : PLAN.table()) {
      var shape = candidate.shape();
      PcsConfig config = candidate.config();
      RowBudget budget = RowBudget.of(config);
      assertTrue(budget.hides(shape.logRows(), shape.activeRows()), candidate::line);
      long served =
          (long) shape.weightInstances()
              * budget.proofsPerInstance(
                  shape.logRows(), new Layout(CIRCUIT, BOUNDS, shape).weightRows());
      assertTrue(served >= 1000, candidate::line);
      int logDomain =
          shape.logRows()
              + CommitmentLayout.LOG_COMPOSITION_EXPANSION
              + config.fri().logBlowupFactor();
      assertTrue(logDomain <= ProfilePlanner.MAX_LOG_DOMAIN, candidate::line);
      assertFalse(config.regime().isUnique());
    }
    for (int i = 0; i < 6; i++) {
      Candidate candidate = PLAN.table().get(i);
      var lowering = new Lowering(new Layout(CIRCUIT, BOUNDS, candidate.shape()));
      int trees = candidate.shape().weightInstances();
      assertEquals(100, bits(lowering, candidate.config(), trees), candidate::line);
    }
  }

  /** What is derived from a layout with one tree is what the layout with all of them has. */
  @Test
  void theRegistrationsSizesAreThoseOfItsTrees() {
    Candidate chosen = PLAN.table().getFirst();
    var one = new Lowering(new Layout(CIRCUIT, BOUNDS, ProfileSearch.withTrees(chosen.shape(), 1)));
    int trees = chosen.shape().weightInstances();
    assertTrue(trees > 1);
    assertEquals(
        KeySecurity.ofRegistration(PLAN.lowering(), true), KeySecurity.ofRegistration(one, trees));
    assertEquals(trees, KeySecurity.ofMain(one, trees).nPinnedTrees());
    // A pinned column is batched once more.
    assertEquals(
        chosen.shape().weightColumns(),
        KeySecurity.ofMain(one, trees).nColumnsBatched()
            - KeySecurity.ofMain(one, 0).nColumnsBatched());
  }

  @Test
  void noWorkIsAskedForThatIsNotNeeded() {
    PcsConfig c = PLAN.config();
    PowBits p = c.pow();
    int trees = PLAN.lowering().layout().shape().weightInstances();
    PowBits[] less = {
      new PowBits(p.query() - 1, p.interaction(), p.ood(), p.batch(), p.fold()),
      new PowBits(p.query(), Math.max(0, p.interaction() - 1), p.ood(), p.batch(), p.fold()),
      new PowBits(p.query(), p.interaction(), Math.max(0, p.ood() - 1), p.batch(), p.fold()),
      new PowBits(p.query(), p.interaction(), p.ood(), p.batch() - 1, p.fold()),
      new PowBits(p.query(), p.interaction(), p.ood(), p.batch(), p.fold() - 1)
    };
    int[] own = {p.query(), p.interaction(), p.ood(), p.batch(), p.fold()};
    for (int i = 0; i < own.length; i++) {
      if (own[i] > 0) {
        PcsConfig lazier = PcsConfig.compact(c.regime(), c.fri(), less[i]);
        assertTrue(bits(PLAN.lowering(), lazier, trees) < 100, lazier::toString);
      }
    }
  }

  @Test
  void weightsThatAreNotHiddenNeedOneTree() {
    assertEquals(1, plan(1000, true, false).lowering().layout().shape().weightInstances());
    assertEquals(1, plan(1000, false, true).lowering().layout().shape().weightInstances());
    assertTrue(
        plan(10, true, true).lowering().layout().shape().weightInstances()
            < PLAN.lowering().layout().shape().weightInstances());
  }

  /** Verifying is priced by a made-up model: felts are queries, gas is points of the domain. */
  @Test
  void boundsOfTheChainAreKeptOrNamed() {
    ChainCost.Pricing pricing =
        (layout, config, pins) ->
            new ChainCost(config.fri().nQueries(), (1L << layout.logFriDomain()) * 1_000);
    Candidate cheapest = chain(new ChainCost.Target(lowering -> pricing)).table().getFirst();
    for (Candidate candidate :
        chain(new ChainCost.Target(lowering -> pricing, 40, Long.MAX_VALUE)).table()) {
      ChainCost cost = candidate.cost();
      assertNotNull(cost);
      assertTrue(cost.calldata() <= 40, candidate::line);
      assertTrue(candidate.rank() >= cheapest.rank(), candidate::line);
      assertEquals(TreeHash.BLAKE2S_248, candidate.config().treeHash());
      assertTrue(candidate.line().contains(" felts, "), candidate::line);
    }
    // The fewest queries and the smallest domain do not come together.
    var target = new ChainCost.Target(lowering -> pricing, 30, 20_000_000);
    var e = assertThrows(UserException.class, () -> chain(target));
    assertTrue(
        String.valueOf(e.getMessage())
            .matches(
                "No parameters of profile P100-chain verify .* within 30 felts of calldata and"
                    + " 20,000,000 gas at 100 bits: the fewest felts are \\d\\d, with [0-9,]+ gas;"
                    + " the least gas is [0-9,]+, with \\d\\d felts\\."),
        e::getMessage);
  }

  private static Plan chain(ChainCost.Target target) {
    var privacy = new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, false);
    return ProfilePlanner.plan(
        CIRCUIT,
        BOUNDS,
        new Wanted(10, privacy, true, false, Profile.P100_CHAIN, TreeHash.BLAKE2S_248, target));
  }

  @Test
  void moreThanPoseidonCanHashIsRefused() {
    var privacy = new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, true);
    var wanted =
        new Wanted(1_000_000, privacy, true, true, Profile.P100_CHAIN, TreeHash.POSEIDON252, null);
    var e = assertThrows(UserException.class, () -> ProfilePlanner.plan(CIRCUIT, BOUNDS, wanted));
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith(
                "with 1000000 proofs asks for more than 2,097,152 permutations of Poseidon252 a"
                    + " proof, or 33,554,432 a key: take --hash blake2s-248, or fewer --proofs."),
        e::getMessage);
  }

  @Test
  void moreProofsThanAnyKeyServesAreRefused() {
    var e = assertThrows(UserException.class, () -> plan(10_000_000, true, true));
    assertTrue(String.valueOf(e.getMessage()).contains("10000000 proofs"), e::getMessage);
  }
}
