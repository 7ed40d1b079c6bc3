package lucerna.air;

/**
 * One node of an {@link ExprGraph}.
 *
 * @param op what it computes
 * @param left the left operand's node; for {@link NodeOp#CONSTANT} the value, for {@link
 *     NodeOp#COLUMN} the column's id, for {@link NodeOp#CHALLENGE} and {@link NodeOp#PUBLIC_SCALAR}
 *     the index among those declared
 * @param right the right operand's node; for {@link NodeOp#COLUMN} the row offset, 0 or 1;
 *     otherwise 0
 * @param secure whether the value lies in QM31 rather than M31
 * @param degree the degree, where every column counts 1
 */
public record ExprNode(NodeOp op, int left, int right, boolean secure, int degree) {
  /**
   * Returns the number of operands that are nodes.
   *
   * @return 0, 1 or 2
   */
  public int operandCount() {
    return switch (op) {
      case CONSTANT, COLUMN, CHALLENGE, PUBLIC_SCALAR -> 0;
      case NEGATE -> 1;
      case ADD, SUBTRACT, MULTIPLY -> 2;
    };
  }

  /**
   * Says whether the value is the same on every row.
   *
   * @return whether no column is involved
   */
  public boolean isScalar() {
    return degree == 0;
  }
}
