package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.QM31;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the cheapest {@link LayoutShape}.
 *
 * <p>Cost counts cells: those of one proof, and a tenth of those of the key's weight trees, which
 * are made once, with the hashing of their rows. A hidden weight tree has random rows for a limited
 * number of proofs, so small traces need many trees and large ones cost more per proof.
 */
public final class LayoutPlanner {
  private static final int MIN_LOG_ROWS = 9;
  private static final int MAX_LOG_ROWS = 22;
  private static final int MAX_LOG_WEIGHT_COLUMNS = 8;
  private static final int MIN_TABLE_BITS = 4;
  private static final int MAX_TABLE_BITS = 16;
  private static final int COMPOSITION_AND_MASK_CELLS = 66;
  private static final int KEY_DISCOUNT = 10;

  /** What hashing a row into a tree costs, however few columns it has. */
  private static final int CELLS_PER_HASHED_ROW = 16;

  private final Circuit circuit;
  private final Privacy privacy;
  private final int proofs;
  private final RowBudget budget;
  private final CircuitSizes sizes;
  private final SlotCost[][] kindCosts;
  private final int sums;
  private @Nullable LayoutShape best;
  private double bestCost = Double.MAX_VALUE;
  private int fewestKeyColumns = Integer.MAX_VALUE;

  /**
   * What proofs must hide.
   *
   * @param inputs what the verifier learns about the inputs
   * @param hiddenWeights whether the weights are secret
   */
  public record Privacy(InputPrivacy inputs, boolean hiddenWeights) {}

  private LayoutPlanner(Circuit circuit, int proofs, Privacy privacy, RowBudget budget) {
    this.circuit = circuit;
    this.proofs = proofs;
    this.budget = budget;
    this.privacy = privacy;
    sizes = new CircuitSizes(circuit);
    sums = sizes.weightProducts(1).stream().mapToInt(WeightProduct::sums).sum();
    kindCosts = new SlotCost[MAX_TABLE_BITS + 1][];
    for (int bits = MIN_TABLE_BITS; bits <= MAX_TABLE_BITS; bits++) {
      int tableBits = bits;
      kindCosts[bits] =
          sizes.kinds().stream().map(k -> SlotCost.of(k, tableBits)).toArray(SlotCost[]::new);
    }
  }

  /**
   * Chooses a shape for {@link lucerna.fri.PcsConfig#p100()}.
   *
   * @param circuit what to prove; whether a proof can pin it down is left to {@link Layout}
   * @param proofs how many proofs a key is to serve
   * @param privacy what they must hide
   * @return the shape of least cost
   * @throws UserException if no shape fits
   */
  public static LayoutShape plan(Circuit circuit, int proofs, Privacy privacy) {
    LayoutPlanner planner = new LayoutPlanner(circuit, proofs, privacy, RowBudget.P100);
    IntStream.rangeClosed(MIN_LOG_ROWS, MAX_LOG_ROWS).forEach(planner::tryLogRows);
    if (planner.best == null) {
      throw planner.nothingFits();
    }
    return planner.best;
  }

  /**
   * Chooses a shape for each height.
   *
   * @param circuit what to prove
   * @param proofs how many proofs a key is to serve
   * @param privacy what they must hide
   * @param budget what a proof uses up
   * @return for each height that fits, from the lowest on, the shape of least cost
   * @throws UserException if no shape fits
   */
  public static List<LayoutShape> planEach(
      Circuit circuit, int proofs, Privacy privacy, RowBudget budget) {
    LayoutPlanner planner = new LayoutPlanner(circuit, proofs, privacy, budget);
    var shapes = new ArrayList<LayoutShape>();
    for (int logRows = MIN_LOG_ROWS; logRows <= MAX_LOG_ROWS; logRows++) {
      planner.best = null;
      planner.bestCost = Double.MAX_VALUE;
      planner.tryLogRows(logRows);
      if (planner.best != null) {
        shapes.add(planner.best);
      }
    }
    if (shapes.isEmpty()) {
      throw planner.nothingFits();
    }
    return List.copyOf(shapes);
  }

