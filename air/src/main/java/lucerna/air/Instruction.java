package lucerna.air;

/**
 * One step of a {@link Tape}.
 *
 * @param kind what it does
 * @param to the register written; for {@link Kind#ROOT} the root's index
 * @param left the left operand
 * @param right the right operand; the same as the left one where there is none
 */
record Instruction(Kind kind, int to, Operand left, Operand right) {
  /** What a step does. */
  enum Kind {
    /** Copies a column: {@code left.index} is the column, {@code right.index} the row offset. */
    LOAD,
    ADD,
    SUBTRACT,
    MULTIPLY,
    NEGATE,
    /** Hands out the left operand. */
    ROOT
  }

  /**
   * What a step reads.
   *
   * @param scalar whether it is the same on every row
   * @param secure whether it lies in QM31: then a vector takes four registers
   * @param index a scalar's node, or a vector's first register
   */
  record Operand(boolean scalar, boolean secure, int index) {}

  /** Says whether the result lies in QM31. */
  boolean secure() {
    return left.secure() || right.secure();
  }
}
