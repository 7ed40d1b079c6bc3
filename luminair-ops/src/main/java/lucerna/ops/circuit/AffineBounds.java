package lucerna.ops.circuit;

/**
 * The interval of one affine's accumulators: row by row for products, accumulator by accumulator
 * for terms. It takes as long as reading the views.
 */
final class AffineBounds {
  /** The largest absolute value of a weight. */
  static final long WEIGHT_LIMIT = (1L << Product.WEIGHT_BITS) - 1;

  // Sums are cut here: far above what is allowed, and no sum of two cut numbers overflows.
  private static final long CAP = 1L << 40;

  private final Affine affine;
  private final Bounds bounds;
  // Per row, the bounds on the sum of all products.
  private final long[] low;
  private final long[] high;

  private AffineBounds(Affine affine, Bounds bounds) {
    this.affine = affine;
    this.bounds = bounds;
    this.low = new long[affine.rows()];
    this.high = new long[affine.rows()];
  }

  static Interval of(Affine affine, Bounds bounds) {
    return new AffineBounds(affine, bounds).compute();
  }

  /** Cuts an interval to absolute values up to a cap. */
  static Interval cut(Interval interval, long cap) {
    return new Interval(
        Math.clamp(interval.low(), -cap, cap), Math.clamp(interval.high(), -cap, cap));
  }

  private static long cut(long sum) {
    return Math.clamp(sum, -CAP, CAP);
  }

  private Interval compute() {
    for (Product product : affine.products()) {
      if (product.right() == null) {
        weights(product);
      } else {
        views(product, product.right());
      }
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < affine.length(); i++) {
      long lower = low[i / affine.outer()];
      long upper = high[i / affine.outer()];
      for (Term term : affine.terms()) {
        for (int e = i * term.fan(); e < (i + 1) * term.fan(); e++) {
          long c = term.coefficient(e);
          long wire = term.view().wires()[e];
          long a = c * bounds.low(wire);
          long b = c * bounds.high(wire);
          lower = cut(lower + Math.min(a, b));
          upper = cut(upper + Math.max(a, b));
        }
      }
      least = Math.min(least, lower);
      most = Math.max(most, upper);
    }
    return new Interval(least, most);
  }

  private void weights(Product product) {
    long[] wires = product.left().wires();
    for (int row = 0; row < low.length; row++) {
      long greatest = 0;
      long sum = 0;
      for (int at = row * product.inner(); at < (row + 1) * product.inner(); at++) {
        long left = Math.max(Math.abs(bounds.low(wires[at])), Math.abs(bounds.high(wires[at])));
        greatest = Math.max(greatest, left);
        sum = cut(sum + left * WEIGHT_LIMIT);
      }
      // Positive and negative weights of an unsigned left side cannot add up, so that its two sums
      // are bounded separately and the result is the same.
      long bound = product.sumBound() > 0 ? greatest * product.sumBound() : sum;
      low[row] = cut(low[row] - bound);
      high[row] = cut(high[row] + bound);
    }
  }

  private void views(Product product, View right) {
    int batch = product.batch();
    int inner = product.inner();
    for (int g = 0; g < product.groups(); g++) {
      Interval[] factors = rightOf(product, right, g);
      for (int row = g * batch; row < (g + 1) * batch; row++) {
        for (int k = 0; k < inner; k++) {
          long wire = product.left().wires()[row * inner + k];
          Interval term = new Interval(bounds.low(wire), bounds.high(wire)).times(factors[k]);
          low[row] = cut(low[row] + term.low());
          high[row] = cut(high[row] + term.high());
        }
      }
    }
  }

  /** Per k, the interval of all columns of the right side in one group. */
  private Interval[] rightOf(Product product, View right, int group) {
    var factors = new Interval[product.inner()];
    for (int k = 0; k < factors.length; k++) {
      long least = Long.MAX_VALUE;
      long most = Long.MIN_VALUE;
      int start = (group * factors.length + k) * product.outer();
      for (int at = start; at < start + product.outer(); at++) {
        least = Math.min(least, bounds.low(right.wires()[at]));
        most = Math.max(most, bounds.high(right.wires()[at]));
      }
      factors[k] = new Interval(least, most);
    }
    return factors;
  }
}
