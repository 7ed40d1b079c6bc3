package lucerna.ops.function;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Steps on rational numbers, where the value is rational too.
 *
 * <p>At a rational argument each other step has a transcendental value, or an irrational root, and
 * that can be no tie; only for the error function is this not proved.
 */
final class ExactSteps {
  private static final Rational THREE = Rational.of(3, 1);
  private static final Rational SIX = Rational.of(6, 1);

  /* Longer rationals are left to intervals. */
  private static final int MAX_BITS = 4096;

  private ExactSteps() {}

  /** Returns the value, or null if it is irrational or too long. */
  static @Nullable Rational apply(Step step, Rational x) {
    int sign = x.signum();
    return switch (step.kind()) {
      case AFFINE -> step.exact(0).times(x).plus(step.exact(1));
      case EXP, COS, COSH -> sign == 0 ? Rational.ONE : null;
      case SIN, TAN, ATAN, SINH, TANH, ASINH, ERF, GELU_ERF, GELU_TANH, SILU, MISH ->
          sign == 0 ? Rational.ZERO : null;
      case SIGMOID -> sign == 0 ? Rational.HALF : null;
      case SOFTPLUS -> null;
      case LOG -> {
        require(sign > 0);
        yield x.equals(Rational.ONE) ? Rational.ZERO : null;
      }
      case SQRT -> {
        require(sign >= 0);
        yield x.sqrt();
      }
      case RECIPROCAL -> {
        require(sign != 0);
        yield Rational.ONE.dividedBy(x);
      }
      case POWER -> power(x, step.exact(0));
      case ASIN -> {
        require(x.abs().compareTo(Rational.ONE) <= 0);
        yield sign == 0 ? Rational.ZERO : null;
      }
      case ACOS -> {
        require(x.abs().compareTo(Rational.ONE) <= 0);
        yield x.equals(Rational.ONE) ? Rational.ZERO : null;
      }
      case ACOSH -> {
        require(x.compareTo(Rational.ONE) >= 0);
        yield x.equals(Rational.ONE) ? Rational.ZERO : null;
      }
      case ATANH -> {
        require(x.abs().compareTo(Rational.ONE) < 0);
        yield sign == 0 ? Rational.ZERO : null;
      }
      case SOFTSIGN -> x.dividedBy(x.abs().plus(Rational.ONE));
      case ELU, CELU -> sign >= 0 ? x : step.parameter(0) == 0 ? Rational.ZERO : null;
      case SELU ->
          sign >= 0
              ? x.times(step.exact(1))
              : step.parameter(0) == 0 || step.parameter(1) == 0 ? Rational.ZERO : null;
      case LEAKY_RELU -> sign >= 0 ? x : x.times(step.exact(0));
      case THRESHOLDED_RELU -> x.compareTo(step.exact(0)) > 0 ? x : Rational.ZERO;
      case RELU -> sign >= 0 ? x : Rational.ZERO;
      case HARD_SIGMOID ->
          clip(step.exact(0).times(x).plus(step.exact(1)), Rational.ZERO, Rational.ONE);
      case HARD_SWISH -> x.times(clip(x.plus(THREE).dividedBy(SIX), Rational.ZERO, Rational.ONE));
      case CLIP -> clip(x, step.exact(0), step.exact(1));
      case SHRINK -> {
        Rational bias = step.exact(0);
        Rational lambda = step.exact(1);
        yield x.abs().compareTo(lambda) <= 0
            ? Rational.ZERO
            : sign < 0 ? x.plus(bias) : x.minus(bias);
      }
      case ABS -> x.abs();
      case SIGN -> Rational.of(sign, 1);
      case FLOOR -> Rational.of(x.floor());
      case CEIL -> Rational.of(x.ceil());
      case ROUND_EVEN -> roundEven(x);
      case SQUARE -> x.times(x);
      case NOT_ZERO -> indicator(sign != 0);
      case GREATER -> indicator(x.compareTo(step.exact(0)) > 0);
      case EQUALS -> indicator(x.equals(step.exact(0)));
      case MOD -> {
        Rational quotient = x.dividedBy(step.exact(0));
        boolean up = step.parameter(1) == 1 && quotient.signum() < 0;
        Rational whole = Rational.of(up ? quotient.ceil() : quotient.floor());
        yield x.minus(whole.times(step.exact(0)));
      }
    };
  }

  /*
   * An odd power of x is the square of a rational only if x is one, so roots are drawn first, as
   * many as the exponent's denominator asks for; where one is irrational, so is the value.
   */
  private static @Nullable Rational power(Rational x, Rational c) {
    require(x.signum() > 0 || (x.signum() < 0 ? c.isInteger() : c.signum() >= 0));
    if (c.signum() == 0) {
      return Rational.ONE;
    }
    Rational base = x;
    for (int i = c.denominator().getLowestSetBit(); i > 0 && base.bitLength() > 1; i--) {
      Rational root = base.sqrt();
      if (root == null) {
        return null;
      }
      base = root;
    }
    if (base.bitLength() == 1 && base.isInteger()) {
      return base.signum() < 0 && !c.numerator().testBit(0) ? base.negated() : base;
    }
    BigInteger bits = c.numerator().abs().multiply(BigInteger.valueOf(base.bitLength()));
    return bits.bitLength() > 31 || bits.intValue() > MAX_BITS
        ? null
        : base.power(c.numerator().intValueExact());
  }

  private static Rational roundEven(Rational x) {
    Rational shifted = x.plus(Rational.HALF);
    BigInteger up = shifted.floor();
    return Rational.of(shifted.isInteger() && up.testBit(0) ? up.subtract(BigInteger.ONE) : up);
  }

  private static Rational clip(Rational x, Rational low, Rational high) {
    return x.compareTo(low) < 0 ? low : x.compareTo(high) > 0 ? high : x;
  }

  private static Rational indicator(boolean holds) {
    return holds ? Rational.ONE : Rational.ZERO;
  }

  private static void require(boolean defined) {
    if (!defined) {
      throw EvaluationFault.undefined();
    }
  }
}
