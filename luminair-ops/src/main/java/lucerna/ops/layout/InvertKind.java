package lucerna.ops.layout;

import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/**
 * {@link Gadget.Invert}: {@code 2^L b1 + b0 = acc}, {@code y b0 = 2^L c + l}, {@code h = y b1 + c},
 * {@code r = 2^numeratorBits - l - 2^L h}; r and {@code acc - 1 - r} are in range.
 */
record InvertKind() implements SlotKind {
  private static final int LOW = Gadget.Invert.LOW_BITS;

  @Override
  public String name() {
    return "invert";
  }

  @Override
  public void define(Slot slot) {
    Expr b1 = slot.cell("b1");
    Expr b0 = slot.cell("b0");
    Expr y = slot.cell("y");
    Expr c = slot.cell("c");
    Expr l = slot.cell("l");
    Expr h = slot.cell("h");
    Expr r = slot.cell("r");
    slot.zero("y b0 = 2^L c + l", y.times(b0).minus(c.times(1 << LOW)).minus(l));
    slot.zero("h = y b1 + c", h.minus(y.times(b1)).minus(c));
    slot.zero(
        "r = 2^numeratorBits - l - 2^L h",
        slot.parameter("numerator").minus(l).minus(h.times(1 << LOW)).minus(r));
    slot.range("b1", b1, "high");
    slot.range("b0", b0, "low");
    slot.range("y", y, "quotient");
    slot.range("c", c, "quotient");
    slot.range("l", l, "low");
    slot.range("h", h, "product");
    slot.range("r", r, "divisor");
    slot.range("acc - 1 - r", b1.times(1 << LOW).plus(b0).minus(1).minus(r), "divisor");
    slot.port("b1", b1);
    slot.port("b0", b0);
    slot.port("y", y);
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    Gadget.Invert invert = (Gadget.Invert) gadget;
    return new int[] {
      1 << invert.numeratorBits(),
      invert.highBits(),
      LOW,
      invert.quotientBits(),
      invert.numeratorBits() + 1 - LOW,
      invert.divisorBits()
    };
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    int[] cells = new int[executed.length + 1];
    for (int i = 0; i < executed.length; i++) {
      cells[i] = executed[i][element];
    }
    int numerator = 1 << ((Gadget.Invert) gadget).numeratorBits();
    cells[executed.length] =
        numerator
            - executed[GadgetCells.INVERT_L][element]
            - (executed[GadgetCells.INVERT_H][element] << LOW);
    return cells;
  }

  @Override
  public long[] checked(int... cells) {
    long divisor = ((long) cells[0] << LOW) + cells[1];
    return new long[] {
      cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], divisor - 1 - cells[6]
    };
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    return Form.of("b0").plus(1 << LOW, "b1");
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return Form.of("y");
  }
}
