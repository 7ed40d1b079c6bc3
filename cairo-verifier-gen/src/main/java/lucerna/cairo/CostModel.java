package lucerna.cairo;

import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.UnstatedInstance;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.PublicTerms;
import lucerna.ops.prover.KeyOptions;
import lucerna.stark.CommitmentLayout;

/**
 * What a generated verifier costs, before anything is proved or compiled.
 *
 * <p>Calldata follow from the layout, but for how many positions meet, of which the expectation is
 * taken. Gas is a sum of counts, each times a price that was fitted to measured packages;
 * docs/on-chain.md has the residuals.
 */
public final class CostModel implements ChainCost.Pricing {
  private static final int ELEMENTS = 8;
  private static final int WORDS = 7;
  private static final int BLOCK = 16;

  private final int activeRows;
  private final int statementFelts;
  private final double publicColumns;

  /**
   * Prepares prices for a layout.
   *
   * @param lowering the circuit laid out
   */
  public CostModel(Lowering lowering) {
    Layout layout = lowering.layout();
    activeRows = layout.activeRows();
    publicColumns = PublicColumnSource.of(layout).gas();
    int integers = 0;
    for (PublicTerms.Range range : PublicTerms.ranges(layout)) {
      integers += range.count();
    }
    // Key, instance, the text's length; and the root of an input.
    boolean committed = layout.shape().inputs() == InputPrivacy.COMMITTED;
    statementFelts = 3 + integers + (committed ? 2 : 0);
  }

  /**
   * Prices the proofs of a key.
   *
   * @param key the key
   * @return the expected cost
   */
  public static ChainCost of(ModelKey key) {
    int pins = key.content().pinned() ? key.shape().weightColumns() : 0;
    return new CostModel(key.lowering()).of(layout(key), key.config(), pins);
  }

  /**
   * Prices proofs of keys that are not made yet.
   *
   * @param lowering the circuit laid out
   * @param config the parameters
   * @param options what the keys promise
   * @return the expected cost
   */
  public static ChainCost of(Lowering lowering, PcsConfig config, KeyOptions options) {
    boolean hidden = options.privacy().weights() == WeightPrivacy.HIDDEN;
    boolean pinned = hidden && lowering.layout().hasWeights() && !config.regime().isUnique();
    int pins = pinned ? lowering.layout().shape().weightColumns() : 0;
    var layout =
        CommitmentLayout.of(
            new UnstatedInstance(lowering.layout(), lowering.mainProgram()),
            config,
            options.zeroKnowledge());
    return new CostModel(lowering).of(layout, config, pins);
  }

