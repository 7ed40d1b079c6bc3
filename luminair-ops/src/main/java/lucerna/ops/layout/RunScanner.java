package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lucerna.field.M31;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.Wire;
import org.jspecify.annotations.Nullable;

/** Finds the runs of views, along whichever axis has the longest ones. */
final class RunScanner {
  /** So many lines along an axis are looked at before one is chosen. */
  private static final int SAMPLES = 16;

  /** So many elements of a line. */
  private static final int SAMPLE_LENGTH = 64;

  private final Circuit circuit;
  private final Layout layout;
  private final FormCells.Table forms;

  RunScanner(Layout layout, FormCells.Table forms) {
    this.layout = layout;
    this.forms = forms;
    circuit = layout.circuit();
  }

  /** An axis of a view, and how far apart its elements are there. */
  record Side(RunGrid.Axis axis, int stride) {
    static final Side NONE = new Side(RunGrid.Axis.NONE, 0);
  }

  /**
   * Scans a view.
   *
   * @param scale what all coefficients have in common
   * @param wires the elements
   * @param term whose negated coefficients they are multiplied by; null for 1
   * @param sides three axes
   */
  RunGrid scan(RunGrid.Scale scale, long[] wires, @Nullable Term term, Side... sides) {
    Side[] order = order(wires, term, sides);
    var grid = new RunGrid(scale, order[0].axis, order[1].axis, order[2].axis);
    for (int i = 0; i < order[0].axis.count(); i++) {
      for (int j = 0; j < order[1].axis.count(); j++) {
        line(grid, wires, term, i * order[0].stride + j * order[1].stride, order[2]);
        grid.endRow();
      }
    }
    return grid.trim();
  }

  /* The axis with the fewest runs comes last, the others by falling strides. */
  private static Side[] order(long[] wires, @Nullable Term term, Side... sides) {
    int last = 0;
    double least = 2;
    for (int i = 0; i < sides.length; i++) {
      double density = density(wires, term, sides[i]);
      last = density <= least ? i : last;
      least = Math.min(least, density);
    }
    List<Side> order = new ArrayList<>(List.of(sides));
    Side chosen = order.remove(last);
    order.sort(Comparator.comparingInt(side -> -side.stride));
    order.add(chosen);
    return order.toArray(Side[]::new);
  }

  /* Runs per element, in samples of lines. */
  private static double density(long[] wires, @Nullable Term term, Side side) {
    int length = Math.min(side.axis.count(), SAMPLE_LENGTH);
    if (length < 2) {
      return 1;
    }
    int reach = (side.axis.count() - 1) * side.stride;
    int starts = wires.length - reach;
    int runs = 0;
    int lines = Math.min(starts, SAMPLES);
    for (int sample = 0; sample < lines; sample++) {
      // A line may begin in the midst of another: what counts is how the elements follow.
      int from = (int) ((long) sample * (starts - 1) / Math.max(1, lines - 1));
      for (int i = 0; i < length; ) {
        i = end(wires, term, from, side.stride, i, length);
        runs++;
      }
    }
    return (double) runs / lines / length;
  }

  /* Where the run that begins at a place ends. */
  private static int end(
      long[] wires, @Nullable Term term, int from, int stride, int place, int length) {
    int at = from + place * stride;
    long wire = wires[at];
    long step = 0;
    int end = place + 1;
    if (end < length && !Wire.isConstant(wire)) {
      step = wires[at + stride] - wire;
      if (step != 0 && step != 1) {
        return end;
      }
    }
    long next = wire + step;
    at += stride;
    Term varied = term == null || term.coefficients().length == 1 ? null : term;
    while (end < length
        && wires[at] == next
        && (varied == null || varied.coefficient(at) == varied.coefficient(at - stride))) {
      next += step;
      at += stride;
      end++;
    }
    return end;
  }

  private void line(RunGrid grid, long[] wires, @Nullable Term term, int from, Side side) {
    int length = side.axis.count();
    for (int place = 0; place < length; ) {
      int at = from + place * side.stride;
      int end = end(wires, term, from, side.stride, place, length);
      int count = end - place;
      boolean repeated = count > 1 && wires[at] == wires[at + side.stride];
      int factor = term == null ? 1 : M31.of(-(long) term.coefficient(at));
      add(grid, place, repeated ? -count : count, wires[at], factor);
      place = end;
    }
  }

  private void add(RunGrid grid, int place, int count, long wire, int factor) {
    if (Wire.isConstant(wire)) {
      int value = M31.mul(factor, M31.of(Wire.value(wire)));
      if (value != 0) {
        grid.add(place, count, 0, RunGrid.CONSTANT, value);
      }
      return;
    }
    int block = Wire.block(wire);
    int cells = forms.output(block, Wire.output(wire));
    if (cells == FormCells.UNREAD) {
      throw new IllegalStateException("no coefficients for " + Long.toHexString(wire));
    }
    if (factor != 0) {
      grid.add(place, count, layout.firstGadget(block) + Wire.element(wire), cells, factor);
    }
  }

  /** Makes the runs of an equation of a block: its gadgets, in order, by row and channel. */
  RunGrid equation(RunGrid.Scale scale, int block, int equation, int rows, int channels) {
    var gadget = circuit.blocks().get(block).gadget();
    var byRow = new RunGrid.Axis(rows, Monomials.Base.S, 1);
    var byChannel = new RunGrid.Axis(channels, Monomials.Base.R, 1);
    boolean narrow = channels == 1;
    var grid =
        new RunGrid(
            scale,
            RunGrid.Axis.NONE,
            narrow ? RunGrid.Axis.NONE : byRow,
            narrow ? byRow : byChannel);
    int length = grid.last().count();
    for (int from = 0; from < rows * channels; from += length) {
      for (int place = 0; place < length; ) {
        int shift = SlotKinds.shift(gadget, from + place);
        int end = place + 1;
        while (end < length && SlotKinds.shift(gadget, from + end) == shift) {
          end++;
        }
        int first = layout.firstGadget(block) + from + place;
        grid.add(place, end - place, first, forms.equation(block, equation, shift), 1);
        place = end;
      }
      grid.endRow();
    }
    return grid.trim();
  }

  /** Makes a grid of cells that follow one another along all axes. */
  static RunGrid consecutive(RunGrid.Scale scale, int cells, int firstCell, RunGrid.Axis... axes) {
    var grid = new RunGrid(scale, axes[0], axes[1], axes[2]);
    int next = firstCell;
    for (int row = axes[0].count() * axes[1].count(); row > 0; row--) {
      grid.add(0, axes[2].count(), next, cells, 1);
      next += axes[2].count();
      grid.endRow();
    }
    return grid.trim();
  }
}
