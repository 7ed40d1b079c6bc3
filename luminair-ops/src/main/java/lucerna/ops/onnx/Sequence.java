package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.Objects;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/**
 * The operands of a recurrent operator: sequences of {@code steps} rows of {@code features}, a
 * {@code batch} of them, each of its own static length.
 */
@SuppressWarnings("ArrayRecordComponent")
record Sequence(int steps, int batch, int features, int hidden, int[] lengths, boolean batchFirst) {
  /** Reads the shapes of the operands; {@code gates} blocks of rows make a matrix of weights. */
  static Sequence read(OpCall call, int gates, boolean batchFirst) {
    Shape x = call.operand(0).shape();
    Shape w = call.operand(1).shape();
    if (x.rank() != 3 || w.rank() != 3 || w.dim(1) % gates != 0 || w.dim(2) != x.dim(2)) {
      throw call.refusal(
          "has operands of shapes %s and %s, which do not fit; export the model again"
              .formatted(x, w));
    }
    int steps = x.dim(batchFirst ? 1 : 0);
    int batch = x.dim(batchFirst ? 0 : 1);
    int[] lengths = new int[batch];
    Arrays.fill(lengths, steps);
    Constant declared = call.optionalConstant(4, "sequence_lens");
    if (declared != null) {
      for (int b = 0; b < batch && b < declared.values().length; b++) {
        lengths[b] = Math.clamp(declared.longs(b), 0, steps);
      }
    }
    return new Sequence(steps, batch, x.dim(2), w.dim(1) / gates, lengths, batchFirst);
  }

  /** The place of the row of a sample at a time in the operand. */
  int row(int time, int sample) {
    return batchFirst ? sample * steps + time : time * batch + sample;
  }

  /** Which time a sample is at in a step, or -1 if it has come to its end. */
  int time(int step, int sample, boolean reverse) {
    if (step >= lengths[sample]) {
      return -1;
    }
    return reverse ? lengths[sample] - 1 - step : step;
  }

  /** Whether all samples take part in a step. */
  boolean isFull(int step) {
    return Arrays.stream(lengths).allMatch(length -> step < length);
  }

  /** The shape of a state. */
  Shape state() {
    return Shape.of(batch, hidden);
  }

  /** One direction's initial state from operand {@code i}; zeros if that is left out. */
  Value initial(OpCall call, int i, int direction, int directions) {
    Value given = call.optional(i);
    if (given == null) {
      return new Constant(
          state(), new double[batch * hidden], Objects.requireNonNull(call.operand(0)).type());
    }
    if (given.shape().size() != batch * hidden * directions) {
      throw call.refusal(
          "has an initial state of shape %s; export the model again".formatted(given.shape()));
    }
    int[] source = new int[batch * hidden];
    for (int k = 0; k < source.length; k++) {
      int sample = k / hidden;
      int block = batchFirst ? sample * directions + direction : direction * batch + sample;
      source[k] = block * hidden + k % hidden;
    }
    return call.move(given, new Movement(state(), source));
  }

  /** One direction's part of a constant operand, or null if that is left out. */
  static @Nullable Constant part(
      OpCall call, int i, String role, int direction, int directions, Shape shape) {
    Constant whole = call.optionalConstant(i, role);
    if (whole == null) {
      return null;
    }
    if (whole.values().length != shape.size() * directions) {
      throw call.refusal(
          "has %s of shape %s instead of %d times %s; export the model again"
              .formatted(role, whole.shape(), directions, shape));
    }
    int from = direction * shape.size();
    return new Constant(
        shape, Arrays.copyOfRange(whole.values(), from, from + shape.size()), whole.type());
  }
}
