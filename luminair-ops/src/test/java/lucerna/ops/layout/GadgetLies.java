package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.ForgedRun;
import lucerna.ops.layout.Lie.Edit;
import lucerna.ops.layout.Lie.Notices;

/** The lies that a gadget can be told to tell, each against one of its equations and checks. */
final class GadgetLies {
  private final Layout layout;
  private final CircuitExecution honest;
  private final int block;
  private final int element;
  private final Gadget gadget;
  private final int[] cells;
  private final List<Lie> lies = new ArrayList<>();

  private GadgetLies(Layout layout, CircuitExecution honest, int block, int element) {
    this.layout = layout;
    this.honest = honest;
    this.block = block;
    this.element = element;
    gadget = layout.circuit().blocks().get(block).gadget();
    int[][] executed = honest.cells()[block];
    cells = new int[executed.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = executed[i][element];
    }
  }

  /** Returns the lies of one gadget of an honest execution. */
  static List<Lie> of(Layout layout, CircuitExecution honest, int block, int element) {
    GadgetLies lies = new GadgetLies(layout, honest, block, element);
    lies.add();
    return lies.lies;
  }

  private void add() {
    switch (gadget) {
      case Gadget.Round round -> round(round);
      case Gadget.Lookup lookup -> lookup(lookup);
      case Gadget.Multiply _ -> {
        off("factor a", GadgetCells.MULTIPLY_A, 1, Notices.SUM);
        off("factor b", GadgetCells.MULTIPLY_B, 1, Notices.SUM);
      }
      case Gadget.Nonnegative _ -> {
        boolean marked = cells.length > 1 && cells[GadgetCells.NONNEGATIVE_O] != 0;
        off("value", GadgetCells.NONNEGATIVE_U, 1, marked ? Notices.ANYTHING : Notices.SUM);
      }
      case Gadget.Negative _ -> negative(cells[GadgetCells.NEGATIVE_O]);
      case Gadget.Zero _ -> zero(cells[GadgetCells.ZERO_D]);
      case Gadget.Divide divide -> divide(divide);
      case Gadget.Invert invert -> invert(invert);
      case Gadget.Root _ -> root(cells[GadgetCells.ROOT_Y]);
      case Gadget.Entry _ -> off("entry", GadgetCells.ENTRY_V, 1, Notices.SUM);
      case Gadget.Read read -> read(read);
    }
  }

  private void off(String name, int cell, int by, Notices notices) {
    int[] changed = cells.clone();
    changed[cell] += by;
    replaced(name + (by < 0 ? " less" : " more"), notices, changed);
  }

  private void replaced(String name, Notices notices, int... changed) {
    lies.add(Lie.cells(name, block, element, notices, replacing(changed)));
  }

  private ForgedRun.Lie replacing(int... changed) {
    return new ForgedRun.Lie() {
      @Override
      public void cells(int solved, int[][][] all) {
        for (int i = 0; i < changed.length && solved == block; i++) {
          all[block][i][element] = changed[i];
        }
      }
    };
  }

  private void edited(String name, Notices notices, Edit... edits) {
    lies.add(Lie.edits(name, block, element, notices, edits));
  }

  private void round(Gadget.Round round) {
    if (round.given() == Gadget.Round.Given.MAXIMUM) {
      return; // what attains it lies about it
    }
    int t = cells[GadgetCells.ROUND_T];
    int g = cells[GadgetCells.ROUND_G];
    int rem = cells[GadgetCells.ROUND_REM];
    int value = g == 0 ? t : -t;
    int shift = SlotKinds.shift(gadget, element);
    int unit = 1 << shift;
    boolean bool = round.bits() == 1 && shift == 0 && round.equations() == 0;
    int by = bool || t + 1 >= 1 << round.bits() ? (value > 0 ? -1 : 1) : value < 0 ? -1 : 1;
    rounded("a value that is not the rounded accumulator", Notices.SUM, value + by, rem);
    if (t != 0 && !bool) {
      rounded("the sign", Notices.SUM, -value, rem);
      long third = M31.mul(M31.of(value), M31.inverse(3));
      edited("a sign -1", Notices.AT_LEAST_LOCAL, new Edit("g", -1), new Edit("t", third));
    }
    if (shift > 0) {
      int other = rem > 0 ? -1 : 1;
      rounded("a remainder", Notices.SUM, value, rem + other);
      rounded("one more, remainder negative", Notices.RANGE, value + 1, rem - unit);
      rounded("one less, remainder a unit too large", Notices.RANGE, value - 1, rem + unit);
      long alias = M31.sub(M31.of(value), M31.mul(M31.of(other), M31.inverse(unit)));
      edited(
          "an accumulator p away",
          Notices.AT_LEAST_LOOKUP,
          new Edit("rem", rem + other),
          new Edit("g", 0),
          new Edit("t", alias));
    }
    if (round.equations() == 0) {
      edited("too wide", Notices.AT_LEAST_LOOKUP, new Edit("t", 1L << round.bits()));
    }
  }

