package lucerna.cairo;

import java.util.Arrays;
import java.util.List;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.key.ModelKey;
import lucerna.ops.layout.PublicTerms;
import lucerna.stark.CommitmentLayout;

/**
 * What the stages of a verification cost, by the prices of {@link CostModel}, and what it costs to
 * cut between two of them.
 */
final class PartCosts {
  /* What a node charges an account of old Sierra, which it meters in steps, above the gas of the
  program: for each transaction, and for each compression of BLAKE2s in trees. One of new Sierra pays
  1 M a transaction above it, so a cut that fits the former fits it too. */
  private static final double TRANSACTION_GAS = 40e6;
  private static final double COMPRESSION_GAS = 14_000;

  /* Of the price of a position's quotients what is not spent on finding its points. */
  private static final double QUOTIENT_SHARE = 0.5;

  /* To find a position's points again; a power of lambda; a felt of state packed, hashed, read. */
  private static final double POSITION_GAS = 60_000;
  private static final double POWER_GAS = 22_000;
  private static final double STATE_GAS = 40_000;

  /* A felt that is passed on to a class, and taken up there. */
  private static final double CALLED_GAS = 3_000;

  private final ModelKey key;
  private final CommitmentLayout layout;
  private final PcsConfig config;
  private final Prices prices;
  private final Stages stages;
  private final PublicSlices slices;
  private final ClassPlan classes;
  private final double small;
  private final double large;
  private final int pins;

  /** Stage by stage: the sums of all before, and the felts of the state there. */
  private final Cost[] before;

  private final double[] states;
  private final int[] publicsBefore;
  private final int[] openingsBefore;

  /** A stage's or part's felts of calldata and gas, that of calldata left out. */
  record Cost(double felts, double gas) {
    Cost plus(Cost other) {
      return new Cost(felts + other.felts, gas + other.gas);
    }

    Cost minus(Cost other) {
      return new Cost(felts - other.felts, gas - other.gas);
    }
  }

  PartCosts(
      ModelKey key,
      CommitmentLayout layout,
      Stages stages,
      PublicSlices slices,
      ClassPlan classes) {
    this.classes = classes;
    this.key = key;
    this.layout = layout;
    this.stages = stages;
    this.slices = slices;
    config = key.config();
    prices = Prices.of(config.treeHash());
    int queries = config.fri().nQueries();
    small = CostModel.distinct(queries, layout.logTraceDomain());
    large = CostModel.distinct(queries, layout.logFriDomain());
    pins = stages.pinned() ? key.shape().weightColumns() : 0;
    List<Stage> all = stages.all();
    before = new Cost[all.size() + 1];
    before[0] = new Cost(0, 0);
    states = new double[all.size() + 1];
    publicsBefore = new int[all.size() + 1];
    openingsBefore = new int[all.size() + 1];
    for (int i = 0; i < all.size(); i++) {
      Stage stage = all.get(i);
      before[i + 1] = before[i].plus(stage(stage));
      publicsBefore[i + 1] = publicsBefore[i] + (stage.kind() == Stage.Kind.PUBLIC ? 1 : 0);
      openingsBefore[i + 1] = openingsBefore[i] + (stage.uses("positions") ? 1 : 0);
      states[i] = state(i);
    }
  }

  /** Prices a stage by itself. */
  private Cost stage(Stage stage) {
    int i = stage.index();
    return switch (stage.kind()) {
      case HEAD -> head();
      case PUBLIC -> new Cost(0, slices.cost(i));
      case CONSTRAINTS ->
          new Cost(
              0,
              prices.gas(Prices.NODES, layout.program().graph().size())
                  / stages.constraintSlices());
      case TREE -> tree(i);
      case QUOTIENTS -> composition();
      case LAYER -> layer(i);
      case LAST ->
          new Cost(0, prices.gas(Prices.LAST_PRODUCTS, cosets(stages.layers()) * (1 << logLast())));
    };
  }

  private int logLast() {
    return config.fri().logLastLayerSize(layout.logFriDegree());
  }

  private Cost head() {
    int integers = 0;
    for (PublicTerms.Range range : PublicTerms.ranges(key.layout())) {
      integers += range.count();
    }
    boolean felts = config.treeHash().isFelt();
    int roots = 3 + (layout.program().hasFactors() ? 1 : 0) + stages.layers();
    double sum = 6.0 + integers + (felts ? roots : Math.ceil(8.0 * roots / 7));
    sum += Math.ceil(2.0 * (roots + 1) / 7);
    sum += Math.ceil(layout.sampleCount() / 2.0) + Math.ceil((1 << logLast()) / 2.0);
    double gas =
        prices.gas(Prices.CONSTANT, 1)
            + prices.gas(Prices.SAMPLES, layout.sampleCount() + pins)
            + prices.gas(Prices.LAST_COEFFICIENTS, 1 << logLast())
            + prices.gas(Prices.LAYERS, stages.layers())
            + (1 - QUOTIENT_SHARE) * quotients();
    return new Cost(sum, gas);
  }

