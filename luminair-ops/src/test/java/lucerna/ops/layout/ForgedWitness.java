package lucerna.ops.layout;

import java.util.List;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Product;

/**
 * The witness of cells that may be false, as a liar fills it: low limbs within their widths, all
 * that is too much in the top limb; every lookup counted whose tuple the table holds.
 */
final class ForgedWitness {
  private final Layout layout;
  private final Circuit computed;
  private final int[][][] cells;
  private final TreeColumns columns;

  private ForgedWitness(Lowering lowering, Circuit computed, int[][][] cells) {
    this.computed = computed;
    this.cells = cells;
    layout = lowering.layout();
    columns = new TreeColumns(lowering.mainProgram(), Tree.WITNESS, layout.shape().logRows());
  }

  /**
   * Fills the columns of the tree WITNESS.
   *
   * @param lowering where they are
   * @param computed the circuit whose left sides the copies are of
   * @param cells per block, per cell, per gadget any integer
   */
  static int[][] fill(Lowering lowering, Circuit computed, int[][][] cells) {
    ForgedWitness witness = new ForgedWitness(lowering, computed, cells);
    for (int b = 0; b < cells.length; b++) {
      witness.fillBlock(b);
    }
    Layout layout = lowering.layout();
    if (layout.hasWeights() && !layout.sizes().usesFactors()) {
      layout.weightProducts().forEach(witness::fillCopies);
    }
    return witness.columns.toArray();
  }

  private void fillBlock(int b) {
    Block block = layout.circuit().blocks().get(b);
    KindSizes kind = layout.kind(b);
    List<String> names = kind.signature().cells();
    for (int e = 0; e < block.length(); e++) {
      int[] slot = kind.kind().cells(block.gadget(), cells[b], e);
      String prefix = prefix(kind, layout.firstGadget(b) + e);
      int row = row(kind, layout.firstGadget(b) + e);
      for (int i = 0; i < slot.length; i++) {
        int[] column = columns.get(prefix + names.get(i));
        // An entry's uses may have been counted already.
        column[row] = M31.add(column[row], M31.of(slot[i]));
      }
      fillLimbs(b, e, slot);
      if (block.gadget() instanceof Gadget.Lookup lookup) {
        countFunction(lookup.table(), slot[0], slot[1]);
      }
      if (block.gadget() instanceof Gadget.Read read) {
        countRead(read.memory(), slot[0], slot[1]);
      }
    }
  }

  private String prefix(KindSizes kind, int number) {
    return Slot.prefix(kind.kind(), number % layout.slots(kind));
  }

  private int row(KindSizes kind, int number) {
    return number / layout.slots(kind);
  }

  private void fillLimbs(int b, int e, int... slot) {
    KindSizes kind = layout.kind(b);
    int[] parameters = kind.kind().parameters(layout.circuit().blocks().get(b).gadget(), e);
    String prefix = prefix(kind, layout.firstGadget(b) + e);
    int row = row(kind, layout.firstGadget(b) + e);
    int bits = layout.shape().tableBits();
    long[] checked = kind.kind().checked(slot);
    for (int c = 0; c < checked.length; c++) {
      Slot.Check check = kind.signature().checks().get(c);
      int limbs = Limbs.count(kind.greatest(check.parameter()), bits);
      int[] widths = Limbs.widths(parameters[check.parameter()], bits, limbs);
      int rest = M31.of(checked[c]);
      for (int i = 0; i < limbs; i++) {
        int limb = i == limbs - 1 ? rest : rest & ((1 << widths[i]) - 1);
        if (i < limbs - 1) {
          columns.get(Slot.limbName(prefix, check.name(), i))[row] = limb;
        }
        if (limb < 1 << widths[i]) {
          int entry = (1 << widths[i]) - 1 + limb;
          int slots = layout.rangeSlots();
          columns.get(RangeTable.name(entry % slots, "uses"))[entry / slots]++;
        }
        rest = M31.mul(M31.sub(rest, limb), M31.inverse(1 << bits));
      }
    }
  }

  private void countFunction(int table, int x, int y) {
    int entry = x - layout.circuit().tables().get(table).low();
    int[] values = layout.bounds().entries(table);
    if (entry >= 0 && entry < values.length && values[entry] == y) {
      for (int t = 0; t < table; t++) {
        entry += layout.bounds().entries(t).length;
      }
      int slots = layout.functionSlots();
      columns.get(FunctionTables.name(entry % slots, "uses"))[entry / slots]++;
    }
  }

  private void countRead(int memory, int index, int value) {
    int entries = Bounds.entry(layout.circuit(), memory);
    int[] values = cells[entries][GadgetCells.ENTRY_V];
    if (index >= 0 && index < values.length && values[index] == value) {
      KindSizes kind = layout.kind(entries);
      int number = layout.firstGadget(entries) + index;
      columns.get(prefix(kind, number) + "uses")[row(kind, number)]++;
    }
  }

  private void fillCopies(WeightProduct weights) {
    // The products with weights of all affines, in order, are numbered.
    int index = 0;
    for (int i = 0, number = -1; number < weights.number(); i++) {
      Affine honest = layout.circuit().affines().get(i);
      for (int p = 0; p < honest.products().size() && number < weights.number(); p++) {
        number += honest.products().get(p).hasWeights() ? 1 : 0;
        index = p;
      }
    }
    Product of = computed.affines().get(weights.affine()).products().get(index);
    for (int m = 0; m < of.batch(); m++) {
      int[] x = columns.get("x" + m);
      for (int g = 0; g < of.groups(); g++) {
        for (int k = 0; k < of.inner(); k++) {
          long wire = MainPublicColumns.left(of, g, m, k);
          for (int block = 0; block < weights.blocks(); block++) {
            x[weights.row(g, block, k)] = M31.of(WireValues.of(computed, cells, wire));
          }
        }
      }
    }
  }
}
