package lucerna.ops.layout;

import java.util.stream.IntStream;
import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/**
 * {@link Gadget.Lookup}: {@code sign x 2^shift + rem - half = acc}, (x, y) in a table, and {@code o
 * x = 0}.
 *
 * @param remainder whether bits are dropped; else rem is 0 and has no cell
 * @param attained whether there is a mark o
 */
record LookupKind(boolean remainder, boolean attained) implements SlotKind {
  @Override
  public String name() {
    return "lookup" + (remainder ? "-round" : "") + (attained ? "-mark" : "");
  }

  @Override
  public void define(Slot slot) {
    Expr x = slot.cell("x");
    Expr y = slot.cell("y");
    slot.function(slot.parameter("table"), x, y);
    slot.port("x", x);
    slot.port("y", y);
    if (remainder) {
      Expr rem = slot.cell("rem");
      slot.range("rem", rem, "shift");
      slot.port("rem", rem);
    }
    if (attained) {
      Expr o = slot.cell("o");
      slot.zero("o x = 0", o.times(x));
      slot.port("o", o);
    }
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    Gadget.Lookup lookup = (Gadget.Lookup) gadget;
    return remainder
        ? new int[] {lookup.table(), SlotKind.entry(lookup.shift(), element)}
        : new int[] {lookup.table()};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    int x = executed[GadgetCells.LOOKUP_X][element];
    int y = executed[GadgetCells.LOOKUP_Y][element];
    IntStream.Builder cells = IntStream.builder().add(x).add(y);
    if (remainder) {
      cells.add(executed[GadgetCells.LOOKUP_REM][element]);
    }
    if (attained) {
      cells.add(executed[GadgetCells.LOOKUP_O][element]);
    }
    return cells.build().toArray();
  }

  @Override
  public long[] checked(int... cells) {
    return remainder ? new long[] {cells[2]} : new long[0];
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    long unit = 1L << shift;
    return Form.ZERO
        .plus(((Gadget.Lookup) gadget).negated() ? -unit : unit, "x")
        .plus(remainder ? 1 : 0, "rem")
        .plus(-SlotKind.half(shift, false));
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return switch (output) {
      case Gadget.Lookup.Y -> Form.of("y");
      case Gadget.Lookup.X -> Form.of("x");
      case Gadget.Lookup.MARK -> Form.of("o");
      default -> throw new IllegalArgumentException("Lookup has no output " + output);
    };
  }
}
