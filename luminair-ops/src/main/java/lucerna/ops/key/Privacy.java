package lucerna.ops.key;

import lucerna.ops.layout.InputPrivacy;

/**
 * What the verifier learns beside the output.
 *
 * @param weights about the weights
 * @param input about the input
 */
public record Privacy(WeightPrivacy weights, InputPrivacy input) {
  /** Neither weights nor input are shown. */
  public static final Privacy HIDDEN = new Privacy(WeightPrivacy.HIDDEN, InputPrivacy.HIDDEN);
}
