package lucerna.air;

import java.util.Arrays;
import lucerna.air.spi.BlockKernels;

/** One worker's registers, on which it runs a {@link BlockProgram} block after block. */
final class BlockRunner {
  private final Step[] steps;
  private final BlockKernels kernels;
  private final int[] nextPosition;
  private final int[][] registers;
  private final int[] zero = new int[BlockEvaluator.BLOCK];
  private final int[][][] inputs;
  private final int[][][] outputs;
  private final int[][] at;
  private final int[][][] results;

  /* Where in "at" the places of columns stand, which move on with the block. */
  private final int[][] columnInputs;

  BlockRunner(BlockProgram program, Assignment assignment) {
    this(program, assignment, newRegisters(program.registers()));
  }

  /**
   * Prepares runs on registers that other programs of the same worker use, too.
   *
   * @param registers at least as many as the program needs
   */
  BlockRunner(BlockProgram program, Assignment assignment, int[]... registers) {
    kernels = Blocks.get();
    nextPosition = assignment.nextPosition();
    this.registers = registers;
    steps = program.steps().toArray(Step[]::new);
    inputs = new int[steps.length][][];
    outputs = new int[steps.length][][];
    at = new int[steps.length][];
    columnInputs = new int[steps.length][];
    for (int s = 0; s < steps.length; s++) {
      int[] operands = steps[s].inputs();
      inputs[s] = arrays(operands, assignment.columns());
      outputs[s] = arrays(steps[s].outputs(), assignment.columns());
      at[s] = new int[operands.length];
      columnInputs[s] = columnsAmong(operands);
    }
    results = new int[program.outputs().length][][];
    Arrays.setAll(results, i -> arrays(program.outputs()[i], assignment.columns()));
  }

  static int[][] newRegisters(int count) {
    return new int[count][BlockEvaluator.BLOCK];
  }

  private static int[] columnsAmong(int... operands) {
    int[] found = new int[operands.length];
    int count = 0;
    for (int t = 0; t < operands.length; t++) {
      if (Step.isColumn(operands[t])) {
        found[count++] = t;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private int[][] arrays(int[] operands, ColumnData columns) {
    int[][] arrays = new int[operands.length][];
    Arrays.setAll(arrays, t -> array(operands[t], columns));
    return arrays;
  }

  private int[] array(int operand, ColumnData columns) {
    if (operand == Step.ZERO) {
      return zero;
    }
    return Step.isRegister(operand)
        ? registers[operand]
        : columns.coordinatesOfColumn(~operand >> 2)[~operand & 3];
  }

  /**
   * Runs all steps on one block.
   *
   * @param from the block's first position
   * @param count the number of positions
   */
  void run(int from, int count) {
    for (int s = 0; s < steps.length; s++) {
      for (int t : columnInputs[s]) {
        at[s][t] = from;
      }
      run(s, from, count);
    }
  }

  private void run(int s, int from, int count) {
    Step step = steps[s];
    int[][] x = inputs[s];
    int[][] out = outputs[s];
    int[] start = at[s];
    switch (step.kind()) {
      case COMBINE -> kernels.combine(x, start, step.factors(), out, 0, count);
      case ADD_PRODUCTS -> kernels.addProducts(x, start, out, 0, count);
      case ADD_SECURE_PRODUCT -> kernels.addSecureProduct(x, start, out, 0, count);
      case NEXT -> Lanes.gather(x[0], nextPosition, from, out[0], count);
      case ADD -> kernels.add(x, start, out[0], 0, count);
      case SUBTRACT -> kernels.subtract(x, start, out[0], 0, count);
      case MULTIPLY -> kernels.multiply(x, start, out[0], 0, count);
      case AFFINE ->
          kernels.affine(x, start, step.factors()[0], step.factors()[1], out[0], 0, count);
      case CLEAR -> {
        for (int[] register : out) {
          Arrays.fill(register, 0, count, 0);
        }
      }
    }
  }

  /**
   * Adds an output in QM31 to part of a column, after a run.
   *
   * @param index the output
   * @param columns the column's coordinates
   * @param from the block's first position
   * @param count the number of positions
   */
  void addOutput(int index, int[][] columns, int from, int count) {
    int[] start = {-from, 0};
    for (int k = 0; k < columns.length; k++) {
      kernels.add(
          new int[][] {results[index][k], columns[k]}, start, columns[k], from, from + count);
    }
  }

  /**
   * Returns the registers that hold an output after a run.
   *
   * @param index the output
   * @return its coordinates, at indices from 0 on; the same arrays each time
   */
  int[][] output(int index) {
    return results[index];
  }
}
