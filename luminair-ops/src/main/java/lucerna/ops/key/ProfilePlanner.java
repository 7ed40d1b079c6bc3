package lucerna.ops.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import lucerna.field.Parallel;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Profile;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutPlanner;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.RowBudget;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofSize;
import org.jspecify.annotations.Nullable;

/**
 * Chooses layout and parameters of a level that plans them for each key, for a circuit: of all
 * heights, rates, multiplicities, folds and amounts of work that reach {@link
 * ModelKey#MIN_PROVABLE_BITS}, those with the smallest expected proof, or with the least expected
 * gas on chain where that is asked for.
 *
 * <p>A lower rate asks for fewer queries of taller trees; a larger multiplicity for fewer queries
 * and more work before the other challenges; a taller trace has fewer columns. The choice depends
 * on nothing but its arguments.
 */
public final class ProfilePlanner {
  /** The proof's largest domain has at most 2^this points: a bound of time and memory. */
  static final int MAX_LOG_DOMAIN = 22;

  private static final int MIN_LOG_BLOWUP = 3;
  private static final int MAX_LOG_BLOWUP = 7;

  /** What a proof of about these parameters uses up; each candidate is checked with its own. */
  private static final RowBudget ABOUT = new RowBudget(36, 4);

  private final Circuit circuit;
  private final Bounds bounds;
  private final Wanted wanted;

  /**
   * What keys shall promise.
   *
   * @param proofs how many proofs
   * @param privacy what they must hide
   * @param zeroKnowledge whether they are masked
   * @param hiddenWeights whether the weights are secret
   * @param profile the level, whose parameters are to be chosen
   * @param hash the hash of Merkle trees
   * @param target what verifying shall cost on chain, or null to have the smallest proofs
   */
  public record Wanted(
      int proofs,
      LayoutPlanner.Privacy privacy,
      boolean zeroKnowledge,
      boolean hiddenWeights,
      Profile profile,
      TreeHash hash,
      ChainCost.@Nullable Target target) {}

  /**
   * A layout with parameters.
   *
   * @param shape the layout's sizes
   * @param config the parameters
   * @param size the expected proof
   * @param cost what it costs to verify on chain, or null where that was not asked for
   */
  public record Candidate(
      LayoutShape shape, PcsConfig config, ProofSize size, @Nullable ChainCost cost) {
    /** What candidates are compared by: gas, or bytes. */
    long rank() {
      return cost == null ? size.total() : cost.total();
    }

    /**
     * Writes the candidate for people.
     *
     * @return one line
     */
    public String line() {
      FriConfig fri = config.fri();
      String line =
          "2^%-2d rows, rate 1/%-3d m %d, %3d queries, fold %-2d last 2^%d, work %d %d %d %d %d: %s kB"
              .formatted(
                  shape.logRows(),
                  1 << fri.logBlowupFactor(),
                  config.regime().multiplicity(),
                  fri.nQueries(),
                  1 << fri.logFoldStep(),
                  fri.logLastLayerDegreeBound(),
                  config.queryPowBits(),
                  config.interactionPowBits(),
                  config.oodPowBits(),
                  config.batchPowBits(),
                  config.foldPowBits(),
                  size.total() / 1000);
      return cost == null
          ? line
          : line
              + ", %,d felts, %,d M gas, %,d M with calldata"
                  .formatted(cost.calldata(), millions(cost.gas()), millions(cost.total()));
    }

    private static long millions(long gas) {
      return Math.round(gas / 1e6);
    }
  }

  /**
   * The choice.
   *
   * @param lowering the circuit laid out
   * @param config the parameters
   * @param table the best candidate of each height and rate, best first, the chosen one among them
   */
  public record Plan(Lowering lowering, PcsConfig config, List<Candidate> table) {
    /** Copies the table. */
    public Plan {
      table = List.copyOf(table);
    }
  }

  private ProfilePlanner(Circuit circuit, Bounds bounds, Wanted wanted) {
    this.circuit = circuit;
    this.bounds = bounds;
    this.wanted = wanted;
  }

