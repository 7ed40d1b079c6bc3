package lucerna.ops.quant;

import lucerna.ops.graph.Node;
import lucerna.ops.program.Ranges;

/** The weight exponents of one dense layer, per output channel. */
final class LayerScales {
  /** The largest exponent considered, for channels that are all but zero. */
  static final int MAX_EXPONENT = 400;

  private final Node.Linear node;
  private final boolean signed;
  private final boolean rounded;
  private final boolean biased;
  // Per channel: largest |w|, bound on the sums of weights, sum of squares.
  private final double[] max;
  private final double[] sum;
  private final double[] squares;

  LayerScales(Node.Linear node, boolean signed, boolean rounded) {
    this.node = node;
    this.signed = signed;
    this.rounded = rounded;
    this.biased = isBiased(node);
    int outer = node.outer();
    this.max = new double[outer];
    this.squares = new double[outer];
    double[] positive = new double[outer];
    double[] negative = new double[outer];
    for (int i = 0; i < node.weights().length; i++) {
      double weight = node.weights()[i];
      int n = i % outer;
      max[n] = Math.max(max[n], Math.abs(weight));
      squares[n] += weight * weight;
      positive[n] += Math.max(0, weight);
      negative[n] += Math.max(0, -weight);
    }
    this.sum = new double[outer];
    for (int n = 0; n < outer; n++) {
      sum[n] = signed ? positive[n] + negative[n] : Math.max(positive[n], negative[n]);
    }
  }

  static boolean isBiased(Node.Linear node) {
    for (double bias : node.bias()) {
      if (bias != 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the public bound on a channel's weights, for an operand of that width. */
  long sumBound(int bits) {
    // The rounding that follows is not chosen yet: the largest is assumed.
    long half = rounded ? Ranges.half(Ranges.MAX_SHIFT) : 0;
    return Ranges.sumBound(bits, (biased ? Ranges.BIAS_BOUND : 0) + half);
  }

  boolean isBiased() {
    return biased;
  }

  boolean isZero(int n) {
    return max[n] == 0 && node.bias()[n] == 0;
  }

  /**
   * Returns the largest exponent of a channel's weights that all bounds allow.
   *
   * @param n the channel
   * @param bits width of the operand
   * @param exponent the operand's exponent
   */
  int exponent(int n, int bits, int exponent) {
    int guess = estimate(n, bits, exponent) + 1;
    long bound = sumBound(bits);
    while (!fits(n, guess, bound) || !biasFits(n, guess + exponent)) {
      guess--;
    }
    return guess;
  }

  /** The same before rounding, which may add to the sums. */
  private int estimate(int n, int bits, int exponent) {
    int result = MAX_EXPONENT;
    result = Math.min(result, room(Ranges.limit(), max[n]));
    result = Math.min(result, room((double) sumBound(bits), sum[n]));
    double bias = Math.abs(node.bias()[n]);
    return Math.min(result, bias == 0 ? result : room((double) Ranges.BIAS_BOUND, bias) - exponent);
  }

  /** Returns the largest e with {@code size 2^e <= limit}. */
  private static int room(double limit, double size) {
    if (size == 0) {
      return MAX_EXPONENT;
    }
    int e = Math.getExponent(limit) - Math.getExponent(size) + 1;
    while (Math.scalb(size, e) > limit) {
      e--;
    }
    return e;
  }

  private boolean fits(int n, int exponent, long bound) {
    long positive = 0;
    long negative = 0;
    for (int k = 0; k < node.inner(); k++) {
      long weight = weight(k, n, exponent);
      if (Math.abs(weight) > Ranges.limit()) {
        return false;
      }
      positive += Math.max(0, weight);
      negative += Math.max(0, -weight);
    }
    return (signed ? positive + negative : Math.max(positive, negative)) <= bound;
  }

  private boolean biasFits(int n, int exponent) {
    return Math.abs(Math.scalb(node.bias()[n], exponent)) + 0.5 <= Ranges.BIAS_BOUND;
  }

  long weight(int k, int n, int exponent) {
    return Math.round(Math.scalb(node.weights()[k * node.outer() + n], exponent));
  }

  /**
   * Returns the square of the noise of the layer's results that rounding operand and weights is
   * predicted to make, relative to the results: the mean over the channels. A channel's result
   * counts with its bias, so that one that is hardly more than a bias does not claim bits.
   *
   * @param bits width of the operand
   * @param exponent the operand's exponent
   * @param meanSquare the mean square of the operand's elements
   */
  double noise(int bits, int exponent, double meanSquare) {
    double operandNoise = Math.scalb(1.0, -2 * exponent) / 12;
    double sum = 0;
    int channels = 0;
    for (int n = 0; n < max.length; n++) {
      if (squares[n] > 0) {
        double weightNoise = Math.scalb(1.0, -2 * estimate(n, bits, exponent)) / 12;
        double noise = operandNoise * squares[n] + weightNoise * meanSquare * node.inner();
        double bias = node.bias()[n];
        sum += noise / (meanSquare * squares[n] + bias * bias);
        channels++;
      }
    }
    return sum / Math.max(1, channels);
  }
}
