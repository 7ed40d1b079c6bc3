package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;

import java.util.function.Consumer;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lies about lookups whose last fraction has no column: one constraint at a time is broken. */
final class LookupAttackTest {
  private static final LookupToy TOY = LookupToy.honest(InsecureTestConfig.fast());
  private static final int X = MaliciousProver.indexOf(LookupToy.PROGRAM, "x");
  private static final int USES = MaliciousProver.indexOf(LookupToy.PROGRAM, "uses");
  private static final int ACTIVE = LookupToy.ACTIVE;

  /* What the interaction columns are. */
  private static final int FRACTION = 0;
  private static final int SUM = 1;

  private static @Nullable Rejection attack(MaliciousProver prover) {
    return prover.attack(TOY.statement(), TOY.fixed(), LookupToy.witness());
  }

  private static MaliciousProver lying(Consumer<int[][]> lie) {
    return new MaliciousProver().witness(lie);
  }

  /** One use too many of some value. */
  private static Consumer<int[][]> oneMore(int value) {
    return rows -> rows[USES][value]++;
  }

  private static void add(SecureColumn column, int from, int to, QM31 summand) {
    for (int row = from; row < to; row++) {
      column.set(row, column.get(row).add(summand));
    }
  }

  /** What the sum ends at; an honest one ends at 0. */
  private static QM31 wrong(SecureColumn[] columns) {
    return columns[SUM].get(ACTIVE);
  }

  @Test
  void theHonestProofIsAccepted() {
    accepted(attack(new MaliciousProver()));
    accepted(new MaliciousProver().attack(TOY.statement(false), TOY.fixed(), LookupToy.witness()));
  }

  @Test
  void rowsThatNoConstraintFixesAreFree() {
    accepted(
        attack(
            lying(rows -> rows[USES][ACTIVE]++)
                .interaction(
                    (columns, scalars) -> {
                      add(columns[FRACTION], ACTIVE, LookupToy.ROWS, QM31.ONE);
                      add(columns[SUM], ACTIVE + 1, LookupToy.ROWS, QM31.ONE);
                    })));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, LookupToy.TABLE - 1, LookupToy.TABLE, ACTIVE - 1})
  void aFalseMultiplicity(int row) {
    rejected(Reason.CONSTRAINTS, attack(lying(oneMore(row))));
  }

  @ParameterizedTest
  @ValueSource(ints = {LookupToy.TABLE, -1, 1 << 30})
  void aValueOutsideTheTable(int value) {
    int digit = M31.of(value);
    rejected(Reason.CONSTRAINTS, attack(lying(rows -> rows[X][3] = digit)));
    // Nor does it help to say that the value it replaces is used less.
    rejected(
        Reason.CONSTRAINTS,
        attack(
            lying(
                rows -> {
                  rows[USES][rows[X][3]]--;
                  rows[X][3] = digit;
                })));
  }

  /** The sum ends at 0, because it leaves on one row what is too much; all other rows add up. */
  @ParameterizedTest
  @CsvSource({"5, 0", "5, 1", "5, 5", "5, 9", "5, 15", "0, 0", "9, 9", "15, 15", "0, 15", "15, 0"})
  void aSumThatMakesUpForAFalseMultiplicityOnOneRow(int value, int row) {
    rejected(
        Reason.CONSTRAINTS,
        attack(
            lying(oneMore(value))
                .interaction(
                    (columns, scalars) ->
                        add(columns[SUM], row + 1, ACTIVE + 1, wrong(columns).neg()))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, ACTIVE - 1})
  void aSumThatMakesUpForAValueOutsideTheTableOnOneRow(int row) {
    rejected(
        Reason.CONSTRAINTS,
        attack(
            lying(rows -> rows[X][row] = LookupToy.TABLE)
                .interaction(
                    (columns, scalars) ->
                        add(columns[SUM], row + 1, ACTIVE + 1, wrong(columns).neg()))));
  }

  /** An honest witness, but a row whose last fraction is left out; and the end put right. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8})
  void aSumThatSkipsTheLastFraction(int row) {
    MaliciousProver skipping =
        new MaliciousProver()
            .interaction(
                (columns, scalars) -> {
                  SecureColumn sum = columns[SUM];
                  QM31 skipped =
                      sum.get(row + 1).sub(sum.get(row)).sub(columns[FRACTION].get(row)).neg();
                  add(sum, row + 1, ACTIVE, skipped);
                });
    rejected(Reason.CONSTRAINTS, attack(skipping));
  }

  /** The sum agrees with all fractions, one of which is not the quotient. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, ACTIVE - 1})
  void aColumnThatMakesUpForAFalseMultiplicity(int row) {
    rejected(
        Reason.CONSTRAINTS,
        attack(
            lying(oneMore(5))
                .interaction(
                    (columns, scalars) -> {
                      QM31 less = wrong(columns).neg();
                      add(columns[FRACTION], row, row + 1, less);
                      add(columns[SUM], row + 1, ACTIVE + 1, less);
                    })));
  }

  @Test
  void aSumThatDoesNotStartAtZero() {
    rejected(
        Reason.CONSTRAINTS,
        attack(
            lying(oneMore(5))
                .interaction(
                    (columns, scalars) -> add(columns[SUM], 0, ACTIVE + 1, wrong(columns).neg()))));
  }

  @Test
  void aSumThatDoesNotEndAtTheTotal() {
    // Only the end is false: each row adds what it should.
    rejected(Reason.CONSTRAINTS, attack(lying(rows -> rows[USES][ACTIVE - 1] = 1)));
  }
}
