package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/** {@link Gadget.Root}: {@code y^2 + r = acc}, {@code 0 <= r <= 2 y}. */
record RootKind() implements SlotKind {
  @Override
  public String name() {
    return "root";
  }

  @Override
  public void define(Slot slot) {
    Expr y = slot.cell("y");
    Expr r = slot.cell("r");
    slot.range("y", y, "bits");
    slot.range("r", r, "bits + 1");
    slot.range("2 y - r", y.times(2).minus(r), "bits + 1");
    slot.port("y", y);
    slot.port("yy", y.times(y));
    slot.port("r", r);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    int bits = ((Gadget.Root) gadget).bits();
    return new int[] {bits, bits + 1};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    return new int[] {executed[GadgetCells.ROOT_Y][element], executed[GadgetCells.ROOT_R][element]};
  }

  @Override
  public long[] checked(int... cells) {
    return new long[] {cells[0], cells[1], 2L * cells[0] - cells[1]};
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("yy").plus(1, "r");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("y");
  }
}
