package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
import lucerna.ops.circuit.Wire;

/**
 * The coefficients of the sum that ties a trace together, and what it must give.
 *
 * <p>Each equation {@code e = 0} goes in with its {@link Monomials monomial}: committed cells into
 * columns, by row, and what is public, with the opposite sign, into the total. Nothing here depends
 * on the witness: the verifier runs the same code. Its time is linear in rows, gadgets and views.
 */
final class MainPublicColumns {
  /** Fewer port cells than these are not worth a second thread. */
  private static final long MIN_CELLS = 1 << 16;

  /** More threads would add up columns for longer than they save. */
  private static final int MAX_PARTS = 4;

  private final Layout layout;
  private final Circuit circuit;
  private final PublicValues values;
  private final Monomials monomials;
  private final PortCoefficients ports;
  private final SecureColumn product;
  private final SecureColumn tie;
  private final SecureColumn input;
  private final SecureColumn[][] pairs;
  private final long[] integers;

  /** A part of the sum, whose columns besides those of ports are all written to the same ones. */
  private MainPublicColumns(MainPublicColumns first) {
    layout = first.layout;
    circuit = first.circuit;
    values = first.values;
    monomials = first.monomials;
    ports = new PortCoefficients(layout);
    product = first.product;
    tie = first.tie;
    input = first.input;
    pairs = first.pairs;
    integers = first.integers;
  }

  private MainPublicColumns(Layout layout, PublicValues values, QM31... challenges) {
    this.layout = layout;
    this.circuit = layout.circuit();
    this.values = values;
    integers = Arrays.stream(values.outputs()).flatMapToLong(Arrays::stream).toArray();
    monomials = new Monomials(layout, challenges);
    ports = new PortCoefficients(layout);
    product = SecureColumn.zeros(layout.activeRows());
    tie = SecureColumn.zeros(layout.activeRows());
    input = SecureColumn.zeros(layout.activeRows());
    pairs = new SecureColumn[layout.pairSlots()][3];
    for (SecureColumn[] slot : pairs) {
      Arrays.setAll(slot, i -> SecureColumn.zeros(layout.activeRows()));
    }
  }

  /**
   * Computes the columns.
   *
   * @param layout where the cells are
   * @param values outputs and inputs that are public, checked
   * @param challenges r, s, kappa, theta, tau, psi
   */
  static PublicData compute(Layout layout, PublicValues values, QM31... challenges) {
    MainPublicColumns sum = new MainPublicColumns(layout, values, challenges);
    sum.addAll(tasks(layout));
    // The sum and the constant are 0 together.
    return new PublicData(sum.columns(), new QM31[] {sum.ports.constant().neg()});
  }

  /** What makes up the sum, in any order; no two write the same row of a column not of ports. */
  private static List<Consumer<MainPublicColumns>> tasks(Layout layout) {
    Circuit circuit = layout.circuit();
    List<Consumer<MainPublicColumns>> tasks = new ArrayList<>();
    layout.weightProducts().forEach(weights -> tasks.add(sum -> sum.addWeights(weights)));
    layout.sizes().pairProducts().forEach(pair -> tasks.add(sum -> sum.addPairs(pair)));
    for (int b = 0; b < circuit.blocks().size(); b++) {
      int block = b;
      tasks.add(sum -> sum.addEquations(block));
    }
    for (int l = 0; l < circuit.affines().size(); l++) {
      int affine = l;
      tasks.add(sum -> sum.addAccumulators(affine));
    }
    for (int o = 0; o < circuit.outputs().size(); o++) {
      int output = o;
      tasks.add(sum -> sum.addOutput(output));
    }
    if (layout.shape().inputs() != InputPrivacy.HIDDEN) {
      tasks.add(MainPublicColumns::addInputs);
    }
    return tasks;
  }

  /* Each worker has port columns of its own, added up in the end: its tasks write to any row of them. */
  private void addAll(List<Consumer<MainPublicColumns>> tasks) {
    List<SecureColumn> columns = ports.columns();
    boolean small = (long) columns.size() * layout.activeRows() < MIN_CELLS;
    var parts = new MainPublicColumns[small ? 1 : Math.min(Parallel.threads(), MAX_PARTS)];
    Arrays.setAll(parts, i -> i == 0 ? this : new MainPublicColumns(this));
    AtomicInteger next = new AtomicInteger();
    Parallel.forEach(
        parts.length,
        i -> {
          for (int t = next.getAndIncrement(); t < tasks.size(); t = next.getAndIncrement()) {
            tasks.get(t).accept(parts[i]);
          }
        });
    for (int i = 1; i < parts.length; i++) {
      ports.addAll(parts[i].ports);
    }
  }

  private List<SecureColumn> columns() {
    List<SecureColumn> columns = new ArrayList<>();
    if (layout.hasWeights()) {
      columns.add(product);
      columns.add(tie);
    }
    for (SecureColumn[] slot : pairs) {
      columns.addAll(List.of(slot));
    }
    columns.addAll(ports.columns());
    if (layout.inputColumns() > 0) {
      columns.add(input);
    }
    return columns;
  }

