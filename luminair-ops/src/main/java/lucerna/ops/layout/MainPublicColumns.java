package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
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
  private final Layout layout;
  private final Circuit circuit;
  private final PublicValues values;
  private final Monomials monomials;
  private final PortCoefficients ports;
  private final SecureColumn product;
  private final SecureColumn tie;
  private final SecureColumn input;
  private final SecureColumn[][] pairs;

  private MainPublicColumns(Layout layout, PublicValues values, QM31... challenges) {
    this.layout = layout;
    this.circuit = layout.circuit();
    this.values = values;
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
    layout.weightProducts().forEach(sum::addWeights);
    layout.sizes().pairProducts().forEach(sum::addPairs);
    sum.addEquations();
    sum.addAccumulators();
    for (int o = 0; o < sum.circuit.outputs().size(); o++) {
      sum.addOutput(o);
    }
    if (layout.shape().inputs() != InputPrivacy.HIDDEN) {
      sum.addInputs();
    }
    // The sum and the constant are 0 together.
    return new PublicData(sum.columns(), new QM31[] {sum.ports.constant().neg()});
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
  private void addEquations() {
    for (int b = 0; b < circuit.blocks().size(); b++) {
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
  }

  /* + the published accumulator, if it is; - the terms. The products come by row. */
  private void addAccumulators() {
    long[] integers = Arrays.stream(values.outputs()).flatMapToLong(Arrays::stream).toArray();
    for (int l = 0; l < circuit.affines().size(); l++) {
      Affine affine = circuit.affines().get(l);
      int[] published = layout.definingOutput(l);
      if (published.length == 0 && affine.terms().isEmpty()) {
        continue;
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
