package lucerna.ops;

/**
 * Says that what the user handed over cannot be used. The message is one sentence that names the
 * file, the place in it and what to do; it is meant to be shown without a stack trace.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes a refusal.
   *
   * @param message one sentence for the user
   */
  public UserException(String message) {
    super(message);
  }

  /**
   * Makes a refusal that another exception led to.
   *
   * @param message one sentence for the user
   * @param cause what was caught
   */
  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
