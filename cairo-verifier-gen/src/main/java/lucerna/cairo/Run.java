package lucerna.cairo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import lucerna.ops.layout.PublicTerms;
import org.jspecify.annotations.Nullable;

/**
 * Summands of one public column, or of the total, that advance evenly along two axes.
 *
 * <p>With both axes' indices i and j it is the sum of {@code coefficient M(exponents + i inner.step
 * + j outer.step) v[first + i inner.stride + j outer.stride]}, where M is a monomial in the
 * challenges and v the source's list.
 *
 * @param column the column's place in the tree PUBLIC, or {@link PublicTerms#TOTAL}
 * @param source what it sums
 * @param coefficient an element of M31
 * @param first the first entry
 * @param exponents of the first summand's monomial
 * @param inner the axis along which summands follow one another
 * @param outer the axis along which runs of the inner one do
 */
record Run(
    int column,
    Source source,
    int coefficient,
    int first,
    List<Integer> exponents,
    Axis inner,
    Axis outer) {

  /** The lists that runs sum. */
  enum Source {
    /** The weights of rows. */
    ROWS(0),
    /** Ones, whatever the entry. */
    ONES(1),
    /** Public integers. */
    INTEGERS(2);

    private final int code;

    Source(int code) {
      this.code = code;
    }

    /** Returns how {@code runs.cairo} knows it. */
    int code() {
      return code;
    }
  }

  /**
   * An axis.
   *
   * @param stride from an entry to the next one, not negative; 0 if the count is 1
   * @param count how many entries
   * @param step what the exponents grow by, not negative
   */
  record Axis(int stride, int count, List<Integer> step) {
    static final Axis POINT = new Axis(0, 1, Collections.nCopies(PublicTerms.CHALLENGES.size(), 0));

    /** Says whether the monomial stays the same. */
    boolean plain() {
      return step.stream().allMatch(e -> e == 0);
    }
  }

  /**
   * Finds runs along one axis: their outer axis is a point.
   *
   * @param summands all summands
   * @return runs, those that are alike together
   */
  static List<Run> along(List<PublicTerms.Summand> summands) {
    var points = new ArrayList<Run>();
    for (PublicTerms.Summand summand : summands) {
      boolean total = summand.column() == PublicTerms.TOTAL;
      boolean ones = total && summand.integer() == PublicTerms.NO_INTEGER;
      points.add(
          new Run(
              summand.column(),
              !total ? Source.ROWS : ones ? Source.ONES : Source.INTEGERS,
              summand.coefficient(),
              total ? Math.max(0, summand.integer()) : summand.row(),
              summand.exponents(),
              Axis.POINT,
              Axis.POINT));
    }
    return joined(points, true);
  }

  /**
   * Joins runs along one axis to runs along two.
   *
   * @param runs those of {@link #along}
   * @return the same summands in at most as many runs
   */
  static List<Run> nested(List<Run> runs) {
    return joined(runs, false);
  }

  /* Of those alike, each run grows as long as the next one continues it. */
  private static List<Run> joined(List<Run> runs, boolean inner) {
    var alike = new LinkedHashMap<List<Object>, List<Run>>();
    for (Run run : runs) {
      alike
          .computeIfAbsent(
              List.of(run.column, run.source, run.coefficient, run.inner), k -> new ArrayList<>())
          .add(run);
    }
    var joined = new ArrayList<Run>();
    for (List<Run> list : alike.values()) {
      Run growing = null;
      for (Run next : list) {
        Run grown = growing == null ? null : growing.continuedBy(next, inner);
        if (growing != null && grown == null) {
          joined.add(growing);
        }
        growing = grown == null ? next : grown;
      }
      if (growing != null) {
        joined.add(growing);
      }
    }
    return joined;
  }

  private @Nullable Run continuedBy(Run next, boolean inner) {
    Axis axis = inner ? this.inner : outer;
    var difference = new ArrayList<Integer>();
    for (int i = 0; i < exponents.size(); i++) {
      difference.add(
          next.exponents.get(i) - exponents.get(i) - (axis.count - 1) * axis.step.get(i));
    }
    int stride = next.first - first - (axis.count - 1) * axis.stride;
    boolean even =
        axis.count == 1
            ? stride >= 0 && Collections.min(difference) >= 0
            : stride == axis.stride && difference.equals(axis.step);
    if (!even) {
      return null;
    }
    Axis longer = new Axis(stride, axis.count + 1, List.copyOf(difference));
    return new Run(
        column,
        source,
        coefficient,
        first,
        exponents,
        inner ? longer : this.inner,
        inner ? outer : longer);
  }
}
