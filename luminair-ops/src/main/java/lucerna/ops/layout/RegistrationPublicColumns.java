package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Product;

/**
 * The coefficients of the sum that makes each channel sum of a key the sum of its weights.
 *
 * <p>Groups are numbered through all products with a proven bound. The equation of channel n of
 * group q, from 1, has the coefficient {@code kappa^q r^n}, times sign for the sum of the negative
 * weights: distinct monomials, none constant, as in {@link Monomials}.
 */
final class RegistrationPublicColumns {
  private RegistrationPublicColumns() {}

  /** Computes the columns of all sums, K.positive and K.negative from r, kappa and sign. */
  static PublicData compute(Layout layout, QM31... challenges) {
    QM31[] r = Monomials.powers(challenges[0], maxOuter(layout));
    QM31[] kappa = Monomials.powers(challenges[1], groups(layout) + 1);
    QM31 sign = challenges[2];
    int slots = layout.slots(layout.sums());
    List<SecureColumn> columns = new ArrayList<>();
    for (int i = 0; i < slots + 2 && slots > 0; i++) {
      columns.add(SecureColumn.zeros(layout.activeRows()));
    }
    int number = 0;
    for (ChannelSum sum : ChannelSum.of(layout)) {
      QM31 c = kappa[sum.weights().firstGroup() + sum.group() + 1].mul(r[sum.channel()]);
      columns
          .get(number % slots)
          .set(number / slots, sum.part() == ChannelSum.Part.NEGATIVE ? c.mul(sign) : c);
      number++;
    }
    for (WeightProduct weights : layout.weightProducts()) {
      Product of = weights.product();
      for (int g = 0; g < of.groups() && weights.isBounded(); g++) {
        for (int block = 0; block < weights.blocks(); block++) {
          int channel = block * layout.shape().weightColumns();
          QM31 c = kappa[weights.firstGroup() + g + 1].mul(r[channel]).neg();
          for (int k = 0; k < of.inner(); k++) {
            int row = weights.row(g, block, k);
            columns.get(slots).set(row, c);
            columns.get(slots + 1).set(row, of.signed() ? c : c.mul(sign));
          }
        }
      }
    }
    return new PublicData(columns, new QM31[0]);
  }

  /** Returns the greatest total degree of a monomial. */
  static int degree(Layout layout) {
    return groups(layout) + maxOuter(layout) + layout.shape().weightColumns() + 1;
  }

  private static int groups(Layout layout) {
    return layout.weightProducts().stream()
        .filter(WeightProduct::isBounded)
        .mapToInt(weights -> weights.product().groups())
        .sum();
  }

  private static int maxOuter(Layout layout) {
    return layout.weightProducts().stream()
        .mapToInt(weights -> weights.product().outer())
        .max()
        .orElse(0);
  }
}
