package lucerna.ops.key;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Profile;
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

/**
 * Chooses layout and parameters of {@link lucerna.fri.Profile#P100_COMPACT} for a circuit: of all
 * heights, rates, multiplicities, folds and amounts of work that reach {@link
 * ModelKey#MIN_PROVABLE_BITS}, those with the smallest expected proof.
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
   */
  public record Wanted(
      int proofs, LayoutPlanner.Privacy privacy, boolean zeroKnowledge, boolean hiddenWeights) {}

  /**
   * A layout with parameters.
   *
   * @param shape the layout's sizes
   * @param config the parameters
   * @param size the expected proof
   */
  public record Candidate(LayoutShape shape, PcsConfig config, ProofSize size) {
    /**
     * Writes the candidate for people.
     *
     * @return one line
     */
    public String line() {
      FriConfig fri = config.fri();
      return "2^%-2d rows, rate 1/%-3d m %d, %3d queries, fold %-2d last 2^%d, work %d %d %d %d %d: %s kB"
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
    var table = new ArrayList<Candidate>();
    for (LayoutShape shape :
        LayoutPlanner.planEach(circuit, wanted.proofs, wanted.privacy, ABOUT)) {
      if (shape.logRows() + logExpansion(MIN_LOG_BLOWUP) <= MAX_LOG_DOMAIN) {
        var sized = new ProfileSearch(circuit, bounds, withOneTree(shape), wanted);
        for (int blowup = MIN_LOG_BLOWUP; blowup <= MAX_LOG_BLOWUP; blowup++) {
          sized.best(blowup).ifPresent(table::add);
        }
      }
    }
    table.sort(Comparator.comparingLong(candidate -> candidate.size.total()));
    if (table.isEmpty()) {
      throw new UserException(
          "%s is too large for profile %s with %d proofs: fewer than %d bits on 2^%d points."
              .formatted(
                  circuit.name(),
                  Profile.P100_COMPACT.label(),
                  wanted.proofs,
                  ModelKey.MIN_PROVABLE_BITS,
                  MAX_LOG_DOMAIN));
    }
    Candidate chosen = table.getFirst();
    return new Plan(new Lowering(new Layout(circuit, bounds, chosen.shape)), chosen.config, table);
  }

  static int logExpansion(int logBlowup) {
    return CommitmentLayout.LOG_COMPOSITION_EXPANSION + logBlowup;
  }

  private static LayoutShape withOneTree(LayoutShape shape) {
    return ProfileSearch.withTrees(shape, 1);
  }
}
