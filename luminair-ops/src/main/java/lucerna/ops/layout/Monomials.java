package lucerna.ops.layout;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import lucerna.field.Parallel;
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

  /** What coefficients are powers of: nothing, or one of the challenges, in their order. */
  enum Base {
    ONE,
    R,
    S,
    KAPPA,
    THETA,
    TAU,
    PSI
  }

  private final int outputElements;
  private final int weightRows;
  private final Map<Base, SecureColumn> powers = new EnumMap<>(Base.class);

  /** Computes the powers that a layout needs from r, s, kappa, theta, tau and psi. */
  Monomials(Layout layout, QM31... challenges) {
    outputElements = layout.outputElements();
    weightRows = layout.weightRows();
    List<Affine> affines = layout.circuit().affines();
    int[] greatest = {
      affines.stream().mapToInt(Affine::outer).max().orElse(0),
      affines.stream().mapToInt(Affine::rows).max().orElse(0),
      affines.size(),
      ties(layout),
      Math.max(copies(layout), layout.inputColumns()),
      outputElements + publicInputPowers(layout)
    };
    var found = new SecureColumn[greatest.length];
    Parallel.forEach(
        found.length, i -> found[i] = SecureProduct.powers(challenges[i], greatest[i] + 1));
    List<Base> bases = List.of(Base.R, Base.S, Base.KAPPA, Base.THETA, Base.TAU, Base.PSI);
    for (int i = 0; i < found.length; i++) {
      powers.put(bases.get(i), found[i]);
    }
  }

  /** Makes a column of coefficients. */
  static SecureColumn column(int length, IntFunction<QM31> entry) {
    SecureColumn column = SecureColumn.zeros(length);
    for (int i = 0; i < length; i++) {
      column.set(i, entry.apply(i));
    }
    return column;
  }

  /** Returns the powers of a challenge from 0 to the greatest that any coefficient has. */
  SecureColumn powers(Base challenge) {
    return Objects.requireNonNull(powers.get(challenge));
  }

  /** Returns one of {@link #powers}. */
  QM31 power(Base base, int exponent) {
    return base == Base.ONE || exponent == 0 ? QM31.ONE : powers(base).get(exponent);
  }

  /** Returns {@code kappa^(l+1)}, which all accumulators of an affine have in common. */
  QM31 affine(int affine) {
    return power(Base.KAPPA, affine + 1);
  }

  /** Returns the coefficient of what ties a weight row to the gadgets, {@code theta^(row+1)}. */
  QM31 tie(int row) {
    return power(Base.THETA, row + 1);
  }

  /** Returns the coefficient of the equation of a pair's first or second factor. */
  QM31 pairTie(int pair, int factor) {
    return power(Base.THETA, weightRows + 2 * pair + factor + 1);
  }

  QM31 output(int number) {
    return power(Base.PSI, number + 1);
  }

  /** Returns the coefficient of a public input, or of a row of a committed one. */
  QM31 input(int number) {
    return power(Base.PSI, outputElements + number + 1);
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
