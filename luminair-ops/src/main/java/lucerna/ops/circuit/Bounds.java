package lucerna.ops.circuit;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Gadget.Round;

/**
 * Intervals of all outputs and accumulators, for any input within its range and any weights within
 * their bounds: only public data plays a part, and what the samples showed plays none.
 *
 * <p>All gadgets of a block share one interval per output. An interval that leaves {@code (-2^31,
 * 2^31)} is cut there: {@link CircuitChecks} refuses whatever uses it. Marks are taken as bits,
 * which the honest ones are; those that a proof does not hold to be bits are only summed.
 */
public final class Bounds {
  /** The widest interval of an output that is told from wider ones. */
  static final long WIRE_CAP = 1L << 31;

  private final Circuit circuit;
  private final int[][] tables;
  private final Interval[][] outputs;
  private final Interval[] affines;

  private Bounds(Circuit circuit) {
    this.circuit = circuit;
    this.tables = new int[circuit.tables().size()][];
    this.outputs = new Interval[circuit.blocks().size()][];
    this.affines = new Interval[circuit.affines().size()];
  }

  /**
   * Computes the intervals of a circuit.
   *
   * @param circuit a circuit that {@link CircuitChecks} accepts, but for its bounds
   * @return the intervals
   * @throws lucerna.ops.UserException if a table has an argument where its function is undefined
   */
  public static Bounds of(Circuit circuit) {
    var bounds = new Bounds(circuit);
    bounds.compute();
    return bounds;
  }

  /**
   * Returns the interval of an affine's accumulators.
   *
   * @param affine index of the affine
   * @return where they lie
   */
  public Interval affine(int affine) {
    return affines[affine];
  }

  /**
   * Returns the interval of an output of a block.
   *
   * @param block index of the block
   * @param output which output
   * @return where it lies for all gadgets of the block
   */
  public Interval output(int block, int output) {
    return outputs[block][output];
  }

  /**
   * Returns the values of a function table.
   *
   * @param table index of the table; do not change its entries
   * @return {@link lucerna.ops.function.FunctionTable#entries}
   */
  public int[] entries(int table) {
    return tables[table];
  }

  /** Returns the lower bound of an element of a view. */
  long low(long wire) {
    return Wire.isConstant(wire)
        ? Wire.value(wire)
        : outputs[Wire.block(wire)][Wire.output(wire)].low();
  }

  /** Returns the upper bound of an element of a view. */
  long high(long wire) {
    return Wire.isConstant(wire)
        ? Wire.value(wire)
        : outputs[Wire.block(wire)][Wire.output(wire)].high();
  }

  private void compute() {
    Arrays.setAll(tables, t -> Tables.entries(circuit.tables().get(t), t));
    boolean[] done = new boolean[affines.length];
    List<Block> blocks = circuit.blocks();
    for (int b = 0; b < outputs.length; b++) {
      Block block = blocks.get(b);
      if (block.gadget() instanceof Gadget.Nonnegative) {
        outputs[b] = outputs(block); // its equation may read its own marks
      }
      for (int a : block.equations()) {
        affines[a] = AffineBounds.of(circuit.affines().get(a), this);
        done[a] = true;
      }
      outputs[b] = outputs(block);
    }
    for (int a = 0; a < affines.length; a++) {
      if (!done[a]) {
        affines[a] = AffineBounds.of(circuit.affines().get(a), this);
      }
    }
  }

  private Interval[] outputs(Block block) {
    return switch (block.gadget()) {
      case Round round -> {
        long most = (1L << round.bits()) - 1;
        yield of(
            Interval.symmetric(most),
            new Interval(0, most),
            new Interval(0, most),
            new Interval(0, most * most));
      }
      case Gadget.Lookup lookup -> {
        int[] entries = tables[lookup.table()];
        var table = circuit.tables().get(lookup.table());
        Interval y =
            new Interval(
                Arrays.stream(entries).min().orElse(0), Arrays.stream(entries).max().orElse(0));
        yield of(y, new Interval(table.low(), table.high()), Interval.BIT);
      }
      case Gadget.Multiply _ ->
          of(affines[block.equations()[0]].times(affines[block.equations()[1]]));
      case Gadget.Nonnegative nonnegative -> of(Interval.bits(nonnegative.bits()), Interval.BIT);
      case Gadget.Negative _, Gadget.Zero _ -> of(Interval.BIT);
      case Gadget.Divide divide -> {
        long most = 1L << divide.quotientBits();
        yield of(new Interval(-most, most - 1), Interval.bits(divide.divisorBits()));
      }
      case Gadget.Invert invert -> of(Interval.bits(invert.quotientBits()));
      case Gadget.Root root -> of(Interval.bits(root.bits()));
      case Gadget.Entry _ -> of(affines[block.equations()[0]]);
      case Gadget.Read read -> of(outputs[entry(circuit, read.memory())][0]);
    };
  }

  /**
   * Finds the block of a memory.
   *
   * @param circuit the circuit
   * @param memory the number of the memory
   * @return index of its {@link Gadget.Entry} block, or -1
   */
  public static int entry(Circuit circuit, int memory) {
    for (int b = 0; b < circuit.blocks().size(); b++) {
      if (circuit.blocks().get(b).gadget() instanceof Gadget.Entry entry
          && entry.memory() == memory) {
        return b;
      }
    }
    return -1;
  }

  private static Interval[] of(Interval... intervals) {
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = AffineBounds.cut(intervals[i], WIRE_CAP);
    }
    return intervals;
  }
}
