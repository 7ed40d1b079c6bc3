package lucerna.ops.function;

/**
 * A double and a bound on how far the number meant is from it.
 *
 * <p>The sum, product, quotient and root of two doubles are the nearest doubles to them, and {@link
 * StrictMath} computes the same on all machines, within an ulp, or 2.5 for the hyperbolic tangent;
 * the bounds here allow four times as much. A bound that is NaN says that nothing is known.
 *
 * @param value the double
 * @param error the bound
 */
record Approximation(double value, double error) {
  static final Approximation UNKNOWN = new Approximation(Double.NaN, Double.NaN);

  private static final Approximation ONE = new Approximation(1, 0);

  /* Twice the relative error of rounding to a double. */
  private static final double ROUNDING = 0x1p-52;
  private static final double STRICT_MATH = 10 * ROUNDING;

  /* Bounds are doubles, too: a few roundings on the way to one, and underflow, which is absolute. */
  private static final double SLACK = 1 + 0x1p-40;
  private static final double UNDERFLOW = 0x1p-1000;

  /* Beyond this erf is within 2.2e-17 of one. */
  private static final double ERF_SATURATES = 6;
  private static final double ERF_REST = 0x1p-54;
  private static final double LEAST_TERM = 0x1p-60;

  /** Returns a constant that is off by its rounding alone. */
  static Approximation rounded(double value) {
    return of(value, Math.abs(value) * ROUNDING);
  }

  private static Approximation of(double value, double error) {
    return new Approximation(value, error * SLACK + UNDERFLOW);
  }

  Approximation plus(Approximation other) {
    double sum = value + other.value;
    return of(sum, error + other.error + Math.abs(sum) * ROUNDING);
  }

  Approximation negated() {
    return new Approximation(-value, error);
  }

  Approximation times(Approximation other) {
    double product = value * other.value;
    double fromErrors =
        Math.abs(value) * other.error + Math.abs(other.value) * error + error * other.error;
    return of(product, fromErrors + Math.abs(product) * ROUNDING);
  }

  /** Multiplies by a power of two, or by minus one. */
  Approximation scaled(double factor) {
    return of(value * factor, error * Math.abs(factor));
  }

  Approximation reciprocal() {
    double least = Math.abs(value) - error;
    double inverse = 1 / value;
    return least > 0
        ? of(inverse, error / (Math.abs(value) * least) + Math.abs(inverse) * ROUNDING)
        : UNKNOWN;
  }

  Approximation sqrt() {
    double root = Math.sqrt(value);
    double least = value - error;
    return least > 0 ? of(root, error / Math.sqrt(least) + root * ROUNDING) : UNKNOWN;
  }

  /* For |d| <= 1/2, |e^d - 1| <= 2 |d|. */
  Approximation exp() {
    double power = StrictMath.exp(value);
    return error <= 0.5 ? of(power, power * (2 * error + 2 * STRICT_MATH)) : UNKNOWN;
  }

  Approximation log() {
    double log = StrictMath.log(value);
    double least = value - error;
    return least > 0 ? of(log, error / least + Math.abs(log) * STRICT_MATH) : UNKNOWN;
  }

  Approximation sin() {
    return of(StrictMath.sin(value), error + STRICT_MATH);
  }

  Approximation cos() {
    return of(StrictMath.cos(value), error + STRICT_MATH);
  }

  Approximation tanh() {
    return of(StrictMath.tanh(value), error + STRICT_MATH);
  }

  Approximation sigmoid() {
    if (value < 0) {
      Approximation e = exp();
      return e.times(e.plus(ONE).reciprocal());
    }
    return negated().exp().plus(ONE).reciprocal();
  }

  /* max(x, 0) + log(1 + e^-|x|); neither slope is above one. */
  Approximation softplus() {
    double log = StrictMath.log1p(StrictMath.exp(-Math.abs(value)));
    return of(Math.max(value, 0) + log, error + (Math.abs(value) + 2) * STRICT_MATH);
  }

  Approximation silu() {
    return times(sigmoid());
  }

  /* x (1 - 2 / ((1 + e^x)^2 + 1)). */
  Approximation mish() {
    Approximation e = exp().plus(ONE);
    Approximation rest = e.times(e).plus(ONE).reciprocal().scaled(-2);
    return rest.plus(ONE).times(this);
  }

  Approximation geluErf() {
    Approximation root = rounded(StrictMath.sqrt(0.5));
    return times(times(root).erf().plus(ONE)).scaled(0.5);
  }

  Approximation geluTanh() {
    Approximation cubic = times(times(this).times(rounded(0.044715)).plus(ONE));
    // The root of the rounded quotient is off by less than one more rounding.
    double factor = StrictMath.sqrt(2 / StrictMath.PI);
    return times(cubic.times(of(factor, 4 * ROUNDING)).scaled(2).sigmoid());
  }

  /*
   * 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, whose terms have one sign. Each term has four
   * roundings more than the one before, and the sum one; what is left out is less than twice the
   * last term, since each is then at most half of the one before. The slope is below 1.2.
   */
  Approximation erf() {
    double x = Math.abs(value);
    if (!(x < ERF_SATURATES)) {
      return of(Math.copySign(1, value), ERF_REST + 1.2 * error);
    }
    double sum = 0;
    double term = x;
    int n = 1;
    for (; term > LEAST_TERM || 2 * n + 1 < 4 * x * x; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    double erf = 2 / StrictMath.sqrt(StrictMath.PI) * StrictMath.exp(-x * x) * sum;
    double relative = (5.0 * n + 4 * x * x + 16) * ROUNDING + 2 * STRICT_MATH;
    return of(Math.copySign(erf, value), erf * relative + 4 * LEAST_TERM + 1.2 * error);
  }
}
