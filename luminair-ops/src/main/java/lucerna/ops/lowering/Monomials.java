package lucerna.ops.lowering;

import java.util.Arrays;
import java.util.List;
import lucerna.field.QM31;
import lucerna.ops.program.Affine;

/**
 * The coefficient of each equation in the one sum that states them all.
 *
 * <p>An equation {@code e_i = 0} is linear or bilinear in committed cells and public integers. The
 * sum {@code sum_i c_i e_i} is shown to be 0, where each {@code c_i} is its own monomial in the
 * challenges:
 *
 * <ul>
 *   <li>accumulator (m, n) of affine l, from 1: {@code kappa^l s^m r^n};
 *   <li>copy into column m of row i: {@code theta^(i+1) tau^m};
 *   <li>public integer i, from 1 through all outputs and then public inputs: {@code psi^i};
 *   <li>cell (i, c) of a committed input, with O output elements: {@code psi^(O+1+i) tau^c}.
 * </ul>
 *
 * <p>All cells are committed before the challenges are drawn. If some equation is false, the sum is
 * a polynomial in the challenges that is not zero, for no two equations share a monomial, and by
 * Schwartz-Zippel it vanishes with probability at most its degree divided by |QM31|. It is shown in
 * the same sum as the range checks' fractions. That does no harm: no monomial above is constant,
 * and a sum of fractions {@code m / (z - v)} tends to 0 for large z, so the two parts, in different
 * unknowns, cancel identically only if both are zero.
 */
final class Monomials {
  static final List<String> CHALLENGES = List.of("r", "s", "kappa", "theta", "tau", "psi");

  private final int outputElements;
  private final QM31[] r;
  private final QM31[] s;
  private final QM31[] kappa;
  private final QM31[] theta;
  private final QM31[] tau;
  private final QM31[] psi;

  /** Computes the powers that a layout needs from r, s, kappa, theta, tau and psi. */
  Monomials(Layout layout, QM31... challenges) {
    outputElements = layout.outputElements();
    int batch = layout.sizes().batch();
    r = powers(challenges[0], maxOuter(layout));
    s = powers(challenges[1], maxBatch(layout));
    kappa = powers(challenges[2], layout.program().affines().size() + 1);
    theta = powers(challenges[3], layout.weightRows().size() + 1);
    tau = powers(challenges[4], Math.max(batch, layout.inputColumns()));
    psi = powers(challenges[5], outputElements + publicInputPowers(layout) + 1);
  }

  QM31 accumulator(int affine, int m, int n) {
    return weightBlock(affine, n).mul(s[m]);
  }

  /** Returns the part of an accumulator's coefficient that its weights have in common. */
  QM31 weightBlock(int affine, int firstChannel) {
    return kappa[affine + 1].mul(r[firstChannel]);
  }

  QM31 copy(int row, int m) {
    return theta[row + 1].mul(tau[m]);
  }

  QM31 copyRow(int row) {
    return theta[row + 1];
  }

  QM31 output(int number) {
    return psi[number + 1];
  }

  QM31 publicInput(int number) {
    return psi[outputElements + number + 1];
  }

  QM31 committedInputRow(int row) {
    return psi[outputElements + row + 1];
  }

  QM31 committedInput(int row, int column) {
    return committedInputRow(row).mul(tau[column]);
  }

  /** Returns the greatest total degree of a monomial. */
  static int degree(Layout layout) {
    int columns = layout.shape().weightColumns();
    int degree = layout.outputElements() + publicInputPowers(layout);
    degree += Math.max(layout.inputColumns() - 1, 0);
    for (int l = 0; l < layout.program().affines().size(); l++) {
      Affine affine = layout.program().affines().get(l);
      int channels = Math.max(affine.outer(), roundUp(affine.outer(), columns));
      int rows = Math.max(affine.batch(), layout.sizes().batch());
      degree = Math.max(degree, l + 1 + rows - 1 + channels - 1);
    }
    return Math.max(degree, layout.weightRows().size() + Math.max(layout.sizes().batch() - 1, 0));
  }

  static QM31[] powers(QM31 base, int count) {
    QM31[] powers = new QM31[count];
    Arrays.setAll(powers, i -> QM31.ONE);
    for (int i = 1; i < count; i++) {
      powers[i] = powers[i - 1].mul(base);
    }
    return powers;
  }

  static int maxOuter(Layout layout) {
    return layout.program().affines().stream().mapToInt(Affine::outer).max().orElse(0);
  }

  private static int maxBatch(Layout layout) {
    return layout.program().affines().stream().mapToInt(Affine::batch).max().orElse(0);
  }

  private static int publicInputPowers(Layout layout) {
    int elements = layout.sizes().inputElements();
    return switch (layout.shape().inputs()) {
      case HIDDEN -> 0;
      case PUBLIC -> elements;
      case COMMITTED -> elements == 0 ? 0 : (elements - 1) / layout.inputColumns() + 1;
    };
  }

  private static int roundUp(int value, int unit) {
    return unit == 0 ? value : Math.ceilDiv(value, unit) * unit;
  }
}
