package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lucerna.ops.layout.PublicTerms;

/**
 * Writes {@code public_columns.cairo}: the values of the public columns at the out-of-domain point,
 * and the total.
 *
 * <p>Summands whose rows and monomials both advance by a constant form a run, one sum by Horner's
 * rule; runs that differ in their first monomial alone share it.
 */
final class PublicColumnSource {
  private static final int CHALLENGES = PublicTerms.CHALLENGES.size();

  /** What a run sums: entries of a list, and the monomial's step. */
  private record Shape(String source, int first, int stride, int count, List<Integer> step) {}

  /** Some summands of one column. */
  private record Run(Shape shape, int coefficient, List<Integer> exponents) {}

  /** A run that may still grow. */
  private static final class Growing {
    final String source;
    final int coefficient;
    final int first;
    final List<Integer> exponents;
    int stride;
    List<Integer> step = List.of();
    int count = 1;

    Growing(String source, int coefficient, int first, List<Integer> exponents) {
      this.source = source;
      this.coefficient = coefficient;
      this.first = first;
      this.exponents = exponents;
    }

    boolean grow(int place, List<Integer> next) {
      if (count == 1) {
        var difference = new ArrayList<Integer>();
        for (int i = 0; i < next.size(); i++) {
          difference.add(next.get(i) - exponents.get(i));
        }
        if (place < first || Collections.min(difference) < 0) {
          return false;
        }
        stride = place - first;
        step = difference;
        count = 2;
        return true;
      }
      boolean continues = place == first + count * stride;
      for (int i = 0; i < next.size(); i++) {
        continues &= next.get(i) == exponents.get(i) + count * step.get(i);
      }
      count += continues ? 1 : 0;
      return continues;
    }

    Run run() {
      List<Integer> by = count == 1 ? Collections.nCopies(CHALLENGES, 0) : step;
      boolean ones = source.equals("ones");
      int from = ones ? 0 : first;
      return new Run(
          new Shape(source, from, count == 1 || ones ? 1 : stride, count, by),
          coefficient,
          exponents);
    }
  }

  private final StraightLine graph =
      new StraightLine(
          "part",
          "rows: Span<QM31>, integers: Span<M31>, challenges: Span<QM31>",
          "rows, integers, challenges");
  private final Map<Integer, TreeMap<Integer, Integer>> powers = new HashMap<>();
  private final int[] challengeOf;

  private PublicColumnSource(int... challengeOf) {
    this.challengeOf = challengeOf;
  }

  /**
   * Writes the file.
   *
   * @param summands all summands
   * @param columns the number of public columns
   * @param challengeOf for each of {@link PublicTerms#CHALLENGES} its number in the program
   */
  static String text(List<PublicTerms.Summand> summands, int columns, int... challengeOf) {
    return new PublicColumnSource(challengeOf).write(summands, columns);
  }

  private String write(List<PublicTerms.Summand> summands, int columns) {
    Map<Integer, List<Run>> runs = runs(summands);
    var results = new ArrayList<Integer>();
    for (int column = 0; column < columns; column++) {
      results.add(value(runs.getOrDefault(column, List.of())));
    }
    results.add(value(runs.getOrDefault(PublicTerms.TOTAL, List.of())));
    return """
    //! The public columns at the out-of-domain point, and after them the total: docs/protocol.md, section 7.4.

    use crate::field::{
        Lazy, M31, ONE, QM31, ZERO, lazy, lazy_add, lazy_product, lazy_reduce, lazy_scale, lazy_sub,
    };
    use crate::rows::{plain_sum_rows, sum_integers, sum_powers, sum_rows};

    """
        + graph.text("values", results);
  }

