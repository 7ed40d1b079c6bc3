package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;

/**
 * The coefficients of the sum that ties a trace together, and what it must give.
 *
 * <p>Each equation {@code e = 0} goes in with its {@link Monomials monomial}: committed cells into
 * columns, by row, and what is public, with the opposite sign, into the total. Nothing here depends
 * on the witness: the verifier runs the same code, but for what it does with a coefficient. Its
 * time is linear in rows, gadgets and views.
 */
final class MainPublicColumns {
  /** More than there are threads, so that none waits long for another. */
  private static final int SHARES = 16;

  /** Fewer cells than these are not worth a second thread. */
  private static final long MIN_CELLS = 1 << 16;

  /** More workers would add up columns for longer than they save. */
  private static final int MAX_WORKERS = 4;

  private final Layout layout;
  private final Circuit circuit;
  private final PublicValues values;
  private final Monomials monomials;
  private final int pairColumns;
  private final int portColumns;
  private final int inputColumn;
  private final List<CoefficientSink.BlockForms> forms;

  private MainPublicColumns(Layout layout, PublicValues values, QM31... challenges) {
    this.layout = layout;
    this.circuit = layout.circuit();
    this.values = values;
    monomials = new Monomials(layout, challenges);
    pairColumns = layout.hasWeights() ? 2 : 0;
    portColumns = pairColumns + 3 * layout.pairSlots();
    inputColumn = portColumns + CoefficientSink.portColumns(layout);
    forms = CoefficientSink.forms(layout, portColumns);
  }

