package lucerna.ops.layout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Product;

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
   * @param cells per block, per cell, per gadget the integer, as {@link GadgetCells} lists them
   * @return the cells
   * @throws IllegalArgumentException if a value is out of range
   */
  public static MainWitness fill(Lowering lowering, int[][][] cells) {
    Layout layout = lowering.layout();
    Filler filler = new Filler(lowering, cells);
    for (int b = 0; b < cells.length; b++) {
      filler.fillBlock(b);
    }
    for (int b = 0; b < cells.length; b++) {
      filler.countReads(b);
    }
    if (layout.hasWeights() && !layout.sizes().usesFactors()) {
      layout.weightProducts().forEach(filler::fillCopies);
    }
    filler.ranges.writeUses(filler.columns, layout.rangeSlots());
    filler.functions.writeUses(filler.columns);
    int[][] inputs =
        layout.circuit().inputs().stream()
            .map(input -> WireValues.input(layout, cells, input))
            .toArray(int[][]::new);
    return new MainWitness(filler.columns.toArray(), inputs(layout, inputs));
  }

  /**
   * Lays a committed input out.
   *
   * @param layout where it is
   * @param values per input of the circuit its integers
   * @return the columns of the tree INPUT, {@code 2^n} rows each; none unless inputs are committed
   */
  public static int[][] inputs(Layout layout, int[][] values) {
    int[][] columns = new int[layout.inputColumns()][1 << layout.shape().logRows()];
    int number = 0;
    for (int i = 0; i < values.length && columns.length > 0; i++) {
      for (int value : values[i]) {
        columns[number % columns.length][number / columns.length] = M31.of(value);
        number++;
      }
    }
    return columns;
  }

  /** The columns of one slot: per cell; per range check, per limb but the top one. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  private record SlotColumns(int[][] cells, int[][][] limbs) {}

  private static final class Filler {
    private final Layout layout;
    private final int[][][] executed;
    private final TreeColumns columns;
    private final RangeTable ranges;
    private final FunctionTables functions;
    private final Map<KindSizes, SlotColumns[]> slots = new HashMap<>();

    Filler(Lowering lowering, int[][][] executed) {
      layout = lowering.layout();
      this.executed = executed;
      columns = new TreeColumns(lowering.mainProgram(), Tree.WITNESS, layout.shape().logRows());
      ranges = new RangeTable(layout.shape().tableBits());
      functions = new FunctionTables(layout);
      for (KindSizes kind : layout.sizes().kinds()) {
        SlotColumns[] all = new SlotColumns[layout.slots(kind)];
        Arrays.setAll(all, i -> slotColumns(kind, Slot.prefix(kind.kind(), i)));
        slots.put(kind, all);
      }
    }

    private SlotColumns slotColumns(KindSizes kind, String prefix) {
      List<Slot.Check> checks = kind.signature().checks();
      int[][][] limbs = new int[checks.size()][][];
      for (int c = 0; c < limbs.length; c++) {
        Slot.Check check = checks.get(c);
        limbs[c] = new int[limbCount(kind, check) - 1][];
        Arrays.setAll(limbs[c], i -> columns.get(Slot.limbName(prefix, check.name(), i)));
      }
      return new SlotColumns(
          kind.signature().cells().stream()
              .map(cell -> columns.get(prefix + cell))
              .toArray(int[][]::new),
          limbs);
    }

    private int limbCount(KindSizes kind, Slot.Check check) {
      return Limbs.count(kind.greatest(check.parameter()), layout.shape().tableBits());
    }

    void fillBlock(int b) {
      Block block = layout.circuit().blocks().get(b);
      KindSizes kind = layout.kind(b);
      SlotColumns[] to = slots.getOrDefault(kind, new SlotColumns[0]);
      List<Slot.Check> checks = kind.signature().checks();
      for (int e = 0; e < block.length(); e++) {
        int number = layout.firstGadget(b) + e;
        SlotColumns slot = to[number % to.length];
        int row = number / to.length;
        int[] cells = kind.kind().cells(block.gadget(), executed[b], e);
        for (int i = 0; i < cells.length; i++) {
          slot.cells[i][row] = M31.of(cells[i]);
        }
        int[] widths = kind.kind().parameters(block.gadget(), e);
        long[] values = kind.kind().checked(cells);
        for (int i = 0; i < values.length; i++) {
          int bits = widths[checks.get(i).parameter()];
          int[] limbs = ranges.use(values[i], limbWidths(bits, slot.limbs[i].length + 1));
          for (int j = 0; j < slot.limbs[i].length; j++) {
            slot.limbs[i][j][row] = limbs[j];
          }
        }
        if (block.gadget() instanceof Gadget.Lookup lookup) {
          functions.use(lookup.table(), cells[0]);
        }
      }
    }

    /* Entries are read as often as reads name their index. */
    void countReads(int b) {
      if (!(layout.circuit().blocks().get(b).gadget() instanceof Gadget.Read read)) {
        return;
      }
      int entries = Bounds.entry(layout.circuit(), read.memory());
      SlotColumns[] to = slots.getOrDefault(layout.kind(entries), new SlotColumns[0]);
      int uses = layout.kind(entries).signature().cells().indexOf("uses");
      for (int index : executed[b][GadgetCells.READ_A]) {
        if (index < 0 || index >= layout.circuit().blocks().get(entries).length()) {
          throw new IllegalArgumentException(index + " is outside of memory " + read.memory());
        }
        int number = layout.firstGadget(entries) + index;
        to[number % to.length].cells[uses][number / to.length]++;
      }
    }

    /* The copies that products read. */
    void fillCopies(WeightProduct weights) {
      Product of = weights.product();
      for (int m = 0; m < of.batch(); m++) {
        int[] x = columns.get("x" + m);
        for (int g = 0; g < of.groups(); g++) {
          for (int k = 0; k < of.inner(); k++) {
            long wire = MainPublicColumns.left(of, g, m, k);
            int value = M31.of(WireValues.of(layout.circuit(), executed, wire));
            for (int block = 0; block < weights.blocks(); block++) {
              x[weights.row(g, block, k)] = value;
            }
          }
        }
      }
    }

    private int[] limbWidths(int bits, int limbs) {
      return Limbs.widths(bits, layout.shape().tableBits(), limbs);
    }
  }
}
