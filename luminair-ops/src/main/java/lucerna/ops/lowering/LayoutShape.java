package lucerna.ops.lowering;

/**
 * The sizes that, with a program, determine a {@link Layout}.
 *
 * @param logRows n, where every column has {@code N = 2^n} rows
 * @param weightColumns W, columns of the weight tree, a power of two; 0 for a program without
 *     weights
 * @param tableBits T, width of the widest value in the range table, 4 to 12
 * @param elementSlots E, how many elements of committed tensors share a row
 * @param weightInstances M, weight trees of a key; each serves a limited number of proofs
 * @param inputs what the verifier learns about the inputs
 */
public record LayoutShape(
    int logRows,
    int weightColumns,
    int tableBits,
    int elementSlots,
    int weightInstances,
    InputPrivacy inputs) {

  /** Columns or slots of one kind at most, so that a hostile key cannot ask for endless ones. */
  static final int MAX_WIDTH = 1 << 12;

  /** Weight trees of a key at most. */
  static final int MAX_INSTANCES = 1 << 13;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a size is out of range
   */
  public LayoutShape {
    require(logRows >= 1 && logRows <= 24, "logRows", logRows);
    require(
        weightColumns >= 0 && weightColumns <= MAX_WIDTH && Integer.bitCount(weightColumns) <= 1,
        "weightColumns",
        weightColumns);
    require(tableBits >= 1 && tableBits <= 16, "tableBits", tableBits);
    require(elementSlots >= 1 && elementSlots <= MAX_WIDTH, "elementSlots", elementSlots);
    require(
        weightInstances >= 1 && weightInstances <= MAX_INSTANCES,
        "weightInstances",
        weightInstances);
    require(
        (long) weightColumns * weightInstances <= LayoutPlanner.MAX_KEY_COLUMNS,
        "weightColumns * weightInstances",
        weightColumns * weightInstances);
  }

  private static void require(boolean condition, String name, int value) {
    if (!condition) {
      throw new IllegalArgumentException(name + " = " + value + " is out of range");
    }
  }
}