  private void rounded(String name, Notices notices, int value, int rem) {
    int top = 1 << ((Gadget.Round) gadget).bits();
    Notices seen = Math.abs(value) < top || notices == Notices.RANGE ? notices : Notices.ANYTHING;
    replaced(name, seen, Math.abs(value), value < 0 ? 1 : 0, rem);
  }

  private void lookup(Gadget.Lookup lookup) {
    int[] values = layout.bounds().entries(lookup.table());
    int low = layout.circuit().tables().get(lookup.table()).low();
    int at = cells[GadgetCells.LOOKUP_X] - low;
    off("a function's value", GadgetCells.LOOKUP_Y, 1, Notices.FUNCTION);
    off("a function's value", GadgetCells.LOOKUP_Y, -1, Notices.FUNCTION);
    boolean marked = lookup.attained() && cells[GadgetCells.LOOKUP_O] != 0;
    int shift = SlotKinds.shift(gadget, element);
    int by = at + 1 < values.length ? 1 : -1;
    if (at + by >= 0 && !marked) {
      int[] changed = cells.clone();
      changed[GadgetCells.LOOKUP_X] += by;
      changed[GadgetCells.LOOKUP_Y] = values[at + by];
      replaced("another argument", Notices.SUM, changed);
      if (shift > 0) {
        int[] shifted = changed.clone();
        shifted[GadgetCells.LOOKUP_REM] -= (lookup.negated() ? -by : by) << shift;
        replaced("an argument rounded wrongly", Notices.RANGE, shifted);
      }
    }
    if (!marked) {
      int[] outside = cells.clone();
      outside[GadgetCells.LOOKUP_X] = low + values.length;
      replaced("an argument outside of the table", Notices.FUNCTION, outside);
    }
    if (shift > 0) {
      off(
          "a remainder",
          GadgetCells.LOOKUP_REM,
          cells[GadgetCells.LOOKUP_REM] > 0 ? -1 : 1,
          Notices.SUM);
    }
  }

  private void negative(int flag) {
    int u = cells[GadgetCells.NEGATIVE_U];
    replaced("the sign", Notices.RANGE, 1 - flag, -u - 1);
    off("the magnitude", GadgetCells.NEGATIVE_U, u > 0 ? -1 : 1, Notices.SUM);
    // (1 - 2 o) u - o with o = 2.
    int acc = flag == 0 ? u : -u - 1;
    long other = M31.mul(M31.of(acc + 2L), M31.neg(M31.inverse(3)));
    edited("a sign 2", Notices.AT_LEAST_LOCAL, new Edit("o", 2), new Edit("u", other));
  }

  private void zero(int d) {
    if (d == 0) {
      replaced("a zero denied", Notices.LOCAL, 0, 0);
    } else {
      replaced("a zero claimed", Notices.LOCAL, d, 1);
      lies.add(
          new Lie(
              "a zero claimed, without an inverse",
              block,
              element,
              Notices.LOCAL,
              replacing(d, 1),
              List.of(new Edit("i", 0)),
              null,
              null));
      replaced("a zero compared", Notices.SUM, 0, 1);
    }
    replaced("another number compared", Notices.SUM, d == -1 ? 1 : d + 1, 0);
  }

