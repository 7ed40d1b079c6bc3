package lucerna.ops.function;

import java.math.BigInteger;
import lucerna.ops.function.EvaluationFault.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Finds rounded values of a function, at as many bits as the rounding asks for.
 *
 * <p>The first attempt keeps 32 bits below the unit of the result; each of five others doubles
 * these. After the last, an interval around one tie is taken for the tie, and so rounds up.
 */
final class Evaluator {
  private static final int ATTEMPTS = 6;
  private static final int GUARD = 32;
  private static final int INT_BITS = 32;
  private static final int MAX_EXACT_BITS = 4096;

  private final RealFunction function;
  private final int outputExponent;

  Evaluator(RealFunction function, int outputExponent) {
    this.function = function;
    this.outputExponent = outputExponent;
  }

  /**
   * Returns {@code floor(f(x) * 2^outputExponent + 1/2)}.
   *
   * @throws IllegalArgumentException if the value is undefined, cannot be determined or is no int
   */
  int rounded(Rational x) {
    for (int attempt = 1; ; attempt++) {
      int bits = Math.max(INT_BITS, outputExponent) + (GUARD << (attempt - 1));
      Integer result = attempt(x, bits, attempt == ATTEMPTS);
      if (result != null) {
        return result;
      }
    }
  }

  private @Nullable Integer attempt(Rational x, int bits, boolean last) {
    Value value = x;
    for (Step step : function.steps()) {
      try {
        value = apply(step, value, bits, last);
      } catch (EvaluationFault fault) {
        if (fault.reason() == Reason.UNDECIDED && !last) {
          return null;
        }
        throw new IllegalArgumentException(
            "%s %s at x = %s".formatted(step, fault.getMessage(), x));
      }
    }
    return switch (value) {
      case Rational exact -> checked(round(exact), x);
      case Interval enclosed -> round(enclosed, x, last);
    };
  }

  static Value apply(Step step, Value value, int bits, boolean last) {
    Value result =
        switch (value) {
          case Interval x -> IntervalSteps.apply(step, x, last);
          case Rational x -> {
            Rational exact = ExactSteps.apply(step, x);
            yield exact == null
                ? IntervalSteps.apply(step, Interval.of(x, bits), last)
                : exact.bitLength() > MAX_EXACT_BITS ? Interval.of(exact, bits) : exact;
          }
        };
    return result instanceof Interval interval ? interval.opened() : result;
  }

  private BigInteger round(Rational value) {
    Rational unit = Rational.dyadic(BigInteger.ONE, -outputExponent);
    return value.times(unit).plus(Rational.HALF).floor();
  }

  /* The number lies strictly inside, so that an upper end at a tie is not reached. */
  private @Nullable Integer round(Interval value, Rational x, boolean last) {
    var doubled =
        new Interval(value.lo(), value.hi(), value.scale() - outputExponent - 1, value.bits());
    BigInteger first = doubled.loAt(0).add(BigInteger.ONE).shiftRight(1);
    BigInteger after = doubled.hiAt(0).shiftRight(1);
    if (first.equals(after)
        || (first.signum() == after.signum() && !isInt(first) && !isInt(after))) {
      return checked(first, x);
    }
    if (!last) {
      return null;
    }
    if (!first.add(BigInteger.ONE).equals(after)) {
      throw new IllegalArgumentException(
          "%s cannot be determined at x = %s".formatted(function, x));
    }
    return checked(after, x);
  }

  private int checked(BigInteger result, Rational x) {
    if (!isInt(result)) {
      throw new IllegalArgumentException(
          "%s * 2^%d is no 32-bit integer at x = %s".formatted(function, outputExponent, x));
    }
    return result.intValue();
  }

  private static boolean isInt(BigInteger n) {
    return n.bitLength() < INT_BITS;
  }
}
