package lucerna.ops.executor;

import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Maximum;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;

/** One run of a circuit: its blocks in order, a maximum together with the block that attains it. */
final class CircuitRun {
  private final Circuit circuit;
  private final Bounds bounds;
  private final int[][][] cells;
  private final long[][] accumulators;
  private final Accumulators affines;
  private final boolean[] computed;

  CircuitRun(Circuit circuit, Bounds bounds, Weights weights) {
    this.circuit = circuit;
    this.bounds = bounds;
    this.cells = new int[circuit.blocks().size()][][];
    this.accumulators = new long[circuit.affines().size()][];
    this.affines = new Accumulators(circuit, weights, cells);
    this.computed = new boolean[accumulators.length];
  }

  CircuitExecution run(double[][] inputs) {
    long[][] given = new long[cells.length][];
    for (int i = 0; i < inputs.length; i++) {
      given[circuit.inputs().get(i).block()] = CircuitInputs.encode(circuit, i, inputs[i]);
    }
    List<Block> blocks = circuit.blocks();
    for (int b = 0; b < cells.length; b++) {
      Block block = blocks.get(b);
      cells[b] = new int[GadgetCells.names(block.gadget()).size()][block.length()];
      for (int a : block.equations()) {
        accumulators[a] = affines.compute(a);
        computed[a] = true;
      }
      if (block.gadget() instanceof Gadget.Round round && round.given() == Given.INPUT) {
        solver(b).given(round, given[b]);
      } else if (Maximum.hasMarks(block.gadget())) {
        new MaximumSolver(circuit, b, accumulators[block.equations()[0]])
            .solve(solver(b - 1), cells[b]);
        // The affine read the maximum and the marks as 0.
        affines.forget(b - 1);
        affines.forget(b);
      }
      for (int a : block.equations()) {
        bounded(a);
      }
      solve(b, block);
    }
    for (int a = 0; a < computed.length; a++) {
      if (!computed[a]) {
        accumulators[a] = affines.compute(a);
        bounded(a);
      }
    }
    zeros();
    return outputs();
  }

  private GadgetSolver solver(int block) {
    return new GadgetSolver(circuit.blocks().get(block), cells[block]);
  }

  private long[] equation(Block block, int number) {
    return accumulators[block.equations()[number]];
  }

  private void solve(int index, Block block) {
    GadgetSolver solver = solver(index);
    switch (block.gadget()) {
      case Gadget.Round round -> {
        if (round.given() == Given.EQUATION) {
          solver.round(round, equation(block, 0));
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

  private void bounded(int affine) {
    Interval bound = bounds.affine(affine);
    for (long value : accumulators[affine]) {
      if (!bound.contains(value)) {
        throw new InternalError(
            "accumulator %d of %s exceeds its bounds %s"
                .formatted(value, circuit.affines().get(affine).name(), bound));
      }
    }
  }

  private void zeros() {
    for (int a : circuit.zeros()) {
      for (int i = 0; i < accumulators[a].length; i++) {
        if (accumulators[a][i] != 0) {
          throw new UserException(
              "Accumulator %d of node %s is %d on this input, the key says that it is 0."
                  .formatted(i, circuit.affines().get(a).name(), accumulators[a][i]));
        }
      }
    }
  }

  private CircuitExecution outputs() {
    int count = circuit.outputs().size();
    int[][] integers = new int[count][];
    double[][] reals = new double[count][];
    for (int o = 0; o < count; o++) {
      Output output = circuit.outputs().get(o);
      integers[o] = new int[output.length()];
      reals[o] = new double[output.length()];
      View view = output.view();
      long[] read = view == null ? accumulators[output.affine()] : affines.read(view);
      for (int i = 0; i < integers[o].length; i++) {
        integers[o][i] = (int) read[view == null ? output.source()[i] : i];
        reals[o][i] = Math.scalb((double) integers[o][i], -output.exponent(i));
      }
    }
    return new CircuitExecution(circuit, cells, accumulators, integers, reals);
  }
}
