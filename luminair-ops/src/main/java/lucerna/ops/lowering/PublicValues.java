package lucerna.ops.lowering;

import java.util.Arrays;
import lucerna.ops.executor.Execution;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;

/**
 * The integers that a proof of one inference makes statements about.
 *
 * @param outputs per output of the program its elements: accumulators or values
 * @param inputs per input of the program its elements; empty unless inputs are public
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
public record PublicValues(long[][] outputs, long[][] inputs) {

  /**
   * Checks lengths and ranges: an equation modulo p says something about integers only if these are
   * within their bounds.
   *
   * @param layout what the values belong to
   * @throws IllegalArgumentException if a value is missing or out of range, or an accumulator is
   *     published with two values
   */
  public void check(Layout layout) {
    Program program = layout.program();
    checkCount("outputs", outputs.length, program.outputs().size());
    for (int o = 0; o < outputs.length; o++) {
      checkOutput(layout, o);
    }
    if (layout.shape().inputs() != InputPrivacy.PUBLIC) {
      checkCount("public inputs", inputs.length, 0);
      return;
    }
    checkCount("public inputs", inputs.length, program.inputs().size());
    for (TensorSpec tensor : program.tensors()) {
      if (tensor.input() >= 0) {
        long[] values = inputs[tensor.input()];
        checkCount(tensor.name(), values.length, tensor.length());
        long limit = 1L << tensor.bits();
        Arrays.stream(values).forEach(value -> checkRange(tensor.name(), value, -limit, limit));
      }
    }
  }

  /**
   * Takes the public integers out of an execution.
   *
   * @param layout what was executed
   * @param execution all its integers
   * @return outputs, and inputs if they are public
   */
  public static PublicValues of(Layout layout, Execution execution) {
    long[][] outputs =
        Arrays.stream(execution.outputs()).map(PublicValues::widen).toArray(long[][]::new);
    long[][] inputs = new long[0][];
    if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
      inputs = new long[layout.program().inputs().size()][0];
      for (int i = 0; i < layout.program().tensors().size(); i++) {
        int input = layout.program().tensors().get(i).input();
        if (input >= 0) {
          inputs[input] = widen(execution.tensors()[i]);
        }
      }
    }
    return new PublicValues(outputs, inputs);
  }

  private static long[] widen(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  /** Returns an output element by its number among all. */
  long output(Layout layout, int number) {
    int o = 0;
    while (number >= layout.outputNumber(o + 1, 0)) {
      o++;
    }
    return outputs[o][number - layout.outputNumber(o, 0)];
  }

  private void checkOutput(Layout layout, int o) {
    Output output = layout.program().outputs().get(o);
    long[] values = outputs[o];
    checkCount(output.name(), values.length, Layout.lengthOf(output));
    View view = output.view();
    if (view != null) {
      long limit = 1L << layout.program().tensors().get(view.tensor()).bits();
      // -limit is excluded, and so is every negative value of a ReLU.
      long below = view.relu() ? -1 : -limit;
      Arrays.stream(values).forEach(value -> checkRange(output.name(), value, below, limit));
      return;
    }
    for (int i = 0; i < values.length; i++) {
      checkRange(output.name(), values[i], -Program.ACCUMULATOR_BOUND, Program.ACCUMULATOR_BOUND);
      if (layout.tensorOf(output.affine()) < 0) {
        int defining = layout.definingOutput(output.affine(), output.source()[i]);
        if (output(layout, defining) != values[i]) {
          throw new IllegalArgumentException(output.name() + " contradicts another output");
        }
      }
    }
  }

  /** Refuses a value that is not strictly between two bounds. */
  private static void checkRange(String name, long value, long below, long above) {
    if (value <= below || value >= above) {
      throw new IllegalArgumentException(
          "%s: %d is not between %d and %d".formatted(name, value, below, above));
    }
  }

  private static void checkCount(String name, int count, int expected) {
    if (count != expected) {
      throw new IllegalArgumentException(
          "%s: got %d, expected %d".formatted(name, count, expected));
    }
  }
}
