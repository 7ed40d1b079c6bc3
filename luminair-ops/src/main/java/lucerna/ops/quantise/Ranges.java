package lucerna.ops.quantise;

import java.util.Map;

/** What the samples showed of the tensors of a graph. */
record Ranges(Map<String, double[]> leastAndMost) {
  /** What is at most this stands for minus infinity, in a mask. */
  static final double MASKED = -900;

  double least(String tensor) {
    double[] range = leastAndMost.get(tensor);
    return range == null ? 0 : range[0];
  }

  /** Returns the least value that is not masked. */
  double leastUnmasked(String tensor) {
    double[] range = leastAndMost.get(tensor);
    return range == null ? 0 : range[2];
  }

  double most(String tensor) {
    double[] range = leastAndMost.get(tensor);
    return range == null ? 0 : range[1];
  }
}
