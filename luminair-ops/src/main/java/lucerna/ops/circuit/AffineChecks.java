package lucerna.ops.circuit;

import lucerna.ops.circuit.Gadget.Nonnegative;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import org.jspecify.annotations.Nullable;

/** The conditions on affines that need no intervals: sizes, wires and the order of evaluation. */
final class AffineChecks {
  private final Circuit circuit;
  // Elements and weights of all affines so far: each sum is bounded, so that memory is.
  private long accumulators;
  private long elements;
  private long weights;

  AffineChecks(Circuit circuit) {
    this.circuit = circuit;
  }

  /**
   * Checks one affine.
   *
   * @param reader the block whose equation it is, or the number of blocks
   * @param zero whether it is 0 by itself
   */
  void check(Affine affine, int reader, boolean zero) {
    String name = "node " + affine.name();
    Refusals.within(name + ": rows", affine.rows(), 1, CircuitChecks.MAX_SIZE);
    Refusals.within(name + ": outer length", affine.outer(), 1, CircuitChecks.MAX_SIZE);
    accumulators += (long) affine.rows() * affine.outer();
    within("number of accumulators", accumulators);
    for (Product product : affine.products()) {
      product(name, affine, product);
      readable(name, product.left(), reader);
      if (product.right() != null) {
        readable(name, product.right(), reader);
      }
    }
    for (Term term : affine.terms()) {
      term(name, affine, term);
      // Marks that a proof does not hold to be bits may only add up; MarkChecks sees to the rest.
      if (!zero) {
        readable(name, term.view(), reader);
      }
    }
  }

  private void product(String name, Affine affine, Product product) {
    Refusals.within(name + ": groups", product.groups(), 1, CircuitChecks.MAX_SIZE);
    Refusals.within(name + ": batch", product.batch(), 1, CircuitChecks.MAX_SIZE);
    Refusals.within(name + ": inner length", product.inner(), 1, CircuitChecks.MAX_SIZE);
    Refusals.equal(name + ": outer length of a product", product.outer(), affine.outer());
    long rows = (long) product.groups() * product.batch();
    Refusals.equal(name + ": rows of a product", rows, affine.rows());
    view(name, product.left(), rows * product.inner());
    long columns = (long) product.groups() * product.inner();
    within(name + ": rows of weights", columns);
    long factors = columns * product.outer();
    Refusals.within(name + ": bound on weights", product.sumBound(), 0, Circuit.BOUND - 1);
    Refusals.require(
        product.sumBound() > 0 || !product.signed(), name + ": a sign without a bound on weights");
    @Nullable View right = product.right();
    if (right == null) {
      within(name + ": weights", factors);
      weights += factors;
      within("number of weights", weights);
    } else {
      view(name, right, factors);
      Refusals.equal(name + ": bound on a product of views", product.sumBound(), 0);
    }
  }

  private void term(String name, Affine affine, Term term) {
    Refusals.within(name + ": fan", term.fan(), 1, CircuitChecks.MAX_SIZE);
    view(name, term.view(), (long) affine.length() * term.fan());
    int count = term.coefficients().length;
    Refusals.require(
        count == 1 || count == term.fan() || count == term.view().length(),
        name + ": number of coefficients is " + count);
    String what = name + ": coefficient";
    for (int coefficient : term.coefficients()) {
      Refusals.within(what, coefficient, 1 - Circuit.BOUND, Circuit.BOUND - 1);
    }
  }

  /** Checks that a view has its length, and that its wires exist. */
  void view(String name, View view, long length) {
    Refusals.equal(name + ": number of elements of a view", view.length(), length);
    elements += length;
    within("number of elements of views", elements);
    int blocks = circuit.blocks().size();
    long prefix = -1;
    int most = -1;
    for (long wire : view.wires()) {
      if (Wire.isConstant(wire)) {
        Refusals.require(
            wire == Wire.constant(Wire.value(wire)), name + " reads a constant that is none");
        continue;
      }
      if (wire >>> Integer.SIZE != prefix) {
        int block = Wire.block(wire);
        Refusals.within(name + ": block of an element", block, 0, blocks - 1);
        Block source = circuit.blocks().get(block);
        int outputs = source.gadget().outputs();
        Refusals.within(name + ": output of an element", Wire.output(wire), 0, outputs - 1);
        prefix = wire >>> Integer.SIZE;
        most = source.length() - 1;
      }
      int element = Wire.element(wire);
      if (element < 0 || element > most) {
        Refusals.within(name + ": element", element, 0, most);
      }
    }
  }

  /** Checks that a view of valid wires only reads what is known by then, and is bounded. */
  void readable(String name, View view, int reader) {
    long prefix = -1;
    for (long wire : view.wires()) {
      if (Wire.isConstant(wire) || wire >>> Integer.SIZE == prefix) {
        continue;
      }
      prefix = wire >>> Integer.SIZE;
      int block = Wire.block(wire);
      Gadget gadget = circuit.blocks().get(block).gadget();
      boolean mark = Maximum.isMark(gadget, Wire.output(wire));
      boolean bit = gadget instanceof Nonnegative marked && marked.mark() == Mark.FIRST;
      Refusals.require(!mark || bit, name + " reads marks that need not be bits");
      Refusals.require(
          block < reader || (block == reader && mark),
          name + " reads block " + circuit.blocks().get(block).name() + " before it is known");
    }
  }

  private static void within(String what, long actual) {
    Refusals.within(what, actual, 0, CircuitChecks.MAX_SIZE);
  }
}
