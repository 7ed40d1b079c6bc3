package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.field.M31;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/** {@link Gadget.Zero}: {@code d = acc}, {@code d i = 1 - o}, {@code d o = 0}. */
record ZeroKind() implements SlotKind {
  @Override
  public String name() {
    return "zero";
  }

  @Override
  public void define(Slot slot) {
    Expr d = slot.cell("d");
    Expr i = slot.cell("i");
    Expr o = slot.cell("o");
    slot.zero("d i = 1 - o", d.times(i).plus(o).minus(1));
    slot.zero("d o = 0", d.times(o));
    slot.port("d", d);
    slot.port("o", o);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    return new int[0];
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    int d = executed[GadgetCells.ZERO_D][element];
    int inverse = d == 0 ? 0 : M31.inverse(M31.of(d));
    return new int[] {d, inverse, executed[GadgetCells.ZERO_O][element]};
  }

  @Override
  public long[] checked(int... cells) {
    return new long[0];
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("d");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("o");
  }
}
