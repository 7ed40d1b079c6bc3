package lucerna.cli;

/** The exit codes. */
final class Exit {
  /** Done, or accepted. */
  static final int DONE = 0;

  /** A proof or key is rejected, or a constraint fails. */
  static final int REJECTED = 1;

  /** The user's mistake. */
  static final int MISTAKE = 2;

  /** Lucerna's own fault. */
  static final int FAULT = 3;

  private Exit() {}
}
