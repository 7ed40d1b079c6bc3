package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import lucerna.field.Parallel;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import lucerna.ops.layout.Monomials.Base;
import lucerna.ops.layout.RunGrid.Axis;
import lucerna.ops.layout.RunGrid.Scale;
import lucerna.ops.layout.RunScanner.Side;

/**
 * The coefficients of the sum that ties a trace together, for all challenges: which cell has which
 * monomial, in runs.
 *
 * <p>Each equation {@code e = 0} goes in with its {@link Monomials monomial}: committed cells into
 * columns, by row, and what is public into a constant. Nothing here depends on witness, public
 * integers or challenges, so a layout needs it once. It takes 20 bytes a run: never more than 20
 * for an element of a view, and mostly far less, since tensors lie in order along some axis.
 */
final class PublicRuns {
  private final Layout layout;
  private final Circuit circuit;
  private final FormCells.Table forms;
  private final RunScanner scanner;
  private final int inputColumn;
  private final List<RunGrid> grids;
  private final List<FormCells> cells;

  PublicRuns(Layout layout) {
    this.layout = layout;
    circuit = layout.circuit();
    int pairColumns = layout.hasWeights() ? 2 : 0;
    int portColumns = pairColumns + 3 * layout.pairSlots();
    inputColumn = portColumns + FormCells.portColumns(layout);
    forms = new FormCells.Table(layout, portColumns);
    scanner = new RunScanner(layout, forms);
    List<Supplier<RunGrid>> parts = new ArrayList<>();
    addWeights(parts);
    addPairs(parts, pairColumns);
    addEquations(parts);
    addTerms(parts);
    addOutputs(parts);
    if (layout.shape().inputs() != InputPrivacy.HIDDEN) {
      addInputs(parts);
    }
    var found = new RunGrid[parts.size()];
    Parallel.forEach(found.length, i -> found[i] = parts.get(i).get());
    grids = List.of(found);
    cells = forms.all();
  }

  /** Returns the number of columns of the tree PUBLIC. */
  int columns() {
    return inputColumn + (layout.inputColumns() > 0 ? 1 : 0);
  }

  /** Returns all coefficients of cells and of constants in views. */
  List<RunGrid> grids() {
    return grids;
  }

  /** Returns what the numbers of forms in runs mean. */
  List<FormCells> cells() {
    return cells;
  }

  /* - phi u, a part of each accumulator of the block, and phi - sum of wires = 0. */
  private void addWeights(List<Supplier<RunGrid>> parts) {
    if (!layout.hasWeights()) {
      return;
    }
    int rows = layout.weightRows();
    int products = forms.add(FormCells.plain(0, 1, 2, 0, rows));
    int ties = forms.add(FormCells.plain(0, 1, 2, 1, rows));
    parts.add(
        () ->
            RunScanner.consecutive(
                tie(0), ties, 0, Axis.NONE, Axis.NONE, new Axis(rows, Base.THETA, 1)));
    boolean copies = !layout.sizes().usesFactors();
    for (WeightProduct weights : layout.weightProducts()) {
      Product of = weights.product();
      parts.add(
          () ->
              RunScanner.consecutive(
                  affine(weights.affine()).neg(),
                  products,
                  weights.firstRow(),
                  new Axis(of.groups(), Base.S, of.batch()),
                  new Axis(weights.blocks(), Base.R, layout.shape().weightColumns()),
                  new Axis(of.inner(), Base.ONE, 1)));
      parts.add(
          () ->
              scanner.scan(
                  ties(weights),
                  of.left().wires(),
                  null,
                  new Side(
                      new Axis(of.groups(), Base.THETA, weights.blocks() * of.inner()),
                      of.batch() * of.inner()),
                  // Columns beyond the batch have no source: their copy is of 0.
                  new Side(new Axis(of.batch(), copies ? Base.TAU : Base.S, 1), of.inner()),
                  new Side(new Axis(of.inner(), Base.THETA, 1), 1)));
    }
  }

  /* All blocks of channels have the same left side. */
  private static Scale ties(WeightProduct weights) {
    var blocks = new Axis(weights.blocks(), Base.THETA, weights.product().inner());
    return new Scale(-1, Base.THETA, weights.row(0, 0, 0) + 1, blocks);
  }

  private static Scale tie(int row) {
    return Scale.of(Base.THETA, row + 1);
  }

  private Scale pairTie(int pair, int factor) {
    return tie(layout.weightRows() + 2 * pair + factor);
  }

  private static Scale affine(int affine) {
    return Scale.of(Base.KAPPA, affine + 1);
  }

  private static Scale output(int number) {
    return Scale.of(Base.PSI, number + 1);
  }

