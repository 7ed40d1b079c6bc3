package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/** {@link Gadget.Entry}: {@code v = acc}; offers (memory, index, v) as often as it is read. */
record EntryKind() implements SlotKind {
  @Override
  public String name() {
    return "entry";
  }

  @Override
  public void define(Slot slot) {
    Expr v = slot.cell("v");
    Expr uses = slot.cell("uses");
    slot.offer(uses, slot.parameter("memory"), slot.parameter("index"), v);
    slot.port("v", v);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    return new int[] {((Gadget.Entry) gadget).memory(), element};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    // How often it is read is counted when all reads are known.
    return new int[] {executed[GadgetCells.ENTRY_V][element], 0};
  }

  @Override
  public long[] checked(int... cells) {
    return new long[0];
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("v");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("v");
  }
}
