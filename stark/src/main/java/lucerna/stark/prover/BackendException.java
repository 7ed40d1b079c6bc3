package lucerna.stark.prover;

/** What a backend cannot do, in one sentence for the user. */
public abstract class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whether the backend refused before it began. */
  private final boolean refused;

  /**
   * Makes the exception.
   *
   * @param message one sentence
   * @param refused whether the backend refused before it began, so that another choice helps; or
   *     else it failed at work
   */
  protected BackendException(String message, boolean refused) {
    super(message);
    this.refused = refused;
  }

  /**
   * Tells a choice that cannot be met from a fault.
   *
   * @return whether the backend refused before it began: no driver, no device, too little memory,
   *     parameters that it does not know
   */
  public final boolean refused() {
    return refused;
  }

  /** A backend was asked for that is not part of this build. */
  static final class Missing extends BackendException {
    private static final long serialVersionUID = 1;

    Missing(String kind) {
      super("no module of this build has a backend " + kind, true);
    }
  }
}
