package lucerna.ops.circuit;

import lucerna.ops.circuit.Gadget.Lookup;
import lucerna.ops.circuit.Gadget.Nonnegative;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;

/**
 * A {@link Gadget.Round.Given#MAXIMUM} block and the block after it, whose groups attain it.
 *
 * @param block index of the maximum's block; the attaining block is the next
 * @param size gadgets of the attaining block per gadget of the maximum
 * @param sign 1 if the attaining block's accumulators add the maximum, -1 if they subtract it
 */
public record Maximum(int block, int size, int sign) {
  /**
   * Looks at a maximum of a circuit.
   *
   * @param circuit a circuit that {@link CircuitChecks} accepts
   * @param block index of the maximum's block
   * @return what the next block makes of it
   */
  public static Maximum of(Circuit circuit, int block) {
    Block next = circuit.blocks().get(block + 1);
    int size = next.length() / circuit.blocks().get(block).length();
    for (Term term : circuit.affines().get(next.equations()[0]).terms()) {
      for (int e = 0; e < term.view().length(); e++) {
        long wire = term.view().wires()[e];
        if (!Wire.isConstant(wire) && Wire.block(wire) == block) {
          return new Maximum(block, size, Integer.signum(term.coefficient(e)));
        }
      }
    }
    return new Maximum(block, size, 0);
  }

  /**
   * Says whether a gadget has marks.
   *
   * @param gadget the gadget
   * @return whether one of its outputs is a mark
   */
  public static boolean hasMarks(Gadget gadget) {
    return (gadget instanceof Lookup lookup && lookup.attained())
        || (gadget instanceof Nonnegative nonnegative && nonnegative.mark() != Mark.NONE);
  }

  /** Says whether an output of a gadget is a mark. */
  static boolean isMark(Gadget gadget, int output) {
    return (gadget instanceof Lookup && output == Lookup.MARK)
        || (gadget instanceof Nonnegative && output == Nonnegative.MARK);
  }
}
