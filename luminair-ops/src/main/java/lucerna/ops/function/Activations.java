package lucerna.ops.function;

import java.math.BigInteger;

/**
 * The hyperbolic functions and the activations that are made of exponentials.
 *
 * <p>Each is written so that its argument occurs as rarely as possible, and so that a saturated
 * value is enclosed with its limit as an exact end.
 */
final class Activations {
  private static final Rational GELU_CUBIC = Rational.of(44715, 1_000_000);

  private Activations() {}

  static Interval sinh(Interval x) {
    if (x.isBelowZero()) {
      return sinh(x.negated()).negated();
    }
    Interval e = Exponential.exp(x);
    return e.minus(e.reciprocal()).shifted(-1);
  }

  static Interval cosh(Interval x) {
    Interval e = Exponential.exp(x.isBelowZero() ? x.negated() : x);
    return e.plus(e.reciprocal()).shifted(-1);
  }

  static Interval tanh(Interval x) {
    if (x.isBelowZero()) {
      return tanh(x.negated()).negated();
    }
    return sigmoid(x.shifted(1)).shifted(1).minus(one(x));
  }

  static Interval asinh(Interval x) {
    if (x.isBelowZero()) {
      return asinh(x.negated()).negated();
    }
    return Exponential.log(x.plus(x.squared().plus(one(x)).sqrt()));
  }

  /** Returns the inverse of cosh of an interval that is not below 1. */
  static Interval acosh(Interval x) {
    Interval square = x.minus(one(x)).times(x.plus(one(x)));
    return Exponential.log(x.plus(square.sqrt()));
  }

  /** Returns the inverse of tanh of an interval within -1 and 1. */
  static Interval atanh(Interval x) {
    Interval ratio = one(x).plus(x).dividedBy(one(x).minus(x));
    return Exponential.log(ratio).shifted(-1);
  }

  static Interval sigmoid(Interval x) {
    if (x.isBelowZero()) {
      Interval e = Exponential.exp(x);
      return e.dividedBy(one(x).plus(e));
    }
    return one(x).plus(Exponential.exp(x.negated())).reciprocal();
  }

  static Interval softplus(Interval x) {
    if (!x.isAboveZero()) {
      return Exponential.log(one(x).plus(Exponential.exp(x)));
    }
    return x.plus(Exponential.log(one(x).plus(Exponential.exp(x.negated()))));
  }

  static Interval softsign(Interval x) {
    Interval low = softsignAt(x.low());
    return x.isPoint() ? low : low.hull(softsignAt(x.high()));
  }

  private static Interval softsignAt(Interval x) {
    return x.dividedBy(one(x).plus(x.isBelowZero() ? x.negated() : x));
  }

  static Interval silu(Interval x) {
    return x.times(sigmoid(x));
  }

  static Interval geluErf(Interval x) {
    return x.times(one(x).plus(ErrorFunction.erfOfRoot(x)).shifted(-1));
  }

  /* (1 + tanh u) / 2 = sigmoid(2u). */
  static Interval geluTanh(Interval x) {
    Interval cubic = x.times(x.squared().times(GELU_CUBIC).plus(Rational.ONE));
    Interval u = cubic.times(Constants.of(x.bits()).normalFactor);
    return x.times(sigmoid(u.shifted(1)));
  }

  /*
   * tanh(log(1 + e)) = 1 - 2 / ((1 + e)^2 + 1), and with t = 1/e the same is
   * 1 - 2 t^2 / ((1 + t)^2 + t^2).
   */
  static Interval mish(Interval x) {
    Interval rest;
    if (x.isAboveZero()) {
      Interval t = Exponential.exp(x.negated());
      Interval square = t.squared();
      rest = square.shifted(1).dividedBy(one(x).plus(t).squared().plus(square));
    } else {
      rest = one(x).plus(Exponential.exp(x)).squared().plus(one(x)).reciprocal().shifted(1);
    }
    return x.times(one(x).minus(rest));
  }

  /** Returns {@code factor * (e^(x / divisor) - 1)}. */
  static Interval scaledExponential(Interval x, Rational factor, Rational divisor) {
    Interval argument = x.times(Rational.ONE.dividedBy(divisor));
    return Exponential.exp(argument).minus(one(x)).times(factor);
  }

  /** Returns {@code x^c} of an interval that is above zero, or on one side of it for integer c. */
  static Interval power(Interval x, Rational c) {
    if (!c.isInteger()) {
      return Exponential.exp(Exponential.log(x).times(c));
    }
    BigInteger exponent = c.numerator();
    return exponent.signum() < 0 ? x.reciprocal().power(exponent.negate()) : x.power(exponent);
  }

  private static Interval one(Interval x) {
    return Interval.of(1, x.bits());
  }
}
