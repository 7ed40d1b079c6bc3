package lucerna.ops.layout;

import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Wire;

/** The integers that wires have in an execution. */
final class WireValues {
  private WireValues() {}

  /** Returns the value of an element of a view, given per block, per cell, per gadget its cells. */
  static long of(Circuit circuit, int[][][] cells, long wire) {
    if (Wire.isConstant(wire)) {
      return Wire.value(wire);
    }
    int block = Wire.block(wire);
    Gadget gadget = circuit.blocks().get(block).gadget();
    return GadgetCells.value(gadget, Wire.output(wire), cells[block], Wire.element(wire));
  }

  /** Returns the integers of an input. */
  static int[] input(Layout layout, int[][][] cells, Circuit.Input input) {
    int[] values = new int[layout.circuit().blocks().get(input.block()).length()];
    for (int e = 0; e < values.length; e++) {
      long wire = Wire.of(input.block(), Layout.inputOutput(input), e);
      values[e] = Math.toIntExact(of(layout.circuit(), cells, wire));
    }
    return values;
  }
}
