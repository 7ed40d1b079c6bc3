package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/** {@link Gadget.Multiply}: {@code a = acc0}, {@code b = acc1}; the output is a b. */
record MultiplyKind() implements SlotKind {
  @Override
  public String name() {
    return "multiply";
  }

  @Override
  public void define(Slot slot) {
    Expr a = slot.cell("a");
    Expr b = slot.cell("b");
    slot.port("a", a);
    slot.port("b", b);
    slot.port("ab", a.times(b));
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    return new int[0];
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    return new int[] {
      executed[GadgetCells.MULTIPLY_A][element], executed[GadgetCells.MULTIPLY_B][element]
    };
  }

  @Override
  public long[] checked(int... cells) {
    return new long[0];
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of(equation == 0 ? "a" : "b");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("ab");
  }
}
