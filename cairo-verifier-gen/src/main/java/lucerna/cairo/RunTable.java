package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.layout.PublicTerms;

/**
 * Writes {@code public_columns.cairo} as a table of runs that {@code runs.cairo} walks: for models
 * whose straight-line code ({@link PublicColumnSource}) would be too much for a class.
 *
 * <p>A run is a felt. Its low 128 bits hold, from the lowest on, source, number of the coefficient,
 * first entry, and for each axis stride, count and number of the step; nothing of an outer axis
 * that is a point. Its high ones hold the exponents of its first monomial, 20 bits each.
 */
final class RunTable {
  private static final int SOURCE_BITS = 2;
  private static final int SHORT_BITS = 14;
  private static final int LONG_BITS = 16;
  private static final int EXPONENT_BITS = 20;
  private static final int HALF = 128;

  private final int[] challengeOf;
  private final Map<Integer, Integer> coefficients = new LinkedHashMap<>();
  private final Map<List<Integer>, Integer> steps = new LinkedHashMap<>();
  private final int[] highest = new int[PublicTerms.CHALLENGES.size()];

  private RunTable(int... challengeOf) {
    this.challengeOf = challengeOf;
  }

  /** Says whether all runs fit the table's fields. */
  static boolean fits(List<Run> runs) {
    var table = new RunTable();
    runs.forEach(table::felt);
    return Math.max(table.coefficients.size(), table.steps.size()) <= 1 << SHORT_BITS
        && Arrays.stream(table.highest).max().orElse(0) < 1 << EXPONENT_BITS
        && runs.stream()
            .allMatch(
                run ->
                    run.first() < 1 << LONG_BITS
                        && run.inner().count() < 1 << LONG_BITS
                        && run.inner().stride() < 1 << SHORT_BITS
                        && run.outer().count() < 1 << SHORT_BITS
                        && run.outer().stride() < 1 << SHORT_BITS);
  }

  /**
   * Writes the file.
   *
   * @param runs the summands, along two axes
   * @param columns the number of public columns
   * @param challengeOf for each of {@link PublicTerms#CHALLENGES} its number in the program
   */
  static String text(List<Run> runs, int columns, int... challengeOf) {
    return new RunTable(challengeOf).write(runs, columns);
  }

  private String write(List<Run> runs, int columns) {
    var counts = new int[columns + 1];
    var ordered = new ArrayList<List<String>>();
    for (int i = 0; i < counts.length; i++) {
      ordered.add(new ArrayList<>());
    }
    for (Run run : runs) {
      int place = run.column() == PublicTerms.TOTAL ? columns : run.column();
      counts[place]++;
      ordered.get(place).add("0x" + felt(run).toString(16));
    }
    var powers = new StringBuilder();
    for (int c = 0; c < highest.length; c++) {
      powers.append(
          highest[c] == 0
              ? "        array![ONE].span(),\n"
              : "        powers(*challenges[%d], %d),\n".formatted(challengeOf[c], highest[c] + 1));
    }
    return """
    //! The public columns at the out-of-domain point, and after them the total: docs/protocol.md, section 7.4.

    use crate::field::{M31, ONE, QM31};
    use crate::runs::{Sources, monomials, powers, sums};

    pub fn values(
        rows: Span<QM31>, integers: Span<M31>, challenges: Span<QM31>,
    ) -> Array<QM31> {
        // Of r, s, kappa, theta, tau and psi.
        let powers = array![
    @POWERS@    ].span();
        let steps = monomials(STEPS.span(), powers);
        let sources = Sources {
            rows, integers, powers, steps, coefficients: COEFFICIENTS.span(),
        };
        sums(@sources, RUNS.span(), COUNTS.span())
    }

    /// How many runs each column has, and the total.
    """
            .replace("@POWERS@", powers)
        + VerifierSource.array(
            "COUNTS", "u32", Arrays.stream(counts).mapToObj(String::valueOf).toList())
        + "/// What runs are multiplied by.\n"
        + VerifierSource.array(
            "COEFFICIENTS", "M31", coefficients.keySet().stream().map(String::valueOf).toList())
        + "/// The exponents of what a run's monomial is multiplied by from entry to entry.\n"
        + VerifierSource.array(
            "STEPS",
            "u128",
            steps.keySet().stream().map(step -> "0x" + exponents(step).toString(16)).toList())
        + "/// The runs, column by column.\n"
        + VerifierSource.array("RUNS", "felt252", ordered.stream().flatMap(List::stream).toList());
  }

  private BigInteger felt(Run run) {
    Run.Axis inner = run.inner();
    Run.Axis outer = run.outer();
    for (int c = 0; c < highest.length; c++) {
      int most = Math.max(inner.step().get(c), outer.step().get(c));
      highest[c] = Math.max(highest[c], Math.max(most, run.exponents().get(c)));
    }
    var low = new Bits();
    low.put(run.source().code(), SOURCE_BITS);
    low.put(number(coefficients, run.coefficient()), SHORT_BITS);
    low.put(run.first(), LONG_BITS);
    low.put(inner.stride(), SHORT_BITS);
    low.put(inner.count(), LONG_BITS);
    low.put(number(steps, inner.step()), SHORT_BITS);
    if (outer.count() > 1) {
      low.put(outer.stride(), SHORT_BITS);
      low.put(outer.count(), SHORT_BITS);
      low.put(number(steps, outer.step()), SHORT_BITS);
    }
    return low.value.or(exponents(run.exponents()).shiftLeft(HALF));
  }

  private static <T> int number(Map<T, Integer> numbers, T key) {
    numbers.putIfAbsent(key, numbers.size());
    return numbers.getOrDefault(key, 0);
  }

  private static BigInteger exponents(List<Integer> exponents) {
    var bits = new Bits();
    exponents.forEach(exponent -> bits.put(exponent, EXPONENT_BITS));
    return bits.value;
  }

  /** Fields side by side, the first one lowest. */
  private static final class Bits {
    BigInteger value = BigInteger.ZERO;
    private int size;

    void put(int field, int bits) {
      value = value.or(BigInteger.valueOf(field).shiftLeft(size));
      size += bits;
    }
  }
}