  private void tryLogRows(int logRows) {
    int widest = sizes.hasWeights() ? MAX_LOG_WEIGHT_COLUMNS : 0;
    int free = (1 << logRows) - budget.minFreeRows() - 1;
    for (int logColumns = 0; logColumns <= widest; logColumns++) {
      int weightColumns = sizes.hasWeights() ? 1 << logColumns : 0;
      long weightRows = weightColumns == 0 ? 0 : weightRows(weightColumns);
      if (weightRows > free) {
        continue;
      }
      for (int tableBits = MIN_TABLE_BITS; tableBits <= MAX_TABLE_BITS; tableBits++) {
        if (Limbs.count(sizes.maxWidth(), tableBits) > ShapeChecks.MAX_LIMBS) {
          continue;
        }
        // As few slots as other rows allow at no cost, or as few as there is room for at all.
        int table = ShapeChecks.rangeEntries(sizes, tableBits);
        for (int rows : new int[] {1, table, sizes.tableEntries(), sums, free / 2, free}) {
          int wanted = Math.clamp(rows, (int) Math.max(1, weightRows), free);
          int active = ShapeChecks.neededRows(sizes, (int) weightRows, tableBits, wanted);
          tryShape(
              new LayoutShape(logRows, active, weightColumns, tableBits, 1, privacy.inputs()),
              (int) weightRows);
        }
      }
    }
  }

  private long weightRows(int weightColumns) {
    return circuit.affines().stream()
        .flatMap(affine -> affine.products().stream())
        .filter(product -> product.hasWeights())
        .mapToLong(
            product ->
                (long) product.groups()
                    * product.inner()
                    * Math.ceilDiv(product.outer(), weightColumns))
        .sum();
  }

  private void tryShape(LayoutShape shape, int weightRows) {
    int active = shape.activeRows();
    long slots = ShapeChecks.slots(sizes, shape.tableBits(), active) + slots(sums, active);
    if (!budget.hides(shape.logRows(), active)
        || slots > LayoutShape.MAX_SLOTS
        || ShapeChecks.isStretched(shape)) {
      return;
    }
    int instances = 1;
    if (privacy.hiddenWeights() && sizes.hasWeights()) {
      int proofsEach = budget.proofsPerInstance(shape.logRows(), weightRows);
      if (proofsEach < 1) {
        return;
      }
      instances = Math.max(1, Math.ceilDiv(proofs, proofsEach));
    }
    long keyColumns = (long) instances * shape.weightColumns();
    fewestKeyColumns = (int) Math.min(fewestKeyColumns, keyColumns);
    long hashed = (long) instances * CELLS_PER_HASHED_ROW;
    double cost = cost(shape, keyColumns + hashed);
    if (keyColumns <= LayoutShape.MAX_KEY_COLUMNS && cost < bestCost) {
      bestCost = cost;
      best =
          new LayoutShape(
              shape.logRows(),
              shape.activeRows(),
              shape.weightColumns(),
              shape.tableBits(),
              instances,
              shape.inputs());
    }
  }

  private double cost(LayoutShape shape, long keyCellsPerRow) {
    int active = shape.activeRows();
    SlotCost cost = new SlotCost(shape.weightColumns() + COMPOSITION_AND_MASK_CELLS, 0, 0);
    if (sizes.hasWeights()) {
      cost = cost.plus(new SlotCost(sizes.usesFactors() ? QM31.DEGREE : sizes.batch(), 0, 2));
    }
    cost = cost.plus(new SlotCost(2L * QM31.DEGREE, 0, 3).times(slots(sizes.pairs(), active)));
    List<KindSizes> kinds = sizes.kinds();
    for (int k = 0; k < kinds.size(); k++) {
      cost = cost.plus(kindCosts[shape.tableBits()][k].times(slots(kinds.get(k).count(), active)));
    }
    int ranges = ShapeChecks.rangeEntries(sizes, shape.tableBits());
    cost = cost.plus(new SlotCost(3, 1, 0).times(slots(ranges, active)));
    cost = cost.plus(new SlotCost(4, 1, 0).times(slots(sizes.tableEntries(), active)));
    if (shape.inputs() == InputPrivacy.COMMITTED) {
      cost = cost.plus(new SlotCost(slots(sizes.inputElements(), active), 0, 1));
    }
    double rows = 1 << shape.logRows();
    return rows * cost.width() + rows * keyCellsPerRow / KEY_DISCOUNT;
  }

  private static long slots(int count, int activeRows) {
    return Math.ceilDiv(count, activeRows);
  }

  private UserException nothingFits() {
    String reason =
        fewestKeyColumns == Integer.MAX_VALUE
            ? "more than 2^%d rows are needed for the weights.".formatted(MAX_LOG_ROWS)
            : "%d proofs with hidden weights need at least %d weight columns in a key, above %d."
                .formatted(proofs, fewestKeyColumns, LayoutShape.MAX_KEY_COLUMNS);
    return new UserException(circuit.name() + ": " + reason);
  }
}
