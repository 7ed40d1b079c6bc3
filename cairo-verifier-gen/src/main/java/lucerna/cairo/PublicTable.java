package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import lucerna.field.M31;
import lucerna.ops.layout.PublicBoxes;
import lucerna.ops.layout.PublicTerms;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PublicPlan} as the table of shorts that {@code runs.cairo} walks: monomials, lists of
 * powers, coefficients, sums over rows, sums of those, products, sums by slot, columns.
 */
final class PublicTable {
  /** Numbers are below this. */
  static final int LIMIT = 1 << 16;

  /** Numbers of a felt. */
  static final int PER_FELT = 15;

  /** In place of a ratio, where nothing goes from slot to slot. */
  static final int ALONE = LIMIT - 1;

  private static final List<Integer> NONE = Collections.nCopies(PublicTerms.CHALLENGES.size(), 0);

  /* Sums over rows that are alike but for where they begin; which list of powers, which monomial. */
  private record Line(int length, int stride, int list, int monomial) {}

  private final PublicPlan plan;
  private final MonomialChain monomials = new MonomialChain(PublicTerms.CHALLENGES.size());
  private final Map<Integer, Integer> factors = new LinkedHashMap<>(Map.of(1, 0));
  private final Map<List<Integer>, Integer> lists = new LinkedHashMap<>();
  private final List<Integer> longest = new ArrayList<>();
  private final Map<PublicPlan.Value, Integer> numbers = new HashMap<>();
  private final List<int[]> lines = new ArrayList<>();
  private final List<int[]> nests = new ArrayList<>();
  private final List<int[]> products = new ArrayList<>();
  private final List<Integer> shorts = new ArrayList<>();
  private int values;
  private double gas;

  /**
   * Makes the table.
   *
   * @param plan what to compute
   * @param columns the number of public columns; the total comes after them
   */
  PublicTable(PublicPlan plan, int columns) {
    this.plan = plan;
    lines();
    nests();
    products();
    var coefficients = new LinkedHashMap<PublicPlan.Coefficient, Integer>();
    var made = new ArrayList<int[]>();
    for (PublicPlan.Coefficient coefficient : plan.coefficients()) {
      coefficients.put(coefficient, made.size());
      made.add(new int[] {monomials.number(coefficient.monomial()), factor(coefficient.factor())});
    }
    List<List<int[]>> ofColumns = new ArrayList<>();
    for (int i = 0; i <= columns; i++) {
      ofColumns.add(new ArrayList<>());
    }
    var slots = new ArrayList<int[]>();
    slots(coefficients, slots, ofColumns);
    section(
        monomials.steps().stream().map(step -> new int[] {step.left(), step.right()}).toList(),
        PublicPrices.MONOMIAL);
    var powers = new ArrayList<int[]>();
    lists.forEach(
        (step, number) -> powers.add(new int[] {monomials.number(step), longest.get(number)}));
    section(powers, PublicPrices.LIST);
    section(made, PublicPrices.COEFFICIENT);
    section(lines, PublicPrices.LINE);
    section(nests, PublicPrices.NEST);
    section(products, PublicPrices.PRODUCT);
    shorts.add(plan.groups().size());
    slots.forEach(this::append);
    for (List<int[]> column : ofColumns) {
      section(column, PublicPrices.COLUMN_PART);
    }
    gas += shorts.size() * PublicPrices.SHORT;
    gas += longest.stream().mapToInt(Integer::intValue).sum() * PublicPrices.POWER;
  }

  /** Says whether all numbers are short enough. */
  boolean fits() {
    return shorts.stream().allMatch(s -> s < LIMIT) && factors.size() < LIMIT;
  }

  /** Returns the expected gas. */
  double gas() {
    return gas + PublicPrices.PART;
  }

  /** Returns the table. */
  List<String> felts() {
    var felts = new ArrayList<String>();
    for (int from = 0; from < shorts.size(); from += PER_FELT) {
      BigInteger felt = BigInteger.ZERO;
      for (int i = Math.min(from + PER_FELT, shorts.size()) - 1; i >= from; i--) {
        felt = felt.shiftLeft(16).or(BigInteger.valueOf(shorts.get(i)));
      }
      felts.add("0x" + felt.toString(16));
    }
    return felts;
  }

  /** Returns the elements of M31 that sums are multiplied by. */
  List<String> factors() {
    return factors.keySet().stream().map(String::valueOf).toList();
  }

  private void section(List<int[]> entries, double price) {
    shorts.add(entries.size());
    entries.forEach(this::append);
    gas += entries.size() * price;
  }

  private void append(int... entry) {
    for (int number : entry) {
      shorts.add(number);
    }
  }

  private int factor(int factor) {
    return factors.computeIfAbsent(factor, f -> factors.size());
  }

  private int list(PublicPlan.RowAxis axis) {
    int number =
        lists.computeIfAbsent(
            axis.step(),
            step -> {
              // Its number must come before those of what uses it.
              monomials.number(step);
              longest.add(1);
              return longest.size() - 1;
            });
    longest.set(number, Math.max(longest.get(number), axis.count()));
    return number;
  }

  private static boolean isLine(PublicPlan.Value value) {
    return value.times().isEmpty() && value.axes().size() < 2;
  }

  private static PublicPlan.Value bare(PublicPlan.Value value) {
    return new PublicPlan.Value(value.row(), value.axes(), List.of(), NONE);
  }

  /* What products are of, too. */
  private List<PublicPlan.Value> all() {
    var all = new LinkedHashMap<PublicPlan.Value, Integer>();
    for (PublicPlan.Value value : plan.values()) {
      all.put(value, 0);
      if (!value.times().isEmpty()) {
        all.put(bare(value), 0);
        value.times().forEach(times -> all.put(times, 0));
      }
    }
    return List.copyOf(all.keySet());
  }

