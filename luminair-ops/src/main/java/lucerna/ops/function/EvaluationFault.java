package lucerna.ops.function;

/** Says why a value was not found. It is caught in this package, and so carries no stack trace. */
final class EvaluationFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons. */
  enum Reason {
    /** The argument is outside of the function's domain. */
    UNDEFINED("is undefined"),
    /** More bits are needed to tell on which side of a point the value lies. */
    UNDECIDED("cannot be determined"),
    /** The value is beyond {@link Interval#MAX_EXPONENT}. */
    TOO_LARGE("is too large");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  EvaluationFault(Reason reason) {
    super(reason.text, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  static EvaluationFault undefined() {
    return new EvaluationFault(Reason.UNDEFINED);
  }

  static EvaluationFault undecided() {
    return new EvaluationFault(Reason.UNDECIDED);
  }
}
