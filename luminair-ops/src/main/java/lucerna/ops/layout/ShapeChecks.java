package lucerna.ops.layout;

import java.util.stream.IntStream;
import lucerna.ops.UserException;

/** Counts what must find room, and checks that a shape has just that room. */
final class ShapeChecks {
  /**
   * A trace is at most this many times as high as its active rows and a few more: no planner asks
   * for more, and a hostile key must not.
   */
  private static final long MAX_STRETCH = 64;

  private static final int MIN_STRETCHED = 256;

  /** Limbs of a range check at most. */
  static final int MAX_LIMBS = 8;

  private ShapeChecks() {}

  /** Refuses a shape that is not the one of its size for the circuit, or too large. */
  static void check(Layout layout) {
    LayoutShape shape = layout.shape();
    CircuitSizes sizes = layout.sizes();
    int needed = neededRows(sizes, layout.weightRows(), shape.tableBits(), shape.activeRows());
    if (needed != shape.activeRows()) {
      throw new UserException(
          "%d active rows; the circuit needs %d.".formatted(shape.activeRows(), needed));
    }
    if (slots(sizes, shape.tableBits(), needed) + layout.slots(layout.sums())
        > LayoutShape.MAX_SLOTS) {
      throw new UserException("%d active rows need too many slots.".formatted(needed));
    }
    if (layout.weightProducts().stream().anyMatch(RegistrationAir::isTooLong)) {
      throw new UserException("A product is too long to prove a bound on its weights.");
    }
    if (isStretched(shape)) {
      throw new UserException(
          "2^%d rows are far more than %d active ones need."
              .formatted(shape.logRows(), shape.activeRows()));
    }
    if (Limbs.count(sizes.maxWidth(), shape.tableBits()) > MAX_LIMBS) {
      throw new UserException(
          "%d-bit values need more than %d limbs of %d bits."
              .formatted(sizes.maxWidth(), MAX_LIMBS, shape.tableBits()));
    }
  }

  /** Says whether there are far more rows than the active ones need. */
  static boolean isStretched(LayoutShape shape) {
    return 1L << shape.logRows() > MAX_STRETCH * (shape.activeRows() + MIN_STRETCHED);
  }

  /**
   * Returns the rows that are used if each kind has as few slots as fit some number of rows.
   *
   * @return at most {@code rows}, unless there are more weight rows
   */
  static int neededRows(CircuitSizes sizes, int weightRows, int tableBits, int rows) {
    int most = counts(sizes, tableBits).map(count -> rowsOf(count, rows)).max().orElse(0);
    return Math.max(1, Math.max(weightRows, most));
  }

  /** Returns the slots of all kinds together. */
  static long slots(CircuitSizes sizes, int tableBits, int rows) {
    return counts(sizes, tableBits).mapToLong(count -> Math.ceilDiv(count, rows)).sum();
  }

  private static IntStream counts(CircuitSizes sizes, int tableBits) {
    return IntStream.concat(
        sizes.kinds().stream().mapToInt(KindSizes::count),
        IntStream.of(sizes.pairs(), rangeEntries(sizes, tableBits), sizes.tableEntries()));
  }

  private static int rowsOf(int count, int rows) {
    return count == 0 ? 0 : Math.ceilDiv(count, Math.ceilDiv(count, rows));
  }

  /** Returns the entries of the range table, which both constraint systems have. */
  static int rangeEntries(CircuitSizes sizes, int tableBits) {
    return sizes.usesRanges() || sizes.hasWeights() ? RangeTable.entries(tableBits) : 0;
  }
}
