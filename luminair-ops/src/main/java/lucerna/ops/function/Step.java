package lucerna.ops.function;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One elementary function with its parameters.
 *
 * @param kind the function
 * @param parameters its parameters in the order of {@link Kind}, each exactly the double that it is
 */
public record Step(Kind kind, List<Double> parameters) {
  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if their number is wrong, one is not finite, or the function
   *     does not allow one
   */
  public Step {
    // Adding zero makes the two zeros one, so that equal functions are equal values.
    parameters = parameters.stream().map(p -> p + 0.0).toList();
    if (parameters.size() != kind.parameterCount()) {
      throw new IllegalArgumentException(
          "%s has %d parameters, not %d"
              .formatted(kind.title(), kind.parameterCount(), parameters.size()));
    }
    for (double p : parameters) {
      if (!Double.isFinite(p)) {
        throw new IllegalArgumentException("a parameter of " + kind.title() + " is " + p);
      }
    }
    String fault =
        switch (kind) {
          case CELU -> parameters.get(0) == 0 ? "alpha is zero" : "";
          case CLIP -> parameters.get(0) > parameters.get(1) ? "low is above high" : "";
          case SHRINK -> parameters.get(1) < 0 ? "lambda is negative" : "";
          case MOD ->
              parameters.get(0) == 0
                  ? "the divisor is zero"
                  : parameters.get(1) != 0 && parameters.get(1) != 1
                      ? "the flag is neither 0 nor 1"
                      : "";
          default -> "";
        };
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException(kind.title() + " of " + parameters + ": " + fault);
    }
  }

  /**
   * Makes a step.
   *
   * @param kind the function
   * @param parameters its parameters in the order of {@link Kind}
   * @return the step
   * @throws IllegalArgumentException if their number is wrong, one is not finite, or the function
   *     does not allow one
   */
  public static Step of(Kind kind, double... parameters) {
    return new Step(kind, Arrays.stream(parameters).boxed().toList());
  }

  /**
   * Makes the step {@code a*x + b}.
   *
   * @param a the factor
   * @param b the summand
   * @return the step
   * @throws IllegalArgumentException if one is not finite
   */
  public static Step affine(double a, double b) {
    return of(Kind.AFFINE, a, b);
  }

  /**
   * Makes the step {@code x^c}.
   *
   * @param c the exponent
   * @return the step
   * @throws IllegalArgumentException if it is not finite
   */
  public static Step power(double c) {
    return of(Kind.POWER, c);
  }

  /**
   * Makes the step that holds x between two bounds.
   *
   * @param low the lower bound
   * @param high the upper bound
   * @return the step
   * @throws IllegalArgumentException if they are not finite or not in order
   */
  public static Step clip(double low, double high) {
    return of(Kind.CLIP, low, high);
  }

  /**
   * Makes the step of a remainder.
   *
   * @param divisor the divisor
   * @param truncated whether the remainder has the sign of x, and not that of the divisor
   * @return the step
   * @throws IllegalArgumentException if the divisor is zero or not finite
   */
  public static Step mod(double divisor, boolean truncated) {
    return of(Kind.MOD, divisor, truncated ? 1 : 0);
  }

  /**
   * Evaluates in doubles, to about 15 digits; tables are not made this way.
   *
   * @param x the argument
   * @return the value, NaN where it is undefined
   */
  public double apply(double x) {
    return DoubleSteps.apply(this, x);
  }

  /** Returns a parameter as a double. */
  double parameter(int index) {
    return parameters.get(index);
  }

  /** Returns a parameter exactly. */
  Rational exact(int index) {
    return Rational.of(parameters.get(index));
  }

  @Override
  public String toString() {
    return parameters.isEmpty()
        ? kind.title()
        : parameters.stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ", kind.title() + "(", ")"));
  }
}
