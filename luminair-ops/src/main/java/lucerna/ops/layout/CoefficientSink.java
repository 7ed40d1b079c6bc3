package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Receives the coefficients of the sum that ties a trace together, and translates those of views
 * and equations into those of ports.
 *
 * <p>What is done with a coefficient of a cell differs: the prover writes it into a column, the
 * verifier multiplies it by the weight of its row at once. Columns go by their place in the tree
 * PUBLIC. Not safe for use by several threads.
 */
abstract class CoefficientSink {
  private static final int MAX_SHIFT = 32;

  /** So many summands below 2^33 fit a long. */
  private static final long MANY = 1L << 29;

  private final List<BlockForms> blocks;
  private final Circuit circuit;
  private final int[] c = new int[QM31.DEGREE];
  private final long[] constant = new long[QM31.DEGREE];
  private long received;

  /** The forms of a block's outputs and equations, and where its gadgets stand. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record BlockForms(
      int firstColumn,
      int slots,
      int firstGadget,
      List<String> ports,
      Form.@Nullable Resolved[] outputs,
      Form.@Nullable Resolved[][] equations) {}

  CoefficientSink(Circuit circuit, List<BlockForms> blocks) {
    this.circuit = circuit;
    this.blocks = blocks;
  }

  /** Finds the forms of all blocks; columns of ports follow so many others. */
  static List<BlockForms> forms(Layout layout, int columnsBefore) {
    Circuit circuit = layout.circuit();
    int[] firstColumn = new int[layout.sizes().kinds().size()];
    int next = columnsBefore;
    for (int k = 0; k < firstColumn.length; k++) {
      firstColumn[k] = next;
      KindSizes kind = layout.sizes().kinds().get(k);
      next += layout.slots(kind) * kind.ports().size();
    }
    List<BlockForms> all = new ArrayList<>();
    for (int b = 0; b < circuit.blocks().size(); b++) {
      Block block = circuit.blocks().get(b);
      KindSizes kind = layout.kind(b);
      List<String> ports = kind.ports();
      var outputs = new Form.@Nullable Resolved[block.gadget().outputs()];
      for (int i = 0; i < outputs.length; i++) {
        Form form = kind.kind().output(block.gadget(), i);
        outputs[i] = ports.containsAll(form.ports()) ? form.resolve(ports) : null;
      }
      var equations = new Form.@Nullable Resolved[block.gadget().equations()][MAX_SHIFT];
      int column = firstColumn[layout.sizes().kindOf(b)];
      int slots = layout.slots(kind);
      all.add(new BlockForms(column, slots, layout.firstGadget(b), ports, outputs, equations));
    }
    return all;
  }

  /** Returns how many columns ports have. */
  static int portColumns(Layout layout) {
    return layout.sizes().kinds().stream()
        .mapToInt(kind -> layout.slots(kind) * kind.ports().size())
        .sum();
  }

  /** Adds a coefficient of a cell; its coordinates are not kept. */
  abstract void add(int column, int row, int[] coefficient);

  /** Adds {@code factor} times a coefficient of cells in one row: those of the ports of a form. */
  abstract void add(int firstColumn, int row, Form.Resolved form, int factor, int[] coefficient);

  /** Reduces sums that are reduced late, so that as many summands fit again. */
  abstract void reduce();

  /** Adds a coefficient of a cell. */
  final void cell(int column, int row, QM31 coefficient) {
    for (int k = 0; k < c.length; k++) {
      c[k] = coefficient.coordinate(k);
    }
    add(column, row, c);
  }

  /** Returns the sum of what needs no cell. */
  final QM31 constant() {
    return new QM31(
        M31.of(constant[0]), M31.of(constant[1]), M31.of(constant[2]), M31.of(constant[3]));
  }

  final void addConstant(QM31 summand) {
    for (int k = 0; k < c.length; k++) {
      constant[k] += summand.coordinate(k);
    }
  }

  /** Adds elements of a view, one for each coefficient. */
  final void addWires(CoefficientRun run, long[] wires, int from) {
    expect(run.count());
    for (int i = 0; i < run.count(); i++) {
      if (wires[from + i] != Wire.ZERO) {
        run.get(i, c);
        addWire(wires[from + i], 1);
      }
    }
  }

  /** Subtracts what a term adds to the accumulators from one on, one for each coefficient. */
  final void subtractTerm(CoefficientRun run, Term term, int accumulator) {
    expect((long) run.count() * term.fan());
    long[] wires = term.view().wires();
    int j = accumulator * term.fan();
    for (int i = 0; i < run.count(); i++) {
      run.get(i, c);
      for (int f = 0; f < term.fan(); f++, j++) {
        addWire(wires[j], negated(term.coefficient(j)));
      }
    }
  }

  /** Adds the left sides of an equation of a block's gadgets, one for each coefficient. */
  final void addEquations(CoefficientRun run, int number, int equation, int first) {
    expect(run.count());
    Block block = circuit.blocks().get(number);
    BlockForms forms = blocks.get(number);
    int gadget = forms.firstGadget + first;
    int slot = gadget % forms.slots;
    int row = gadget / forms.slots;
    for (int i = 0; i < run.count(); i++) {
      int shift = SlotKinds.shift(block.gadget(), first + i);
      Form.Resolved form = forms.equations[equation][shift];
      if (form == null) {
        form = SlotKinds.of(block).equation(block.gadget(), equation, shift).resolve(forms.ports);
        forms.equations[equation][shift] = form;
      }
      run.get(i, c);
      addConstant(form.constant());
      add(forms.firstColumn + slot * forms.ports.size(), row, form, 1, c);
      if (++slot == forms.slots) {
        slot = 0;
        row++;
      }
    }
  }

  private void expect(long summands) {
    received += summands;
    if (received > MANY) {
      reduce();
      Arrays.setAll(constant, k -> M31.of(constant[k]));
      received = summands;
    }
  }

  private void addWire(long wire, int factor) {
    if (Wire.isConstant(wire)) {
      addConstant(M31.mul(factor, M31.of(Wire.value(wire))));
      return;
    }
    BlockForms block = blocks.get(Wire.block(wire));
    Form.Resolved form = block.outputs[Wire.output(wire)];
    if (form == null) {
      throw new IllegalStateException("no coefficients for " + Long.toHexString(wire));
    }
    int gadget = block.firstGadget + Wire.element(wire);
    int row = gadget / block.slots;
    int slot = gadget - row * block.slots;
    addConstant(M31.mul(factor, form.constant()));
    add(block.firstColumn + slot * block.ports.size(), row, form, factor, c);
  }

  private void addConstant(int factor) {
    if (factor != 0) {
      for (int k = 0; k < c.length; k++) {
        constant[k] += CoefficientRun.fold((long) c[k] * factor);
      }
    }
  }

  private static int negated(int coefficient) {
    return coefficient > -M31.P
        ? coefficient <= 0 ? -coefficient : M31.P - coefficient
        : M31.of(-(long) coefficient);
  }
}
