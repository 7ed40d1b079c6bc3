package lucerna.air;

/** The commitment that a column belongs to. */
public enum Tree {
  /** Fixed by the shape of the computation: selectors, tables. */
  PREPROCESSED,

  /** The model's parameters. */
  WEIGHTS,

  /** What the model is run on. */
  INPUT,

  /** Values that the prover computed. */
  WITNESS,

  /**
   * Values that the prover computed from the first challenges, committed before the late ones are
   * drawn.
   */
  FACTORS,

  /** Values that depend on the challenges; the builder derives these columns, no author does. */
  INTERACTION,

  /**
   * Columns that are not committed: prover and verifier both compute them from the challenges. They
   * must be zero on every row that is not active.
   */
  PUBLIC;

  /**
   * Says whether columns of this tree hold elements of QM31 instead of M31.
   *
   * @return whether they do
   */
  public boolean isSecure() {
    return this == FACTORS || this == INTERACTION || this == PUBLIC;
  }
}
