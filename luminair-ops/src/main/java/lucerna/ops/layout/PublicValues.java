package lucerna.ops.layout;

import java.util.Arrays;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.CircuitExecution;

/**
 * The integers that a proof of one inference makes statements about.
 *
 * @param outputs per output of the circuit its elements: accumulators or values
 * @param inputs per input of the circuit its elements; empty unless inputs are public
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
    Circuit circuit = layout.circuit();
    checkCount("outputs", outputs.length, circuit.outputs().size());
    for (int o = 0; o < outputs.length; o++) {
      Output output = circuit.outputs().get(o);
      checkCount(output.name(), outputs[o].length, output.length());
      if (output.view() == null) {
        checkAccumulators(layout, o);
      } else {
        checkElements(layout, output, output.view(), outputs[o]);
      }
    }
    if (layout.shape().inputs() != InputPrivacy.PUBLIC) {
      checkCount("public inputs", inputs.length, 0);
      return;
    }
    checkCount("public inputs", inputs.length, circuit.inputs().size());
    for (int i = 0; i < inputs.length; i++) {
      Circuit.Input input = circuit.inputs().get(i);
      Block block = circuit.blocks().get(input.block());
      checkCount(input.name(), inputs[i].length, block.length());
      Interval range = range(input, (Gadget.Round) block.gadget());
      Arrays.stream(inputs[i]).forEach(value -> checkRange(input.name(), value, range));
    }
  }

  /**
   * Takes the public integers out of an execution.
   *
   * @param layout what was executed
   * @param execution all its integers
   * @return outputs, and inputs if they are public
   */
  public static PublicValues of(Layout layout, CircuitExecution execution) {
    long[][] outputs =
        Arrays.stream(execution.outputs()).map(PublicValues::widen).toArray(long[][]::new);
    long[][] inputs = new long[0][];
    if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
      inputs =
          layout.circuit().inputs().stream()
              .map(input -> widen(WireValues.input(layout, execution.cells(), input)))
              .toArray(long[][]::new);
    }
    return new PublicValues(outputs, inputs);
  }

  private static long[] widen(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  private static Interval range(Circuit.Input input, Gadget.Round round) {
    long most = (1L << round.bits()) - 1;
    return input.kind() == Circuit.Kind.BOOLEAN ? new Interval(0, 1) : new Interval(-most, most);
  }

  private void checkAccumulators(Layout layout, int o) {
    Output output = layout.circuit().outputs().get(o);
    int[] defining = layout.definingOutput(output.affine());
    long[] all = Arrays.stream(outputs).flatMapToLong(Arrays::stream).toArray();
    Interval range = new Interval(1 - Circuit.BOUND, Circuit.BOUND - 1);
    for (int i = 0; i < outputs[o].length; i++) {
      checkRange(output.name(), outputs[o][i], range);
      if (all[defining[output.source()[i]]] != outputs[o][i]) {
        throw new IllegalArgumentException(output.name() + " contradicts another output");
      }
    }
  }

  private static void checkElements(Layout layout, Output output, View view, long... values) {
    for (int i = 0; i < values.length; i++) {
      long wire = view.wires()[i];
      Interval range =
          Wire.isConstant(wire)
              ? new Interval(Wire.value(wire), Wire.value(wire))
              : layout.bounds().output(Wire.block(wire), Wire.output(wire));
      checkRange(output.name(), values[i], range);
    }
  }

  private static void checkRange(String name, long value, Interval range) {
    if (!range.contains(value)) {
      throw new IllegalArgumentException(
          "%s: %d is not between %d and %d".formatted(name, value, range.low(), range.high()));
    }
  }

  private static void checkCount(String name, int count, int expected) {
    if (count != expected) {
      throw new IllegalArgumentException(
          "%s: got %d, expected %d".formatted(name, count, expected));
    }
  }
}
