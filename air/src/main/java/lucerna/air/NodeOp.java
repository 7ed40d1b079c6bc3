package lucerna.air;

/** What a node of an {@link ExprGraph} computes; see {@link ExprNode} for its operands. */
public enum NodeOp {
  /** An element of M31. */
  CONSTANT,

  /** A column's value on this row or the next one. */
  COLUMN,

  /** An element of QM31 drawn after the witness, or after the factors, were committed. */
  CHALLENGE,

  /** An element of QM31 that is part of the statement. */
  PUBLIC_SCALAR,

  /** A sum. */
  ADD,

  /** A difference. */
  SUBTRACT,

  /** A product. */
  MULTIPLY,

  /** A negation. */
  NEGATE
}