  /**
   * Computes the columns.
   *
   * @param layout where the cells are
   * @param values outputs and inputs that are public, checked
   * @param challenges r, s, kappa, theta, tau, psi
   */
  static PublicData compute(Layout layout, PublicValues values, QM31... challenges) {
    var sum = new MainPublicColumns(layout, values, challenges);
    List<Consumer<CoefficientSink>> parts = sum.parts();
    boolean small = (long) sum.columns() * layout.activeRows() < MIN_CELLS;
    // Each worker has columns of its own, added up in the end: any part may write any row.
    var own = new CoefficientColumns[small ? 1 : Math.min(Parallel.threads(), MAX_WORKERS)];
    AtomicInteger next = new AtomicInteger();
    Parallel.forEach(
        own.length,
        worker -> {
          own[worker] = new CoefficientColumns(layout, sum.forms, sum.columns());
          for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            parts.get(i).accept(own[worker]);
          }
        });
    QM31 constant = own[0].constant();
    for (int worker = 1; worker < own.length; worker++) {
      own[0].addAll(own[worker]);
      constant = constant.add(own[worker].constant());
    }
    // The sum and the constant are 0 together.
    return new PublicData(own[0].columns(), new QM31[] {constant.neg()});
  }

  /**
   * Computes the columns' inner products with weights, without the columns.
   *
   * @param layout where the cells are
   * @param values outputs and inputs that are public, checked
   * @param weights gives the weights of as many rows as are asked for
   * @param challenges r, s, kappa, theta, tau, psi
   */
  static PublicSums sums(
      Layout layout, PublicValues values, IntFunction<SecureColumn> weights, QM31... challenges) {
    var sum = new MainPublicColumns(layout, values, challenges);
    List<Consumer<CoefficientSink>> parts = sum.parts();
    SecureColumn rows = weights.apply(layout.activeRows());
    var shares = new CoefficientSums[Math.min(SHARES, parts.size())];
    Parallel.forEach(
        shares.length,
        share -> {
          shares[share] = new CoefficientSums(layout, sum.forms, sum.columns(), rows);
          for (int i = share; i < parts.size(); i += shares.length) {
            parts.get(i).accept(shares[share]);
          }
        });
    QM31[] totals = new QM31[sum.columns()];
    Arrays.fill(totals, QM31.ZERO);
    QM31 constant = QM31.ZERO;
    for (CoefficientSums share : shares) {
      share.addTo(totals);
      constant = constant.add(share.constant());
    }
    return new PublicSums(totals, new QM31[] {constant.neg()});
  }

  private int columns() {
    return inputColumn + (layout.inputColumns() > 0 ? 1 : 0);
  }

  /** Returns the parts of the sum, in any order of which it comes out the same. */
  private List<Consumer<CoefficientSink>> parts() {
    List<Consumer<CoefficientSink>> parts = new ArrayList<>();
    layout.weightProducts().forEach(weights -> parts.add(to -> addWeights(to, weights)));
    layout.sizes().pairProducts().forEach(pair -> parts.add(to -> addPairs(to, pair)));
    for (int b = 0; b < circuit.blocks().size(); b++) {
      int block = b;
      parts.add(to -> addEquations(to, block));
    }
    long[] integers = Arrays.stream(values.outputs()).flatMapToLong(Arrays::stream).toArray();
    for (int l = 0; l < circuit.affines().size(); l++) {
      int affine = l;
      parts.add(to -> addAccumulators(to, affine, integers));
    }
    for (int o = 0; o < circuit.outputs().size(); o++) {
      int output = o;
      parts.add(to -> addOutput(to, output));
    }
    if (layout.shape().inputs() != InputPrivacy.HIDDEN) {
      parts.add(this::addInputs);
    }
    return parts;
  }

  /* - phi u, a part of each accumulator of the block, and phi - sum of wires = 0. */
  private void addWeights(CoefficientSink to, WeightProduct weights) {
    Product of = weights.product();
    boolean copies = !layout.sizes().usesFactors();
    for (int g = 0; g < of.groups(); g++) {
      SecureColumn ties = SecureColumn.zeros(of.inner());
      for (int block = 0; block < weights.blocks(); block++) {
        int firstChannel = block * layout.shape().weightColumns();
        QM31 c = monomials.accumulator(weights.affine(), g * of.batch(), firstChannel).neg();
        for (int k = 0; k < of.inner(); k++) {
          int row = weights.row(g, block, k);
          to.cell(0, row, c);
          to.cell(1, row, monomials.tie(row));
          // All blocks have the same left side.
          ties.set(k, ties.get(k).sub(monomials.tie(row)));
        }
      }
      // Columns beyond the batch have no source: their copy is of 0.
      for (int m = 0; m < of.batch(); m++) {
        QM31 power = copies ? monomials.column(m) : monomials.batch(m);
        var run = new CoefficientRun(power, ties, 0, of.inner());
        to.addWires(run, of.left().wires(), firstLeft(of, g, m));
      }
    }
  }

  /* - phi psi, a part of each accumulator of the group, and what each of them is. */
  private void addPairs(CoefficientSink to, PairProduct pair) {
    Product of = pair.product();
    long[] right = pair.right().wires();
    for (int g = 0; g < of.groups(); g++) {
      SecureColumn phis = SecureColumn.zeros(of.inner());
      for (int k = 0; k < of.inner(); k++) {
        int number = pair.number(g, k);
        int column = pairColumns + 3 * (number % layout.pairSlots());
        int row = number / layout.pairSlots();
        QM31 phi = monomials.pairTie(number, 0);
        QM31 psi = monomials.pairTie(number, 1);
        to.cell(column, row, monomials.row(pair.affine(), g * of.batch()).neg());
        to.cell(column + 1, row, phi);
        to.cell(column + 2, row, psi);
        phis.set(k, phi.neg());
        CoefficientRun run = monomials.channels(psi.neg(), of.outer());
        to.addWires(run, right, (g * of.inner() + k) * of.outer());
      }
      for (int m = 0; m < of.batch(); m++) {
        var run = new CoefficientRun(monomials.batch(m), phis, 0, of.inner());
        to.addWires(run, of.left().wires(), firstLeft(of, g, m));
      }
    }
  }

  private static int firstLeft(Product of, int group, int m) {
    return (group * of.batch() + m) * of.inner();
  }

  static long left(Product of, int group, int m, int k) {
    return of.left().wires()[firstLeft(of, group, m) + k];
  }

  /* The left sides of the gadgets' equations, + port forms. */
  private void addEquations(CoefficientSink to, int block) {
    int[] equations = circuit.blocks().get(block).equations();
    for (int equation = 0; equation < equations.length; equation++) {
      int l = equations[equation];
      int outer = circuit.affines().get(l).outer();
      for (int row = 0; row < circuit.affines().get(l).rows(); row++) {
        to.addEquations(monomials.accumulators(l, row, outer), block, equation, row * outer);
      }
    }
  }

  /* + the published accumulator, if it is; - the terms. The products come by row. */
  private void addAccumulators(CoefficientSink to, int l, long... integers) {
    Affine affine = circuit.affines().get(l);
    int outer = affine.outer();
    int[] published = layout.definingOutput(l);
    for (int i = 0; i < published.length; i++) {
      QM31 c = monomials.row(l, i / outer).mul(monomials.channel(i % outer));
      to.addConstant(c.mul(M31.of(integers[published[i]])));
    }
    for (Term term : affine.terms()) {
      for (int row = 0; row < affine.rows(); row++) {
        to.subtractTerm(monomials.accumulators(l, row, outer), term, row * outer);
      }
    }
  }

  /* element - public integer = 0. A published accumulator is in its own equation. */
  private void addOutput(CoefficientSink to, int o) {
    Output output = circuit.outputs().get(o);
    View view = output.view();
    if (view == null) {
      return;
    }
    SecureColumn coefficients =
        Monomials.column(view.length(), i -> monomials.output(layout.outputNumber(o, i)));
    to.addWires(CoefficientRun.of(coefficients), view.wires(), 0);
    for (int i = 0; i < view.length(); i++) {
      to.addConstant(coefficients.get(i).mul(M31.of(-values.outputs()[o][i])));
    }
  }

  /* element - public integer = 0, or element - cell of the input tree = 0. */
  private void addInputs(CoefficientSink to) {
    int first = 0;
    for (int i = 0; i < circuit.inputs().size(); i++) {
      Circuit.Input of = circuit.inputs().get(i);
      int block = of.block();
      int before = first;
      int length = circuit.blocks().get(block).length();
      SecureColumn coefficients = Monomials.column(length, e -> input(before + e));
      View elements = View.all(block, Layout.inputOutput(of), length);
      to.addWires(CoefficientRun.of(coefficients), elements.wires(), 0);
      for (int e = 0; e < length; e++) {
        if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
          to.addConstant(coefficients.get(e).mul(M31.of(-values.inputs()[i][e])));
        } else if ((first + e) % layout.inputColumns() == 0) {
          int row = (first + e) / layout.inputColumns();
          to.cell(inputColumn, row, monomials.committedInputRow(row).neg());
        }
      }
      first += length;
    }
  }

  private QM31 input(int number) {
    if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
      return monomials.publicInput(number);
    }
    int columns = layout.inputColumns();
    return monomials.committedInputRow(number / columns).mul(monomials.column(number % columns));
  }
}
