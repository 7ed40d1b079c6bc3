package lucerna.ops.layout;

/**
 * The sizes that, with a circuit, determine a {@link Layout}.
 *
 * <p>Each kind of gadget, of pair, and of table stands in as few slots as its number asks for on
 * the active rows, so that slots need not be named.
 *
 * @param logRows n, where every column has {@code N = 2^n} rows
 * @param activeRows a, the rows that constraints hold on
 * @param weightColumns W, columns of the weight tree, a power of two; 0 for a circuit without
 *     weights
 * @param tableBits T, width of the widest value in the range table
 * @param weightInstances weight trees of a key; each serves a limited number of proofs
 * @param inputs what the verifier learns about the inputs
 */
public record LayoutShape(
    int logRows,
    int activeRows,
    int weightColumns,
    int tableBits,
    int weightInstances,
    InputPrivacy inputs) {

  /** Columns of the weight tree at most, so that a hostile key cannot ask for endless ones. */
  static final int MAX_WEIGHT_COLUMNS = 1 << 12;

  /** Slots of all kinds together at most. */
  static final int MAX_SLOTS = 1 << 12;

  /** Weight trees of a key at most. */
  static final int MAX_INSTANCES = 1 << 13;

  /** Weight columns of a key's trace at most. */
  static final int MAX_KEY_COLUMNS = 8192;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a size is out of range
   */
  public LayoutShape {
    require(logRows >= 1 && logRows <= 24, "logRows", logRows);
    require(activeRows >= 1 && activeRows < 1 << logRows, "activeRows", activeRows);
    require(
        weightColumns >= 0
            && weightColumns <= MAX_WEIGHT_COLUMNS
            && Integer.bitCount(weightColumns) <= 1,
        "weightColumns",
        weightColumns);
    require(tableBits >= 1 && tableBits <= 16, "tableBits", tableBits);
    require(
        weightInstances >= 1 && weightInstances <= MAX_INSTANCES,
        "weightInstances",
        weightInstances);
    require(
        (long) weightColumns * weightInstances <= MAX_KEY_COLUMNS,
        "weightColumns * weightInstances",
        weightColumns * weightInstances);
  }

  /**
   * Says whether a key may hold so many weight trees.
   *
   * @param weightColumns columns of each
   * @param trees how many
   * @return whether both and their product are within the limits
   */
  public static boolean fitsKey(int weightColumns, int trees) {
    return trees <= MAX_INSTANCES && (long) weightColumns * trees <= MAX_KEY_COLUMNS;
  }

  private static void require(boolean condition, String name, int value) {
    if (!condition) {
      throw new IllegalArgumentException(name + " = " + value + " is out of range");
    }
  }
}
