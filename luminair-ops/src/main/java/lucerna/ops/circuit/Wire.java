package lucerna.ops.circuit;

/**
 * What an element of a {@link View} is: an output of a gadget, or a constant, packed into a long.
 *
 * <p>A constant is negative as a long; else the bits are block (27), output (4), element (32).
 */
public final class Wire {
  /** The constant zero. */
  public static final long ZERO = constant(0);

  private static final int OUTPUT_BITS = 4;

  private Wire() {}

  /**
   * Names an output of a gadget.
   *
   * @param block index of the block in the circuit
   * @param output which output of its gadgets, 0 to 15
   * @param element which gadget of the block
   * @return the wire
   */
  public static long of(int block, int output, int element) {
    return ((long) block << (Integer.SIZE + OUTPUT_BITS))
        | ((long) output << Integer.SIZE)
        | (element & 0xffff_ffffL);
  }

  /**
   * Names a public constant.
   *
   * @param value any int
   * @return the wire
   */
  public static long constant(int value) {
    return Long.MIN_VALUE | (value & 0xffff_ffffL);
  }

  /**
   * Says whether a wire is a constant.
   *
   * @param wire the wire
   * @return whether it is
   */
  public static boolean isConstant(long wire) {
    return wire < 0;
  }

  /**
   * Returns a constant's value.
   *
   * @param wire a constant
   * @return its value
   */
  public static int value(long wire) {
    return (int) wire;
  }

  /**
   * Returns the block of a wire that is no constant.
   *
   * @param wire the wire
   * @return index of the block
   */
  public static int block(long wire) {
    return (int) (wire >>> (Integer.SIZE + OUTPUT_BITS));
  }

  /**
   * Returns which output of its gadget a wire is.
   *
   * @param wire the wire, no constant
   * @return index of the output
   */
  public static int output(long wire) {
    return (int) (wire >>> Integer.SIZE) & ((1 << OUTPUT_BITS) - 1);
  }

  /**
   * Returns which gadget of its block a wire comes from.
   *
   * @param wire the wire, no constant
   * @return index of the gadget
   */
  public static int element(long wire) {
    return (int) wire;
  }
}
