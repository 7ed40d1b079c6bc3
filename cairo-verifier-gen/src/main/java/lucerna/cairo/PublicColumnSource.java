package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lucerna.ops.layout.PublicTerms;

/**
 * Writes {@code public_columns.cairo} as straight-line code: the values of the public columns at
 * the out-of-domain point, and the total.
 *
 * <p>A {@link Run} is one sum by Horner's rule; runs that differ in their first monomial alone
 * share it.
 */
final class PublicColumnSource {
  /** What runs of one value share: entries of a list, and the monomial's step. */
  private record Shape(Run.Source source, int first, Run.Axis axis) {
    Shape(Run run) {
      this(run.source(), run.source() == Run.Source.ONES ? 0 : run.first(), axis(run));
    }

    private static Run.Axis axis(Run run) {
      Run.Axis axis = run.inner();
      boolean consecutive = axis.count() == 1 || run.source() == Run.Source.ONES;
      return consecutive ? new Run.Axis(1, axis.count(), axis.step()) : axis;
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
   * @param runs the summands, along one axis
   * @param columns the number of public columns
   * @param challengeOf for each of {@link PublicTerms#CHALLENGES} its number in the program
   */
  static String text(List<Run> runs, int columns, int... challengeOf) {
    return new PublicColumnSource(challengeOf).write(runs, columns);
  }

  private String write(List<Run> runs, int columns) {
    Map<Integer, List<Run>> of =
        runs.stream().collect(Collectors.groupingBy(Run::column, Collectors.toList()));
    var results = new ArrayList<Integer>();
    for (int column = 0; column < columns; column++) {
      results.add(value(of.getOrDefault(column, List.of())));
    }
    results.add(value(of.getOrDefault(PublicTerms.TOTAL, List.of())));
    return """
    //! The public columns at the out-of-domain point, and after them the total: docs/protocol.md, section 7.4.

    use crate::field::{
        Lazy, M31, ONE, QM31, ZERO, lazy, lazy_add, lazy_product, lazy_reduce, lazy_scale, lazy_sub,
    };
    use crate::rows::{plain_sum_rows, sum_integers, sum_powers, sum_rows};

    """
        + graph.text("values", results);
  }

  private int value(List<Run> runs) {
    // Runs of one shape and coefficient are one product: the sum of their monomials times its sum.
    var grouped = new LinkedHashMap<List<Object>, Integer>();
    for (Run run : runs) {
      grouped.merge(
          List.of(new Shape(run), run.coefficient()), monomial(run.exponents()), graph::add);
    }
    int sum = graph.constant(0);
    for (var entry : grouped.entrySet()) {
      int product = graph.multiply(entry.getValue(), shape((Shape) entry.getKey().get(0)));
      sum = graph.add(sum, graph.scale(product, (Integer) entry.getKey().get(1)));
    }
    return sum;
  }

  private int shape(Shape shape) {
    Run.Axis axis = shape.axis;
    String place = "%d, %d, %d".formatted(shape.first, axis.stride(), axis.count());
    if (shape.source == Run.Source.ONES) {
      return axis.plain()
          ? graph.constant(axis.count())
          : graph.call("sum_powers", String.valueOf(axis.count()), monomial(axis.step()));
    }
    if (shape.source == Run.Source.INTEGERS) {
      return graph.call("sum_integers", "integers, " + place, monomial(axis.step()));
    }
    if (axis.count() == 1) {
      return graph.input("*rows[%d]".formatted(shape.first));
    }
    return axis.plain()
        ? graph.input("plain_sum_rows(rows, %s)".formatted(place))
        : graph.call("sum_rows", "rows, " + place, monomial(axis.step()));
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
