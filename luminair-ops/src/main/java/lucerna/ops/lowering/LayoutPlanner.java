package lucerna.ops.lowering;

import java.util.stream.IntStream;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.ops.UserException;
import lucerna.ops.program.Program;
import lucerna.ops.program.ProgramChecks;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the cheapest {@link LayoutShape}.
 *
 * <p>Cost counts cells: those of one proof, and a tenth of those of the key's weight trees, which
 * are made once, with the hashing of their rows. A hidden weight tree has random rows for a limited
 * number of proofs, so small traces need many trees and large ones cost more per proof.
 */
public final class LayoutPlanner {
  /**
   * Random rows that one proof uses up in a column read at one offset: queries and a point of QM31.
   */
  static final int ROWS_PER_PROOF = PcsConfig.p100().fri().nQueries() + QM31.DEGREE;

  /**
   * Rows that must be free: the running sum is read at two offsets, and the circle's space of
   * polynomials asks for one row more than there are openings.
   */
  static final int MIN_FREE_ROWS = 2 * ROWS_PER_PROOF + 1;

  /** Weight columns of a key's trace at most. */
  static final int MAX_KEY_COLUMNS = 8192;

  private static final int MIN_LOG_ROWS = 9;
  private static final int MAX_LOG_ROWS = 22;
  private static final int MAX_LOG_WEIGHT_COLUMNS = 8;
  private static final int MIN_TABLE_BITS = 4;
  private static final int MAX_TABLE_BITS = 12;
  private static final int COMPOSITION_AND_MASK_CELLS = 66;
  private static final int KEY_DISCOUNT = 10;

  /** What hashing a row into a tree costs, however few columns it has. */
  private static final int CELLS_PER_HASHED_ROW = 16;

  private final Program program;
  private final Privacy privacy;
  private final int proofs;
  private final ProgramSizes sizes;
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

  private LayoutPlanner(Program program, int proofs, Privacy privacy) {
    this.program = program;
    this.proofs = proofs;
    this.privacy = privacy;
    sizes = ProgramSizes.of(program);
  }

  /**
   * Chooses a shape.
   *
   * @param program what to prove
   * @param proofs how many proofs a key is to serve
   * @param privacy what they must hide
   * @return the shape of least cost
   * @throws UserException if the program violates a condition that soundness rests on, or no shape
   *     fits
   */
  public static LayoutShape plan(Program program, int proofs, Privacy privacy) {
    ProgramChecks.check(program);
    LayoutPlanner planner = new LayoutPlanner(program, proofs, privacy);
    IntStream.rangeClosed(MIN_LOG_ROWS, MAX_LOG_ROWS).forEach(planner::tryLogRows);
    if (planner.best == null) {
      throw planner.nothingFits();
    }
    return planner.best;
  }

  /**
   * Says whether a trace has enough random rows for zero knowledge.
   *
   * @param logRows n
   * @param activeRows a
   * @return whether the rows after the running sum's end cover what a proof opens
   */
  public static boolean hides(int logRows, int activeRows) {
    return (1 << logRows) - activeRows - 1 >= MIN_FREE_ROWS;
  }

  /**
   * Returns how often a committed column may be opened by proofs.
   *
   * @param logRows n
   * @param activeRows a
   * @return the number of proofs that its random rows cover
   */
  public static int proofsPerColumn(int logRows, int activeRows) {
    return Math.floorDiv((1 << logRows) - activeRows - 1, ROWS_PER_PROOF);
  }

  /**
   * Returns how many proofs one hidden weight tree serves: each uses up some of its random rows,
   * and so does the proof of the key.
   *
   * @param logRows n
   * @param activeRows a
   * @return the number of proofs; below 1 if the tree has too few rows
   */
  public static int proofsPerInstance(int logRows, int activeRows) {
    return proofsPerColumn(logRows, activeRows) - 1;
  }

