package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Affine;

/**
 * The coefficient of each equation in the one sum that states them all.
 *
 * <p>An equation {@code e_i = 0} is linear or bilinear in committed cells and public integers. The
 * sum {@code sum_i c_i e_i} is shown to be 0, where each {@code c_i} is its own monomial in the
 * challenges:
 *
 * <ul>
 *   <li>accumulator (i, n) of affine l, from 1: {@code kappa^l s^i r^n};
 *   <li>copy into column m of weight row i: {@code theta^(i+1) tau^m}; or
 *   <li>factor i, from 1: {@code theta^i}, first those of weight rows, then phi and psi of each
 *       pair;
 *   <li>public integer i, from 1 through all outputs and then public inputs: {@code psi^i};
 *   <li>cell (i, c) of a committed input, with O output elements: {@code psi^(O+1+i) tau^c}.
 * </ul>
 *
 * <p>All cells are committed before the challenges are drawn. If some equation is false, the sum is
 * a polynomial in the challenges that is not zero, for no two equations share a monomial, and by
 * Schwartz-Zippel it vanishes with probability at most its degree divided by |QM31|. It is shown in
 * the same sum as the fractions of lookups. That does no harm: no monomial above is constant, and a
 * sum of fractions {@code m / (z - v)} tends to 0 for large z, so the two parts, in different
 * unknowns, cancel identically only if both are zero.
 *
 * <p>A factor is {@code sum_m s^m x_m} or {@code sum_n r^n x_n}, committed after r, s and kappa are
 * drawn and before the others. If some factor is false, the sum is a polynomial in the late
 * challenges that is not zero. If all are true, they are the polynomials in r and s that the
 * accumulators' equations ask for, and the argument above holds; the two errors add up.
 */
final class Monomials {
  static final List<String> CHALLENGES = List.of("r", "s", "kappa", "theta", "tau", "psi");

  /** How many of them come before the factors. */
  static final int FIRST_CHALLENGES = 3;

  static final int R = 0;
  static final int S = 1;
  static final int TAU = 4;

  private final int outputElements;
  private final int weightRows;
  private final QM31[] r;
  private final QM31[] s;
  private final QM31[] kappa;
  private final QM31[] theta;
  private final QM31[] tau;
  private final QM31[] psi;
  private final SecureColumn channels;

  /** Computes the powers that a layout needs from r, s, kappa, theta, tau and psi. */
  Monomials(Layout layout, QM31... challenges) {
    outputElements = layout.outputElements();
    weightRows = layout.weightRows();
    List<Affine> affines = layout.circuit().affines();
    r = powers(challenges[R], affines.stream().mapToInt(Affine::outer).max().orElse(0));
    s = powers(challenges[S], affines.stream().mapToInt(Affine::rows).max().orElse(0));
    kappa = powers(challenges[2], affines.size() + 1);
    theta = powers(challenges[3], ties(layout) + 1);
    tau = powers(challenges[TAU], Math.max(copies(layout), layout.inputColumns()));
    psi = powers(challenges[5], outputElements + publicInputPowers(layout) + 1);
    channels = column(r.length, this::channel);
  }

  /** Makes a column of coefficients. */
  static SecureColumn column(int length, IntFunction<QM31> entry) {
    SecureColumn column = SecureColumn.zeros(length);
    for (int i = 0; i < length; i++) {
      column.set(i, entry.apply(i));
    }
    return column;
  }

  /** Returns {@code kappa^(l+1) s^row r^n} for n from 0 to below {@code count}. */
  CoefficientRun accumulators(int affine, int row, int count) {
    return new CoefficientRun(row(affine, row), channels, 0, count);
  }

  /** Returns all {@code scale r^n}. */
  CoefficientRun channels(QM31 scale, int count) {
    return new CoefficientRun(scale, channels, 0, count);
  }

  /** Returns {@code kappa^(l+1) s^row r^channel}. */
  QM31 accumulator(int affine, int row, int channel) {
    return kappa[affine + 1].mul(s[row]).mul(r[channel]);
  }

  /** Returns {@code kappa^(l+1) s^row}. */
  QM31 row(int affine, int row) {
    return kappa[affine + 1].mul(s[row]);
  }

  /** Returns {@code r^channel}. */
  QM31 channel(int channel) {
    return r[channel];
  }

  /** Returns {@code s^row}. */
  QM31 batch(int row) {
    return s[row];
  }

  /** Returns the coefficient of what ties a weight row to the gadgets, {@code theta^(row+1)}. */
  QM31 tie(int row) {
    return theta[row + 1];
  }

  /** Returns the coefficient of the equation of a pair's first or second factor. */
  QM31 pairTie(int pair, int factor) {
    return theta[weightRows + 2 * pair + factor + 1];
  }

  /** Returns {@code tau^column}. */
  QM31 column(int column) {
    return tau[column];
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

  /** Returns a bound on the total degree; with factors, on that of both rounds together. */
  static int degree(Layout layout) {
    int columns = Math.max(1, layout.shape().weightColumns());
    int accumulators = 0;
    for (int l = 0; l < layout.circuit().affines().size(); l++) {
      Affine affine = layout.circuit().affines().get(l);
      int channels = Math.ceilDiv(affine.outer(), columns) * columns;
      int rows = affine.rows() + copies(layout);
      accumulators = Math.max(accumulators, l + 1 + rows + channels);
    }
    int integers =
        layout.outputElements() + publicInputPowers(layout) + Math.max(layout.inputColumns(), 1);
    int others = Math.max(integers, ties(layout) + Math.max(copies(layout), 1));
    return layout.sizes().usesFactors()
        ? Math.addExact(accumulators, others)
        : Math.max(accumulators, others);
  }

  static QM31[] powers(QM31 base, int count) {
    QM31[] powers = new QM31[count];
    Arrays.setAll(powers, i -> QM31.ONE);
    for (int i = 1; i < count; i++) {
      powers[i] = powers[i - 1].mul(base);
    }
    return powers;
  }

  private static int ties(Layout layout) {
    return Math.addExact(layout.weightRows(), Math.multiplyExact(2, layout.sizes().pairs()));
  }

  private static int copies(Layout layout) {
    return layout.sizes().usesFactors() ? 0 : layout.sizes().batch();
  }

  private static int publicInputPowers(Layout layout) {
    int elements = layout.sizes().inputElements();
    return switch (layout.shape().inputs()) {
      case HIDDEN -> 0;
      case PUBLIC -> elements;
      case COMMITTED -> elements == 0 ? 0 : (elements - 1) / layout.inputColumns() + 1;
    };
  }
}
