package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * A sum over the weights of one output channel that a key proves to be bounded.
 *
 * @param weights the product
 * @param group g
 * @param channel n, the output channel
 * @param part which weights count
 */
record ChannelSum(WeightProduct weights, int group, int channel, Part part) {
  /** Which weights a sum is over; each counts by its absolute value. */
  enum Part {
    POSITIVE,
    NEGATIVE,
    ALL
  }

  long bound() {
    return weights.product().sumBound();
  }

  /** Lists all sums: product by product, group by group, channel by channel. */
  static List<ChannelSum> of(Layout layout) {
    List<ChannelSum> sums = new ArrayList<>();
    for (WeightProduct weights : layout.weightProducts()) {
      for (int g = 0; g < weights.product().groups() && weights.isBounded(); g++) {
        for (int n = 0; n < weights.product().outer(); n++) {
          for (Part part : Part.values()) {
            if (weights.product().signed() == (part == Part.ALL)) {
              sums.add(new ChannelSum(weights, g, n, part));
            }
          }
        }
      }
    }
    return sums;
  }
}