  private void lines() {
    Map<Line, List<PublicPlan.Value>> alike = new LinkedHashMap<>();
    for (PublicPlan.Value value : all()) {
      if (isLine(value)) {
        PublicPlan.RowAxis axis = value.axes().isEmpty() ? null : value.axes().getFirst();
        int monomial = monomials.number(value.monomial());
        var line =
            axis == null
                ? new Line(1, 0, 0, monomial)
                : new Line(axis.count(), axis.stride(), list(axis), monomial);
        alike.computeIfAbsent(line, k -> new ArrayList<>()).add(value);
      }
    }
    alike.forEach(
        (line, all) -> {
          all.sort(Comparator.comparingInt(PublicPlan.Value::row));
          for (int i = 0; i < all.size(); ) {
            int from = i;
            int apart = i + 1 < all.size() ? all.get(i + 1).row() - all.get(i).row() : 0;
            do {
              numbers.put(all.get(i), values + i - from);
              i++;
            } while (i < all.size() && all.get(i).row() - all.get(i - 1).row() == apart);
            line(line, all.get(from).row(), apart, i - from);
          }
        });
    Map<PublicPlan.Value, Integer> begun = new HashMap<>();
    for (PublicPlan.Value value : all()) {
      if (value.axes().size() == 2 && value.times().isEmpty()) {
        PublicPlan.RowAxis inner = value.axes().get(0);
        PublicPlan.RowAxis outer = value.axes().get(1);
        int next = values;
        int first = begun.computeIfAbsent(bare(value), k -> next);
        nests.add(
            new int[] {
              first,
              outer.count(),
              monomials.number(outer.step()),
              monomials.number(value.monomial())
            });
        if (first == next) {
          var line = new Line(inner.count(), inner.stride(), list(inner), 0);
          line(line, value.row(), outer.stride(), outer.count());
        }
        gas += outer.count() * PublicPrices.NESTED;
      }
    }
  }

  private void line(Line line, int row, int apart, int count) {
    lines.add(new int[] {row, apart, count, line.length, line.stride, line.list, line.monomial});
    values += count;
    gas += count * (line.length == 1 ? PublicPrices.SINGLE : PublicPrices.SUM);
    gas += line.length == 1 ? 0 : (double) count * line.length * rowPrice(line.stride);
    gas += line.monomial == 0 ? 0 : count * PublicPrices.TIMES;
  }

  /** Returns what a row of a sum costs. */
  static double rowPrice(int stride) {
    return stride == 1 ? PublicPrices.ROW : PublicPrices.FAR_ROW;
  }

  private void nests() {
    for (PublicPlan.Value value : all()) {
      if (value.axes().size() == 2 && value.times().isEmpty()) {
        numbers.put(value, values++);
      }
    }
  }

  /* From left to right; the last product takes the monomial. */
  private void products() {
    for (PublicPlan.Value value : plan.values()) {
      List<PublicPlan.Value> times = value.times();
      if (times.isEmpty()) {
        continue;
      }
      int product = number(bare(value));
      for (int i = 0; i < times.size(); i++) {
        int monomial = i + 1 < times.size() ? 0 : monomials.number(value.monomial());
        products.add(new int[] {product, number(times.get(i)), monomial});
        product = values++;
      }
      numbers.put(value, product);
    }
  }

  private int number(PublicPlan.Value value) {
    Integer number = numbers.get(value);
    if (number == null) {
      throw new IllegalStateException("no sum for " + value);
    }
    return number;
  }

  private void slots(
      Map<PublicPlan.Coefficient, Integer> coefficients,
      List<int[]> slots,
      List<List<int[]>> ofColumns) {
    int sums = 0;
    for (var entry : plan.groups().entrySet()) {
      PublicPlan.Group group = entry.getKey();
      NavigableMap<Integer, List<PublicPlan.Item>> items = entry.getValue();
      PublicBoxes.Cells cells =
          group.cells() == PublicBoxes.CONSTANT ? null : plan.cells().get(group.cells());
      boolean alone = group.ratio() == null;
      int last = alone ? items.lastKey() : (cells == null ? 1 : cells.slots()) - 1;
      List<Integer> places = new ArrayList<>();
      for (int slot = items.firstKey(); slot <= last; slot++) {
        if (!alone || items.containsKey(slot)) {
          places.add(slot);
        }
      }
      List<Integer> ratio = group.ratio();
      slots.add(new int[] {places.size(), ratio == null ? ALONE : monomials.number(ratio)});
      for (int slot : places) {
        List<PublicPlan.Item> of = items.getOrDefault(slot, List.of());
        var numbersOf = new int[1 + 2 * of.size()];
        numbersOf[0] = of.size();
        for (int i = 0; i < of.size(); i++) {
          numbersOf[1 + 2 * i] = number(of.get(i).value());
          numbersOf[2 + 2 * i] = coefficients.getOrDefault(of.get(i).coefficient(), -1);
        }
        slots.add(numbersOf);
        gas += PublicPrices.SLOT + of.size() * PublicPrices.ITEM;
        place(cells, slot, sums++, ofColumns);
      }
    }
  }

  /* The total is minus the constant. */
  private void place(
      PublicBoxes.@Nullable Cells cells, int slot, int sum, List<List<int[]>> ofColumns) {
    if (cells == null) {
      ofColumns.getLast().add(new int[] {sum, factor(M31.P - 1)});
      return;
    }
    for (int i = 0; i < cells.ports().size(); i++) {
      int column = cells.firstColumn() + slot * cells.width() + cells.ports().get(i);
      ofColumns.get(column).add(new int[] {sum, factor(cells.coefficients().get(i))});
    }
  }
}