  /* - phi psi, a part of each accumulator of the group, and what each of them is. */
  private void addPairs(List<Supplier<RunGrid>> parts, int firstColumn) {
    int pairs = layout.sizes().pairs();
    int slots = layout.pairSlots();
    int[] columns = new int[3];
    for (int i = 0; i < columns.length && pairs > 0; i++) {
      columns[i] = forms.add(FormCells.plain(firstColumn, slots, columns.length, i, pairs));
    }
    for (int factor = 0; factor < 2 && pairs > 0; factor++) {
      int of = factor;
      parts.add(
          () ->
              RunScanner.consecutive(
                  pairTie(0, of),
                  columns[of + 1],
                  0,
                  Axis.NONE,
                  Axis.NONE,
                  new Axis(pairs, Base.THETA, 2)));
    }
    for (PairProduct pair : layout.sizes().pairProducts()) {
      Product of = pair.product();
      var group = new Axis(of.groups(), Base.THETA, 2 * of.inner());
      var inner = new Axis(of.inner(), Base.THETA, 2);
      parts.add(
          () ->
              RunScanner.consecutive(
                  affine(pair.affine()).neg(),
                  columns[0],
                  pair.first(),
                  Axis.NONE,
                  new Axis(of.groups(), Base.S, of.batch()),
                  new Axis(of.inner(), Base.ONE, 1)));
      parts.add(
          () ->
              scanner.scan(
                  pairTie(pair.first(), 0).neg(),
                  of.left().wires(),
                  null,
                  new Side(group, of.batch() * of.inner()),
                  new Side(new Axis(of.batch(), Base.S, 1), of.inner()),
                  new Side(inner, 1)));
      parts.add(
          () ->
              scanner.scan(
                  pairTie(pair.first(), 1).neg(),
                  pair.right().wires(),
                  null,
                  new Side(group, of.inner() * of.outer()),
                  new Side(inner, of.outer()),
                  new Side(new Axis(of.outer(), Base.R, 1), 1)));
    }
  }

  /* The left sides of the gadgets' equations, + port forms. */
  private void addEquations(List<Supplier<RunGrid>> parts) {
    for (int b = 0; b < circuit.blocks().size(); b++) {
      int block = b;
      int[] equations = circuit.blocks().get(b).equations();
      for (int i = 0; i < equations.length; i++) {
        int equation = i;
        int l = equations[i];
        Affine affine = circuit.affines().get(l);
        parts.add(
            () -> scanner.equation(affine(l), block, equation, affine.rows(), affine.outer()));
      }
    }
  }

  /* - the terms; the products come by row, and what is published is a constant. */
  private void addTerms(List<Supplier<RunGrid>> parts) {
    for (int i = 0; i < circuit.affines().size(); i++) {
      int l = i;
      Affine affine = circuit.affines().get(l);
      for (Term term : affine.terms()) {
        parts.add(
            () ->
                scanner.scan(
                    affine(l),
                    term.view().wires(),
                    term,
                    new Side(new Axis(affine.rows(), Base.S, 1), affine.outer() * term.fan()),
                    new Side(new Axis(affine.outer(), Base.R, 1), term.fan()),
                    new Side(new Axis(term.fan(), Base.ONE, 1), 1)));
      }
    }
  }

  /* + element, - public integer. A published accumulator is in its own equation. */
  private void addOutputs(List<Supplier<RunGrid>> parts) {
    for (int i = 0; i < circuit.outputs().size(); i++) {
      int output = i;
      View view = circuit.outputs().get(i).view();
      if (view != null && view.length() > 0) {
        parts.add(
            () ->
                scanner.scan(
                    output(layout.outputNumber(output, 0)),
                    view.wires(),
                    null,
                    Side.NONE,
                    Side.NONE,
                    new Side(new Axis(view.length(), Base.PSI, 1), 1)));
      }
    }
  }

  /* + element, - public integer or cell of the input tree. */
  private void addInputs(List<Supplier<RunGrid>> parts) {
    if (layout.sizes().inputElements() == 0) {
      return;
    }
    int columns = Math.max(1, layout.inputColumns());
    int rows = Math.ceilDiv(layout.sizes().inputElements(), columns);
    long[] wires = new long[rows * columns];
    Arrays.fill(wires, Wire.ZERO);
    int next = 0;
    for (Circuit.Input input : circuit.inputs()) {
      int length = circuit.blocks().get(input.block()).length();
      View all = View.all(input.block(), Layout.inputOutput(input), length);
      System.arraycopy(all.wires(), 0, wires, next, length);
      next += length;
    }
    parts.add(
        () ->
            scanner.scan(
                output(layout.outputElements()),
                wires,
                null,
                Side.NONE,
                new Side(new Axis(rows, Base.PSI, 1), columns),
                new Side(new Axis(columns, Base.TAU, 1), 1)));
    if (layout.inputColumns() > 0) {
      int cells = forms.add(FormCells.plain(inputColumn, 1, 1, 0, rows));
      parts.add(
          () ->
              RunScanner.consecutive(
                  output(layout.outputElements()).neg(),
                  cells,
                  0,
                  Axis.NONE,
                  Axis.NONE,
                  new Axis(rows, Base.PSI, 1)));
    }
  }
}
