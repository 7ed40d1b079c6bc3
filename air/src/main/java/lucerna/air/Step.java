package lucerna.air;

/**
 * One step of a {@link BlockProgram}, on whole blocks.
 *
 * <p>An operand from 0 on is a register. A negative one is {@link #ZERO}, or the complement of
 * {@code 4 * column + coordinate} and means that column's values on this row.
 *
 * @param kind what it does
 * @param inputs operands read
 * @param factors elements of M31
 * @param outputs registers written; for kinds that add also read
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
record Step(Kind kind, int[] inputs, int[] factors, int[] outputs) {
  /** The operand that is 0 on every row. */
  static final int ZERO = Integer.MIN_VALUE;

  /** What a step does. */
  enum Kind {
    /** Copies the input as it is on the next row. */
    NEXT,
    /** Adds two inputs; the output may be one of them. */
    ADD,
    /** Subtracts the second input from the first. */
    SUBTRACT,
    /** Multiplies two inputs. */
    MULTIPLY,
    /** Multiplies by the first factor and adds the second. */
    AFFINE,
    /** Writes zeros. */
    CLEAR,
    /** As {@link lucerna.air.spi.BlockKernels#combine}. */
    COMBINE,
    /** As {@link lucerna.air.spi.BlockKernels#addProducts}. */
    ADD_PRODUCTS,
    /** As {@link lucerna.air.spi.BlockKernels#addSecureProduct}. */
    ADD_SECURE_PRODUCT
  }

  /** Returns the operand that is a coordinate of a column. */
  static int column(int id, int coordinate) {
    return ~(4 * id + coordinate);
  }

  static boolean isColumn(int operand) {
    return operand < 0 && operand != ZERO;
  }

  static boolean isRegister(int operand) {
    return operand >= 0;
  }
}