  private void tryLogRows(int logRows) {
    int widest = sizes.hasWeights() ? MAX_LOG_WEIGHT_COLUMNS : 0;
    for (int logColumns = 0; logColumns <= widest; logColumns++) {
      int weightColumns = sizes.hasWeights() ? 1 << logColumns : 0;
      long weightRows =
          weightColumns == 0 ? 0 : ProgramSizes.weightRowCount(program, weightColumns);
      for (int tableBits = MIN_TABLE_BITS; tableBits <= MAX_TABLE_BITS; tableBits++) {
        int free = (1 << logRows) - MIN_FREE_ROWS - 1;
        if (Math.max(sizes.maxBits(), sizes.maxShift()) > 2 * tableBits || weightRows > free) {
          continue;
        }
        // As few slots as other rows allow at no cost, or as few as there is room for at all.
        int needed = (int) Math.max(weightRows, RangeTable.rows(tableBits));
        for (int rows : new int[] {Math.max(needed, sizes.sums().size()), free}) {
          int slots = Math.ceilDiv(Math.max(sizes.elements(), 1), Math.max(rows, 1));
          tryShape(
              new LayoutShape(logRows, weightColumns, tableBits, slots, 1, privacy.inputs()),
              (int) weightRows);
        }
      }
    }
  }

  private void tryShape(LayoutShape shape, int weightRows) {
    int activeRows = Layout.activeRows(sizes, shape, weightRows);
    if (!hides(shape.logRows(), activeRows)) {
      return;
    }
    int instances = 1;
    if (privacy.hiddenWeights() && sizes.hasWeights()) {
      int proofsEach = proofsPerInstance(shape.logRows(), activeRows);
      if (proofsEach < 1) {
        return;
      }
      instances = Math.max(1, Math.ceilDiv(proofs, proofsEach));
    }
    long keyColumns = (long) instances * shape.weightColumns();
    fewestKeyColumns = (int) Math.min(fewestKeyColumns, keyColumns);
    long hashed = (long) instances * CELLS_PER_HASHED_ROW;
    double cost = cost(shape, activeRows, keyColumns + hashed);
    if (keyColumns <= MAX_KEY_COLUMNS && cost < bestCost) {
      bestCost = cost;
      best =
          new LayoutShape(
              shape.logRows(),
              shape.weightColumns(),
              shape.tableBits(),
              shape.elementSlots(),
              instances,
              shape.inputs());
    }
  }

  private double cost(LayoutShape shape, int activeRows, long keyCellsPerRow) {
    int limbs =
        Limbs.count(sizes.maxBits(), shape.tableBits())
            + Limbs.count(sizes.maxShift(), shape.tableBits());
    int slots = shape.elementSlots();
    int inputs =
        shape.inputs() == InputPrivacy.COMMITTED
            ? Math.ceilDiv(sizes.inputElements(), activeRows)
            : 0;
    // Preprocessed: a selector and the limbs' widths per slot. Witness: t, g, rem, all limbs but
    // the top ones, and the table's uses.
    long base = shape.weightColumns() + sizes.batch() + inputs + 1L + slots * (2L + 2L * limbs);
    long fractionColumns = Math.ceilDiv(slots * limbs + 1, 2) + 1L;
    long publicColumns = 3L * slots + (sizes.hasWeights() ? 2 : 0) + (inputs > 0 ? 1 : 0);
    long columns =
        base + QM31.DEGREE * (fractionColumns + publicColumns) + COMPOSITION_AND_MASK_CELLS;
    double rows = 1 << shape.logRows();
    return rows * columns + rows * keyCellsPerRow / KEY_DISCOUNT;
  }

  private UserException nothingFits() {
    String reason =
        fewestKeyColumns == Integer.MAX_VALUE
            ? "more than 2^%d rows are needed for %d elements and the weights."
                .formatted(MAX_LOG_ROWS, sizes.elements())
            : "%d proofs with hidden weights need at least %d weight columns in a key, above %d."
                .formatted(proofs, fewestKeyColumns, MAX_KEY_COLUMNS);
    return new UserException(program.name() + ": " + reason);
  }
}
