package lucerna.ops.executor;

import lucerna.ops.UserException;
import lucerna.ops.program.Program;
import lucerna.ops.program.Ranges;
import lucerna.ops.program.TensorSpec;

/** Turns the real numbers of an input into the integers of its tensor. */
public final class InputEncoder {
  private InputEncoder() {}

  /**
   * Encodes one input: each element is {@code floor(value 2^exponent + 1/2)}.
   *
   * @param program the program
   * @param tensor index of a tensor that is a model input
   * @param values the input's elements
   * @return the tensor's elements
   * @throws UserException if there are too few or too many values, or one is out of range
   */
  public static int[] encode(Program program, int tensor, double[] values) {
    TensorSpec spec = program.tensors().get(tensor);
    String name = program.inputs().get(spec.input()).name();
    if (values.length != spec.length()) {
      throw new UserException(
          "Input %s has %d elements, expected %d.".formatted(name, values.length, spec.length()));
    }
    double limit = Ranges.magnitude(spec.bits());
    int[] elements = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      double scaled = Rounding.scale(values[i], spec.exponent());
      if (!(Math.abs(scaled) <= limit)) { // NaN too
        double range = Math.scalb(limit, -spec.exponent());
        throw new UserException(
            ("Element %d of input %s is %s, the key takes -%s to %s;"
                    + " calibrate again with samples that cover it.")
                .formatted(i, name, values[i], range, range));
      }
      elements[i] = (int) scaled;
    }
    return elements;
  }
}
