package lucerna.ops.lowering;

import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.program.Affine;

/**
 * The coefficients of the sum that makes each channel sum of a key the sum of its weights.
 *
 * <p>The equation of channel n of affine l, from 1, has the coefficient {@code kappa^l r^n}, times
 * sign for the sum of the negative weights: distinct monomials, none constant, as in {@link
 * Monomials}.
 */
final class RegistrationPublicColumns {
  private RegistrationPublicColumns() {}

  /** Computes K.sum, K.positive and K.negative from the challenges r, kappa and sign. */
  static PublicData compute(Layout layout, QM31... challenges) {
    QM31[] r = Monomials.powers(challenges[0], Monomials.maxOuter(layout));
    QM31[] kappa = Monomials.powers(challenges[1], layout.program().affines().size() + 1);
    QM31 sign = challenges[2];
    SecureColumn ofSum = SecureColumn.zeros(layout.activeRows());
    SecureColumn ofPositive = SecureColumn.zeros(layout.activeRows());
    SecureColumn ofNegative = SecureColumn.zeros(layout.activeRows());
    List<ChannelSum> sums = layout.sizes().sums();
    for (int row = 0; row < sums.size(); row++) {
      ChannelSum sum = sums.get(row);
      QM31 c = kappa[sum.affine() + 1].mul(r[sum.channel()]);
      ofSum.set(row, sum.part() == ChannelSum.Part.NEGATIVE ? c.mul(sign) : c);
    }
    for (int row = 0; row < layout.weightRows().size(); row++) {
      WeightRow at = layout.weightRows().get(row);
      Affine affine = layout.program().affines().get(at.affine());
      if (!at.isBias(affine)) {
        QM31 c = kappa[at.affine() + 1].mul(r[at.block() * layout.shape().weightColumns()]).neg();
        ofPositive.set(row, c);
        ofNegative.set(row, affine.signed() ? c : c.mul(sign));
      }
    }
    return new PublicData(
        sums.isEmpty() ? List.of() : List.of(ofSum, ofPositive, ofNegative), new QM31[0]);
  }

  /** Returns the greatest total degree of a monomial. */
  static int degree(Layout layout) {
    int columns = layout.shape().weightColumns();
    return layout.program().affines().size() + Monomials.maxOuter(layout) + columns;
  }
}
