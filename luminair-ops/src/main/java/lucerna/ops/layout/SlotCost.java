package lucerna.ops.layout;

import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;

/**
 * What slots cost in each row, counted on the constraint system.
 *
 * @param columns preprocessed and witness columns
 * @param fractions uses of relations; two share a column of QM31
 * @param coefficients public columns of QM31
 */
record SlotCost(long columns, long fractions, long coefficients) {
  static SlotCost of(KindSizes kind, int tableBits) {
    AirProgram program = Slot.program(kind.kind(), kind, tableBits);
    // The program has the column `active` besides the slot's.
    return new SlotCost(
        program.columnsOf(Tree.PREPROCESSED).size() - 1L + program.columnsOf(Tree.WITNESS).size(),
        program.fractions().size(),
        program.columnsOf(Tree.PUBLIC).size());
  }

  SlotCost plus(SlotCost other) {
    return new SlotCost(
        columns + other.columns, fractions + other.fractions, coefficients + other.coefficients);
  }

  SlotCost times(long slots) {
    return new SlotCost(slots * columns, slots * fractions, slots * coefficients);
  }

  /** Returns the columns of M31 that all this amounts to, and the running sum. */
  long width() {
    return columns + QM31.DEGREE * (Math.ceilDiv(fractions, 2L) + 1 + coefficients);
  }
}
