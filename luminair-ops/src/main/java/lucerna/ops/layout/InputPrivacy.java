package lucerna.ops.layout;

/** What the verifier learns about the model's inputs. */
public enum InputPrivacy {
  /** Nothing but their lengths and ranges. */
  HIDDEN,

  /** Everything: they are part of the statement. */
  PUBLIC,

  /** A commitment to them: they are the columns of a tree of their own. */
  COMMITTED
}
