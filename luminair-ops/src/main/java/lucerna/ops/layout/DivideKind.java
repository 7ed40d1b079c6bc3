package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/**
 * {@link Gadget.Divide}: {@code b = acc0}, {@code b y + r = acc1}. The cell q is {@code y +
 * 2^quotientBits}.
 */
record DivideKind() implements SlotKind {
  @Override
  public String name() {
    return "divide";
  }

  @Override
  public void define(Slot slot) {
    Expr b = slot.cell("b");
    Expr q = slot.cell("q");
    Expr r = slot.cell("r");
    slot.range("q", q, "quotient");
    slot.range("r", r, "divisor");
    slot.range("b - 1 - r", b.minus(1).minus(r), "divisor");
    slot.port("b", b);
    slot.port("bq", b.times(q));
    slot.port("r", r);
    slot.port("q", q);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    Gadget.Divide divide = (Gadget.Divide) gadget;
    return new int[] {divide.quotientBits() + 1, divide.divisorBits()};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    return new int[] {
      executed[GadgetCells.DIVIDE_B][element],
      Math.toIntExact(executed[GadgetCells.DIVIDE_Y][element] + offset(gadget)),
      executed[GadgetCells.DIVIDE_R][element]
    };
  }

  @Override
  public long[] checked(int... cells) {
    return new long[] {cells[1], cells[2], cells[0] - 1L - cells[2]};
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return equation == 0 ? Form.of("b") : Form.of("bq").plus(-offset(gadget), "b").plus(1, "r");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return output == Gadget.Divide.QUOTIENT ? Form.of("q").plus(-offset(gadget)) : Form.of("r");
  }

  private static long offset(Gadget gadget) {
    return 1L << ((Gadget.Divide) gadget).quotientBits();
  }
}
