package lucerna.ops.layout;

import lucerna.ops.circuit.Gadget;

/**
 * How the gadgets of one kind become columns: one slot is as many columns side by side as a gadget
 * has cells, limbs, and numbers that differ between gadgets.
 *
 * <p>What {@link #define} names, it names in the order in which all other methods list it.
 */
interface SlotKind {
  /** Returns the prefix of all names. */
  String name();

  /** Declares the cells of a slot and says what holds among them. */
  void define(Slot slot);

  /** Returns the public numbers of a gadget, parameters in the sense of {@link Slot}. */
  int[] parameters(Gadget gadget, int element);

  /**
   * Returns the integers in a slot's cells.
   *
   * @param gadget the gadget
   * @param executed per cell, per gadget of the block, the integer that the execution gives it, as
   *     {@link lucerna.ops.circuit.GadgetCells} lists them
   * @param element which gadget
   */
  int[] cells(Gadget gadget, int[][] executed, int element);

  /** Returns the integers that must be in range, in order of the range checks. */
  long[] checked(int... cells);

  /**
   * Returns the left side of an equation as a form in ports.
   *
   * @param gadget the gadget
   * @param equation which one
   * @param shift the bits that this gadget of the block drops
   */
  Form equation(Gadget gadget, int equation, int shift);

  /** Returns an output as a form in ports. */
  Form output(Gadget gadget, int output);

  /** Returns the half that rounding to nearest adds. */
  static int half(int shift, boolean floor) {
    return floor ? 0 : (1 << shift) >> 1;
  }

  /** Returns an entry of an array that has one entry for all, or one for each. */
  static int entry(int[] values, int element) {
    return values[values.length == 1 ? 0 : element];
  }
}
