package lucerna.stark;

/** Thrown for every proof that is not accepted, and for nothing else. */
public final class ProofRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  /**
   * Makes the exception.
   *
   * @param rejection why
   */
  public ProofRejectedException(Rejection rejection) {
    super(rejection.toString());
    this.rejection = rejection;
  }

  /**
   * Makes the exception.
   *
   * @param reason the check that failed
   * @param where what it failed on
   * @param detail expected and got
   */
  public ProofRejectedException(Rejection.Reason reason, String where, String detail) {
    this(new Rejection(reason, where, detail));
  }

  /**
   * Returns why.
   *
   * @return the rejection
   */
  public Rejection rejection() {
    return rejection;
  }
}