  static CommitmentLayout layout(ModelKey key) {
    var statement = CairoPackage.statement(key);
    return CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge());
  }

  @Override
  public ChainCost of(CommitmentLayout layout, PcsConfig config, int pins) {
    return new ChainCost(
        Math.round(calldata(layout, config)),
        Math.round(Prices.of(config.treeHash()).gas(counts(layout, config, pins))));
  }

  private double calldata(CommitmentLayout layout, PcsConfig config) {
    FriConfig fri = config.fri();
    boolean felts = config.treeHash().isFelt();
    int[] steps = fri.foldSteps(layout.logFriDegree());
    int roots = 3 + (layout.program().hasFactors() ? 1 : 0) + steps.length;
    double sum = statementFelts + 1;
    sum += felts ? roots : Math.ceil(8.0 * roots / WORDS);
    sum += Math.ceil(2.0 * (roots + 1) / WORDS);
    sum += Math.ceil(4.0 * layout.sampleCount() / ELEMENTS);
    sum += Math.ceil((4 << fri.logLastLayerSize(layout.logFriDegree())) / (double) ELEMENTS);
    int queries = fri.nQueries();
    double small = distinct(queries, layout.logTraceDomain());
    for (int i = 0; i < layout.trees().size(); i++) {
      int width = layout.trees().get(i).width();
      sum += opened(small, width, layout.salted(i));
      sum += digests(siblings(queries, layout.logTraceDomain()), felts);
    }
    sum += opened(small, layout.compositionLeafWidth(), layout.zeroKnowledge());
    sum += digests(siblings(queries, layout.logTraceDomain()), felts);
    int log = layout.logFriDomain();
    for (int step : steps) {
      double known = distinct(queries, log);
      log -= step;
      double values = distinct(queries, log) * (1 << step) - known;
      sum += values * QM31.DEGREE / ELEMENTS + HALF_FELT;
      sum += digests(siblings(queries, log), felts);
    }
    return sum;
  }

  /* A list fills its last felt by half, on average. */
  private static final double HALF_FELT = 0.5;

  static double opened(double leaves, int width, boolean salted) {
    double rows = leaves * width / ELEMENTS + HALF_FELT;
    return salted ? rows + leaves * CommitmentLayout.SALT_WORDS / WORDS + HALF_FELT : rows;
  }

  static double digests(double count, boolean felts) {
    return felts ? 1 + count : 1 + HALF_FELT + count * 8 / WORDS;
  }

  /** Counts what gas goes into, in the order of {@link Prices}. */
  double[] counts(CommitmentLayout layout, PcsConfig config, int pins) {
    FriConfig fri = config.fri();
    TreeHash hash = config.treeHash();
    int queries = fri.nQueries();
    int logLast = fri.logLastLayerSize(layout.logFriDegree());
    double small = distinct(queries, layout.logTraceDomain());
    double large = distinct(queries, layout.logFriDomain());
    double values = 0;
    double weighed = 0;
    double nodes = 0;
    double blocks = 0;
    for (int i = 0; i < layout.trees().size(); i++) {
      CommitmentLayout.TreeInfo tree = layout.trees().get(i);
      values += small * tree.width();
      boolean pinned = tree.kind() == Tree.WEIGHTS && pins > 0;
      weighed += small * (tree.samples() + (pinned ? tree.width() : 0));
      nodes += nodes(queries, layout.logTraceDomain());
      blocks += small * blocks(hash, tree.width(), layout.salted(i));
    }
    values += small * layout.compositionLeafWidth();
    nodes += nodes(queries, layout.logTraceDomain());
    blocks += small * blocks(hash, layout.compositionLeafWidth(), layout.zeroKnowledge());
    double folded = 0;
    int log = layout.logFriDomain();
    int[] steps = fri.foldSteps(layout.logFriDegree());
    for (int step : steps) {
      log -= step;
      double cosets = distinct(queries, log);
      folded += cosets * (1 << step);
      nodes += nodes(queries, log);
      blocks += cosets * blocks(hash, QM31.DEGREE << step, false);
    }
    double ends = distinct(queries, log);
    return new double[] {
      1,
      activeRows,
      publicColumns,
      layout.program().graph().size(),
      layout.sampleCount() + pins,
      (pins > 0 ? 3 : 2) * small + large,
      values,
      weighed,
      nodes,
      blocks,
      folded,
      ends * (1 << logLast),
      1 << logLast,
      steps.length
    };
  }

  /** Compressions of BLAKE2s, or permutations of Poseidon. */
  static int blocks(TreeHash hash, int values, boolean salted) {
    int salt = salted ? CommitmentLayout.SALT_WORDS : 0;
    return hash == TreeHash.POSEIDON252
        ? Math.ceilDiv(Math.ceilDiv(values, ELEMENTS) + (salted ? 1 : 0), 2)
        : Math.max(1, Math.ceilDiv(values + salt, BLOCK));
  }

  /** How many of 2^log places so many draws hit, on average; the same on every machine. */
  static double distinct(int draws, int log) {
    double places = 1L << log;
    return places * -StrictMath.expm1(draws * StrictMath.log1p(-1 / places));
  }

  /** How many inner nodes have a drawn leaf under them, on average. */
  static double nodes(int draws, int log) {
    double nodes = 0;
    for (int level = 0; level < log; level++) {
      nodes += distinct(draws, level);
    }
    return nodes;
  }

  /** How many siblings an opening holds: a node has two children, both known or one sent. */
  static double siblings(int draws, int log) {
    return nodes(draws, log) + 1 - distinct(draws, log);
  }
}
