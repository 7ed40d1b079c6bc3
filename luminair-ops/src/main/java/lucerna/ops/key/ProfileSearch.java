package lucerna.ops.key;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Regime;
import lucerna.fri.hash.TreeHash;
import lucerna.fri.security.SecurityReport;
import lucerna.fri.security.SecurityReport.Source;
import lucerna.fri.security.Shape;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.key.ProfilePlanner.Candidate;
import lucerna.ops.key.ProfilePlanner.Wanted;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.RowBudget;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofSize;
import org.jspecify.annotations.Nullable;

/** The parameters that suit one layout: the smallest or cheapest proof at each rate. */
final class ProfileSearch {
  /** Bytes that a prover may hold in its columns and trees. */
  private static final long MAX_BYTES = 5L << 29;

  private static final int MIN_MULTIPLICITY = 3;
  private static final int MAX_MULTIPLICITY = 8;
  private static final int MIN_QUERY_POW_BITS = 20;
  private static final int MIN_LOG_FOLD = 2;
  private static final int MAX_LOG_FOLD = 4;
  private static final int MAX_LOG_LAST_LAYER = 7;
  private static final int BYTES_PER_NODE = 64;
  private static final int VALUES_PER_ELEMENT = 8;
  static final long MAX_PROOF_PERMUTATIONS = 1 << 21;
  static final long MAX_KEY_PERMUTATIONS = 1 << 25;

  private final LayoutShape shape;
  private final Wanted wanted;
  private final Lowering lowering;
  private final boolean registered;
  private ChainCost.@Nullable Pricing pricing;
  private final ProfilePlanner.Least least = new ProfilePlanner.Least();
  private final Map<Integer, Shape> mainSizes = new HashMap<>();
  private final Map<Integer, Shape> registrationSizes = new HashMap<>();

  /** Prepares a search for a layout with one weight tree. */
  ProfileSearch(Circuit circuit, Bounds bounds, LayoutShape shape, Wanted wanted) {
    this.shape = shape;
    this.wanted = wanted;
    lowering = new Lowering(new Layout(circuit, bounds, shape));
    registered = wanted.hiddenWeights() && lowering.layout().hasWeights();
  }

  /** Returns the least costs of what {@link #best(int)} has seen. */
  ProfilePlanner.Least least() {
    return least;
  }

  static LayoutShape withTrees(LayoutShape shape, int trees) {
    return new LayoutShape(
        shape.logRows(),
        shape.activeRows(),
        shape.weightColumns(),
        shape.tableBits(),
        trees,
        shape.inputs());
  }

