package lucerna.ops.circuit;

import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;

/** The conditions on gadgets that need no intervals: widths, shifts, tables and memories. */
final class GadgetChecks {
  /** The widest magnitude of a rounded value. */
  static final int MAX_ROUND_BITS = 30;

  /** The most bits that a rounding drops. */
  static final int MAX_SHIFT = 22;

  /** A rounded magnitude's width and the bits dropped below it add up to at most this. */
  static final int MAX_SPAN = 30;

  private GadgetChecks() {}

  /** Checks one block. */
  static void check(Circuit circuit, int index) {
    Block block = circuit.blocks().get(index);
    String name = "block " + block.name();
    switch (block.gadget()) {
      case Round round -> {
        Refusals.within(name + ": bits", round.bits(), 1, MAX_ROUND_BITS);
        int most = Math.min(MAX_SHIFT, MAX_SPAN - round.bits());
        shifts(name, block, round.shift(), round.given() == Given.EQUATION ? most : 0);
        if (round.given() == Given.MAXIMUM) {
          Refusals.require(
              index + 1 < circuit.blocks().size()
                  && Maximum.hasMarks(circuit.blocks().get(index + 1).gadget()),
              name + ": no block that attains its maximum follows");
        }
      }
      case Gadget.Lookup lookup -> {
        Refusals.within(name + ": table", lookup.table(), 0, circuit.tables().size() - 1);
        shifts(name, block, lookup.shift(), MAX_SHIFT);
      }
      case Gadget.Nonnegative nonnegative ->
          Refusals.within(name + ": bits", nonnegative.bits(), 1, MAX_SPAN);
      case Gadget.Negative negative ->
          Refusals.within(name + ": bits", negative.bits(), 1, MAX_SPAN);
      case Gadget.Divide divide -> {
        Refusals.within(name + ": bits of the quotient", divide.quotientBits(), 0, 29);
        Refusals.within(name + ": bits of the divisor", divide.divisorBits(), 1, 29);
      }
      case Gadget.Invert invert -> {
        int low = Gadget.Invert.LOW_BITS;
        Refusals.within(name + ": bits of the quotient", invert.quotientBits(), 1, MAX_SPAN - low);
        Refusals.within(name + ": bits of the divisor", invert.divisorBits(), 1, 29);
        Refusals.within(name + ": bits of the numerator", invert.numeratorBits(), low, 29);
        Refusals.within(
            name + ": bits of its partial product",
            invert.quotientBits() + invert.highBits(),
            0,
            MAX_SPAN);
      }
      case Gadget.Root root -> Refusals.within(name + ": bits", root.bits(), 1, 15);
      case Gadget.Entry entry -> {
        Refusals.within(name + ": memory", entry.memory(), 0, CircuitChecks.MAX_SIZE);
        Refusals.require(
            Bounds.entry(circuit, entry.memory()) == index, name + ": its memory exists already");
      }
      case Gadget.Read read -> {
        int from = Bounds.entry(circuit, read.memory());
        Refusals.require(from >= 0 && from < index, name + ": no block before it is its memory");
      }
      case Gadget.Multiply _, Gadget.Zero _ -> {}
    }
    if (Maximum.hasMarks(block.gadget())) {
      Refusals.require(
          index > 0
              && circuit.blocks().get(index - 1).gadget() instanceof Round round
              && round.given() == Given.MAXIMUM,
          name + ": it has marks, but does not follow a maximum");
    }
  }

  private static void shifts(String name, Block block, int[] shifts, int most) {
    int expected = shifts.length == 1 ? 1 : block.length();
    Refusals.equal(name + ": number of shifts", shifts.length, expected);
    String what = name + ": shift";
    for (int shift : shifts) {
      Refusals.within(what, shift, 0, most);
    }
  }
}
