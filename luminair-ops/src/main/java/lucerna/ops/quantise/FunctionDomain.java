package lucerna.ops.quantise;

import lucerna.ops.UserException;
import lucerna.ops.function.RealFunction;
import lucerna.ops.quantise.PlanBlock.Function;

/** Which arguments a function's table covers. */
final class FunctionDomain {
  private static final int PROBES = 1 << 12;

  /** Room for what rounding adds to an argument at the end of its range. */
  private static final double MARGIN = 1.0 / 64;

  private FunctionDomain() {}

  /**
   * Widens the argument's range by the headroom, as far as the function is defined and stays in the
   * range of its values, and chooses the exponent so that the table is not too long.
   */
  static void choose(Function block, Options options) {
    Base x = block.argument();
    Base y = block.base();
    double low = x.least;
    double high = x.most;
    double span = Math.max(high - low, Math.max(Math.max(Math.abs(low), Math.abs(high)), 1e-9) / 8);
    double extra = block.top() == null ? span / 2 : span;
    double factor = (1 << options.headroom()) - 1 + MARGIN;
    double least = block.top() == null ? low - extra * factor : 0;
    double most = high + extra * factor;
    if (block.top() != null) {
      // Farther below the maximum than this, nothing is left of the exponential.
      most = Math.max(most, 1e-3);
    }
    double allowed = Math.max(y.magnitude(), 1e-30) * (1 + 4 * MARGIN);
    low = reach(block.function(), low, least, allowed);
    high = reach(block.function(), high, most, allowed);
    x.least = low;
    x.most = high;
    double valueLeast = Double.POSITIVE_INFINITY;
    double valueMost = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= PROBES; i++) {
      double value = block.function().apply(low + (high - low) * i / PROBES);
      if (!Double.isFinite(value)) {
        throw new UserException(
            "Node %s applies %s to values from %s to %s, and it is undefined between them."
                .formatted(y.name, block.function(), x.least, x.most));
      }
      valueLeast = Math.min(valueLeast, value);
      valueMost = Math.max(valueMost, value);
    }
    y.least = Math.min(y.least, valueLeast);
    y.most = Math.max(y.most, valueMost);
    if (!y.exact()) {
      y.exponent = Base.exponentFor(Math.max(y.magnitude(), 1e-60), y.cap);
    }
    int exponent = options.tableBits() - Math.getExponent(Math.max(high - low, 1e-60));
    while (entries(low, high, exponent) > 1L << options.tableBits()) {
      exponent--;
    }
    x.exponent = exponent;
  }

  static long entries(double low, double high, int exponent) {
    return low(high, exponent) - low(low, exponent) + 1;
  }

  /** Returns the first argument, in integers, at which the function is defined. */
  static int first(Function block) {
    Base x = block.argument();
    long low = low(x.least, x.exponent);
    long high = low(x.most, x.exponent);
    while (low < high && !isDefined(block, low)) {
      low++;
    }
    return (int) low;
  }

  /** Returns the last argument, in integers, at which the function is defined. */
  static int last(Function block) {
    Base x = block.argument();
    long low = first(block);
    long high = low(x.most, x.exponent);
    while (high > low && !isDefined(block, high)) {
      high--;
    }
    return (int) high;
  }

  private static boolean isDefined(Function block, long argument) {
    double value =
        block.function().apply(Math.scalb((double) argument, -block.argument().exponent));
    return Double.isFinite(value);
  }

  static long low(double low, int exponent) {
    return (long) Math.floor(Math.scalb(low, exponent) + 0.5);
  }

  /* The farthest point on the way to a limit up to which values stay allowed. */
  private static double reach(RealFunction function, double from, double limit, double allowed) {
    double reached = from;
    for (int i = 1; i <= PROBES; i++) {
      double x = from + (limit - from) * i / PROBES;
      double value = function.apply(x);
      if (!Double.isFinite(value) || Math.abs(value) > allowed) {
        break;
      }
      reached = x;
    }
    return reached;
  }
}