  /** The smallest proof at a rate, if any reaches the level within the bounds. */
  Optional<Candidate> best(int logBlowup) {
    if (shape.logRows() + ProfilePlanner.logExpansion(logBlowup) > ProfilePlanner.MAX_LOG_DOMAIN) {
      return Optional.empty();
    }
    Candidate best = null;
    for (int m = MIN_MULTIPLICITY; m <= MAX_MULTIPLICITY; m++) {
      for (int work = MIN_QUERY_POW_BITS; work <= PcsConfig.MAX_PLANNED_QUERY_POW_BITS; work++) {
        Candidate found = best(new Regime(m), logBlowup, work);
        if (found != null && (best == null || found.rank() < best.rank())) {
          best = found;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private @Nullable Candidate best(Regime regime, int logBlowup, int work) {
    int bits = ModelKey.MIN_PROVABLE_BITS - work;
    int queries = SecurityReport.queriesFor(regime, logBlowup, bits);
    LayoutShape full = shapeFor(queries);
    if (full == null) {
      return null;
    }
    Candidate best = null;
    for (int fold = MIN_LOG_FOLD; fold <= MAX_LOG_FOLD; fold++) {
      for (int last = 0; last <= MAX_LOG_LAST_LAYER; last++) {
        var fri = new FriConfig(logBlowup, fold, last, queries);
        PcsConfig config = worked(regime, fri, work, full.weightInstances());
        if (config == null) {
          continue;
        }
        CommitmentLayout layout = layout(lowering.mainProgram(), config);
        if (bytes(layout, 0) > MAX_BYTES
            || registrationBytes(config, full) > MAX_BYTES
            || !isHashed(layout, config, full)) {
          continue;
        }
        ProofSize size = ProofSize.expected(layout, fri);
        var candidate = new Candidate(full, config, size, cost(layout, config));
        if (isAllowed(candidate) && (best == null || candidate.rank() < best.rank())) {
          best = candidate;
        }
      }
    }
    return best;
  }

  /* The layout's share takes long, so it waits for a first candidate that could be proved. */
  private @Nullable ChainCost cost(CommitmentLayout layout, PcsConfig config) {
    ChainCost.Target target = wanted.target();
    if (target == null) {
      return null;
    }
    if (pricing == null) {
      pricing = target.model().apply(lowering);
    }
    return pricing.of(layout, config, registered ? shape.weightColumns() : 0);
  }

  private boolean isAllowed(Candidate candidate) {
    ChainCost cost = candidate.cost();
    ChainCost.Target target = wanted.target();
    if (cost == null || target == null) {
      return true;
    }
    least.note(cost);
    return target.allows(cost);
  }

  /** Says whether the trees are hashed in bearable time: Poseidon takes microseconds. */
  private boolean isHashed(CommitmentLayout layout, PcsConfig config, LayoutShape full) {
    if (config.treeHash() != TreeHash.POSEIDON252) {
      return true;
    }
    long perTraceLeaf = permutations(layout.compositionLeafWidth());
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      perTraceLeaf += permutations(tree.width());
    }
    // FRI's first layer takes about one for each of its values.
    long proof = (perTraceLeaf << layout.logTraceDomain()) + (1L << layout.logFriDomain());
    long trees =
        registered
            ? (full.weightInstances() * permutations(shape.weightColumns()))
                << layout.logTraceDomain()
            : 0;
    return proof <= MAX_PROOF_PERMUTATIONS && trees <= MAX_KEY_PERMUTATIONS;
  }

  /** Of a leaf and the node above it. */
  private static long permutations(int width) {
    return 1L + Math.ceilDiv(Math.ceilDiv(width, VALUES_PER_ELEMENT) + 1, 2);
  }

  /** The shape with as many weight trees as proofs of so many queries need, if there is one. */
  private @Nullable LayoutShape shapeFor(int queries) {
    var budget = new RowBudget(queries + QM31.DEGREE, QM31.DEGREE);
    if (!wanted.zeroKnowledge()) {
      return shape;
    }
    if (!budget.hides(shape.logRows(), shape.activeRows())) {
      return null;
    }
    if (!registered) {
      return shape;
    }
    int each = budget.proofsPerInstance(shape.logRows(), lowering.layout().weightRows());
    if (each < 1) {
      return null;
    }
    int trees = Math.ceilDiv(wanted.proofs(), each);
    return LayoutShape.fitsKey(shape.weightColumns(), trees) ? withTrees(shape, trees) : null;
  }

  /** The parameters with the work that they need, or null where that is too much. */
  private @Nullable PcsConfig worked(Regime regime, FriConfig fri, int queryWork, int trees) {
    var bare =
        PcsConfig.planned(
            wanted.profile(), wanted.hash(), regime, fri, new PowBits(queryWork, 0, 0, 0, 0));
    int pinned = registered ? trees : 0;
    var missing = new EnumMap<Source, Integer>(Source.class);
    Shape sizes = mainSizes.computeIfAbsent(pinned, n -> KeySecurity.ofMain(lowering, n));
    note(missing, SecurityReport.of(bare, sizes));
    if (registered) {
      sizes =
          registrationSizes.computeIfAbsent(trees, n -> KeySecurity.ofRegistration(lowering, n));
      note(missing, SecurityReport.of(bare, sizes));
    }
    int ood = Math.max(missing(missing, Source.OUT_OF_DOMAIN), missing(missing, Source.PIN));
    int interaction = missing(missing, Source.INTERACTION);
    int batch = missing(missing, Source.BATCHING);
    int fold = missing(missing, Source.FOLD);
    int most = Math.max(Math.max(ood, interaction), Math.max(batch, fold));
    boolean reached =
        missing(missing, Source.COMPOSITION) == 0
            && missing(missing, Source.QUERY) == 0
            && most <= PcsConfig.MAX_PLANNED_POW_BITS;
    return reached
        ? PcsConfig.planned(
            wanted.profile(),
            wanted.hash(),
            regime,
            fri,
            new PowBits(queryWork, interaction, ood, batch, fold))
        : null;
  }

  private static void note(Map<Source, Integer> missing, SecurityReport report) {
    for (SecurityReport.Item item : report.items()) {
      int bits = report.missingBits(item.source(), ModelKey.MIN_PROVABLE_BITS);
      missing.merge(item.source(), bits, Math::max);
    }
  }

  private static int missing(Map<Source, Integer> missing, Source source) {
    return missing.getOrDefault(source, 0);
  }

  private CommitmentLayout layout(AirProgram program, PcsConfig config) {
    return CommitmentLayout.of(
        new UnstatedInstance(lowering.layout(), program), config, wanted.zeroKnowledge());
  }

  /** What the maker of a key holds: all weight trees at once. */
  private long registrationBytes(PcsConfig config, LayoutShape full) {
    return registered
        ? bytes(layout(lowering.registrationProgram(), config), full.weightInstances() - 1)
        : 0;
  }

  /**
   * What a prover holds: columns, leaves' salts and nodes of all trees, and FRI's layers; and so
   * many weight trees besides.
   */
  private long bytes(CommitmentLayout layout, int moreTrees) {
    long perTraceLeaf = moreTrees * bytesPerLeaf(shape.weightColumns());
    perTraceLeaf += bytesPerLeaf(layout.compositionLeafWidth());
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      perTraceLeaf += bytesPerLeaf(tree.width());
    }
    long perLeaf = 3L * Integer.BYTES * QM31.DEGREE;
    return (perTraceLeaf << layout.logTraceDomain()) + (perLeaf << layout.logFriDomain());
  }

  private static long bytesPerLeaf(int width) {
    return (long) Integer.BYTES * (width + CommitmentLayout.SALT_WORDS) + BYTES_PER_NODE;
  }
}
