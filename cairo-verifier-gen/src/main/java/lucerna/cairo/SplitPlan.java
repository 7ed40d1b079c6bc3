package lucerna.cairo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.UserException;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.stark.CommitmentLayout;
import org.jspecify.annotations.Nullable;

/**
 * Into which transactions the verification of a key's proofs is cut, and its code into which
 * classes: as few transactions as take it by the limits, and of those the cut whose fullest one is
 * least full. It is a function of the key.
 *
 * <p>A <em>piece</em> is some stages that follow one another in one part and one class.
 */
public final class SplitPlan {
  /* Proofs scatter about what is expected, and prices are fitted. */
  private static final double FULL = 0.96;

  private final Stages stages;
  private final PublicSlices slices;
  private final ClassPlan classes;
  private final int[] ends;
  private final ChainCost[] costs;

  private SplitPlan(Draft draft, PartCosts costs, int... ends) {
    this.stages = draft.stages;
    this.slices = draft.slices;
    this.classes = draft.classes;
    this.ends = ends;
    this.costs = new ChainCost[ends.length];
    for (int part = 0; part < ends.length; part++) {
      PartCosts.Cost cost = costs.part(part == 0 ? 0 : ends[part - 1], ends[part]);
      this.costs[part] = new ChainCost(Math.round(cost.felts()), Math.round(cost.gas()));
    }
  }

  /**
   * Plans for a key.
   *
   * @param key the key
   * @return one part if a transaction takes it all
   * @throws UserException if something that cannot be cut does not fit a transaction
   */
  public static SplitPlan of(ModelKey key) {
    return of(key, PublicColumnSource.PART_GAS, ChainCost.MAX_CALLDATA, ChainCost.MAX_GAS);
  }

  /** Plans for a key within other limits. */
  static SplitPlan of(ModelKey key, double partGas, long maxCalldata, long maxGas) {
    return of(key, partGas, maxCalldata, maxGas, Limits.CLASS_FELTS);
  }

  /** The same with classes of at most so many felts. */
  static SplitPlan of(
      ModelKey key, double partGas, long maxCalldata, long maxGas, long maxClassFelts) {
    CommitmentLayout layout = CostModel.layout(key);
    PublicSlices whole = PublicSlices.of(key.layout(), layout.program(), partGas);
    SplitPlan best = null;
    UserException refusal = null;
    for (PublicSlices slices : whole.isCut() ? List.of(whole) : List.of(whole, whole.cut())) {
      Draft draft;
      try {
        draft = Draft.of(key, layout, slices, maxClassFelts);
      } catch (UserException e) {
        // Cut finer, the public columns may fit.
        refusal = e;
        continue;
      }
      PartCosts costs = draft.costs(key, layout);
      int @Nullable [] ends = cut(draft.stages, costs, FULL * maxCalldata, FULL * maxGas);
      if (ends == null) {
        requireCuts(draft.stages, costs, FULL * maxCalldata, FULL * maxGas, slices);
      } else if (best == null || ends.length < best.ends.length) {
        best = new SplitPlan(draft, costs, ends);
      }
    }
    if (best != null) {
      return best;
    }
    // Where not even all slices can be cut into parts, requireCuts has said so.
    throw refusal != null ? refusal : new IllegalStateException("nothing fits, and all does");
  }

  /** Cuts a key's verification between all stages. */
  static SplitPlan everywhere(ModelKey key, double partGas) {
    return everywhere(key, partGas, Limits.CLASS_FELTS);
  }

  /** The same with classes of at most so many felts. */
  static SplitPlan everywhere(ModelKey key, double partGas, long maxClassFelts) {
    CommitmentLayout layout = CostModel.layout(key);
    PublicSlices cut = PublicSlices.of(key.layout(), layout.program(), partGas).cut();
    Draft draft = Draft.of(key, layout, cut, maxClassFelts);
    int[] ends =
        IntStream.rangeClosed(1, draft.stages.all().size())
            .filter(draft.stages::partMayEnd)
            .toArray();
    return new SplitPlan(draft, draft.costs(key, layout), ends);
  }

  /** One part, its constraints in slices and its classes ending where one says. */
  static SplitPlan spread(ModelKey key, int constraintSlices, int... classEnds) {
    CommitmentLayout layout = CostModel.layout(key);
    PublicSlices whole =
        PublicSlices.of(key.layout(), layout.program(), PublicColumnSource.PART_GAS);
    StraightLine.Written code = ConstraintSource.written(layout, constraintSlices);
    var stages = new Stages(key, layout, whole.count(), code.memos());
    var draft = new Draft(stages, whole, new ClassPlan(classEnds, new long[classEnds.length]));
    return new SplitPlan(draft, draft.costs(key, layout), classEnds[classEnds.length - 1]);
  }

  /** The same with parts that end elsewhere. */
  SplitPlan joined(ModelKey key, int... others) {
    var draft = new Draft(stages, slices, classes);
    return new SplitPlan(draft, draft.costs(key, CostModel.layout(key)), others);
  }

  /** What is settled before parts are. */
  private record Draft(Stages stages, PublicSlices slices, ClassPlan classes) {
    /* Constraints are cut into slices of some eighth of a class, where one class is too small. */
    private static final int SLICES = 8;

