package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.GadgetCells;

/**
 * {@link Gadget.Nonnegative}: {@code u = acc}, {@code o u = 0}.
 *
 * @param mark whether there is a mark o, and whether it is a bit
 */
record NonnegativeKind(Mark mark) implements SlotKind {
  @Override
  public String name() {
    return switch (mark) {
      case NONE -> "nonnegative";
      case ZERO -> "nonnegative-mark";
      case FIRST -> "nonnegative-first";
    };
  }

  @Override
  public void define(Slot slot) {
    Expr u = slot.cell("u");
    slot.range("u", u, "bits");
    slot.port("u", u);
    if (mark != Mark.NONE) {
      Expr o = slot.cell("o");
      slot.zero("o u = 0", o.times(u));
      slot.port("o", o);
      if (mark == Mark.FIRST) {
        slot.bit("o", o);
      }
    }
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    return new int[] {((Gadget.Nonnegative) gadget).bits()};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    int u = executed[GadgetCells.NONNEGATIVE_U][element];
    return mark == Mark.NONE
        ? new int[] {u}
        : new int[] {u, executed[GadgetCells.NONNEGATIVE_O][element]};
  }

  @Override
  public long[] checked(int... cells) {
    return new long[] {cells[0]};
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("u");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of(output == Gadget.Nonnegative.VALUE ? "u" : "o");
  }
}