  private Cost tree(int i) {
    CommitmentLayout.TreeInfo tree = layout.trees().get(i);
    int log = layout.logTraceDomain();
    boolean opened = tree.kind() == Tree.WEIGHTS && pins > 0;
    double gas =
        prices.gas(Prices.VALUES, small * tree.width())
            + prices.gas(Prices.WEIGHED, small * (tree.samples() + (opened ? tree.width() : 0)));
    return new Cost(CostModel.opened(small, tree.width(), layout.salted(i)), gas)
        .plus(
            hashed(
                log, small * CostModel.blocks(config.treeHash(), tree.width(), layout.salted(i))));
  }

  private double quotients() {
    return prices.gas(Prices.QUOTIENTS, (pins > 0 ? 3 : 2) * small + large);
  }

  private Cost composition() {
    int width = layout.compositionLeafWidth();
    boolean salted = layout.zeroKnowledge();
    double gas = QUOTIENT_SHARE * quotients() + prices.gas(Prices.VALUES, small * width);
    return new Cost(CostModel.opened(small, width, salted), gas)
        .plus(
            hashed(
                layout.logTraceDomain(),
                small * CostModel.blocks(config.treeHash(), width, salted)));
  }

  private Cost layer(int i) {
    int step = steps()[i];
    double after = cosets(i + 1);
    double values = after * (1 << step);
    double felts = (values - cosets(i)) * QM31.DEGREE / 8 + 0.5;
    int blocks = CostModel.blocks(config.treeHash(), QM31.DEGREE << step, false);
    return new Cost(felts, prices.gas(Prices.FOLDED, values))
        .plus(hashed(log(i + 1), after * blocks));
  }

  private int[] steps() {
    return config.fri().foldSteps(layout.logFriDegree());
  }

  private int log(int layers) {
    return layout.logFriDomain() - Arrays.stream(steps(), 0, layers).sum();
  }

  /** How many values are known after some layers, on average. */
  private double cosets(int layers) {
    return CostModel.distinct(config.fri().nQueries(), log(layers));
  }

  private Cost hashed(int log, double blocks) {
    FriConfig fri = config.fri();
    double nodes = CostModel.nodes(fri.nQueries(), log);
    double gas = prices.gas(Prices.TREE_NODES, nodes) + prices.gas(Prices.BLOCKS, blocks);
    if (config.treeHash() != TreeHash.POSEIDON252) {
      gas += COMPRESSION_GAS * (nodes + blocks);
    }
    double siblings = CostModel.siblings(fri.nQueries(), log);
    return new Cost(CostModel.digests(siblings, config.treeHash().isFelt()), gas);
  }

  /** Returns how many felts the state before a stage has, on average. */
  private double state(int stage) {
    if (stage == 0) {
      return 0;
    }
    List<StateField> live = stages.live(stage);
    int layers =
        (int)
            stages.all().subList(0, stage).stream()
                .filter(done -> done.kind() == Stage.Kind.LAYER)
                .count();
    double words = 0;
    double elements = 0;
    for (StateField field : live) {
      words += field.kind() == StateField.Kind.DIGEST ? 8 : 0;
      elements +=
          field.elements()
              + field.kind().each()
                  * switch (field.kind().list()) {
                    case NONE -> 0;
                    case POSITIONS -> large;
                    case LIFTED -> small;
                    case KNOWN -> cosets(layers);
                  };
    }
    return 2 + Stages.counts(live).size() + Math.ceil(words / 7) + Math.ceil(elements / 8);
  }

  /** Prices a part: some stages, and what it takes to go on from those before. */
  Cost part(int from, int to) {
    double gas = TRANSACTION_GAS + STATE_GAS * (states[from] + states[to]);
    int start = from;
    for (int end : classes.ends()) {
      if (start < end && start < to) {
        gas += piece(start, Math.min(end, to));
        gas += end < to ? 2 * STATE_GAS * states[end] : 0;
        start = Math.min(end, to);
      }
    }
    if (classes.count() > 1) {
      gas += CALLED_GAS * (before[to].felts() - before[from].felts() + states[from] + states[to]);
    }
    return before[to].minus(before[from]).plus(new Cost(2 + states[from], gas));
  }

  /* What each call of a class makes again. */
  private double piece(int from, int to) {
    double gas = 0;
    if (publicsBefore[to] > publicsBefore[from]) {
      gas += prices.gas(Prices.ACTIVE_ROWS, key.layout().activeRows());
    }
    if (from > 0 && openingsBefore[to] > openingsBefore[from]) {
      gas += POSITION_GAS * large + POWER_GAS * (layout.sampleCount() + pins);
    }
    return gas;
  }
}
