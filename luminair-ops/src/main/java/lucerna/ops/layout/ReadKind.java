package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/** {@link Gadget.Read}: {@code a = acc}; (memory, a, v) is offered. */
record ReadKind() implements SlotKind {
  @Override
  public String name() {
    return "read";
  }

  @Override
  public void define(Slot slot) {
    Expr a = slot.cell("a");
    Expr v = slot.cell("v");
    slot.read(slot.parameter("memory"), a, v);
    slot.port("a", a);
    slot.port("v", v);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    return new int[] {((Gadget.Read) gadget).memory()};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    return new int[] {executed[GadgetCells.READ_A][element], executed[GadgetCells.READ_V][element]};
  }

  @Override
  public long[] checked(int... cells) {
    return new long[0];
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("a");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("v");
  }
}
