package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.field.QM31;

/**
 * What the sums over rows have in common: cells of one form, at which coefficients grow by one
 * ratio from gadget to gadget.
 */
final class RunGroups {
  /** The ratio of coefficients that follow one another. */
  record Ratio(Monomials.Base base, int step) {
    static Ratio of(RunGrid.Axis axis) {
      return axis.base() == Monomials.Base.ONE
          ? new Ratio(Monomials.Base.ONE, 1)
          : new Ratio(axis.base(), axis.step());
    }

    QM31 power(Monomials monomials, int exponent) {
      return base == Monomials.Base.ONE ? QM31.ONE : monomials.power(base, step * exponent);
    }
  }

  /**
   * Sums over rows, from each on: those of {@code ratio^(slots i)} times the weight of row i.
   *
   * @param ratio the ratio from gadget to gadget
   * @param slots gadgets in a row
   */
  record Tail(Ratio ratio, int slots) {}

  /**
   * Runs of cells of one form.
   *
   * @param form which
   * @param tail the number of the sums that it needs
   */
  record Group(int form, int tail) {}

  private final List<FormCells> forms = new ArrayList<>();
  private final List<Tail> tails = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final int[] tailRows;
  private final int[] formOf;
  private final int[][] groupOf;
  private final Map<Ratio, Integer> repeats = new HashMap<>();

  RunGroups(PublicRuns runs) {
    List<FormCells> cells = runs.cells();
    formOf = new int[cells.size()];
    Map<List<Object>, Integer> formNumbers = new HashMap<>();
    for (int i = 0; i < formOf.length; i++) {
      FormCells of = cells.get(i);
      List<Object> content =
          List.of(
              of.firstColumn(),
              of.slots(),
              of.form().constant(),
              of.ports(),
              Arrays.toString(of.form().ports()),
              Arrays.toString(of.form().coefficients()));
      formOf[i] = number(formNumbers, content, forms, of);
    }
    Map<Tail, Integer> tailNumbers = new HashMap<>();
    Map<Group, Integer> groupNumbers = new HashMap<>();
    List<Integer> rows = new ArrayList<>();
    groupOf = new int[runs.grids().size()][];
    for (int g = 0; g < groupOf.length; g++) {
      RunGrid grid = runs.grids().get(g);
      Ratio ratio = Ratio.of(grid.last());
      int[] ofGrid = new int[0];
      int[] words = grid.words();
      int longest = 0;
      for (int at = 0; at < words.length; at += RunGrid.WORDS) {
        int count = words[at + RunGrid.COUNT];
        int cell = words[at + RunGrid.CELLS];
        if (count < 0 || (count > 1 && cells.get(cell).form().constant() != 0)) {
          longest = Math.max(longest, Math.abs(count));
        }
        if (count > 1) {
          if (cell >= ofGrid.length) {
            int before = ofGrid.length;
            ofGrid = Arrays.copyOf(ofGrid, cell + 1);
            Arrays.fill(ofGrid, before, ofGrid.length, -1);
          }
          int slots = cells.get(cell).slots();
          if (ofGrid[cell] < 0) {
            Tail tail = new Tail(ratio, slots);
            int number = number(tailNumbers, tail, tails, tail);
            if (number == rows.size()) {
              rows.add(0);
            }
            Group group = new Group(formOf[cell], number);
            ofGrid[cell] = number(groupNumbers, group, groups, group);
          }
          int tail = groups.get(ofGrid[cell]).tail();
          int end = (words[at + RunGrid.GADGET] + count - 1) / slots + 1;
          if (end > rows.get(tail)) {
            rows.set(tail, end);
          }
        }
      }
      if (longest > 0) {
        repeats.merge(ratio, longest, Math::max);
      }
      groupOf[g] = ofGrid;
    }
    tailRows = rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private static <K, V> int number(Map<K, Integer> numbers, K key, List<V> all, V value) {
    Integer known = numbers.putIfAbsent(key, all.size());
    if (known == null) {
      all.add(value);
      return all.size() - 1;
    }
    return known;
  }

  /** Returns the different forms; which columns they go to is part of a form. */
  List<FormCells> forms() {
    return forms;
  }

  List<Tail> tails() {
    return tails;
  }

  /** Returns how many first rows a tail runs through. */
  int rows(int tail) {
    return tailRows[tail];
  }

  List<Group> groups() {
    return groups;
  }

  /** Returns the number of the form of some cells. */
  int form(int cells) {
    return formOf[cells];
  }

  /** Returns, by cells, the groups of the runs of a grid; -1, or beyond the end, where none are. */
  int[] ofGrid(int grid) {
    return groupOf[grid];
  }

  /** Returns the ratios of which sums of powers are needed, and of how many powers. */
  Map<Ratio, Integer> repeats() {
    return repeats;
  }
}
