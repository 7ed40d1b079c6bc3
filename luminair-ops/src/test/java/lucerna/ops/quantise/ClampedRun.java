package lucerna.ops.quantise;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.Rounding;

/**
 * What saturation means: runs a circuit that refuses, and clamps every rounded value, argument of a
 * table, maximum and divisor of an inverse where the circuit would refuse it.
 */
final class ClampedRun {
  private final Circuit circuit;
  private final int[][] weights;
  private final long[][][] values;
  private int clamped;

  private ClampedRun(Circuit circuit, Weights given) {
    this.circuit = circuit;
    this.values = new long[circuit.blocks().size()][][];
    this.weights = given.products().toArray(int[][]::new);
  }

  /** The outputs, and how many values were clamped. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record Result(long[][] outputs, int clamped) {}

  static Result run(Circuit circuit, Weights weights, List<double[]> inputs) {
    return new ClampedRun(circuit, weights).run(inputs);
  }

  private Result run(List<double[]> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      Circuit.Input input = circuit.inputs().get(i);
      Block block = circuit.blocks().get(input.block());
      long end = (1L << ((Gadget.Round) block.gadget()).bits()) - 1;
      long[] encoded =
          Arrays.stream(inputs.get(i))
              .mapToLong(v -> clamp((long) Rounding.scale(v, input.exponent()), -end, end))
              .toArray();
      values[input.block()] = rounded(encoded);
    }
    for (int b = 0; b < values.length; b++) {
      if (values[b] == null) {
        values[b] = block(b);
      }
    }
    long[][] outputs = new long[circuit.outputs().size()][];
    for (int o = 0; o < outputs.length; o++) {
      Output output = circuit.outputs().get(o);
      View view = output.view();
      long[] all = view == null ? accumulators(output.affine()) : new long[0];
      outputs[o] = new long[output.length()];
      for (int i = 0; i < outputs[o].length; i++) {
        outputs[o][i] = view == null ? all[output.source()[i]] : read(view.wires()[i]);
      }
    }
    return new Result(outputs, clamped);
  }

  private long clamp(long value, long low, long high) {
    clamped += value < low || value > high ? 1 : 0;
    return Math.clamp(value, low, high);
  }

  private static long[][] rounded(long... values) {
    long[] relu = Arrays.stream(values).map(v -> Math.max(v, 0)).toArray();
    long[] magnitude = Arrays.stream(values).map(Math::abs).toArray();
    long[] square = Arrays.stream(values).map(v -> v * v).toArray();
    return new long[][] {values, relu, magnitude, square};
  }

  private long[][] block(int b) {
    Block block = circuit.blocks().get(b);
    long[] acc = block.equations().length == 0 ? new long[0] : accumulators(block.equations()[0]);
    int n = block.length();
    long[] result = new long[n];
    return switch (block.gadget()) {
      case Gadget.Round round when round.given() == Gadget.Round.Given.MAXIMUM -> maximum(b, round);
      case Gadget.Round round -> {
        long end = (1L << round.bits()) - 1;
        Arrays.setAll(result, i -> clamp(shifted(acc[i], round.shift(), i), -end, end));
        yield rounded(result);
      }
      case Gadget.Lookup lookup -> {
        var table = circuit.tables().get(lookup.table());
        int[] entries = table.entries();
        for (int i = 0; i < n; i++) {
          long x = shifted(acc[i], lookup.shift(), i);
          x = clamp(lookup.negated() ? -x : x, table.low(), table.high());
          result[i] = entries[(int) x - table.low()];
        }
        yield new long[][] {result};
      }
      case Gadget.Multiply _ -> {
        long[] other = accumulators(block.equations()[1]);
        Arrays.setAll(result, i -> acc[i] * other[i]);
        yield new long[][] {result};
      }
      case Gadget.Invert invert -> {
        int f = invert.numeratorBits();
        int q = invert.quotientBits();
        long least = f < q ? 1 : (1L << (f - q)) + 1;
        Arrays.setAll(result, i -> (1L << f) / clamp(acc[i], least, Long.MAX_VALUE));
        yield new long[][] {result};
      }
      case Gadget.Root _ -> {
        Arrays.setAll(result, i -> (long) Math.sqrt((double) acc[i]));
        yield new long[][] {result};
      }
      case Gadget.Nonnegative _ -> new long[][] {acc};
      default -> throw new UnsupportedOperationException(block.gadget().toString());
    };
  }

  /* The greatest of what the next block subtracts from, or adds to. */
  private long[][] maximum(int b, Gadget.Round round) {
    Block next = circuit.blocks().get(b + 1);
    int n = circuit.blocks().get(b).length();
    values[b] = rounded(new long[n]);
    long[] acc = accumulators(next.equations()[0]);
    int fan = acc.length / n;
    boolean lookup = next.gadget() instanceof Gadget.Lookup;
    long[] greatest = new long[n];
    Arrays.fill(greatest, Long.MIN_VALUE);
    for (int i = 0; i < acc.length; i++) {
      // A Lookup holds score - m, a Nonnegative m - score.
      long score =
          next.gadget() instanceof Gadget.Lookup own ? shifted(acc[i], own.shift(), i) : -acc[i];
      greatest[i / fan] = Math.max(greatest[i / fan], score);
    }
    long end = (1L << round.bits()) - 1;
    // What the group is compared with is its maximum as it is; who else reads it gets the clamped.
    long[][] own = rounded(greatest);
    if (lookup) {
      return own;
    }
    long[] held = Arrays.stream(greatest).map(m -> clamp(m, -end, end)).toArray();
    return rounded(held);
  }

  private static long shifted(long acc, int[] shifts, int i) {
    return Rounding.shift(acc, shifts[shifts.length == 1 ? 0 : i]);
  }

  private long read(long wire) {
    return Wire.isConstant(wire)
        ? Wire.value(wire)
        : values[Wire.block(wire)][Wire.output(wire)][Wire.element(wire)];
  }

  private long[] accumulators(int index) {
    int first = 0;
    for (int a = 0; a < index; a++) {
      first +=
          (int) circuit.affines().get(a).products().stream().filter(Product::hasWeights).count();
    }
    Iterator<int[]> next = Arrays.asList(weights).subList(first, weights.length).iterator();
    Affine affine = circuit.affines().get(index);
    long[] acc = new long[affine.length()];
    for (Product p : affine.products()) {
      View right = p.right();
      int[] own = right == null ? next.next() : new int[0];
      for (int row = 0; row < p.rows(); row++) {
        for (int k = 0; k < p.inner(); k++) {
          for (int n = 0; n < p.outer(); n++) {
            int at = (row / p.batch() * p.inner() + k) * p.outer() + n;
            long factor = right == null ? own[at] : read(right.wires()[at]);
            acc[row * p.outer() + n] += read(p.left().wires()[row * p.inner() + k]) * factor;
          }
        }
      }
    }
    for (Term term : affine.terms()) {
      for (int e = 0; e < term.view().length(); e++) {
        acc[e / term.fan()] += term.coefficient(e) * read(term.view().wires()[e]);
      }
    }
    return acc;
  }
}