    static Draft of(ModelKey key, CommitmentLayout layout, PublicSlices slices, long maxFelts) {
      StraightLine.Written code = ConstraintSource.written(layout, 1);
      var stages = new Stages(key, layout, slices.count(), List.of());
      var sizes = new ClassSizes(key, layout, stages, code.statements(), slices);
      if (sizes.fit(maxFelts)) {
        return new Draft(stages, slices, ClassPlan.one(sizes));
      }
      int cut = Math.toIntExact(Math.ceilDiv(SLICES * sizes.constraints(), maxFelts));
      stages =
          new Stages(key, layout, slices.count(), ConstraintSource.written(layout, cut).memos());
      sizes = new ClassSizes(key, layout, stages, code.statements(), slices);
      return new Draft(stages, slices, ClassPlan.of(sizes, maxFelts));
    }

    PartCosts costs(ModelKey key, CommitmentLayout layout) {
      return new PartCosts(key, layout, stages, slices, classes);
    }
  }

  /* What else than the public columns is too large cannot be cut. */
  private static void requireCuts(
      Stages stages, PartCosts costs, double maxCalldata, double maxGas, PublicSlices slices) {
    for (int i = 0; i < stages.all().size(); i++) {
      Stage stage = stages.all().get(i);
      PartCosts.Cost cost = costs.part(i, i + 1);
      if (load(cost, maxCalldata, maxGas) > 1
          && (stage.kind() != Stage.Kind.PUBLIC || slices.isCut())) {
        throw new UserException(
            ("A proof of this key cannot be cut into transactions: %s takes about %,d felts of"
                    + " calldata and %,d M gas, a transaction at most %,d and %,d M.")
                .formatted(
                    stages.label(stage),
                    Math.round(cost.felts()),
                    Math.round(cost.gas() / 1e6),
                    Math.round(maxCalldata),
                    Math.round(maxGas / 1e6)));
      }
    }
  }

  private static double load(PartCosts.Cost cost, double maxCalldata, double maxGas) {
    double gas = cost.gas() + ChainCost.GAS_PER_FELT * cost.felts();
    return Math.max(cost.felts() / maxCalldata, gas / maxGas);
  }

  /* Ends of the fewest parts, of which the fullest is least full; null if there are none. */
  private static int @Nullable [] cut(
      Stages stages, PartCosts costs, double maxCalldata, double maxGas) {
    int n = stages.all().size();
    var loads = new double[n][n + 1];
    for (int from = 0; from < n; from++) {
      for (int to = from + 1; to <= n; to++) {
        loads[from][to] =
            stages.partMayEnd(from) && stages.partMayEnd(to)
                ? load(costs.part(from, to), maxCalldata, maxGas)
                : Double.POSITIVE_INFINITY;
      }
    }
    // The least greatest load of the stages up to an end, with one part more each time.
    var least = new double[n + 1][n + 1];
    var starts = new int[n + 1][n + 1];
    Arrays.fill(least[0], Double.POSITIVE_INFINITY);
    least[0][0] = 0;
    for (int parts = 1; parts <= n; parts++) {
      Arrays.fill(least[parts], Double.POSITIVE_INFINITY);
      for (int to = parts; to <= n; to++) {
        for (int from = parts - 1; from < to; from++) {
          double load = Math.max(least[parts - 1][from], loads[from][to]);
          if (load < least[parts][to]) {
            least[parts][to] = load;
            starts[parts][to] = from;
          }
        }
      }
      if (least[parts][n] <= 1) {
        var ends = new int[parts];
        int end = n;
        for (int part = parts; part > 0; part--) {
          ends[part - 1] = end;
          end = starts[part][end];
        }
        return ends;
      }
    }
    return null;
  }

  /**
   * Returns how many transactions take a proof.
   *
   * @return 1 if the proof is not cut
   */
  public int parts() {
    return ends.length;
  }

  /**
   * Returns what a part is expected to cost on a node: calldata with the state that is passed back,
   * gas with what a node charges above the program's own.
   *
   * @param part the part, from 0
   * @return its cost
   */
  public ChainCost cost(int part) {
    return costs[part];
  }

  Stages stages() {
    return stages;
  }

  PublicSlices slices() {
    return slices;
  }

  /** Returns for each part how many stages are done after it. */
  int[] ends() {
    return ends.clone();
  }

  /**
   * Returns how many classes hold code of the checks. Where it is more than one, the contract's own
   * class comes on top.
   *
   * @return 1 if the contract holds all
   */
  public int classes() {
    return classes.count();
  }

  /**
   * Returns whether a call of {@code verify} takes a whole proof, in one class.
   *
   * @return false if calls of {@code verify_part} do
   */
  public boolean whole() {
    return ends.length == 1 && classes.count() == 1;
  }

  /**
   * Returns how many felts of Sierra or of CASM, whichever are more, a class is expected to have.
   *
   * @param place the class, from 0
   * @return felts
   */
  public long classFelts(int place) {
    return classes.felts()[place];
  }

  /** Returns for each piece how many stages are done after it. */
  int[] pieces() {
    return IntStream.concat(Arrays.stream(ends), Arrays.stream(classes.ends()))
        .sorted()
        .distinct()
        .toArray();
  }

  /** Returns how many pieces are done once some parts are. */
  int piecesAfter(int parts) {
    return parts == 0 ? 0 : Arrays.binarySearch(pieces(), ends[parts - 1]) + 1;
  }

  /** Returns for each piece the place of its class, from 0. */
  int[] classOf() {
    int[] pieces = pieces();
    return IntStream.range(0, pieces.length)
        .map(piece -> classes.of(piece == 0 ? 0 : pieces[piece - 1]))
        .toArray();
  }
}
