package lucerna.ops.function;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A chain of steps: {@code x -> steps[last](...(steps[0](x)))}.
 *
 * @param steps the steps in the order in which they are applied; none for the identity
 */
public record RealFunction(List<Step> steps) {
  /** The function that returns its argument. */
  public static final RealFunction IDENTITY = new RealFunction(List.of());

  /** Copies the list. */
  public RealFunction {
    steps = List.copyOf(steps);
  }

  /**
   * Makes a function of one step.
   *
   * @param kind the function
   * @param parameters its parameters in the order of {@link Kind}
   * @return the function
   * @throws IllegalArgumentException if {@link Step#of} refuses the parameters
   */
  public static RealFunction of(Kind kind, double... parameters) {
    return IDENTITY.then(Step.of(kind, parameters));
  }

  /**
   * Appends a step.
   *
   * @param step what is applied to this function's value
   * @return the longer chain
   */
  public RealFunction then(Step step) {
    return then(new RealFunction(List.of(step)));
  }

  /**
   * Appends the steps of another function.
   *
   * @param next what is applied to this function's value
   * @return the longer chain
   */
  public RealFunction then(RealFunction next) {
    List<Step> all = new ArrayList<>(steps);
    all.addAll(next.steps);
    return new RealFunction(all);
  }

  /**
   * Evaluates in doubles, to about 15 digits; tables are not made this way.
   *
   * @param x the argument
   * @return the value, NaN where it is undefined
   */
  public double apply(double x) {
    double y = x;
    for (Step step : steps) {
      y = step.apply(y);
    }
    return y;
  }

  @Override
  public String toString() {
    return steps.isEmpty()
        ? "identity"
        : steps.stream().map(Step::toString).collect(Collectors.joining(" then "));
  }
}
