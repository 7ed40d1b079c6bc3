package lucerna.ops.function;

import java.math.BigInteger;
import java.util.List;

/**
 * Steps on enclosed numbers.
 *
 * <p>A piecewise step needs an interval that lies in one piece. Where a boundary is inside, more
 * bits are asked for; at the last attempt the number is taken to be that boundary.
 */
final class IntervalSteps {
  private static final Rational MINUS_ONE = Rational.of(-1, 1);
  private static final Rational THREE = Rational.of(3, 1);
  private static final Rational SIXTH = Rational.of(1, 6);

  private IntervalSteps() {}

  static Value apply(Step step, Interval x, boolean last) {
    List<Rational> inside =
        boundaries(step).stream().filter(b -> !x.isBelow(b) && !x.isAbove(b)).distinct().toList();
    if (inside.isEmpty()) {
      return inOnePiece(step, x, last);
    }
    if (!last || inside.size() > 1) {
      throw EvaluationFault.undecided();
    }
    Rational exact = ExactSteps.apply(step, inside.getFirst());
    return exact != null ? exact : inOnePiece(step, Interval.of(inside.getFirst(), x.bits()), true);
  }

  /** Returns where a step's definition changes, and where its domain ends. */
  private static List<Rational> boundaries(Step step) {
    return switch (step.kind()) {
      case LOG, SQRT, RECIPROCAL, ELU, SELU, CELU, LEAKY_RELU, RELU, ABS, SIGN, NOT_ZERO ->
          List.of(Rational.ZERO);
      case POWER ->
          step.exact(0).isInteger() && step.parameter(0) >= 0 ? List.of() : List.of(Rational.ZERO);
      case ASIN, ACOS, ATANH -> List.of(MINUS_ONE, Rational.ONE);
      case ACOSH -> List.of(Rational.ONE);
      case THRESHOLDED_RELU, GREATER, EQUALS -> List.of(step.exact(0));
      case CLIP -> List.of(step.exact(0), step.exact(1));
      case SHRINK -> List.of(step.exact(1).negated(), step.exact(1));
      case HARD_SWISH -> List.of(THREE.negated(), THREE);
      case HARD_SIGMOID -> {
        if (step.parameter(0) == 0) {
          yield List.of();
        }
        Rational zero = step.exact(1).negated().dividedBy(step.exact(0));
        yield List.of(zero, zero.plus(Rational.ONE.dividedBy(step.exact(0))));
      }
      default -> List.of();
    };
  }

  private static Value inOnePiece(Step step, Interval x, boolean last) {
    return switch (step.kind()) {
      case AFFINE -> affine(x, step.exact(0), step.exact(1));
      case EXP -> Exponential.exp(x);
      case LOG -> Exponential.log(within(x, x.isAboveZero()));
      case SQRT -> within(x, x.isAboveZero()).sqrt();
      case RECIPROCAL -> x.reciprocal();
      case POWER ->
          Activations.power(within(x, x.isAboveZero() || step.exact(0).isInteger()), step.exact(0));
      case SIN -> Trigonometry.sin(x);
      case COS -> Trigonometry.cos(x);
      case TAN -> Trigonometry.tan(x);
      case ASIN -> Trigonometry.asin(unit(x));
      case ACOS -> Trigonometry.acos(unit(x));
      case ATAN -> Trigonometry.atan(x);
      case SINH -> Activations.sinh(x);
      case COSH -> Activations.cosh(x);
      case TANH -> Activations.tanh(x);
      case ASINH -> Activations.asinh(x);
      case ACOSH -> Activations.acosh(within(x, x.isAbove(Rational.ONE)));
      case ATANH -> Activations.atanh(unit(x));
      case ERF -> ErrorFunction.erf(x);
      case SIGMOID -> Activations.sigmoid(x);
      case SOFTPLUS -> Activations.softplus(x);
      case SOFTSIGN -> Activations.softsign(x);
      case GELU_ERF -> Activations.geluErf(x);
      case GELU_TANH -> Activations.geluTanh(x);
      case SILU -> Activations.silu(x);
      case MISH -> Activations.mish(x);
      case ELU, SELU, CELU -> exponentialUnit(step, x);
      case LEAKY_RELU -> x.isAboveZero() ? x : affine(x, step.exact(0), Rational.ZERO);
      case THRESHOLDED_RELU -> x.isAbove(step.exact(0)) ? x : Rational.ZERO;
      case RELU -> x.isAboveZero() ? x : Rational.ZERO;
      case HARD_SIGMOID ->
          step.parameter(0) == 0
              ? exactly(step, Rational.ZERO)
              : clip(x.times(step.exact(0)).plus(step.exact(1)), Rational.ZERO, Rational.ONE);
      case HARD_SWISH ->
          x.isBelow(THREE.negated())
              ? Rational.ZERO
              : x.isAbove(THREE) ? x : x.times(x.plus(THREE)).times(SIXTH);
      case CLIP -> clip(x, step.exact(0), step.exact(1));
      case SHRINK ->
          x.isBelow(step.exact(1).negated())
              ? x.plus(step.exact(0))
              : x.isAbove(step.exact(1)) ? x.plus(step.exact(0).negated()) : Rational.ZERO;
      case ABS -> x.isAboveZero() ? x : x.negated();
      case SIGN -> x.isAboveZero() ? Rational.ONE : MINUS_ONE;
      case FLOOR, CEIL -> rounded(step, x, Rational.ZERO, last);
      case ROUND_EVEN -> rounded(step, x, Rational.HALF, last);
      case SQUARE -> x.squared();
      case NOT_ZERO -> Rational.ONE;
      case GREATER -> x.isAbove(step.exact(0)) ? Rational.ONE : Rational.ZERO;
      case EQUALS -> Rational.ZERO;
      case MOD -> remainder(step, x, last);
    };
  }