  private static Map<Integer, List<Run>> runs(List<PublicTerms.Summand> summands) {
    var growing = new LinkedHashMap<List<Object>, List<Growing>>();
    for (PublicTerms.Summand summand : summands) {
      boolean total = summand.column() == PublicTerms.TOTAL;
      boolean ones = total && summand.integer() == PublicTerms.NO_INTEGER;
      String source = !total ? "rows" : ones ? "ones" : "integers";
      int place = total ? Math.max(0, summand.integer()) : summand.row();
      List<Growing> open =
          growing.computeIfAbsent(
              List.of(summand.column(), source, summand.coefficient()), key -> new ArrayList<>());
      if (open.isEmpty() || !open.getLast().grow(place, summand.exponents())) {
        open.add(new Growing(source, summand.coefficient(), place, summand.exponents()));
      }
    }
    var runs = new HashMap<Integer, List<Run>>();
    growing.forEach(
        (key, list) ->
            list.forEach(
                run ->
                    runs.computeIfAbsent((Integer) key.getFirst(), c -> new ArrayList<>())
                        .add(run.run())));
    return runs;
  }

  private int value(List<Run> runs) {
    // Runs of one shape and coefficient are one product: the sum of their monomials times its sum.
    var grouped = new LinkedHashMap<List<Object>, Integer>();
    for (Run run : runs) {
      grouped.merge(List.of(run.shape, run.coefficient), monomial(run.exponents), graph::add);
    }
    int sum = graph.constant(0);
    for (var entry : grouped.entrySet()) {
      int product = graph.multiply(entry.getValue(), shape((Shape) entry.getKey().get(0)));
      sum = graph.add(sum, graph.scale(product, (Integer) entry.getKey().get(1)));
    }
    return sum;
  }

  private int shape(Shape shape) {
    boolean plain = shape.step.stream().allMatch(e -> e == 0);
    String place = "%d, %d, %d".formatted(shape.first, shape.stride, shape.count);
    if (shape.source.equals("ones")) {
      return plain
          ? graph.constant(shape.count)
          : graph.call("sum_powers", String.valueOf(shape.count), monomial(shape.step));
    }
    if (shape.source.equals("integers")) {
      return graph.call("sum_integers", "integers, " + place, monomial(shape.step));
    }
    if (shape.count == 1) {
      return graph.input("*rows[%d]".formatted(shape.first));
    }
    return plain
        ? graph.input("plain_sum_rows(rows, %s)".formatted(place))
        : graph.call("sum_rows", "rows, " + place, monomial(shape.step));
  }

  private int monomial(List<Integer> exponents) {
    int product = -1;
    // Kappa and s first: monomials of one affine have them in common.
    for (int c : new int[] {2, 1, 0, 3, 4, 5}) {
      if (exponents.get(c) > 0) {
        int power = power(c, exponents.get(c));
        product = product < 0 ? power : graph.multiply(product, power);
      }
    }
    return product < 0 ? graph.input("ONE") : product;
  }

  /* From powers that are there, else by halves. */
  private int power(int challenge, int exponent) {
    TreeMap<Integer, Integer> made = powers.computeIfAbsent(challenge, c -> new TreeMap<>());
    Integer there = made.get(exponent);
    if (there != null) {
      return there;
    }
    int node;
    String name = PublicTerms.CHALLENGES.get(challenge);
    if (exponent == 1) {
      node = graph.input("*challenges[%d]".formatted(challengeOf[challenge]));
    } else {
      int part =
          made.descendingKeySet().stream()
              .filter(e -> e < exponent && made.containsKey(exponent - e))
              .findFirst()
              .orElse(Integer.highestOneBit(exponent - 1));
      node = graph.multiply(power(challenge, part), power(challenge, exponent - part));
    }
    graph.name(node, name + " " + exponent);
    made.put(exponent, node);
    return node;
  }

  /** Returns the numbers of the challenges in a program. */
  static int[] challengeNumbers(List<String> challenges) {
    return Arrays.stream(PublicTerms.CHALLENGES.toArray(String[]::new))
        .mapToInt(challenges::indexOf)
        .toArray();
  }
}
