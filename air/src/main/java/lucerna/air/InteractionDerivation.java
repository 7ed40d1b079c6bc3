package lucerna.air;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derives the interaction columns and their constraints.
 *
 * <p>Two fractions share a column: with the selector, {@code active * (h d1 d2 - n1 d2 - n2 d1)}
 * has degree 4, which is what the composition polynomial has room for.
 *
 * <p>One by one, {@code active * (h d - n)} has degree 3. Then the last fraction needs no column:
 * with inc for what the running sum adds beyond the other fractions and the terms, {@code active *
 * (inc d - n)} has degree 3 as well, if no term has more than 1.
 */
final class InteractionDerivation {
  /** The greatest degree of derived constraints where fractions are taken one by one. */
  static final int LOW_DEGREE = 3;

  private final AirBuilder air;
  private final List<Fraction> fractions;
  private final List<SumTerm> sumTerms;
  private final boolean oneByOne;
  private final List<FractionColumn> fractionColumns = new ArrayList<>();
  private @Nullable Fraction closingFraction;
  private @Nullable RunningSum runningSum;

  InteractionDerivation(
      AirBuilder air, List<Fraction> fractions, List<SumTerm> sumTerms, boolean oneByOne) {
    this.air = air;
    this.fractions = fractions;
    this.sumTerms = sumTerms;
    this.oneByOne = oneByOne;
  }

  List<FractionColumn> fractionColumns() {
    return Collections.unmodifiableList(fractionColumns);
  }

  /** Returns the fraction that has no column. */
  @Nullable Fraction closingFraction() {
    return closingFraction;
  }

  @Nullable RunningSum runningSum() {
    return runningSum;
  }

  void derive(AirBuilder.Selectors rows) {
    List<Expr> summands = oneByOne ? deriveSingles(rows.active()) : derivePairs(rows.active());
    for (SumTerm term : sumTerms) {
      summands.add(air.expr(term.node()));
    }
    Expr sum = air.declare(Tree.INTERACTION, "logup.sum");
    Expr increment = sum.next().minus(sum);
    for (Expr summand : summands) {
      increment = increment.minus(summand);
    }
    if (closingFraction != null) {
      increment =
          increment
              .times(air.expr(closingFraction.denominator()))
              .minus(air.expr(closingFraction.numerator()));
    }
    air.label("running sum starts at 0").when(rows.first()).zero(sum);
    air.label("running sum adds every fraction and term").when(rows.active()).zero(increment);
    air.label("running sum ends at the total").when(rows.last()).zero(sum.minus(rows.total()));
    runningSum =
        new RunningSum(
            sum.columnId(),
            rows.active().id(),
            rows.first().id(),
            rows.last().id(),
            rows.total().id());
  }

  private List<Expr> derivePairs(Expr active) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < fractions.size(); i += 2) {
      columns.add(i + 1 < fractions.size() ? derivePair(active, i) : deriveSingle(active, i));
    }
    return columns;
  }

  private List<Expr> deriveSingles(Expr active) {
    int withColumn = fractions.size();
    if (withColumn > 0 && canClose(active, fractions.getLast())) {
      closingFraction = fractions.getLast();
      withColumn--;
    }
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < withColumn; i++) {
      columns.add(deriveSingle(active, i));
    }
    return columns;
  }

  /** Says whether the running sum's constraint, times the denominator, has a low degree. */
  private boolean canClose(Expr active, Fraction last) {
    int increment = 1;
    for (SumTerm term : sumTerms) {
      increment = Math.max(increment, air.expr(term.node()).degree());
    }
    return active.degree() + increment + air.expr(last.denominator()).degree() <= LOW_DEGREE;
  }

  private Expr derivePair(Expr active, int index) {
    Fraction one = fractions.get(index);
    Fraction two = fractions.get(index + 1);
    Expr d1 = air.expr(one.denominator());
    Expr d2 = air.expr(two.denominator());
    Expr crossed1 = air.expr(one.numerator()).times(d2);
    Expr crossed2 = air.expr(two.numerator()).times(d1);
    return deriveColumn(
        "logup pair %d: %s, %s".formatted(fractionColumns.size(), one.label(), two.label()),
        active,
        List.of(index, index + 1),
        crossed1.plus(crossed2),
        d1.times(d2));
  }

  private Expr deriveSingle(Expr active, int index) {
    Fraction one = fractions.get(index);
    return deriveColumn(
        "logup single %d: %s".formatted(fractionColumns.size(), one.label()),
        active,
        List.of(index),
        air.expr(one.numerator()),
        air.expr(one.denominator()));
  }

  private Expr deriveColumn(
      String label, Expr active, List<Integer> indices, Expr numerator, Expr denominator) {
    Expr column = air.declare(Tree.INTERACTION, "logup.h" + fractionColumns.size());
    air.label(label).when(active).zero(column.times(denominator).minus(numerator));
    fractionColumns.add(
        new FractionColumn(column.columnId(), indices, numerator.id(), denominator.id()));
    return column;
  }
}
