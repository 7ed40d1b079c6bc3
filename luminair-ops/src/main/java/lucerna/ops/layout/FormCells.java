package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;

/**
 * Where a form in the ports of a block's gadgets has its coefficients among the columns of the tree
 * PUBLIC. Gadget number g stands in row {@code g / slots}, slot {@code g % slots}; the coefficient
 * of one of its ports goes into column {@code firstColumn + slot ports + port}.
 *
 * @param firstColumn the first port's column in the first slot
 * @param slots slots of the kind
 * @param ports ports of a slot that have columns
 * @param firstGadget number of the first gadget, among those of the kind
 * @param count how many gadgets have the form
 * @param form the form
 */
record FormCells(
    int firstColumn, int slots, int ports, int firstGadget, int count, Form.Resolved form) {
  /** Stands for a form that the circuit does not read. */
  static final int UNREAD = -1;

  /** Makes the cells of things that have one column each, and no form but that. */
  static FormCells plain(int firstColumn, int slots, int ports, int port, int count) {
    var form = new Form.Resolved(0, new int[] {port}, new int[] {1});
    return new FormCells(firstColumn, slots, ports, 0, count, form);
  }

  /** All forms of a circuit's blocks, by number. */
  static final class Table {
    private static final int MAX_SHIFT = 32;

    private final List<FormCells> all = new ArrayList<>();
    private final int[][] outputs;
    private final int[][][] equations;

    /** Finds the forms; columns of ports follow so many others. */
    Table(Layout layout, int columnsBefore) {
      Circuit circuit = layout.circuit();
      int[] firstColumn = new int[layout.sizes().kinds().size()];
      int next = columnsBefore;
      for (int k = 0; k < firstColumn.length; k++) {
        firstColumn[k] = next;
        next += portColumns(layout, layout.sizes().kinds().get(k));
      }
      outputs = new int[circuit.blocks().size()][];
      equations = new int[outputs.length][][];
      for (int b = 0; b < outputs.length; b++) {
        addForms(layout, b, firstColumn[layout.sizes().kindOf(b)]);
      }
    }

    private void addForms(Layout layout, int b, int firstColumn) {
      Block block = layout.circuit().blocks().get(b);
      KindSizes kind = layout.kind(b);
      List<String> ports = kind.ports();
      outputs[b] = new int[block.gadget().outputs()];
      for (int i = 0; i < outputs[b].length; i++) {
        Form form = kind.kind().output(block.gadget(), i);
        boolean read = ports.containsAll(form.ports());
        outputs[b][i] = read ? add(layout, b, firstColumn, form.resolve(ports)) : UNREAD;
      }
      equations[b] = new int[block.equations().length][MAX_SHIFT];
      for (int i = 0; i < equations[b].length; i++) {
        Arrays.fill(equations[b][i], UNREAD);
        for (int e = 0; e < block.length(); e++) {
          int shift = SlotKinds.shift(block.gadget(), e);
          if (equations[b][i][shift] == UNREAD) {
            Form form = kind.kind().equation(block.gadget(), i, shift);
            equations[b][i][shift] = add(layout, b, firstColumn, form.resolve(ports));
          }
        }
      }
    }

    private int add(Layout layout, int b, int firstColumn, Form.Resolved form) {
      KindSizes kind = layout.kind(b);
      int length = layout.circuit().blocks().get(b).length();
      return add(
          new FormCells(
              firstColumn,
              layout.slots(kind),
              kind.ports().size(),
              layout.firstGadget(b),
              length,
              form));
    }

    /** Adds cells that are of no block. */
    int add(FormCells cells) {
      all.add(cells);
      return all.size() - 1;
    }

    /** Returns the number of an output's form, or {@link #UNREAD}. */
    int output(int block, int output) {
      return outputs[block][output];
    }

    /** Returns the number of the form of an equation's left side in gadgets that drop so much. */
    int equation(int block, int equation, int shift) {
      return equations[block][equation][shift];
    }

    List<FormCells> all() {
      return List.copyOf(all);
    }
  }

  /** Returns how many columns ports have. */
  static int portColumns(Layout layout) {
    return layout.sizes().kinds().stream().mapToInt(kind -> portColumns(layout, kind)).sum();
  }

  private static int portColumns(Layout layout, KindSizes kind) {
    return layout.slots(kind) * kind.ports().size();
  }
}
