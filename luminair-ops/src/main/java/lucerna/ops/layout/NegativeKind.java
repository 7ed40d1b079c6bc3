package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/** {@link Gadget.Negative}: {@code (1 - o) u - o (u + 1) = acc}. */
record NegativeKind() implements SlotKind {
  @Override
  public String name() {
    return "negative";
  }

  @Override
  public void define(Slot slot) {
    Expr u = slot.cell("u");
    Expr o = slot.cell("o");
    slot.bit("o", o);
    slot.range("u", u, "bits");
    slot.port("u", u);
    slot.port("ou", o.times(u));
    slot.port("o", o);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    return new int[] {((Gadget.Negative) gadget).bits()};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    return new int[] {
      executed[GadgetCells.NEGATIVE_U][element], executed[GadgetCells.NEGATIVE_O][element]
    };
  }

  @Override
  public long[] checked(int... cells) {
    return new long[] {cells[0]};
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("u").plus(-2, "ou").plus(-1, "o");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("o");
  }
}
