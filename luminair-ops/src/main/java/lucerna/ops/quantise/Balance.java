package lucerna.ops.quantise;

import lucerna.ops.circuit.Circuit;

/** How many bits of an operand leave as much precision to the weights. */
final class Balance {
  private static final double WEIGHT_LIMIT = (1 << 13) - 1;

  private Balance() {}

  /** Returns the operand width of least predicted noise. */
  static int bits(Plan plan, Form form, Form.WeightPart part, Options options) {
    boolean signed = !plan.isNonnegative(part.left());
    int channels = part.groups() * form.outer;
    double[] most = new double[channels];
    double[] squares = new double[channels];
    double[] positive = new double[channels];
    double[] negative = new double[channels];
    for (int i = 0; i < part.weights().length; i++) {
      int c = i / (part.inner() * form.outer) * form.outer + i % form.outer;
      double weight = part.weights()[i];
      most[c] = Math.max(most[c], Math.abs(weight));
      squares[c] += weight * weight;
      positive[c] += Math.max(0, weight);
      negative[c] += Math.max(0, -weight);
    }
    double magnitude = 0;
    double meanSquare = 0;
    for (int source : part.left().source()) {
      if (source >= 0) {
        Base base = plan.base(source);
        magnitude = Math.max(magnitude, base.magnitude());
        meanSquare = Math.max(meanSquare, base.meanSquare);
      }
    }
    meanSquare = meanSquare > 0 ? meanSquare : magnitude * magnitude / 3;
    int best = options.operandBits();
    double least = Double.POSITIVE_INFINITY;
    for (int bits = Options.MIN_OPERAND_BITS; bits <= options.operandBits(); bits++) {
      int exponent = Base.exponentFor(Math.max(magnitude, 1e-60), bits);
      double budget = Circuit.BOUND * (form.terms.isEmpty() ? 0.9 : 0.45) / Math.scalb(1.0, bits);
      double noise = 0;
      for (int c = 0; c < channels; c++) {
        if (squares[c] > 0) {
          double sum = signed ? positive[c] + negative[c] : Math.max(positive[c], negative[c]);
          double step = Math.max(most[c] / WEIGHT_LIMIT, sum / budget);
          // Steps are powers of two.
          step = Math.scalb(1.0, Math.getExponent(step) + 1);
          noise +=
              (Math.scalb(1.0, -2 * exponent) / 12 * squares[c]
                      + step * step / 12 * meanSquare * part.inner())
                  / (meanSquare * squares[c]);
        }
      }
      if (noise < least) {
        least = noise;
        best = bits;
      }
    }
    return best;
  }
}
