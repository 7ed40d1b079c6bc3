package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.UserException;
import lucerna.ops.layout.PublicTerms;

/**
 * The public columns at the out-of-domain point and the total, cut into slices: each slice sums
 * some of the runs, and the slices' sums are added.
 */
final class PublicSlices {
  private final List<List<Run>> slices;
  private final boolean table;
  private final int columns;
  private final int[] challengeOf;

  private PublicSlices(List<List<Run>> slices, boolean table, int columns, int... challengeOf) {
    this.slices = slices;
    this.table = table;
    this.columns = columns;
    this.challengeOf = challengeOf;
  }

  /**
   * Finds the runs of a program.
   *
   * @param summands what is to be summed
   * @param program the program
   * @param straight most runs that are written as straight-line code
   * @return one slice of all
   * @throws UserException if the runs fit no table
   */
  static PublicSlices of(List<PublicTerms.Summand> summands, AirProgram program, int straight) {
    int columns = program.columnsOf(Tree.PUBLIC).size();
    int[] challenges = PublicColumnSource.challengeNumbers(program.challenges());
    List<Run> runs = Run.along(summands);
    if (runs.size() <= straight) {
      return new PublicSlices(List.of(runs), false, columns, challenges);
    }
    List<Run> nested = Run.nested(runs);
    if (!RunTable.fits(nested)) {
      throw new UserException(
          "The verifier of this model would be too large for a class: it has %,d terms of public columns."
              .formatted(summands.size()));
    }
    return new PublicSlices(List.of(nested), true, columns, challenges);
  }

  /** Cuts into slices that cost alike. */
  PublicSlices cut(int count) {
    List<Run> all = slices.stream().flatMap(List::stream).toList();
    double total = cost(all);
    var cut = new ArrayList<List<Run>>();
    int from = 0;
    double sum = 0;
    for (int i = 0; i < all.size() && cut.size() < count - 1; i++) {
      sum += cost(all.subList(i, i + 1));
      if (sum * count >= total * (cut.size() + 1)) {
        cut.add(all.subList(from, i + 1));
        from = i + 1;
      }
    }
    cut.add(all.subList(from, all.size()));
    return new PublicSlices(List.copyOf(cut), table, columns, challengeOf);
  }

  private double cost(List<Run> runs) {
    return PartCosts.runs(runs, table);
  }

  /** Returns how many slices there are. */
  int count() {
    return slices.size();
  }

  /** Returns the expected gas of a slice. */
  double cost(int slice) {
    return cost(slices.get(slice));
  }

  /** Names the module of a slice. */
  static String module(int slice, int count) {
    return count == 1 ? "public_columns" : "public_columns_" + (slice + 1);
  }

  /** Returns the modules by their names. */
  Map<String, String> modules() {
    Map<String, String> modules = new TreeMap<>();
    for (int i = 0; i < count(); i++) {
      List<Run> runs = slices.get(i);
      modules.put(
          module(i, count()),
          table
              ? RunTable.text(runs, columns, challengeOf)
              : PublicColumnSource.text(runs, columns, challengeOf));
    }
    if (count() > 1) {
      modules.put("public_columns", together());
    }
    return modules;
  }

  private String together() {
    return """
    //! The public columns at the out-of-domain point, and after them the total: the sums of slices.

    use crate::field::{M31, QM31};
    use crate::session::added;

    pub fn values(
        rows: Span<QM31>, integers: Span<M31>, challenges: Span<QM31>,
    ) -> Array<QM31> {
        let sums = crate::public_columns_1::values(rows, integers, challenges);
    """
        + IntStream.rangeClosed(2, count())
            .mapToObj(
                """
                    let more = crate::public_columns_%d::values(rows, integers, challenges);
                    let sums = added(sums.span(), more.span());
                """
                    ::formatted)
            .collect(Collectors.joining())
        + "    sums\n}\n";
  }

  /**
   * Sums slices.
   *
   * @param upTo how many slices, from the first on
   * @param weights the rows' weights
   * @param integers the public integers modulo p
   * @param challenges the program's challenges
   * @return the columns' sums, then the total
   */
  QM31[] sums(int upTo, SecureColumn weights, int[] integers, QM31... challenges) {
    var sums = new QM31[columns + 1];
    Arrays.fill(sums, QM31.ZERO);
    for (List<Run> runs : slices.subList(0, upTo)) {
      for (Run run : runs) {
        int place = run.column() == PublicTerms.TOTAL ? columns : run.column();
        sums[place] = sums[place].add(sum(run, weights, integers, challenges));
      }
    }
    return sums;
  }

  private QM31 sum(Run run, SecureColumn weights, int[] integers, QM31... challenges) {
    QM31 outerStep = monomial(run.outer().step(), challenges);
    QM31 innerStep = monomial(run.inner().step(), challenges);
    QM31 outer = monomial(run.exponents(), challenges).mul(run.coefficient());
    QM31 sum = QM31.ZERO;
    for (int j = 0; j < run.outer().count(); j++) {
      QM31 factor = outer;
      for (int i = 0; i < run.inner().count(); i++) {
        int entry = run.first() + i * run.inner().stride() + j * run.outer().stride();
        QM31 value =
            switch (run.source()) {
              case ROWS -> weights.get(entry);
              case ONES -> QM31.ONE;
              case INTEGERS -> QM31.ONE.mul(integers[entry]);
            };
        sum = sum.add(factor.mul(value));
        factor = factor.mul(innerStep);
      }
      outer = outer.mul(outerStep);
    }
    return sum;
  }

  private QM31 monomial(List<Integer> exponents, QM31... challenges) {
    QM31 product = QM31.ONE;
    for (int c = 0; c < exponents.size(); c++) {
      if (exponents.get(c) > 0) {
        product = product.mul(power(challenges[challengeOf[c]], exponents.get(c)));
      }
    }
    return product;
  }

  private static QM31 power(QM31 base, int exponent) {
    QM31 power = QM31.ONE;
    for (int bit = Integer.SIZE - Integer.numberOfLeadingZeros(exponent) - 1; bit >= 0; bit--) {
      power = power.mul(power);
      if ((exponent >> bit & 1) == 1) {
        power = power.mul(base);
      }
    }
    return power;
  }
}
