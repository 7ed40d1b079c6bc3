package lucerna.ops.lowering;

/**
 * A sum over the weights of one output channel that a key proves to be bounded.
 *
 * @param affine the table of accumulators
 * @param channel n, the output channel
 * @param part which weights count
 * @param bound the sum is at most this
 */
record ChannelSum(int affine, int channel, Part part, long bound) {
  /** Which weights a sum is over; each counts by its absolute value. */
  enum Part {
    POSITIVE,
    NEGATIVE,
    ALL
  }
}
