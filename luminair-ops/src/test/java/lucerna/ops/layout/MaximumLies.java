package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Lookup;
import lucerna.ops.circuit.Gadget.Nonnegative;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Maximum;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.ForgedRun;
import lucerna.ops.layout.Lie.Notices;

/** The lies about the maximum of a group and about where it is. */
final class MaximumLies {
  private final Layout layout;
  private final Block attaining;
  private final int block;
  private final Maximum maximum;
  private final int start;
  private final int[] distances;
  private final int[] marks;
  private final boolean first;
  private final List<Lie> lies = new ArrayList<>();

  private MaximumLies(Layout layout, CircuitExecution honest, int block, int group) {
    this.layout = layout;
    this.block = block;
    Circuit circuit = layout.circuit();
    attaining = circuit.blocks().get(block);
    maximum = Maximum.of(circuit, block - 1);
    start = group * maximum.size();
    // x and u are the first cell of their gadgets.
    distances = honest.cells()[block][0];
    marks = honest.cells()[block][mark(attaining.gadget())];
    first =
        attaining.gadget() instanceof Nonnegative nonnegative
            && nonnegative.mark() == Nonnegative.Mark.FIRST;
  }

  private static int mark(Gadget gadget) {
    return gadget instanceof Lookup ? GadgetCells.LOOKUP_O : GadgetCells.NONNEGATIVE_O;
  }

  /** Returns the lies about one group of an attaining block of an honest execution. */
  static List<Lie> of(Layout layout, CircuitExecution honest, int block, int group) {
    MaximumLies lies = new MaximumLies(layout, honest, block, group);
    lies.add();
    return lies.lies;
  }

  private void add() {
    int marked = start;
    while (marks[marked] == 0) {
      marked++;
    }
    int[] none = new int[maximum.size()];
    marked("no mark", Notices.SUM, none);
    int[] twice = none.clone();
    twice[marked - start] = 2;
    marked("a mark 2", first ? Notices.AT_LEAST_LOCAL : Notices.SUM, twice);
    for (int other = start; other < start + maximum.size(); other++) {
      if (distances[other] != 0) {
        int[] elsewhere = none.clone();
        elsewhere[other - start] = 1;
        marked(
            "a mark at what is no maximum",
            first ? Notices.AT_LEAST_LOCAL : Notices.LOCAL,
            elsewhere);
        break;
      }
    }
    for (int other = marked + 1; other < start + maximum.size() && first; other++) {
      if (distances[other] == 0) {
        int[] later = none.clone();
        later[other - start] = 1;
        marked("a mark at a later maximum", Notices.AT_LEAST_LOOKUP, later);
        break;
      }
    }
    moved("a maximum beyond the greatest", Notices.AT_LEAST_LOCAL, 1);
    moved("a maximum below the greatest", Notices.AT_LEAST_LOOKUP, -1);
  }

  /* With FIRST, the marks of later elements are subtracted from each difference. */
  private void marked(String name, Notices notices, int... chosen) {
    lies.add(
        Lie.cells(
            name,
            block,
            start,
            notices,
            new ForgedRun.Lie() {
              @Override
              public void cells(int solved, int[][][] all) {
                int before = 0;
                int after = 0;
                for (int i = chosen.length - 1; i >= 0 && solved == block; i--) {
                  int at = start + i;
                  if (first) {
                    all[block][GadgetCells.NONNEGATIVE_U][at] += before - after;
                  }
                  before += marks[at];
                  after += chosen[i];
                  all[block][mark(attaining.gadget())][at] = chosen[i];
                }
              }
            }));
  }

  /* All of the group is moved by one; all equations hold. */
  private void moved(String name, Notices notices, int by) {
    boolean lookup = attaining.gadget() instanceof Lookup;
    int sign = lookup && ((Lookup) attaining.gadget()).negated() ? -1 : 1;
    int table = lookup ? ((Lookup) attaining.gadget()).table() : -1;
    int low = lookup ? layout.circuit().tables().get(table).low() : 0;
    int[] values = lookup ? layout.bounds().entries(table) : new int[0];
    // Away from 0 is up for a table that starts there, else down.
    int change = low == 0 ? by : -by;
    lies.add(
        Lie.cells(
            name,
            block,
            start,
            notices,
            new ForgedRun.Lie() {
              @Override
              public void cells(int solved, int[][][] all) {
                if (solved != block) {
                  return;
                }
                int[][] top = all[block - 1];
                int group = start / maximum.size();
                int t = top[GadgetCells.ROUND_T][group];
                int value = top[GadgetCells.ROUND_G][group] == 0 ? t : -t;
                value += sign * maximum.sign() * change;
                top[GadgetCells.ROUND_T][group] = Math.abs(value);
                top[GadgetCells.ROUND_G][group] = value < 0 ? 1 : 0;
                for (int i = start; i < start + maximum.size(); i++) {
                  int x = all[block][0][i] += change;
                  if (lookup && x >= low && x < low + values.length) {
                    all[block][GadgetCells.LOOKUP_Y][i] = values[x - low];
                  }
                }
              }
            }));
  }
}