  private void divide(Gadget.Divide divide) {
    int b = cells[GadgetCells.DIVIDE_B];
    int y = cells[GadgetCells.DIVIDE_Y];
    int r = cells[GadgetCells.DIVIDE_R];
    int limit = 1 << divide.quotientBits();
    replaced("one more, remainder negative", Notices.RANGE, b, y + 1, r - b);
    replaced("one less, remainder the divisor or more", Notices.RANGE, b, y - 1, r + b);
    off("the quotient", GadgetCells.DIVIDE_Y, y + 1 < limit ? 1 : -1, Notices.SUM);
    if (b > 1) {
      int by = r + 1 < b ? 1 : -1;
      off("the remainder", GadgetCells.DIVIDE_R, by, Notices.SUM);
      long alias = M31.sub(M31.of(y), M31.mul(M31.of(by), M31.inverse(b)));
      edited(
          "a dividend p away",
          Notices.AT_LEAST_LOOKUP,
          new Edit("r", r + by),
          new Edit("q", alias + limit));
    }
    off("the divisor", GadgetCells.DIVIDE_B, r < b - 1 ? -1 : 1, Notices.SUM);
  }

  private void invert(Gadget.Invert invert) {
    long b1 = cells[GadgetCells.INVERT_B1];
    long b0 = cells[GadgetCells.INVERT_B0];
    long y = cells[GadgetCells.INVERT_Y];
    inverse("one more", Notices.RANGE, b1, b0, y + 1);
    inverse("one less", Notices.RANGE, b1, b0, y - 1);
    if (b1 > 0) {
      inverse("a carry in the divisor's low limb", Notices.RANGE, b1 - 1, b0 + 512, y);
    }
    long acc = 512 * b1 + b0;
    long other = acc > 1 ? acc - 1 : 2;
    long quotient = (1L << invert.numeratorBits()) / other;
    if (quotient < 1L << invert.quotientBits() && other < 1L << invert.divisorBits()) {
      inverse("the inverse of another divisor", Notices.SUM, other >> 9, other & 511, quotient);
    }
    int[] carry = cells.clone();
    carry[GadgetCells.INVERT_C]--;
    carry[GadgetCells.INVERT_L] += 512;
    carry[GadgetCells.INVERT_H]--;
    replaced("a carry that stays in the product's low limb", Notices.RANGE, carry);
    off("the carry", GadgetCells.INVERT_C, 1, Notices.AT_LEAST_LOCAL);
    off("the high product", GadgetCells.INVERT_H, -1, Notices.AT_LEAST_LOCAL);
    edited("the remainder", Notices.AT_LEAST_LOCAL, new Edit("r", 1L << 30));
  }

  private void inverse(String name, Notices notices, long b1, long b0, long y) {
    long c = (y * b0) >> 9;
    replaced(
        name,
        notices,
        (int) b1,
        (int) b0,
        (int) y,
        (int) c,
        (int) ((y * b0) & 511),
        (int) (y * b1 + c));
  }

  private void root(int y) {
    int r = cells[GadgetCells.ROOT_R];
    replaced("one more, remainder negative", Notices.RANGE, y + 1, r - 2 * y - 1);
    if (y > 0) {
      replaced("one less, remainder too large", Notices.RANGE, y - 1, r + 2 * y - 1);
      replaced("the negative root", Notices.RANGE, -y, r);
    }
    replaced("the remainder", y == 0 ? Notices.RANGE : Notices.SUM, y, r > 0 ? r - 1 : r + 1);
  }

  private void read(Gadget.Read read) {
    int[] memory = honest.cells()[entries(read)][GadgetCells.ENTRY_V];
    off("a value that no entry has", GadgetCells.READ_V, 1, Notices.MEMORY);
    int a = cells[GadgetCells.READ_A];
    for (int other = 0; other < memory.length; other++) {
      if (memory[other] != memory[a]) {
        replaced("the value of another entry", Notices.MEMORY, a, memory[other]);
        replaced("another entry", Notices.SUM, other, memory[other]);
        return;
      }
    }
  }

  private int entries(Gadget.Read read) {
    List<Block> blocks = layout.circuit().blocks();
    int b = 0;
    while (!(blocks.get(b).gadget() instanceof Gadget.Entry entry)
        || entry.memory() != read.memory()) {
      b++;
    }
    return b;
  }
}
