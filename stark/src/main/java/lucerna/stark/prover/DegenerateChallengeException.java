package lucerna.stark.prover;

/** Thrown where a challenge hits a pole; the prover starts again with fresh randomness. */
public final class DegenerateChallengeException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message which pole
   */
  public DegenerateChallengeException(String message) {
    super(message);
  }
}
