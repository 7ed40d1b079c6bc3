package lucerna.ops.executor;

import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Lookup;
import lucerna.ops.circuit.Gadget.Nonnegative;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Maximum;

/**
 * Chooses a maximum and the marks of the block that attains it. Accumulators come as they are with
 * maximum and marks 0, and are completed.
 */
final class MaximumSolver {
  private final Maximum maximum;
  private final Block block;
  private final Gadget.Round top;
  private final long[] acc;
  // The gadget's x or u is this times the rounded accumulator.
  private final long sign;
  // Whether x is at least 0, not at most 0.
  private final boolean upward;

  MaximumSolver(Circuit circuit, int index, long[] acc) {
    this.maximum = Maximum.of(circuit, index - 1);
    this.block = circuit.blocks().get(index);
    this.top = (Gadget.Round) circuit.blocks().get(index - 1).gadget();
    this.acc = acc;
    boolean lookup = block.gadget() instanceof Lookup;
    this.sign = lookup && ((Lookup) block.gadget()).negated() ? -1 : 1;
    this.upward = !lookup || circuit.tables().get(((Lookup) block.gadget()).table()).low() == 0;
  }

  /** Fills the maximum's cells and the marks, and completes the accumulators. */
  void solve(GadgetSolver tops, int[][] cells) {
    int size = maximum.size();
    long[] values = new long[acc.length / size];
    for (int group = 0; group < values.length; group++) {
      // With x = sign (rounded + c m): the m for which the least, or greatest, x of the group is 0.
      long extreme = sign * rounded(group * size);
      for (int i = group * size + 1; i < (group + 1) * size; i++) {
        long x = sign * rounded(i);
        extreme = upward ? Math.min(extreme, x) : Math.max(extreme, x);
      }
      values[group] = -sign * maximum.sign() * extreme;
    }
    tops.given(top, values);
    for (int i = 0; i < acc.length; i++) {
      acc[i] += (maximum.sign() * values[i / size]) << shift(i);
    }
    int[] marks =
        cells[block.gadget() instanceof Lookup ? GadgetCells.LOOKUP_O : GadgetCells.NONNEGATIVE_O];
    boolean first =
        block.gadget() instanceof Nonnegative nonnegative && nonnegative.mark() == Mark.FIRST;
    for (int start = 0; start < acc.length; start += size) {
      int at = start;
      while (rounded(at) != 0) {
        at++;
      }
      marks[at] = 1;
      for (int i = start; first && i < at; i++) {
        acc[i]--;
      }
    }
  }

  private long rounded(int index) {
    return Rounding.shift(acc[index], shift(index));
  }

  private int shift(int index) {
    if (block.gadget() instanceof Lookup lookup) {
      return lookup.shift()[lookup.shift().length == 1 ? 0 : index];
    }
    return 0;
  }
}