  /**
   * Chooses.
   *
   * @param circuit the circuit
   * @param bounds its bounds
   * @param wanted what keys shall promise
   * @return the cheapest candidate
   * @throws UserException if none reaches the level within the bounds of time and memory
   */
  public static Plan plan(Circuit circuit, Bounds bounds, Wanted wanted) {
    return new ProfilePlanner(circuit, bounds, wanted).choose();
  }

  private Plan choose() {
    List<LayoutShape> shapes =
        LayoutPlanner.planEach(circuit, wanted.proofs, wanted.privacy, ABOUT).stream()
            .filter(shape -> shape.logRows() + logExpansion(MIN_LOG_BLOWUP) <= MAX_LOG_DOMAIN)
            .toList();
    // Heights have nothing in common, so they are searched side by side and joined in their order.
    var searches = new ProfileSearch[shapes.size()];
    var found = new ArrayList<List<Candidate>>(Collections.nCopies(shapes.size(), List.of()));
    Parallel.forEach(
        searches.length,
        i -> {
          searches[i] = new ProfileSearch(circuit, bounds, withOneTree(shapes.get(i)), wanted);
          found.set(i, best(searches[i]));
        });
    var table = new ArrayList<Candidate>();
    found.forEach(table::addAll);
    var least = new Least();
    for (ProfileSearch search : searches) {
      least.note(search.least());
    }
    table.sort(Comparator.comparingLong(Candidate::rank));
    if (table.isEmpty()) {
      throw least.calldata == null ? tooLarge() : tooDear(least);
    }
    Candidate chosen = table.getFirst();
    return new Plan(new Lowering(new Layout(circuit, bounds, chosen.shape)), chosen.config, table);
  }

  private static List<Candidate> best(ProfileSearch search) {
    var best = new ArrayList<Candidate>();
    for (int blowup = MIN_LOG_BLOWUP; blowup <= MAX_LOG_BLOWUP; blowup++) {
      search.best(blowup).ifPresent(best::add);
    }
    return best;
  }

  private UserException tooLarge() {
    if (wanted.hash == TreeHash.POSEIDON252) {
      return new UserException(
          ("%s with %d proofs asks for more than %,d permutations of %s a proof, or %,d a key: take"
                  + " --hash blake2s-248, or fewer --proofs.")
              .formatted(
                  circuit.name(),
                  wanted.proofs,
                  ProfileSearch.MAX_PROOF_PERMUTATIONS,
                  wanted.hash.label(),
                  ProfileSearch.MAX_KEY_PERMUTATIONS));
    }
    return new UserException(
        "%s is too large for profile %s with %d proofs: fewer than %d bits on 2^%d points."
            .formatted(
                circuit.name(),
                wanted.profile.label(),
                wanted.proofs,
                ModelKey.MIN_PROVABLE_BITS,
                MAX_LOG_DOMAIN));
  }

  private UserException tooDear(Least least) {
    ChainCost.Target target = Objects.requireNonNull(wanted.target);
    ChainCost felts = Objects.requireNonNull(least.calldata);
    ChainCost gas = Objects.requireNonNull(least.gas);
    return new UserException(
        ("No parameters of profile %s verify %s within %s at %d bits: the fewest felts are %,d,"
                + " with %,d gas; the least gas is %,d, with %,d felts.")
            .formatted(
                wanted.profile.label(),
                circuit.name(),
                target.describe(),
                ModelKey.MIN_PROVABLE_BITS,
                felts.calldata(),
                felts.total(),
                gas.total(),
                gas.calldata()));
  }

  /** The least of what was seen, whether it was within the bounds or not. */
  static final class Least {
    private @Nullable ChainCost calldata;
    private @Nullable ChainCost gas;

    void note(Least other) {
      if (other.calldata != null && other.gas != null) {
        note(other.calldata);
        note(other.gas);
      }
    }

    void note(ChainCost cost) {
      if (calldata == null || cost.calldata() < calldata.calldata()) {
        calldata = cost;
      }
      if (gas == null || cost.total() < gas.total()) {
        gas = cost;
      }
    }
  }

  static int logExpansion(int logBlowup) {
    return CommitmentLayout.LOG_COMPOSITION_EXPANSION + logBlowup;
  }

  private static LayoutShape withOneTree(LayoutShape shape) {
    return ProfileSearch.withTrees(shape, 1);
  }
}
