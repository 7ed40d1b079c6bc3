package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.ops.circuit.Block;

/** The columns that the layout fixes: selectors, parameters of gadgets, and tables. */
final class PreprocessedColumns {
  private final Layout layout;
  private final TreeColumns columns;

  private PreprocessedColumns(Layout layout, AirProgram program) {
    this.layout = layout;
    columns = new TreeColumns(program, Tree.PREPROCESSED, layout.shape().logRows());
    mark("active", layout.activeRows());
    mark("first", 1);
    columns.get("last")[layout.activeRows()] = 1;
  }

  /** Fills the columns of an inference's trace. */
  static int[][] ofMain(Layout layout, AirProgram program) {
    PreprocessedColumns filled = new PreprocessedColumns(layout, program);
    for (int kind = 0; kind < layout.sizes().kinds().size(); kind++) {
      filled.fillKind(kind);
    }
    RangeTable.fill(filled.columns, layout.shape().tableBits(), layout.rangeSlots());
    if (layout.functionSlots() > 0) {
      new FunctionTables(layout).fill(filled.columns);
    }
    return filled.columns.toArray();
  }

  /** Fills the columns of a key's trace. */
  static int[][] ofRegistration(Layout layout, AirProgram program) {
    PreprocessedColumns filled = new PreprocessedColumns(layout, program);
    filled.mark("weighted", layout.weightRows());
    int slots = layout.slots(layout.sums());
    int number = 0;
    for (ChannelSum sum : ChannelSum.of(layout)) {
      filled.columns.get(RegistrationAir.sumName(number % slots, "summed"))[number / slots] = 1;
      filled.columns.get(RegistrationAir.sumName(number % slots, "bound"))[number / slots] =
          M31.of(sum.bound());
      number++;
    }
    RangeTable.fill(filled.columns, layout.shape().tableBits(), layout.rangeSlots());
    return filled.columns.toArray();
  }

  private void fillKind(int number) {
    KindSizes kind = layout.sizes().kinds().get(number);
    int slots = layout.slots(kind);
    int[][] selected = new int[slots][];
    int[][][][] parameters = new int[slots][][][];
    for (int i = 0; i < slots; i++) {
      String prefix = Slot.prefix(kind.kind(), i);
      selected[i] = columns.get(prefix + "selected");
      parameters[i] = parameterColumns(kind, prefix);
    }
    for (int b = 0; b < layout.circuit().blocks().size(); b++) {
      Block block = layout.circuit().blocks().get(b);
      for (int e = 0; e < block.length() && layout.sizes().kindOf(b) == number; e++) {
        int gadget = layout.firstGadget(b) + e;
        selected[gadget % slots][gadget / slots] = 1;
        write(
            kind,
            parameters[gadget % slots],
            gadget / slots,
            kind.kind().parameters(block.gadget(), e));
      }
    }
  }

  /* Per parameter its columns: widths of limbs, or itself, or none if it is a constant. */
  private int[][][] parameterColumns(KindSizes kind, String prefix) {
    List<String> names = kind.signature().parameters();
    int[][][] all = new int[names.size()][0][];
    for (int p = 0; p < all.length; p++) {
      if (kind.isConstant(p)) {
        continue;
      }
      String name = names.get(p);
      if (kind.isWidth(p)) {
        all[p] = new int[limbs(kind, p)][];
        Arrays.setAll(all[p], i -> columns.get(Slot.widthName(prefix, name, i)));
      } else {
        all[p] = new int[][] {columns.get(prefix + name)};
      }
    }
    return all;
  }

  private void write(KindSizes kind, int[][][] to, int row, int... values) {
    for (int p = 0; p < values.length; p++) {
      if (to[p].length == 0) {
        continue;
      }
      int[] widths =
          kind.isWidth(p)
              ? Limbs.widths(values[p], layout.shape().tableBits(), to[p].length)
              : new int[] {M31.of(values[p])};
      for (int i = 0; i < widths.length; i++) {
        to[p][i][row] = widths[i];
      }
    }
  }

  private int limbs(KindSizes kind, int parameter) {
    return Limbs.count(kind.greatest(parameter), layout.shape().tableBits());
  }

  private void mark(String name, int rows) {
    Arrays.fill(columns.get(name), 0, rows, 1);
  }
}
