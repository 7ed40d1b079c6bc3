package lucerna.ops.function;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of a function at equally spaced arguments, rounded to integers: {@code y[i] =
 * floor(f((low + i) * 2^-inputExponent) * 2^outputExponent + 1/2)}.
 *
 * <p>Ties of rational values are exact, and round up. A value that stays within {@code 2^-1024} of
 * a tie, or of a jump or kink of a later step, is taken to lie on it.
 *
 * @param function the function
 * @param low the first argument in units of {@code 2^-inputExponent}
 * @param high the last one
 * @param inputExponent the number of fraction bits of the arguments, from -64 to 64
 * @param outputExponent the number of fraction bits of the values, from -64 to 64
 */
public record FunctionTable(
    RealFunction function, int low, int high, int inputExponent, int outputExponent) {
  /** The most entries that a table may have. */
  public static final int MAX_SIZE = 1 << 24;

  /** The greatest exponent either way. */
  public static final int MAX_EXPONENT = 64;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if there are no entries or more than {@link #MAX_SIZE}, or an
   *     exponent is out of its range
   */
  public FunctionTable {
    if (low > high || (long) high - low >= MAX_SIZE) {
      throw new IllegalArgumentException(
          "a table from %d to %d; at least 1 and at most %d entries are possible"
              .formatted(low, high, MAX_SIZE));
    }
    if (Math.max(Math.abs((long) inputExponent), Math.abs((long) outputExponent)) > MAX_EXPONENT) {
      throw new IllegalArgumentException(
          "exponents %d and %d; at most %d either way is possible"
              .formatted(inputExponent, outputExponent, MAX_EXPONENT));
    }
  }

  /**
   * Returns the number of entries.
   *
   * @return {@code high - low + 1}
   */
  public int size() {
    return high - low + 1;
  }

  /**
   * Computes the entries, in parallel; the result does not depend on the machine.
   *
   * @return the values, a new array at each call
   * @throws IllegalArgumentException if at an argument the function is undefined, cannot be
   *     determined or does not fit an int; the message names the first such argument
   */
  public int[] entries() {
    var approximate = new Approximate(function, inputExponent, outputExponent);
    var evaluator = new Evaluator(function, outputExponent);
    var entries = new int[size()];
    var fault = new AtomicReference<@Nullable Fault>();
    IntStream.range(0, entries.length)
        .parallel()
        .forEach(
            i -> {
              Fault known = fault.get();
              if (known != null && known.index < i) {
                return;
              }
              OptionalInt certain = approximate.rounded(low + i);
              if (certain.isPresent()) {
                entries[i] = certain.getAsInt();
                return;
              }
              try {
                entries[i] = evaluator.rounded(argument(i));
              } catch (IllegalArgumentException e) {
                var found = new Fault(i, e);
                fault.accumulateAndGet(
                    found, (a, b) -> a != null && b != null && a.index < b.index ? a : b);
              }
            });
    Fault first = fault.get();
    if (first != null) {
      throw new IllegalArgumentException(
          "entry %d: %s".formatted(first.index, first.cause.getMessage()), first.cause);
    }
    return entries;
  }

  private Rational argument(int index) {
    return Rational.dyadic(BigInteger.valueOf((long) low + index), inputExponent);
  }

  private record Fault(int index, IllegalArgumentException cause) {}
}
