package lucerna.ops.function;

/** Steps on doubles; NaN stands for an undefined value. */
final class DoubleSteps {
  private static final double ROOT_2 = Math.sqrt(2);

  private DoubleSteps() {}

  static double apply(Step step, double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    return switch (step.kind()) {
      case AFFINE -> step.parameter(0) * x + step.parameter(1);
      case EXP -> Math.exp(x);
      case LOG -> x > 0 ? Math.log(x) : Double.NaN;
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> x == 0 ? Double.NaN : 1 / x;
      case POWER -> x == 0 && step.parameter(0) < 0 ? Double.NaN : Math.pow(x, step.parameter(0));
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> asinh(x);
      case ACOSH -> acosh(x);
      case ATANH -> Math.abs(x) < 1 ? 0.5 * (Math.log1p(x) - Math.log1p(-x)) : Double.NaN;
      case ERF -> erf(x);
      case SIGMOID -> sigmoid(x);
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> Double.isInfinite(x) ? Math.signum(x) : x / (1 + Math.abs(x));
      case GELU_ERF -> gated(x, 0.5 * erfc(-x / ROOT_2));
      case GELU_TANH -> gated(x, sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SILU -> gated(x, sigmoid(x));
      case MISH -> gated(x, Math.tanh(softplus(x)));
      case ELU -> x >= 0 ? x : step.parameter(0) * Math.expm1(x);
      case SELU -> step.parameter(1) * (x >= 0 ? x : step.parameter(0) * Math.expm1(x));
      case CELU -> x >= 0 ? x : step.parameter(0) * Math.expm1(x / step.parameter(0));
      case LEAKY_RELU -> x >= 0 ? x : step.parameter(0) * x;
      case THRESHOLDED_RELU -> x > step.parameter(0) ? x : 0;
      case RELU -> Math.max(x, 0);
      case HARD_SIGMOID -> Math.clamp(step.parameter(0) * x + step.parameter(1), 0.0, 1.0);
      case HARD_SWISH -> gated(x, Math.clamp(x / 6 + 0.5, 0.0, 1.0));
      case CLIP -> Math.clamp(x, step.parameter(0), step.parameter(1));
      case SHRINK -> Math.abs(x) <= step.parameter(1) ? 0 : x - Math.signum(x) * step.parameter(0);
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND_EVEN -> Math.rint(x);
      case SQUARE -> x * x;
      case NOT_ZERO -> x != 0 ? 1 : 0;
      case GREATER -> x > step.parameter(0) ? 1 : 0;
      case EQUALS -> x == step.parameter(0) ? 1 : 0;
      case MOD -> mod(x, step.parameter(0), step.parameter(1) == 1);
    };
  }

  /** Multiplies by a gate, whose zero also stops an infinity. */
  private static double gated(double x, double gate) {
    return gate == 0 ? 0 : x * gate;
  }

  private static double sigmoid(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /* From 2^28 on, the square no longer counts next to 1 and may overflow. */
  private static double asinh(double x) {
    double a = Math.abs(x);
    double value =
        a > 1 << 28
            ? Math.log(a) + Math.log(2)
            : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
    return Math.copySign(value, x);
  }

  private static double acosh(double x) {
    double t = x - 1;
    return x > 1 << 28 ? Math.log(x) + Math.log(2) : Math.log1p(t + Math.sqrt(t * (t + 2)));
  }

  private static double mod(double x, double divisor, boolean truncated) {
    double rest = x % divisor;
    return !truncated && rest != 0 && rest < 0 != divisor < 0 ? rest + divisor : rest;
  }

  private static double erf(double x) {
    return Math.abs(x) < 2 ? erfSeries(x) : x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
  }

  private static double erfc(double x) {
    if (x < 2) {
      return 1 - erf(x);
    }
    // The continued fraction x + (1/2)/(x + 1/(x + (3/2)/(x + ...))), from the far end.
    double fraction = x;
    for (int k = 100; k > 0; k--) {
      fraction = x + k / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }

  /* All terms have one sign: 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!. */
  private static double erfSeries(double x) {
    double sum = 0;
    double term = x;
    for (int n = 1; Math.abs(term) > 1e-18; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