  /* - phi u, a part of each accumulator of the block, and phi - sum of wires = 0. */
  private void addWeights(WeightProduct weights) {
    Product of = weights.product();
    boolean copies = !layout.sizes().usesFactors();
    for (int g = 0; g < of.groups(); g++) {
      for (int block = 0; block < weights.blocks(); block++) {
        int firstChannel = block * layout.shape().weightColumns();
        QM31 c = monomials.accumulator(weights.affine(), g * of.batch(), firstChannel).neg();
        for (int k = 0; k < of.inner(); k++) {
          int row = weights.row(g, block, k);
          product.set(row, c);
          tie.set(row, monomials.tie(row));
        }
      }
      for (int k = 0; k < of.inner(); k++) {
        // All blocks have the same left side.
        QM31 c = QM31.ZERO;
        for (int block = 0; block < weights.blocks(); block++) {
          c = c.sub(monomials.tie(weights.row(g, block, k)));
        }
        // Columns beyond the batch have no source: their copy is of 0.
        for (int m = 0; m < of.batch(); m++) {
          QM31 power = copies ? monomials.column(m) : monomials.batch(m);
          ports.addWire(left(of, g, m, k), c.mul(power));
        }
      }
    }
  }

  /* - phi psi, a part of each accumulator of the group, and what each of them is. */
  private void addPairs(PairProduct pair) {
    Product of = pair.product();
    long[] right = pair.right().wires();
    for (int g = 0; g < of.groups(); g++) {
      for (int k = 0; k < of.inner(); k++) {
        int number = pair.number(g, k);
        SecureColumn[] slot = pairs[number % pairs.length];
        int row = number / pairs.length;
        slot[0].set(row, monomials.row(pair.affine(), g * of.batch()).neg());
        QM31 phi = monomials.pairTie(number, 0);
        QM31 psi = monomials.pairTie(number, 1);
        slot[1].set(row, phi);
        slot[2].set(row, psi);
        for (int m = 0; m < of.batch(); m++) {
          ports.addWire(left(of, g, m, k), phi.mul(monomials.batch(m)).neg());
        }
        for (int n = 0; n < of.outer(); n++) {
          long wire = right[(g * of.inner() + k) * of.outer() + n];
          ports.addWire(wire, psi.mul(monomials.channel(n)).neg());
        }
      }
    }
  }

  static long left(Product of, int group, int m, int k) {
    return of.left().wires()[(group * of.batch() + m) * of.inner() + k];
  }

  /* The left sides of the gadgets' equations, + port forms. */
  private void addEquations(int b) {
    int[] equations = circuit.blocks().get(b).equations();
    for (int equation = 0; equation < equations.length; equation++) {
      int l = equations[equation];
      int outer = circuit.affines().get(l).outer();
      for (int row = 0; row < circuit.affines().get(l).rows(); row++) {
        QM31 c = monomials.row(l, row);
        for (int n = 0; n < outer; n++) {
          ports.addEquation(b, equation, row * outer + n, c.mul(monomials.channel(n)));
        }
      }
    }
  }

  /* + the published accumulator, if it is; - the terms. The products come by row. */
  private void addAccumulators(int l) {
    Affine affine = circuit.affines().get(l);
    int[] published = layout.definingOutput(l);
    if (published.length == 0 && affine.terms().isEmpty()) {
      return;
    }
    for (int i = 0; i < affine.length(); i++) {
      QM31 c = monomials.row(l, i / affine.outer()).mul(monomials.channel(i % affine.outer()));
      if (published.length > 0) {
        ports.addConstant(c.mul(M31.of(integers[published[i]])));
      }
      for (Term term : affine.terms()) {
        for (int j = i * term.fan(); j < (i + 1) * term.fan(); j++) {
          ports.addWire(term.view().wires()[j], c, M31.of(-(long) term.coefficient(j)));
        }
      }
    }
  }

  /* element - public integer = 0. A published accumulator is in its own equation. */
  private void addOutput(int o) {
    Output output = circuit.outputs().get(o);
    View view = output.view();
    for (int i = 0; view != null && i < view.length(); i++) {
      QM31 c = monomials.output(layout.outputNumber(o, i));
      ports.addWire(view.wires()[i], c);
      ports.addConstant(c.mul(M31.of(-values.outputs()[o][i])));
    }
  }

  /* element - public integer = 0, or element - cell of the input tree = 0. */
  private void addInputs() {
    int number = 0;
    for (int i = 0; i < circuit.inputs().size(); i++) {
      Circuit.Input of = circuit.inputs().get(i);
      for (int e = 0; e < circuit.blocks().get(of.block()).length(); e++, number++) {
        QM31 c;
        if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
          c = monomials.publicInput(number);
          ports.addConstant(c.mul(M31.of(-values.inputs()[i][e])));
        } else {
          int row = number / layout.inputColumns();
          QM31 common = monomials.committedInputRow(row);
          c = common.mul(monomials.column(number % layout.inputColumns()));
          input.set(row, common.neg());
        }
        ports.addWire(Wire.of(of.block(), Layout.inputOutput(of), e), c);
      }
    }
  }
}
