package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import lucerna.field.Parallel;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.PublicBoxes;
import lucerna.ops.layout.PublicTerms;

/**
 * Writes {@code public_columns.cairo}: the values of the public columns at the out-of-domain point,
 * and the total, from tables.
 *
 * <p>The sums are cut into parts of some {@link #PART_GAS} gas each. {@code partial(from, to, ...)}
 * gives what the parts from one to another add, as one list: the columns in order, then the total.
 * What all parts give, added up entry by entry in any order, are the values; so a caller may ask
 * for some parts in each of several transactions and pass the sums on.
 */
final class PublicColumnSource {
  /** A part is closed where it would take more gas than this. */
  static final double PART_GAS = 150e6;

  private final List<PublicTable> parts;
  private final int columns;
  private final int entries;

  private PublicColumnSource(List<PublicTable> parts, int columns, int entries) {
    this.parts = parts;
    this.columns = columns;
    this.entries = entries;
  }

  /**
   * Plans the sums.
   *
   * @param layout the layout
   * @return the parts' tables, of the two ways to share factors the cheaper one
   */
  static PublicColumnSource of(Layout layout) {
    return of(layout, PART_GAS);
  }

  /** Plans the sums in parts of so much gas. */
  static PublicColumnSource of(Layout layout, double partGas) {
    return of(layout, partGas, exponents -> true);
  }

  /** Plans the sums of those terms alone whose exponents are wanted. */
  static PublicColumnSource of(Layout layout, double partGas, Predicate<List<Integer>> wanted) {
    var boxes = PublicBoxes.of(layout);
    List<PublicBoxes.Box> terms =
        boxes.boxes().stream().filter(box -> wanted.test(box.exponents())).toList();
    List<Run> integers =
        Run.nested(Run.along(PublicTerms.integers(layout))).stream()
            .filter(run -> wanted.test(run.exponents()))
            .toList();
    var planned = new PublicColumnSource[2];
    Parallel.forEach(
        planned.length, i -> planned[i] = planned(layout, boxes, terms, integers, i == 1, partGas));
    return planned[1].gas() < planned[0].gas() ? planned[1] : planned[0];
  }

  private static PublicColumnSource planned(
      Layout layout,
      PublicBoxes boxes,
      List<PublicBoxes.Box> terms,
      List<Run> published,
      boolean fine,
      double partGas) {
    int columns = boxes.columns();
    int rows = layout.activeRows();
    var parts = new ArrayList<PublicTable>();
    var plan = new PublicPlan(boxes.cells(), rows, fine);
    published.forEach(plan::add);
    int integers =
        published.stream().mapToInt(run -> run.inner().count() * run.outer().count()).sum();
    for (PublicBoxes.Box box : terms) {
      if (plan.gas() > partGas || plan.isFull()) {
        parts.add(new PublicTable(plan, columns));
        plan = new PublicPlan(boxes.cells(), rows, fine);
      }
      plan.add(box);
    }
    parts.add(new PublicTable(plan, columns));
    return new PublicColumnSource(parts, columns, rows + integers);
  }

  /** Returns the expected gas. */
  double gas() {
    return entries * PublicPrices.SOURCE + parts.stream().mapToDouble(PublicTable::gas).sum();
  }

  /** Returns the expected gas of a part by itself. */
  double gas(int part) {
    return entries * PublicPrices.SOURCE + parts.get(part).gas();
  }

  /** Returns how many felts the tables hold. */
  int felts() {
    return parts.stream().mapToInt(part -> part.felts().size() + part.factors().size()).sum();
  }

  /** Says whether the tables' numbers are short enough. */
  boolean fits() {
    return parts.stream().allMatch(PublicTable::fits);
  }

  /**
   * Writes the file.
   *
   * @param challengeOf for each of {@link PublicTerms#CHALLENGES} its number in the program, or -1
   */
  String text(int... challengeOf) {
    var bases = new StringBuilder("ONE");
    for (int number : challengeOf) {
      bases.append(number < 0 ? ", ONE" : ", *challenges[" + number + "]");
    }
    var cases = new StringBuilder();
    var tables = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      cases.append("    if from <= %d && %d < to {\n".formatted(i, i));
      cases.append(
          "        sums = added(sums.span(), @sources, TABLE_%d.span(), FACTORS_%d.span());\n    }\n"
              .formatted(i, i));
      tables.append(VerifierSource.array("TABLE_" + i, "felt252", parts.get(i).felts()));
      tables.append(VerifierSource.array("FACTORS_" + i, "M31", parts.get(i).factors()));
    }
    return """
    //! The public columns at the out-of-domain point, and after them the total: docs/protocol.md, section 7.4.

    use crate::field::{M31, ONE, QM31};
    use crate::runs::{added, sources, zeros};

    /// How many parts there are.
    pub const PARTS: u32 = @PARTS@;

    /// The columns' values, then the total.
    pub fn values(
        rows: Span<QM31>, integers: Span<M31>, challenges: Span<QM31>,
    ) -> Array<QM31> {
        partial(0, PARTS, rows, integers, challenges)
    }

    /// What the parts from one to before another add to each of them; all parts' sums are the values.
    pub fn partial(
        from: u32, to: u32, rows: Span<QM31>, integers: Span<M31>, challenges: Span<QM31>,
    ) -> Array<QM31> {
        // 1, r, s, kappa, theta, tau and psi.
        let bases = array![@BASES@];
        let sources = sources(rows, integers, bases.span());
        let mut sums = zeros(@COUNT@);
    @CASES@    sums
    }

    """
            .replace("@PARTS@", String.valueOf(parts.size()))
            .replace("@BASES@", bases)
            .replace("@COUNT@", String.valueOf(columns + 1))
            .replace("@CASES@", cases)
        + tables;
  }

  /** Returns the numbers of the challenges in a program. */
  static int[] challengeNumbers(List<String> challenges) {
    return Arrays.stream(PublicTerms.CHALLENGES.toArray(String[]::new))
        .mapToInt(challenges::indexOf)
        .toArray();
  }

  /** Returns the parts. */
  List<PublicTable> parts() {
    return Collections.unmodifiableList(parts);
  }
}
