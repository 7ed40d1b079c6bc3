package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A linear form in the ports of all gadgets, and a constant: a column of coefficients for each slot
 * and port.
 */
final class PortCoefficients {
  private static final int MAX_SHIFT = 32;

  private final Circuit circuit;
  private final SecureColumn[][][] columns;
  private final List<BlockForms> blocks = new ArrayList<>();
  private QM31 constant = QM31.ZERO;

  /** The forms of a block's outputs and equations, and where its gadgets stand. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  private record BlockForms(
      SecureColumn[][] slots,
      int firstGadget,
      List<String> ports,
      Form.@Nullable Resolved[] outputs,
      Form.@Nullable Resolved[][] equations) {}

  PortCoefficients(Layout layout) {
    circuit = layout.circuit();
    List<KindSizes> kinds = layout.sizes().kinds();
    columns = new SecureColumn[kinds.size()][][];
    for (int k = 0; k < columns.length; k++) {
      KindSizes kind = kinds.get(k);
      columns[k] = new SecureColumn[layout.slots(kind)][kind.ports().size()];
      for (SecureColumn[] slot : columns[k]) {
        Arrays.setAll(slot, i -> SecureColumn.zeros(layout.activeRows()));
      }
    }
    for (int b = 0; b < circuit.blocks().size(); b++) {
      Block block = circuit.blocks().get(b);
      KindSizes kind = layout.kind(b);
      List<String> ports = kind.ports();
      var outputs = new Form.@Nullable Resolved[block.gadget().outputs()];
      for (int i = 0; i < outputs.length; i++) {
        Form form = kind.kind().output(block.gadget(), i);
        outputs[i] = ports.containsAll(form.ports()) ? form.resolve(ports) : null;
      }
      blocks.add(
          new BlockForms(
              columns[layout.sizes().kindOf(b)],
              layout.firstGadget(b),
              ports,
              outputs,
              new Form.@Nullable Resolved[block.gadget().equations()][MAX_SHIFT]));
    }
  }

  /** Returns the columns, kind by kind, slot by slot, port by port. */
  List<SecureColumn> columns() {
    List<SecureColumn> all = new ArrayList<>();
    for (SecureColumn[][] slots : columns) {
      for (SecureColumn[] slot : slots) {
        all.addAll(List.of(slot));
      }
    }
    return all;
  }

  QM31 constant() {
    return constant;
  }

  /** Adds another form of the same layout. */
  void addAll(PortCoefficients other) {
    constant = constant.add(other.constant);
    List<SecureColumn> sums = columns();
    List<SecureColumn> added = other.columns();
    Parallel.forEach(
        QM31.DEGREE * sums.size(),
        i -> {
          int[] sum = sums.get(i / QM31.DEGREE).coordinates()[i % QM31.DEGREE];
          int[] summand = added.get(i / QM31.DEGREE).coordinates()[i % QM31.DEGREE];
          for (int row = 0; row < sum.length; row++) {
            sum[row] = M31.add(sum[row], summand[row]);
          }
        });
  }

  void addConstant(QM31 summand) {
    constant = constant.add(summand);
  }

  /** Adds {@code c} times an element of a view. */
  void addWire(long wire, QM31 c) {
    addWire(wire, c, 1);
  }

  /** Adds {@code c} times an element of M31 times an element of a view. */
  void addWire(long wire, QM31 c, int factor) {
    if (Wire.isConstant(wire)) {
      constant = constant.add(c.mul(M31.mul(factor, M31.of(Wire.value(wire)))));
      return;
    }
    BlockForms block = blocks.get(Wire.block(wire));
    Form.Resolved form = block.outputs[Wire.output(wire)];
    if (form == null) {
      throw new IllegalStateException("no coefficients for " + Long.toHexString(wire));
    }
    add(block, form, Wire.element(wire), c, factor);
  }

  /** Adds {@code c} times the left side of a gadget's equation. */
  void addEquation(int number, int equation, int element, QM31 c) {
    Block block = circuit.blocks().get(number);
    BlockForms forms = blocks.get(number);
    int shift = SlotKinds.shift(block.gadget(), element);
    Form.Resolved form = forms.equations[equation][shift];
    if (form == null) {
      form = SlotKinds.of(block).equation(block.gadget(), equation, shift).resolve(forms.ports);
      forms.equations[equation][shift] = form;
    }
    add(forms, form, element, c, 1);
  }

  private void add(BlockForms block, Form.Resolved form, int element, QM31 c, int factor) {
    int number = block.firstGadget + element;
    SecureColumn[] slot = block.slots[number % block.slots.length];
    int row = number / block.slots.length;
    int[] ports = form.ports();
    for (int i = 0; i < ports.length; i++) {
      add(slot[ports[i]], row, c, M31.mul(factor, form.coefficients()[i]));
    }
    if (form.constant() != 0) {
      constant = constant.add(c.mul(M31.mul(factor, form.constant())));
    }
  }

  private static void add(SecureColumn column, int row, QM31 c, int coefficient) {
    column.a()[row] = M31.add(column.a()[row], M31.mul(c.a(), coefficient));
    column.b()[row] = M31.add(column.b()[row], M31.mul(c.b(), coefficient));
    column.c()[row] = M31.add(column.c()[row], M31.mul(c.c(), coefficient));
    column.d()[row] = M31.add(column.d()[row], M31.mul(c.d(), coefficient));
  }
}
