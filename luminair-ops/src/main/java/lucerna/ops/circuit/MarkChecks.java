package lucerna.ops.circuit;

import lucerna.ops.circuit.Gadget.Lookup;
import lucerna.ops.circuit.Gadget.Nonnegative;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.function.FunctionTable;

/**
 * The conditions under which a maximum is the maximum of its group: every accumulator of the group
 * holds it once, times the unit of its rounding; nothing in the group lies above it; and the marks
 * of the group add up to 1, so that something in it equals it.
 */
final class MarkChecks {
  private final Circuit circuit;
  private final int index;
  private final Block block;
  private final String name;
  private final Maximum maximum;

  private MarkChecks(Circuit circuit, int index) {
    this.circuit = circuit;
    this.index = index;
    this.block = circuit.blocks().get(index);
    this.name = "block " + block.name();
    int groups = circuit.blocks().get(index - 1).length();
    Refusals.require(
        block.length() % groups == 0,
        name + ": its length " + block.length() + " is no multiple of " + groups);
    this.maximum = Maximum.of(circuit, index - 1);
  }

  /** Checks a circuit whose wires are valid. */
  static void check(Circuit circuit) {
    for (int b = 1; b < circuit.blocks().size(); b++) {
      if (Maximum.hasMarks(circuit.blocks().get(b).gadget())) {
        new MarkChecks(circuit, b).run();
      }
    }
    // What a zero reads besides whole sums of marks was not looked at yet.
    for (int a : circuit.zeros()) {
      Affine affine = circuit.affines().get(a);
      if (markedBlock(circuit, affine) < 0) {
        var checks = new AffineChecks(circuit);
        affine
            .terms()
            .forEach(
                term ->
                    checks.readable("node " + affine.name(), term.view(), circuit.blocks().size()));
      }
    }
  }

  private void run() {
    if (block.gadget() instanceof Lookup lookup) {
      FunctionTable table = circuit.tables().get(lookup.table());
      Refusals.require(
          table.low() == 0 || table.high() == 0,
          name + ": its maximum is not at an end of its table");
    }
    Refusals.require(maximum.sign() != 0, name + ": it does not subtract its maximum");
    Affine affine = circuit.affines().get(block.equations()[0]);
    for (Product product : affine.products()) {
      unread(product.left());
      View right = product.right();
      if (right != null) {
        unread(right);
      }
    }
    boolean first = block.gadget() instanceof Nonnegative marked && marked.mark() == Mark.FIRST;
    int[] stamps = new int[block.length()];
    for (int i = 0; i < block.length(); i++) {
      accumulator(affine, i, first, stamps);
    }
    attained();
  }

  private void unread(View view) {
    for (long wire : view.wires()) {
      Refusals.require(
          Wire.isConstant(wire) || Wire.block(wire) < index - 1,
          name + ": a product reads its maximum or its marks");
    }
  }

  /** Checks how accumulator i holds the maximum, and the marks FIRST above it. */
  private void accumulator(Affine affine, int i, boolean first, int[] stamps) {
    int group = i / maximum.size();
    int maxima = 0;
    int marks = 0;
    long unit = (long) maximum.sign() << shift(i);
    for (Term term : affine.terms()) {
      for (int e = i * term.fan(); e < (i + 1) * term.fan(); e++) {
        long wire = term.view().wires()[e];
        if (Wire.isConstant(wire) || Wire.block(wire) < index - 1) {
          continue;
        }
        int element = Wire.element(wire);
        if (Wire.block(wire) == index) {
          Refusals.require(
              first && element > i && element / maximum.size() == group && stamps[element] != i + 1,
              name + ": accumulator " + i + " reads a mark that is not after it");
          Refusals.equal(name + ": coefficient of a mark", term.coefficient(e), -1);
          stamps[element] = i + 1;
          marks++;
        } else {
          Refusals.require(
              element == group && Wire.output(wire) == Gadget.Round.VALUE,
              name + ": accumulator " + i + " reads another maximum");
          Refusals.equal(name + ": coefficient of its maximum", term.coefficient(e), unit);
          maxima++;
        }
      }
    }
    Refusals.equal(name + ": uses of its maximum in accumulator " + i, maxima, 1);
    int after = (group + 1) * maximum.size() - 1 - i;
    Refusals.equal(name + ": marks in accumulator " + i, marks, first ? after : 0);
  }

  private int shift(int element) {
    return block.gadget() instanceof Lookup lookup
        ? lookup.shift()[lookup.shift().length == 1 ? 0 : element]
        : 0;
  }

  /** Checks that the marks of each group add up to 1. */
  private void attained() {
    boolean[] found = new boolean[block.length() / maximum.size()];
    int[] stamps = new int[block.length()];
    int stamp = 0;
    for (int a : circuit.zeros()) {
      Affine affine = circuit.affines().get(a);
      if (markedBlock(circuit, affine) != index) {
        continue;
      }
      Refusals.require(
          affine.products().isEmpty(), "node " + affine.name() + ": marks and products in a zero");
      for (int i = 0; i < affine.length(); i++) {
        found[sum(affine, i, stamps, ++stamp)] = true;
      }
    }
    for (int g = 0; g < found.length; g++) {
      Refusals.require(
          found[g], name + ": nothing says that the marks of group " + g + " sum to 1");
    }
  }

  /** Checks that an accumulator is the sum of a group's marks minus 1; returns the group. */
  private int sum(Affine affine, int i, int[] stamps, int stamp) {
    String node = "node " + affine.name();
    int group = -1;
    int marks = 0;
    long constant = 0;
    for (Term term : affine.terms()) {
      for (int e = i * term.fan(); e < (i + 1) * term.fan(); e++) {
        long wire = term.view().wires()[e];
        if (Wire.isConstant(wire)) {
          constant += (long) term.coefficient(e) * Wire.value(wire);
          continue;
        }
        int element = Wire.element(wire);
        group = group < 0 ? element / maximum.size() : group;
        Refusals.require(
            Wire.block(wire) == index
                && Maximum.isMark(block.gadget(), Wire.output(wire))
                && element / maximum.size() == group
                && stamps[element] != stamp,
            node + " is not the sum of the marks of a group");
        Refusals.equal(node + ": coefficient of a mark", term.coefficient(e), 1);
        stamps[element] = stamp;
        marks++;
      }
    }
    Refusals.equal(node + ": number of marks", marks, maximum.size());
    Refusals.equal(node + ": constant", constant, -1);
    return group;
  }

  /** Returns the block of the first mark that an affine's terms read, or -1. */
  private static int markedBlock(Circuit circuit, Affine affine) {
    for (Term term : affine.terms()) {
      for (long wire : term.view().wires()) {
        if (!Wire.isConstant(wire)
            && Maximum.isMark(circuit.blocks().get(Wire.block(wire)).gadget(), Wire.output(wire))) {
          return Wire.block(wire);
        }
      }
    }
    return -1;
  }
}
