package lucerna.ops.function;

import java.util.OptionalInt;

/**
 * Rounded values of a function by doubles with bounds on their errors, where those leave no doubt.
 *
 * <p>What is returned is what {@link Evaluator} finds, a hundred times as fast. It knows the usual
 * functions only, and never the ends of domains nor ties.
 */
final class Approximate {
  private final RealFunction function;
  private final int inputExponent;
  private final double unit;

  /**
   * Prepares.
   *
   * @param function the function
   * @param inputExponent the number of fraction bits of arguments
   * @param outputExponent the number of fraction bits of values
   */
  Approximate(RealFunction function, int inputExponent, int outputExponent) {
    this.function = function;
    this.inputExponent = inputExponent;
    unit = Math.scalb(1.0, outputExponent);
  }

  /** Returns {@code floor(f(n * 2^-inputExponent) * 2^outputExponent + 1/2)}, if it is certain. */
  OptionalInt rounded(int n) {
    var x = new Approximation(Math.scalb((double) n, -inputExponent), 0);
    for (Step step : function.steps()) {
      x = apply(step, x);
    }
    // Both products are exact. The sums are rounded; an ulp of the least that matters is added.
    double value = x.value() * unit + 0.5;
    double error = x.error() * unit + (Math.abs(value) + 1) * 0x1p-51;
    double low = Math.floor(value - error);
    boolean certain =
        low == Math.floor(value + error) && low >= Integer.MIN_VALUE && low <= Integer.MAX_VALUE;
    return certain ? OptionalInt.of((int) low) : OptionalInt.empty();
  }

  static Approximation apply(Step step, Approximation x) {
    return switch (step.kind()) {
      case AFFINE ->
          x.times(new Approximation(step.parameter(0), 0))
              .plus(new Approximation(step.parameter(1), 0));
      case EXP -> x.exp();
      case LOG -> x.log();
      case SQRT -> x.sqrt();
      case RECIPROCAL -> x.reciprocal();
      case SQUARE -> x.times(x);
      case SIN -> x.sin();
      case COS -> x.cos();
      case TANH -> x.tanh();
      case ERF -> x.erf();
      case SIGMOID -> x.sigmoid();
      case SOFTPLUS -> x.softplus();
      case GELU_ERF -> x.geluErf();
      case GELU_TANH -> x.geluTanh();
      case SILU -> x.silu();
      case MISH -> x.mish();
      default -> Approximation.UNKNOWN;
    };
  }
}
