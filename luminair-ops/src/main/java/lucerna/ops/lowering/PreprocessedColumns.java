package lucerna.ops.lowering;

import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.ops.program.TensorSpec;

/** The columns that the layout fixes: selectors, widths and the range table. */
final class PreprocessedColumns {
  private final Layout layout;
  private final TreeColumns columns;

  private PreprocessedColumns(Layout layout, AirProgram program) {
    this.layout = layout;
    columns = new TreeColumns(program, Tree.PREPROCESSED, layout.shape().logRows());
    mark("active", layout.activeRows());
    mark("first", 1);
    columns.get("last")[layout.activeRows()] = 1;
    RangeTable.fill(
        layout.shape().tableBits(), columns.get("table.width"), columns.get("table.value"));
  }

  /** Fills the columns of an inference's trace. */
  static int[][] ofMain(Layout layout, AirProgram program) {
    PreprocessedColumns filled = new PreprocessedColumns(layout, program);
    for (int i = 0; i < layout.program().tensors().size(); i++) {
      filled.fillTensor(i);
    }
    return filled.columns.toArray();
  }

  /** Fills the columns of a key's trace. */
  static int[][] ofRegistration(Layout layout, AirProgram program) {
    PreprocessedColumns filled = new PreprocessedColumns(layout, program);
    filled.mark("weighted", layout.weightRows().size());
    List<ChannelSum> sums = layout.sizes().sums();
    if (!sums.isEmpty()) {
      filled.mark("summed", sums.size());
      int[] bound = filled.columns.get("bound");
      Arrays.setAll(bound, row -> row < sums.size() ? M31.of(sums.get(row).bound()) : 0);
    }
    return filled.columns.toArray();
  }

  private void fillTensor(int tensor) {
    TensorSpec spec = layout.program().tensors().get(tensor);
    for (int e = 0; e < spec.length(); e++) {
      int number = layout.elementNumber(tensor, e);
      int row = layout.rowOf(number);
      String slot = "e" + layout.slotOf(number);
      columns.get(slot + ".selected")[row] = 1;
      fillWidths(slot, "t", row, limbWidths(spec.bits(), layout.elementLimbs()));
      int shift = spec.affine() < 0 ? 0 : spec.shift()[e];
      fillWidths(slot, "rem", row, limbWidths(shift, layout.remainderLimbs()));
    }
  }

  private int[] limbWidths(int bits, int limbs) {
    return Limbs.widths(bits, layout.shape().tableBits(), limbs);
  }

  private void fillWidths(String slot, String part, int row, int... widths) {
    for (int i = 0; i < widths.length; i++) {
      columns.get(MainAir.widthName(slot, part, i))[row] = widths[i];
    }
  }

  private void mark(String name, int rows) {
    Arrays.fill(columns.get(name), 0, rows, 1);
  }
}
