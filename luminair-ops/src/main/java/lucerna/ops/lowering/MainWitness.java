package lucerna.ops.lowering;

import java.util.Arrays;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;

/**
 * The cells of one inference.
 *
 * @param witness the columns of the tree WITNESS, {@code 2^n} rows each, 0 in rows that are not
 *     active
 * @param input likewise of the tree INPUT
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
public record MainWitness(int[][] witness, int[][] input) {
  /**
   * Fills the cells.
   *
   * @param lowering where they are
   * @param values per tensor of the program its elements
   * @param remainders per tensor what its rounding left of each element; not read for inputs
   * @return the cells
   * @throws IllegalArgumentException if a value is out of range
   */
  public static MainWitness fill(Lowering lowering, int[][] values, int[][] remainders) {
    Filler filler = new Filler(lowering.layout(), lowering.mainProgram());
    for (int i = 0; i < values.length; i++) {
      filler.fillTensor(i, values[i], remainders[i]);
    }
    filler.fillOperands(values);
    filler.table.writeUses(filler.columns.get("table.uses"));
    return new MainWitness(filler.columns.toArray(), inputs(lowering.layout(), values));
  }

  /**
   * Lays a committed input out.
   *
   * @param layout where it is
   * @param values per tensor of the program its elements; only those of inputs are read
   * @return the columns of the tree INPUT, {@code 2^n} rows each; none unless inputs are committed
   */
  public static int[][] inputs(Layout layout, int[][] values) {
    int[][] columns = new int[layout.inputColumns()][1 << layout.shape().logRows()];
    int number = 0;
    for (int i = 0; i < values.length && columns.length > 0; i++) {
      if (layout.program().tensors().get(i).input() >= 0) {
        for (int value : values[i]) {
          columns[number % columns.length][number / columns.length] = M31.of(value);
          number++;
        }
      }
    }
    return columns;
  }

  private static final class Filler {
    private final Layout layout;
    private final Program program;
    private final TreeColumns columns;
    private final RangeTable table;

    Filler(Layout layout, AirProgram air) {
      this.layout = layout;
      this.program = layout.program();
      columns = new TreeColumns(air, Tree.WITNESS, layout.shape().logRows());
      table = new RangeTable(layout.shape().tableBits());
    }

    void fillTensor(int tensor, int[] values, int[] remainders) {
      TensorSpec spec = program.tensors().get(tensor);
      if (values.length != spec.length()) {
        throw new IllegalArgumentException(spec.name() + " has another number of elements");
      }
      for (int e = 0; e < values.length; e++) {
        int number = layout.elementNumber(tensor, e);
        int row = layout.rowOf(number);
        String slot = "e" + layout.slotOf(number);
        boolean derived = spec.affine() >= 0;
        int magnitude = Math.abs(values[e]);
        columns.get(slot + ".t")[row] = magnitude;
        columns.get(slot + ".g")[row] = values[e] < 0 ? 1 : 0;
        columns.get(slot + ".rem")[row] = derived ? remainders[e] : 0;
        fillLimbs(slot, "t", row, use(magnitude, spec.bits(), layout.elementLimbs()));
        int shift = derived ? spec.shift()[e] : 0;
        int remainder = derived ? remainders[e] : 0;
        fillLimbs(slot, "rem", row, use(remainder, shift, layout.remainderLimbs()));
      }
    }

    /* The copies that products read, constants next to the biases included. */
    void fillOperands(int[][] values) {
      int[][] x = new int[layout.sizes().batch()][];
      Arrays.setAll(x, m -> columns.get("x" + m));
      for (int row = 0; row < layout.weightRows().size(); row++) {
        WeightRow at = layout.weightRows().get(row);
        Affine affine = program.affines().get(at.affine());
        View view = affine.operand();
        for (int m = 0; m < affine.batch(); m++) {
          int value;
          if (at.isBias(affine) || view == null) {
            value = at.biasFactor(affine);
          } else {
            value = values[view.tensor()][view.source()[m * affine.inner() + at.k()]];
            value = view.relu() ? Math.max(0, value) : value;
          }
          x[m][row] = M31.of(value);
        }
      }
    }

    private int[] use(int value, int bits, int limbs) {
      return table.use(value, Limbs.widths(bits, layout.shape().tableBits(), limbs));
    }

    private void fillLimbs(String slot, String part, int row, int... limbs) {
      int[] low = Arrays.copyOf(limbs, limbs.length - 1);
      for (int i = 0; i < low.length; i++) {
        columns.get(MainAir.limbName(slot, part, i))[row] = low[i];
      }
    }
  }
}
