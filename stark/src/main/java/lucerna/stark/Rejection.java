package lucerna.stark;

/**
 * Why a proof is refused.
 *
 * @param reason the check that failed
 * @param where what it failed on: a tree, a layer, a field
 * @param detail expected and got, or an index; for people
 */
public record Rejection(Reason reason, String where, String detail) {
  /** The checks of the verifier. */
  public enum Reason {
    /** The proof has another shape than key and parameters prescribe. */
    SHAPE,
    /** A proof of work is missing. */
    PROOF_OF_WORK,
    /** The out-of-domain point falls on the base field; a prover starts again. */
    DEGENERATE_POINT,
    /** The constraints do not hold at the out-of-domain point. */
    CONSTRAINTS,
    /** An opened row is not in its tree. */
    MERKLE,
    /** FRI refuses: the opened values are not those of low-degree polynomials. */
    FRI,
    /** A public value lies outside its range. */
    PUBLIC_VALUE,
    /** The proof was made for another key. */
    OTHER_KEY,
    /** The key's own proof of its weights is refused. */
    REGISTRATION
  }

  @Override
  public String toString() {
    return reason + " (" + where + "): " + detail;
  }
}
