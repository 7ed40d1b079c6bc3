package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** The public data, summand by summand, by the list that is written down for other verifiers. */
final class SummandReference {
  private final QM31[] challenges;
  private final List<Map<Integer, QM31>> powers =
      Stream.generate(() -> (Map<Integer, QM31>) new HashMap<Integer, QM31>())
          .limit(PublicTerms.CHALLENGES.size())
          .toList();
  private final SecureColumn[] columns;
  private QM31 total = QM31.ZERO;

  private SummandReference(Layout layout, int count, PublicValues values, QM31... challenges) {
    this.challenges = challenges;
    columns = new SecureColumn[count];
    Arrays.setAll(columns, i -> SecureColumn.zeros(layout.activeRows()));
    long[] integers =
        Stream.of(values.outputs(), values.inputs())
            .flatMap(Arrays::stream)
            .flatMapToLong(Arrays::stream)
            .toArray();
    for (PublicTerms.Summand summand : PublicTerms.of(layout)) {
      QM31 value = QM31.of(summand.coefficient());
      for (int c = 0; c < challenges.length; c++) {
        value = value.mul(power(c, summand.exponents().get(c)));
      }
      if (summand.integer() != PublicTerms.NO_INTEGER) {
        value = value.mul(M31.of(integers[summand.integer()]));
      }
      if (summand.column() == PublicTerms.TOTAL) {
        total = total.add(value);
      } else {
        SecureColumn column = columns[summand.column()];
        column.set(summand.row(), column.get(summand.row()).add(value));
      }
    }
  }

  /** Compares columns, sums and total with what summands give. */
  static void check(Lowering lowering, PublicValues values, Random random) {
    QM31[] challenges = new QM31[PublicTerms.CHALLENGES.size()];
    Arrays.setAll(challenges, i -> element(random));
    check(lowering, values, random, challenges);
  }

  /** The same for given challenges. */
  static void check(Lowering lowering, PublicValues values, Random random, QM31... challenges) {
    Layout layout = lowering.layout();
    PublicData data = lowering.publicColumns().compute(values, challenges);
    var reference = new SummandReference(layout, data.columns().size(), values, challenges);
    assertEquals(reference.total, data.scalars()[0], "total");
    for (int i = 0; i < reference.columns.length; i++) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        assertArrayEquals(
            reference.columns[i].coordinates()[k],
            data.columns().get(i).coordinates()[k],
            "column " + i);
      }
    }
    SecureColumn weights = Monomials.column(layout.activeRows(), row -> element(random));
    PublicSums sums = lowering.publicColumns().sums(values, rows -> weights, challenges);
    var written = new PublicData(List.of(reference.columns), new QM31[] {reference.total});
    assertArrayEquals(PublicSums.of(written, rows -> weights).columns(), sums.columns(), "sums");
    assertArrayEquals(written.scalars(), sums.scalars(), "total beside the sums");
  }

  static QM31 element(Random random) {
    return new QM31(
        random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P));
  }

  private QM31 power(int challenge, int exponent) {
    return powers.get(challenge).computeIfAbsent(exponent, e -> challenges[challenge].pow(e));
  }
}
