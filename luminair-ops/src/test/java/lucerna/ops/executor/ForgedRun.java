package lucerna.ops.executor;

import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Maximum;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;

/**
 * A run of a circuit that lies where it is told to and computes all that follows as the executor
 * does, so that whatever comes after the lie is consistent with it.
 */
public final class ForgedRun {
  /** What is told to lie. */
  public interface Lie {
    /** An honest run. */
    Lie NONE = new Lie() {};

    /**
     * Replaces accumulators before their block's gadgets are solved, or before publication.
     *
     * @param affine which affine was computed
     * @param acc its accumulators
     */
    default void accumulators(int affine, long... acc) {}

    /**
     * Replaces cells of a block once its gadgets are solved.
     *
     * @param block which block was solved
     * @param cells the cells of all blocks up to it
     */
    default void cells(int block, int[][][] cells) {}
  }

  private final Circuit circuit;
  private final Bounds bounds;
  private final Lie lie;
  private final int[][][] cells;
  private final long[][] accumulators;
  private final Accumulators affines;

  private ForgedRun(Circuit circuit, Bounds bounds, Weights weights, Lie lie) {
    this.circuit = circuit;
    this.bounds = bounds;
    this.lie = lie;
    cells = new int[circuit.blocks().size()][][];
    accumulators = new long[circuit.affines().size()][];
    affines = new Accumulators(circuit, weights, cells);
  }

  /**
   * Runs a circuit.
   *
   * @param circuit the circuit that the liar computes, which need not be the one of the key
   * @param bounds bounds of the key's circuit
   * @param weights the weights that the liar computes with
   * @param inputs one vector per model input
   * @param lie what is replaced
   * @return all that was computed
   * @throws UserException if what follows from the lie is out of range
   */
  public static CircuitExecution run(
      Circuit circuit, Bounds bounds, Weights weights, double[][] inputs, Lie lie) {
    return new ForgedRun(circuit, bounds, weights, lie).run(inputs);
  }

  private CircuitExecution run(double[][] inputs) {
    for (int b = 0; b < cells.length; b++) {
      Block block = circuit.blocks().get(b);
      cells[b] = new int[GadgetCells.names(block.gadget()).size()][block.length()];
      for (int a : block.equations()) {
        accumulators[a] = affines.compute(a);
        lie.accumulators(a, accumulators[a]);
      }
      if (Maximum.hasMarks(block.gadget())) {
        new MaximumSolver(circuit, b, equation(block, 0)).solve(solver(b - 1), cells[b]);
        affines.forget(b - 1);
      }
      solve(b, block, inputs);
      lie.cells(b, cells);
      affines.forget(b);
      if (Maximum.hasMarks(block.gadget())) {
        affines.forget(b - 1);
      }
    }
    for (int a = 0; a < accumulators.length; a++) {
      if (accumulators[a] == null) {
        accumulators[a] = affines.compute(a);
        lie.accumulators(a, accumulators[a]);
      }
    }
    return outputs();
  }

  private GadgetSolver solver(int block) {
    return new GadgetSolver(circuit.blocks().get(block), cells[block]);
  }

  private long[] equation(Block block, int number) {
    return accumulators[block.equations()[number]];
  }

  private void solve(int index, Block block, double[][] inputs) {
    GadgetSolver solver = solver(index);
    switch (block.gadget()) {
      case Gadget.Round round -> {
        switch (round.given()) {
          case EQUATION -> solver.round(round, equation(block, 0));
          case INPUT -> {
            for (int i = 0; i < inputs.length; i++) {
              if (circuit.inputs().get(i).block() == index) {
                solver.given(round, CircuitInputs.encode(circuit, i, inputs[i]));
              }
            }
          }
          case MAXIMUM -> {}
        }
      }
      case Gadget.Lookup lookup ->
          solver.lookup(
              lookup,
              circuit.tables().get(lookup.table()),
              bounds.entries(lookup.table()),
              equation(block, 0));
      case Gadget.Multiply _ -> {
        solver.copy(GadgetCells.MULTIPLY_A, equation(block, 0));
        solver.copy(GadgetCells.MULTIPLY_B, equation(block, 1));
      }
      case Gadget.Nonnegative nonnegative -> solver.nonnegative(nonnegative, equation(block, 0));
      case Gadget.Negative negative -> solver.negative(negative, equation(block, 0));
      case Gadget.Zero _ -> solver.zero(equation(block, 0));
      case Gadget.Divide divide -> solver.divide(divide, equation(block, 0), equation(block, 1));
      case Gadget.Invert invert -> solver.invert(invert, equation(block, 0));
      case Gadget.Root root -> solver.root(root, equation(block, 0));
      case Gadget.Entry _ -> solver.copy(GadgetCells.ENTRY_V, equation(block, 0));
      case Gadget.Read read -> {
        solver.copy(GadgetCells.READ_A, equation(block, 0));
        solver.read(cells[Bounds.entry(circuit, read.memory())][GadgetCells.ENTRY_V]);
      }
    }
  }

  private CircuitExecution outputs() {
    int count = circuit.outputs().size();
    int[][] integers = new int[count][];
    for (int o = 0; o < count; o++) {
      Output output = circuit.outputs().get(o);
      integers[o] = new int[output.length()];
      View view = output.view();
      long[] read = view == null ? accumulators[output.affine()] : affines.read(view);
      for (int i = 0; i < integers[o].length; i++) {
        integers[o][i] = Math.toIntExact(read[view == null ? output.source()[i] : i]);
      }
    }
    return new CircuitExecution(circuit, cells, accumulators, integers, new double[0][]);
  }
}
