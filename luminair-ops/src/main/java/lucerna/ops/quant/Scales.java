package lucerna.ops.quant;

import java.util.HashMap;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.program.Program;
import lucerna.ops.program.ProgramChecks;
import lucerna.ops.program.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * The exponents and widths of all tensors and tables of accumulators of a plan.
 *
 * <p>A tensor's exponent starts as large as its width allows and is only ever lowered, until every
 * table of accumulators is bounded and every shift is in range: so the search ends.
 */
final class Scales {
  private final Plan plan;
  private final Calibration calibration;
  private final QuantOptions options;
  private final boolean[] committed;
  // Per base: what its elements are taken not to exceed, headroom included.
  private final double[] magnitude;
  private final int[] exponent;
  private final int[][] accumulator;
  private final @Nullable LayerScales[] layers;

  private Scales(Graph graph, Plan plan, Calibration calibration, QuantOptions options) {
    this.plan = plan;
    this.calibration = calibration;
    this.options = options;
    this.committed = plan.committed();
    this.magnitude = magnitudes(graph);
    this.exponent = new int[magnitude.length];
    this.accumulator = new int[magnitude.length][];
    this.layers = new LayerScales[magnitude.length];
  }

  static Scales choose(Graph graph, Plan plan, Calibration calibration, QuantOptions options) {
    Scales scales = new Scales(graph, plan, calibration, options);
    scales.start();
    scales.settle();
    return scales;
  }

  boolean isCommitted(int base) {
    return committed[base];
  }

  int exponent(int base) {
    return exponent[base];
  }

  /** Returns the width that a committed base's elements need. */
  int bits(int base) {
    return width(magnitude[base], exponent[base]);
  }

  /** Returns a table's exponents: one per channel of a product, one for a sum. */
  int[] accumulator(int base) {
    return accumulator[base];
  }

  LayerScales layer(int base) {
    LayerScales layer = layers[base];
    if (layer == null) {
      throw new IllegalStateException("base " + base + " is no product");
    }
    return layer;
  }

  double meanSquare(Plan.Product product) {
    double seen = calibration.of(product.node().input()).meanSquare();
    double bound = magnitude[product.operand().base()];
    return seen > 0 ? seen : bound * bound / 3;
  }

  private double[] magnitudes(Graph graph) {
    double[] result = new double[plan.bases().size()];
    boolean dark = false;
    Map<String, Double> inputs = new HashMap<>();
    for (int b = 0; b < result.length; b++) {
      Plan.Base base = plan.bases().get(b);
      boolean input = base.step() == null;
      int headroom =
          input ? options.inputHeadroom(calibration.samples()) : options.hiddenHeadroom();
      double max = calibration.of(base.tensor()).max();
      if (input) {
        max = max == 0 ? 1 : max;
        inputs.put(base.tensor(), Math.scalb(max, headroom));
      }
      result[b] = Math.scalb(max, headroom);
      dark |= max == 0;
      if (result[b] > 1e60 || (max > 0 && result[b] < 1e-60)) {
        throw new UserException(
            "Tensor %s reaches %s on the samples, which is too far from 1 to be scaled."
                .formatted(base.tensor(), max));
      }
    }
    if (dark) {
      Map<String, Double> bounds = Intervals.magnitudes(graph, inputs);
      for (int b = 0; b < result.length; b++) {
        if (result[b] == 0) {
          double bound = bounds.getOrDefault(plan.bases().get(b).tensor(), 0.0);
          result[b] = bound > 1e-60 ? bound : 1;
        }
      }
    }
    return result;
  }

  private void start() {
    for (int b = 0; b < exponent.length; b++) {
      if (plan.bases().get(b).step() instanceof Plan.Product product) {
        layers[b] = new LayerScales(product.node(), !product.operand().relu(), committed[b]);
      }
    }
    for (int b = 0; b < exponent.length; b++) {
      int bits = options.wideBits();
      for (int reader = 0; reader < exponent.length; reader++) {
        if (plan.bases().get(reader).step() instanceof Plan.Product product
            && product.operand().base() == b) {
          bits = Math.min(bits, balanced(b, layer(reader), meanSquare(product)));
        }
      }
      exponent[b] = exponentFor(magnitude[b], bits);
    }
  }

