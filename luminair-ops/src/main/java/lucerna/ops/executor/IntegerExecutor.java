package lucerna.ops.executor;

import java.util.Arrays;
import lucerna.ops.UserException;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.Ranges;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;
import org.jspecify.annotations.Nullable;

/** Runs a program on integers, exactly as its proof will state. */
public final class IntegerExecutor {
  private final Program program;
  private final Weights weights;
  private final int[][] tensors;
  private final int[][] remainders;
  private final long[][] accumulators;

  private IntegerExecutor(Program program, Weights weights) {
    this.program = program;
    this.weights = weights;
    this.tensors = new int[program.tensors().size()][];
    this.remainders = new int[program.tensors().size()][];
    this.accumulators = new long[program.affines().size()][];
  }

  /**
   * Runs a program.
   *
   * @param program a program that {@link lucerna.ops.program.ProgramChecks} accepts
   * @param weights its weights, accepted with it
   * @param inputs one vector per model input, in order
   * @return all that was computed
   * @throws UserException if an input or a hidden element is out of its range
   * @throws InternalError if an accumulator exceeds its proven bound
   */
  public static Execution run(Program program, Weights weights, double[][] inputs) {
    if (inputs.length != program.inputs().size()) {
      throw new UserException(
          "There are %d inputs, the model has %d."
              .formatted(inputs.length, program.inputs().size()));
    }
    return new IntegerExecutor(program, weights).run(inputs);
  }

  private Execution run(double[][] inputs) {
    int[] rounded = new int[program.affines().size()];
    Arrays.fill(rounded, -1);
    for (int t = 0; t < tensors.length; t++) {
      TensorSpec spec = program.tensors().get(t);
      if (spec.affine() >= 0) {
        rounded[spec.affine()] = t;
      } else {
        tensors[t] = InputEncoder.encode(program, t, inputs[spec.input()]);
        remainders[t] = new int[0];
      }
    }
    for (int a = 0; a < rounded.length; a++) {
      accumulators[a] = accumulate(a);
      if (rounded[a] >= 0) {
        round(a, rounded[a]);
      }
    }
    return outputs();
  }

  private long[] accumulate(int index) {
    Affine affine = program.affines().get(index);
    Weights.Layer layer = weights.layers().get(index);
    int rows = affine.batch();
    int outer = affine.outer();
    long[] acc = new long[rows * outer];
    if (affine.biased()) {
      for (int i = 0; i < acc.length; i++) {
        int n = i % outer;
        acc[i] = ((long) layer.biasHi()[n] << Program.BIAS_LIMB_BITS) + layer.biasLo()[n];
      }
    }
    int[] x = read(affine.operand());
    for (int m = 0; m < rows; m++) {
      for (int k = 0; k < affine.inner(); k++) {
        long factor = x[m * affine.inner() + k];
        for (int n = 0; factor != 0 && n < outer; n++) {
          acc[m * outer + n] += factor * layer.w()[k * outer + n];
        }
      }
    }
    for (Affine.Term term : affine.terms()) {
      int[] summand = read(term.view());
      for (int i = 0; i < acc.length; i++) {
        acc[i] += (long) summand[i] << term.shift();
      }
    }
    long bound = Ranges.accumulator(program, index);
    for (long value : acc) {
      if (Math.abs(value) > bound || bound >= Program.ACCUMULATOR_BOUND) {
        throw new InternalError(
            "accumulator " + value + " of " + affine.name() + " exceeds its bound " + bound);
      }
    }
    return acc;
  }

  private void round(int affine, int tensor) {
    TensorSpec spec = program.tensors().get(tensor);
    long[] acc = accumulators[affine];
    int[] values = new int[acc.length];
    int[] remainder = new int[acc.length];
    for (int i = 0; i < acc.length; i++) {
      long value = Rounding.shift(acc[i], spec.shift()[i]);
      if (Math.abs(value) > Ranges.magnitude(spec.bits())) {
        throw outOfRange(spec, program.affines().get(affine).name(), i, value);
      }
      values[i] = (int) value;
      remainder[i] = (int) Rounding.remainder(acc[i], spec.shift()[i]);
    }
    tensors[tensor] = values;
    remainders[tensor] = remainder;
  }

  private static UserException outOfRange(TensorSpec spec, String node, int index, long value) {
    double range = Math.scalb((double) Ranges.magnitude(spec.bits()), -spec.exponent());
    return new UserException(
        ("Element %d of node %s is %s on this input, the key takes -%s to %s;"
                + " calibrate again with samples that cover it.")
            .formatted(index, node, Math.scalb((double) value, -spec.exponent()), range, range));
  }

  private int[] read(@Nullable View view) {
    if (view == null) {
      return new int[0];
    }
    int[] tensor = tensors[view.tensor()];
    int[] values = new int[view.source().length];
    for (int i = 0; i < values.length; i++) {
      int value = tensor[view.source()[i]];
      values[i] = view.relu() ? Math.max(0, value) : value;
    }
    return values;
  }

  private Execution outputs() {
    int count = program.outputs().size();
    int[][] integers = new int[count][];
    double[][] reals = new double[count][];
    for (int o = 0; o < count; o++) {
      Output output = program.outputs().get(o);
      int[] values = output.affine() >= 0 ? published(output) : read(output.view());
      integers[o] = values;
      reals[o] = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        reals[o][i] = Math.scalb((double) values[i], -output.exponents()[i]);
      }
    }
    return new Execution(tensors, accumulators, remainders, integers, reals);
  }

  private int[] published(Output output) {
    int[] values = new int[output.source().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) accumulators[output.affine()][output.source()[i]];
    }
    return values;
  }
}
