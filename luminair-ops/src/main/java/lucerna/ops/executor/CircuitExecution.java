package lucerna.ops.executor;

import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Wire;

/**
 * Everything that one run of a circuit computed.
 *
 * @param circuit the circuit
 * @param cells per block, per cell in the order of {@link GadgetCells}, per gadget, its integer
 * @param accumulators per affine, accumulator {@code row N + n}
 * @param outputs per public output, its integers
 * @param reals per public output, the real numbers that they stand for
 */
@SuppressWarnings("ArrayRecordComponent")
public record CircuitExecution(
    Circuit circuit, int[][][] cells, long[][] accumulators, int[][] outputs, double[][] reals) {
  /**
   * Returns the value of an element of a view.
   *
   * @param wire the element
   * @return its integer
   */
  public long value(long wire) {
    if (Wire.isConstant(wire)) {
      return Wire.value(wire);
    }
    int block = Wire.block(wire);
    return GadgetCells.value(
        circuit.blocks().get(block).gadget(), Wire.output(wire), cells[block], Wire.element(wire));
  }
}
