package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;

/**
 * The coefficients of the sum that ties a trace together, and what it must give.
 *
 * <p>Each equation {@code e = 0} goes in with its {@link Monomials monomial}: committed cells into
 * columns, by row, and what is public, with the opposite sign, into the total. Nothing here depends
 * on the witness: the verifier runs the same code. Its time is linear in rows, elements and copies.
 */
final class MainPublicColumns {
  private final Layout layout;
  private final Program program;
  private final PublicValues values;
  private final Monomials monomials;
  private final SecureColumn product;
  private final SecureColumn copy;
  private final SecureColumn input;
  private final ElementCoefficients elements;
  private QM31 total = QM31.ZERO;

  private MainPublicColumns(Layout layout, PublicValues values, QM31... challenges) {
    this.layout = layout;
    this.program = layout.program();
    this.values = values;
    monomials = new Monomials(layout, challenges);
    product = SecureColumn.zeros(layout.activeRows());
    copy = SecureColumn.zeros(layout.activeRows());
    input = SecureColumn.zeros(layout.activeRows());
    elements = new ElementCoefficients(layout);
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
    for (int row = 0; row < layout.weightRows().size(); row++) {
      sum.addWeightRow(row);
    }
    for (int l = 0; l < sum.program.affines().size(); l++) {
      sum.addAccumulators(l);
    }
    for (int o = 0; o < sum.program.outputs().size(); o++) {
      sum.addOutput(o);
    }
    if (layout.shape().inputs() != InputPrivacy.HIDDEN) {
      sum.addInputs();
    }
    return new PublicData(sum.columns(), new QM31[] {sum.total});
  }

  private List<SecureColumn> columns() {
    List<SecureColumn> columns = new ArrayList<>();
    if (layout.sizes().hasWeights()) {
      columns.add(product);
      columns.add(copy);
    }
    columns.addAll(elements.columns());
    if (layout.inputColumns() > 0) {
      columns.add(input);
    }
    return columns;
  }

  /* - x w, a part of each accumulator of the block, and x - source = 0 for every column of x. */
  private void addWeightRow(int row) {
    WeightRow at = layout.weightRows().get(row);
    Affine affine = program.affines().get(at.affine());
    int firstChannel = at.block() * layout.shape().weightColumns();
    product.set(row, monomials.weightBlock(at.affine(), firstChannel).neg());
    copy.set(row, monomials.copyRow(row));
    // Columns beyond the batch have no source: their copy is of 0.
    for (int m = 0; m < affine.batch(); m++) {
      QM31 c = monomials.copy(row, m);
      View operand = affine.operand();
      if (at.isBias(affine) || operand == null) {
        total = total.add(c.mul(at.biasFactor(affine)));
      } else {
        int source = operand.source()[m * affine.inner() + at.k()];
        elements.addValue(operand.tensor(), source, operand.relu(), c.neg());
      }
    }
  }

  /* rounded - half, or the published accumulator, minus the terms; the products come by row. */
  private void addAccumulators(int l) {
    Affine affine = program.affines().get(l);
    int tensor = layout.tensorOf(l);
    for (int m = 0; m < affine.batch(); m++) {
      for (int n = 0; n < affine.outer(); n++) {
        int index = m * affine.outer() + n;
        QM31 c = monomials.accumulator(l, m, n);
        if (tensor >= 0) {
          addRoundedAccumulator(tensor, index, c);
        } else {
          int published = layout.definingOutput(l, index);
          total = total.sub(c.mul(M31.of(values.output(layout, published))));
        }
        for (Affine.Term term : affine.terms()) {
          View view = term.view();
          QM31 scaled = c.mul(1 << term.shift()).neg();
          elements.addValue(view.tensor(), view.source()[index], view.relu(), scaled);
        }
      }
    }
  }

  /* element - public integer = 0. An accumulator that defines no element is in its own equation. */
  private void addOutput(int o) {
    Output output = program.outputs().get(o);
    int tensor = output.affine() < 0 ? -1 : layout.tensorOf(output.affine());
    View view = output.view();
    if (view == null && tensor < 0) {
      return;
    }
    for (int i = 0; i < Layout.lengthOf(output); i++) {
      QM31 c = monomials.output(layout.outputNumber(o, i));
      if (view != null) {
        elements.addValue(view.tensor(), view.source()[i], view.relu(), c);
      } else {
        addRoundedAccumulator(tensor, output.source()[i], c);
      }
      total = total.add(c.mul(M31.of(values.outputs()[o][i])));
    }
  }

  /* element - public integer = 0, or element - cell of the input tree = 0. */
  private void addInputs() {
    int number = 0;
    for (int i = 0; i < program.tensors().size(); i++) {
      TensorSpec tensor = program.tensors().get(i);
      for (int e = 0; e < tensor.length() && tensor.input() >= 0; e++, number++) {
        QM31 c;
        if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
          c = monomials.publicInput(number);
          total = total.add(c.mul(M31.of(values.inputs()[tensor.input()][e])));
        } else {
          int columns = layout.inputColumns();
          c = monomials.committedInput(number / columns, number % columns);
          input.set(number / columns, monomials.committedInputRow(number / columns).neg());
        }
        elements.addValue(i, e, false, c);
      }
    }
  }

  private void addRoundedAccumulator(int tensor, int element, QM31 c) {
    elements.addRounded(tensor, element, c);
    total = total.add(c.mul(ElementCoefficients.half(program.tensors().get(tensor), element)));
  }
}
