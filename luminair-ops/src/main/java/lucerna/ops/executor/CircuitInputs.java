package lucerna.ops.executor;

import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;

/** Turns the real numbers of a circuit's input into the integers of its block. */
public final class CircuitInputs {
  private CircuitInputs() {}

  /**
   * Encodes one input: each element is {@code floor(value 2^exponent + 1/2)}, or, where the circuit
   * saturates, the end of the range next to it.
   *
   * @param circuit a circuit that {@link lucerna.ops.circuit.CircuitChecks} accepts
   * @param index which input
   * @param values the input's elements
   * @return the values of the input's block
   * @throws UserException if there are too few or too many values, or one is out of range or of
   *     another kind than the input takes
   */
  public static long[] encode(Circuit circuit, int index, double[] values) {
    Circuit.Input input = circuit.inputs().get(index);
    Block block = circuit.blocks().get(input.block());
    if (values.length != block.length()) {
      throw new UserException(
          "Input %s has %d elements, expected %d."
              .formatted(input.name(), values.length, block.length()));
    }
    double limit = (1L << ((Gadget.Round) block.gadget()).bits()) - 1;
    long[] elements = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      kind(circuit, input, i, values);
      double scaled = Rounding.scale(values[i], input.exponent());
      if (circuit.saturates() && input.kind() != Circuit.Kind.BOOLEAN && !Double.isNaN(scaled)) {
        scaled = Math.clamp(scaled, -limit, limit);
      }
      if (!(Math.abs(scaled) <= limit)) { // NaN too
        double range = Math.scalb(limit, -input.exponent());
        throw new UserException(
            ("%s is %s, the key takes -%s to %s;" + " calibrate again with samples that cover it.")
                .formatted(place(circuit, input, i, values.length), values[i], range, range));
      }
      elements[i] = (long) scaled;
    }
    return elements;
  }

  private static String place(Circuit circuit, Circuit.Input input, int index, int length) {
    int each = length / circuit.entries();
    String place = "Element %d of input %s".formatted(index % each, input.name());
    return circuit.batch() == null ? place : place + " of entry " + (index / each + 1);
  }

  private static void kind(Circuit circuit, Circuit.Input input, int index, double... values) {
    double value = values[index];
    boolean right =
        switch (input.kind()) {
          case REAL -> true;
          case INTEGER -> value == Math.rint(value);
          case BOOLEAN -> value == 0 || value == 1;
        };
    if (!right) {
      throw new UserException(
          "%s is %s, which is no %s."
              .formatted(
                  place(circuit, input, index, values.length),
                  value,
                  input.kind() == Circuit.Kind.INTEGER ? "integer" : "0 or 1"));
    }
  }
}