  /** Returns the operand width that a layer would like best. */
  private int balanced(int base, LayerScales layer, double meanSquare) {
    int best = options.minBits();
    double least = Double.POSITIVE_INFINITY;
    for (int bits = options.minBits(); bits <= options.maxBits(); bits++) {
      double noise = layer.noise(bits, exponentFor(magnitude[base], bits), meanSquare);
      if (noise < least) {
        least = noise;
        best = bits;
      }
    }
    return best;
  }

  private void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int b = 0; b < exponent.length; b++) {
        changed |=
            switch (plan.bases().get(b).step()) {
              case null -> false;
              case Plan.Product product -> settleProduct(b, product);
              case Plan.Sum sum -> settleSum(b, sum);
            };
      }
    }
  }

  private boolean settleProduct(int base, Plan.Product product) {
    int operand = product.operand().base();
    int cap =
        committed[base] ? exponent[base] + Ranges.maxShift(bits(base)) : LayerScales.MAX_EXPONENT;
    LayerScales layer = layer(base);
    int[] exponents = new int[product.node().outer()];
    int least = Integer.MAX_VALUE;
    for (int n = 0; n < exponents.length; n++) {
      if (!layer.isZero(n)) {
        int weight = layer.exponent(n, bits(operand), exponent[operand]);
        exponents[n] = Math.min(cap, exponent[operand] + weight);
        least = Math.min(least, exponents[n]);
      }
    }
    boolean lowered = committed[base] && least < exponent[base];
    if (lowered) {
      lower(base, least);
    }
    // A channel of zeros is exact at any scale.
    int zeros = committed[base] || least == Integer.MAX_VALUE ? exponent[base] : least;
    for (int n = 0; n < exponents.length; n++) {
      exponents[n] = layer.isZero(n) ? zeros : exponents[n];
    }
    accumulator[base] = exponents;
    return lowered;
  }

  private boolean settleSum(int base, Plan.Sum sum) {
    boolean changed = false;
    while (!sumFits(base, sum)) {
      lowerFinest(sum);
      changed = true;
    }
    int finest = finest(sum);
    if (committed[base] && finest < exponent[base]) {
      lower(base, finest);
      changed = true;
    }
    accumulator[base] = new int[] {finest};
    return changed;
  }

  private boolean sumFits(int base, Plan.Sum sum) {
    int finest = finest(sum);
    long bound = sum.constant() == null ? 0 : Ranges.BIAS_BOUND;
    for (Plan.Ref term : sum.reads()) {
      int shift = finest - exponent[term.base()];
      if (shift > Ranges.MAX_SHIFT) {
        return false;
      }
      bound += Ranges.magnitude(bits(term.base())) << shift;
    }
    if (sum.constant() != null) {
      for (double value : sum.constant()) {
        if (Math.abs(Math.scalb(value, finest)) + 0.5 > Ranges.BIAS_BOUND) {
          return false;
        }
      }
    }
    int shift = committed[base] ? Math.max(0, finest - exponent[base]) : 0;
    return bound + Ranges.half(shift) < Program.ACCUMULATOR_BOUND
        && (!committed[base] || shift <= Ranges.maxShift(bits(base)));
  }

  private int finest(Plan.Sum sum) {
    return sum.reads().stream().mapToInt(term -> exponent[term.base()]).max().orElseThrow();
  }

  private void lowerFinest(Plan.Sum sum) {
    int finest = finest(sum);
    if (finest <= -ProgramChecks.MAX_EXPONENT) {
      throw new UserException(
          "Node %s: its sum has %d terms, which is too many to be bounded."
              .formatted(sum.name(), sum.reads().size()));
    }
    for (Plan.Ref term : sum.reads()) {
      if (exponent[term.base()] == finest) {
        lower(term.base(), finest - 1);
      }
    }
  }

  private void lower(int base, int to) {
    exponent[base] = to;
  }

  /** Returns the width of the integers that stand for numbers up to a magnitude. */
  static int width(double magnitude, int exponent) {
    double most = Math.floor(Math.scalb(magnitude, exponent) + 0.5);
    return most < 1 ? 1 : Math.getExponent(most) + 1;
  }

  /** Returns the largest exponent at which numbers up to a magnitude have a width. */
  static int exponentFor(double magnitude, int bits) {
    int exponent = bits - Math.getExponent(magnitude);
    while (width(magnitude, exponent) > bits) {
      exponent--;
    }
    return exponent;
  }
}
