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
 */
final class InteractionDerivation {
  private final AirBuilder air;
  private final List<Fraction> fractions;
  private final List<SumTerm> sumTerms;
  private final List<FractionColumn> fractionColumns = new ArrayList<>();
  private @Nullable RunningSum runningSum;

  InteractionDerivation(AirBuilder air, List<Fraction> fractions, List<SumTerm> sumTerms) {
    this.air = air;
    this.fractions = fractions;
    this.sumTerms = sumTerms;
  }

  List<FractionColumn> fractionColumns() {
    return Collections.unmodifiableList(fractionColumns);
  }

  @Nullable RunningSum runningSum() {
    return runningSum;
  }

  void derive(AirBuilder.Selectors rows) {
    List<Expr> summands = new ArrayList<>();
    for (int i = 0; i < fractions.size(); i += 2) {
      summands.add(
          i + 1 < fractions.size() ? derivePair(rows.active(), i) : deriveSingle(rows.active(), i));
    }
    for (SumTerm term : sumTerms) {
      summands.add(air.expr(term.node()));
    }
    Expr sum = air.declare(Tree.INTERACTION, "logup.sum");
    Expr increment = sum.next().minus(sum);
    for (Expr summand : summands) {
      increment = increment.minus(summand);
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
