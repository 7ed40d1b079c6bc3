package lucerna.ops.key;

/** What a key tells about the weights. */
public enum WeightPrivacy {
  /** Nothing but shapes, scales and the bounds they obey. */
  HIDDEN,
  /** Everything: the key holds the weights. */
  PUBLIC
}
