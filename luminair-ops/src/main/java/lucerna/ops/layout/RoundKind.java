package lucerna.ops.layout;

import java.util.Arrays;
import lucerna.air.Expr;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;

/**
 * {@link Gadget.Round}: {@code (1 - 2 g) t 2^shift + rem - half = acc}.
 *
 * @param remainder whether bits are dropped; else rem is 0 and has no cell
 * @param narrow whether it holds large blocks of narrow gadgets, which would pay for the limbs of a
 *     few wide ones
 */
record RoundKind(boolean remainder, boolean narrow) implements SlotKind {
  /** From this many gadgets on, a narrow block gets slots of its own. */
  private static final int LARGE = 1 << 11;

  /** The greatest width of a narrow gadget's magnitude and of its remainder. */
  private static final int NARROW = 15;

  static RoundKind of(Gadget.Round round, int length) {
    boolean drops =
        round.equations() > 0 && Arrays.stream(round.shift()).anyMatch(bits -> bits > 0);
    boolean fits =
        round.bits() <= NARROW && Arrays.stream(round.shift()).allMatch(bits -> bits <= NARROW);
    return new RoundKind(drops, drops && fits && length >= LARGE);
  }

  @Override
  public String name() {
    return narrow ? "narrow-round" : remainder ? "round" : "value";
  }

  @Override
  public void define(Slot slot) {
    Expr t = slot.cell("t");
    Expr g = slot.cell("g");
    slot.bit("g", g);
    slot.range("t", t, "bits");
    slot.port("t", t);
    slot.port("gt", g.times(t));
    slot.port("tt", t.times(t));
    if (remainder) {
      Expr rem = slot.cell("rem");
      slot.range("rem", rem, "shift");
      slot.port("rem", rem);
    }
  }

  @Override
  public int[] parameters(Gadget gadget, int element) {
    Gadget.Round round = (Gadget.Round) gadget;
    return remainder
        ? new int[] {round.bits(), SlotKind.entry(round.shift(), element)}
        : new int[] {round.bits()};
  }

  @Override
  public int[] cells(Gadget gadget, int[][] executed, int element) {
    int t = executed[GadgetCells.ROUND_T][element];
    int g = executed[GadgetCells.ROUND_G][element];
    return remainder
        ? new int[] {t, g, executed[GadgetCells.ROUND_REM][element]}
        : new int[] {t, g};
  }

  @Override
  public long[] checked(int... cells) {
    return remainder ? new long[] {cells[0], cells[2]} : new long[] {cells[0]};
  }

  @Override
  public Form equation(Gadget gadget, int equation, int shift) {
    long unit = 1L << shift;
    return Form.ZERO
        .plus(unit, "t")
        .plus(-2 * unit, "gt")
        .plus(remainder ? 1 : 0, "rem")
        .plus(-SlotKind.half(shift, ((Gadget.Round) gadget).floor()));
  }

  @Override
  public Form output(Gadget gadget, int output) {
    return switch (output) {
      case Gadget.Round.VALUE -> Form.of("t").plus(-2, "gt");
      case Gadget.Round.RELU -> Form.of("t").plus(-1, "gt");
      case Gadget.Round.MAGNITUDE -> Form.of("t");
      case Gadget.Round.SQUARE -> Form.of("tt");
      default -> throw new IllegalArgumentException("Round has no output " + output);
    };
  }
}
