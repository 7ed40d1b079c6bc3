package lucerna.field.circle;

import lucerna.field.Kernels;
import lucerna.field.Parallel;

/**
 * The map between the rows of a trace and storage positions.
 *
 * <p>An even row k is point k/2 of the first half of the domain's natural order; an odd row is the
 * negation of a point of that half, and these run backwards.
 */
public final class RowOrder {
  /* Positions worth a thread. */
  private static final int MIN_BLOCK = 1 << 12;

  private RowOrder() {}

  /**
   * Returns where the value of a row is stored.
   *
   * @param row the row, below 2^logSize
   * @param logSize the trace's log size, at least 1
   * @return the storage position
   */
  public static int storagePosition(int row, int logSize) {
    return BitReversal.reverse(naturalIndex(row, logSize), logSize);
  }

  private static int naturalIndex(int row, int logSize) {
    return (row & 1) == 0 ? row >>> 1 : (1 << logSize) - ((row + 1) >>> 1);
  }

  private static int row(int naturalIndex, int logSize) {
    int size = 1 << logSize;
    return naturalIndex < size / 2 ? 2 * naturalIndex : 2 * (size - naturalIndex) - 1;
  }

  /**
   * Puts a column into storage order.
   *
   * @param byRow 2^k values by row, k at least 1
   * @return a new array in storage order
   */
  public static int[] toStorage(int[] byRow) {
    int[] out = new int[byRow.length];
    toStorage(byRow, out);
    return out;
  }

  /**
   * Puts a column into storage order.
   *
   * @param byRow 2^k values by row, k at least 1
   * @param out receives the values in storage order; another array of the same length
   */
  public static void toStorage(int[] byRow, int[] out) {
    Orders.logSize(byRow.length);
    if (out.length != byRow.length) {
      throw new IllegalArgumentException(
          "a column of " + byRow.length + " rows does not fit " + out.length);
    }
    Kernels.get().toStorage(byRow, out);
  }

  /**
   * Puts a stored column into the order of rows.
   *
   * @param storage 2^k values in storage order, k at least 1
   * @return a new array by row
   */
  public static int[] toRows(int[] storage) {
    int logSize = Orders.logSize(storage.length);
    int[] out = new int[storage.length];
    for (int row = 0; row < out.length; row++) {
      out[row] = storage[storagePosition(row, logSize)];
    }
    return out;
  }

  /**
   * Says where the next row's value lies: entry i is the storage position, on the canonic domain of
   * {@code evalLogSize}, of the point of position i plus the step of the trace's canonic coset.
   *
   * @param evalLogSize log size of the domain of evaluation
   * @param traceLogSize log size of the trace, 1 to {@code evalLogSize}
   * @return 2^evalLogSize storage positions
   */
  public static int[] nextPositions(int evalLogSize, int traceLogSize) {
    return nextPositions(evalLogSize, traceLogSize, 1 << evalLogSize);
  }

  /**
   * Says where the next row's value lies for the first positions alone.
   *
   * @param evalLogSize log size of the domain of evaluation
   * @param traceLogSize log size of the trace, 1 to {@code evalLogSize}
   * @param count how many positions, at most all
   * @return as many storage positions
   */
  public static int[] nextPositions(int evalLogSize, int traceLogSize, int count) {
    return nextPositions(evalLogSize, traceLogSize, new int[count]);
  }

  /**
   * Says where the next row's value lies for as many of the first positions as an array has.
   *
   * @param evalLogSize log size of the domain of evaluation
   * @param traceLogSize log size of the trace, 1 to {@code evalLogSize}
   * @param next receives the storage positions
   * @return {@code next}
   */
  public static int[] nextPositions(int evalLogSize, int traceLogSize, int[] next) {
    if (traceLogSize < 1 || evalLogSize < traceLogSize || evalLogSize > 30) {
      throw new IllegalArgumentException(
          "trace log size " + traceLogSize + ", evaluation log size " + evalLogSize);
    }
    int size = 1 << evalLogSize;
    // The trace's step is this many steps of the larger coset.
    int rows = 1 << (evalLogSize - traceLogSize);
    Parallel.forBlocks(
        next.length,
        MIN_BLOCK,
        (from, to) -> {
          for (int position = from; position < to; position++) {
            int row = row(BitReversal.reverse(position, evalLogSize), evalLogSize);
            next[position] = storagePosition((row + rows) & (size - 1), evalLogSize);
          }
        });
    return next;
  }
}
