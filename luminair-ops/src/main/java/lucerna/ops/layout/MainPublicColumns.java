package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;

/**
 * The coefficients of the sum that ties a trace together, and what it must give.
 *
 * <p>Each equation {@code e = 0} goes in with its {@link Monomials monomial}: committed cells into
 * columns, by row, and what is public, with the opposite sign, into the total. Nothing here depends
 * on the witness: both sides take the same {@link PublicRuns runs}, the prover to write columns,
 * the verifier to sum them up.
 */
final class MainPublicColumns {
  private final Layout layout;
  private final PublicRuns runs;
  private final RunGroups groups;
  private final RunSheets sheets;

  /** Finds what no challenge changes. */
  MainPublicColumns(Layout layout) {
    this.layout = layout;
    runs = new PublicRuns(layout);
    groups = new RunGroups(runs);
    sheets = new RunSheets(runs.grids(), runs.cells(), RunSheets.ROWS_PER_SLOT);
  }

  /**
   * Computes the columns.
   *
   * @param values outputs and inputs that are public, checked
   * @param challenges r, s, kappa, theta, tau, psi
   */
  PublicData compute(PublicValues values, QM31... challenges) {
    var monomials = new Monomials(layout, challenges);
    RunColumns sums = RunColumns.of(runs, monomials, layout.activeRows());
    QM31 constant = sums.constant().add(publicSum(values, monomials));
    // The sum and the constant are 0 together.
    return new PublicData(sums.columns(), new QM31[] {constant.neg()});
  }

  /**
   * Computes the columns' inner products with weights, without the columns.
   *
   * @param values outputs and inputs that are public, checked
   * @param weights gives the weights of as many rows as are asked for
   * @param challenges r, s, kappa, theta, tau, psi
   */
  PublicSums sums(PublicValues values, IntFunction<SecureColumn> weights, QM31... challenges) {
    var monomials = new Monomials(layout, challenges);
    SecureColumn rows = weights.apply(layout.activeRows());
    QM31[] sums = RunSums.of(runs, groups, sheets, monomials, rows);
    int columns = runs.columns();
    QM31 constant = sums[columns].add(publicSum(values, monomials));
    return new PublicSums(Arrays.copyOf(sums, columns), new QM31[] {constant.neg()});
  }

  static long left(Product of, int group, int m, int k) {
    return of.left().wires()[(group * of.batch() + m) * of.inner() + k];
  }

  /* What is public: + accumulators that are published, - elements of outputs and inputs. */
  private QM31 publicSum(PublicValues values, Monomials monomials) {
    QM31 sum = QM31.ZERO;
    long[] integers = Arrays.stream(values.outputs()).flatMapToLong(Arrays::stream).toArray();
    for (int l = 0; l < layout.circuit().affines().size(); l++) {
      int[] published = layout.definingOutput(l);
      if (published.length > 0) {
        long[] accumulators = Arrays.stream(published).mapToLong(i -> integers[i]).toArray();
        Affine affine = layout.circuit().affines().get(l);
        sum = sum.add(monomials.affine(l).mul(accumulators(monomials, affine, accumulators)));
      }
    }
    List<Output> outputs = layout.circuit().outputs();
    for (int o = 0; o < outputs.size(); o++) {
      if (outputs.get(o).view() != null) {
        for (int i = 0; i < values.outputs()[o].length; i++) {
          QM31 c = monomials.output(layout.outputNumber(o, i));
          sum = sum.sub(c.mul(M31.of(values.outputs()[o][i])));
        }
      }
    }
    int number = 0;
    for (long[] input : values.inputs()) {
      for (long element : input) {
        sum = sum.sub(monomials.input(number++).mul(M31.of(element)));
      }
    }
    return sum;
  }

  private static QM31 accumulators(Monomials monomials, Affine affine, long... values) {
    QM31 sum = QM31.ZERO;
    for (int row = 0; row < affine.rows(); row++) {
      QM31 ofRow = QM31.ZERO;
      for (int n = 0; n < affine.outer(); n++) {
        int value = M31.of(values[row * affine.outer() + n]);
        ofRow = ofRow.add(monomials.power(Monomials.Base.R, n).mul(value));
      }
      sum = sum.add(monomials.power(Monomials.Base.S, row).mul(ofRow));
    }
    return sum;
  }
}