  private static Value affine(Interval x, Rational a, Rational b) {
    return a.signum() == 0 ? b : x.times(a).plus(b);
  }

  private static Value clip(Interval x, Rational low, Rational high) {
    return x.isBelow(low) ? low : x.isAbove(high) ? high : x;
  }

  private static Value exponentialUnit(Step step, Interval x) {
    Rational alpha = step.exact(0);
    Rational gamma = step.kind() == Kind.SELU ? step.exact(1) : Rational.ONE;
    if (x.isAboveZero()) {
      return affine(x, gamma, Rational.ZERO);
    }
    Rational factor = alpha.times(gamma);
    return factor.signum() == 0
        ? Rational.ZERO
        : Activations.scaledExponential(x, factor, step.kind() == Kind.CELU ? alpha : Rational.ONE);
  }

  /** Rounds {@code x + offset} down or up. */
  private static Value rounded(Step step, Interval x, Rational offset, boolean last) {
    Interval y = x.plus(offset);
    BigInteger below = floor(y);
    if (isAtJump(y, below, last)) {
      return exactly(step, Rational.of(below.add(BigInteger.ONE)).minus(offset));
    }
    return Rational.of(step.kind() == Kind.CEIL ? below.add(BigInteger.ONE) : below);
  }

  private static Value remainder(Step step, Interval x, boolean last) {
    Rational divisor = step.exact(0);
    Interval quotient = x.times(Rational.ONE.dividedBy(divisor));
    BigInteger whole = floor(quotient);
    if (step.parameter(1) == 1 && whole.signum() < 0) {
      whole = whole.add(BigInteger.ONE);
      if (whole.signum() == 0 && quotient.isBelow(Rational.ONE)) {
        return x;
      }
    }
    if (isAtJump(quotient, floor(quotient), last)) {
      return Rational.ZERO;
    }
    return x.plus(Rational.of(whole).times(divisor).negated());
  }

  private static BigInteger floor(Interval x) {
    return x.loAt(0);
  }

  /** Says whether the integer after {@code below} is to be taken for the number inside. */
  private static boolean isAtJump(Interval x, BigInteger below, boolean last) {
    BigInteger inside = x.hiAt(0).subtract(BigInteger.ONE).subtract(below);
    if (inside.signum() <= 0) {
      return false;
    }
    if (!last || inside.compareTo(BigInteger.ONE) > 0) {
      throw EvaluationFault.undecided();
    }
    return true;
  }

  private static Rational exactly(Step step, Rational x) {
    Rational exact = ExactSteps.apply(step, x);
    if (exact == null) {
      throw EvaluationFault.undecided();
    }
    return exact;
  }

  private static Interval unit(Interval x) {
    return within(x, x.isAbove(MINUS_ONE) && x.isBelow(Rational.ONE));
  }

  private static Interval within(Interval x, boolean domain) {
    if (!domain) {
      throw EvaluationFault.undefined();
    }
    return x;
  }
}
