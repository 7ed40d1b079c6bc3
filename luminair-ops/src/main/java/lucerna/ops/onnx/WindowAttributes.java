package lucerna.ops.onnx;

import java.util.Arrays;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;

/**
 * What a convolution or pool says about its window.
 *
 * @param in the grid's lengths
 * @param kernel the kernel's lengths
 * @param strides the steps
 * @param dilations the distances of taps
 * @param begins the padding before the grid, unless {@code auto} rules
 * @param ends the padding after it
 * @param auto NOTSET, VALID, SAME_UPPER or SAME_LOWER
 */
@SuppressWarnings("ArrayRecordComponent")
record WindowAttributes(
    int[] in, int[] kernel, int[] strides, int[] dilations, int[] begins, int[] ends, String auto) {
  static WindowAttributes read(OpCall call, int[] in, int[] kernel) {
    int rank = in.length;
    long[] declared = call.integers("kernel_shape");
    int[] taps = declared == null ? kernel : lengths(call, "kernel_shape", rank, 1);
    if (taps.length != rank || (kernel.length > 0 && !Arrays.equals(taps, kernel))) {
      throw call.refusal(
          "has a kernel of shape %s over a grid of shape %s; export the model again"
              .formatted(Arrays.toString(taps), Arrays.toString(in)));
    }
    long[] pads = call.integers("pads");
    int[] both = new int[2 * rank];
    if (pads != null) {
      if (pads.length != both.length) {
        throw call.refusal(
            "has %d pads over %d axes; export the model again".formatted(pads.length, rank));
      }
      for (int i = 0; i < both.length; i++) {
        if (pads[i] < 0 || pads[i] > Integer.MAX_VALUE / 8) {
          throw call.refusal(
              "pads by %d; only paddings that are not negative are supported".formatted(pads[i]));
        }
        both[i] = (int) pads[i];
      }
    }
    AttributeProto auto = call.attribute("auto_pad", AttributeType.STRING);
    return new WindowAttributes(
        in,
        taps,
        lengths(call, "strides", rank, 1),
        lengths(call, "dilations", rank, 1),
        Arrays.copyOf(both, rank),
        Arrays.copyOfRange(both, rank, 2 * rank),
        auto == null ? "NOTSET" : auto.getS().toStringUtf8());
  }

  /** The window, and what padding {@code auto} made. */
  Window slide(OpCall call, boolean ceil) {
    int[] out = new int[in.length];
    for (int axis = 0; axis < in.length; axis++) {
      int span = span(axis);
      switch (auto) {
        case "NOTSET", "VALID" -> {
          if (auto.equals("VALID")) {
            begins[axis] = 0;
            ends[axis] = 0;
          }
          int limit = in[axis] + begins[axis];
          out[axis] = Window.places(limit + ends[axis], span, strides[axis], ceil, limit);
        }
        case "SAME_UPPER", "SAME_LOWER" -> {
          out[axis] = (in[axis] + strides[axis] - 1) / strides[axis];
          int total = Math.max((out[axis] - 1) * strides[axis] + span - in[axis], 0);
          split(axis, total);
        }
        default ->
            throw call.refusal(
                "has auto_pad '%s'; only NOTSET, VALID, SAME_UPPER and SAME_LOWER are supported"
                    .formatted(auto));
      }
      if (out[axis] < 1) {
        throw call.refusal(
            "slides a kernel of %d cells over a grid of %d; use a larger input"
                .formatted(span, in[axis] + begins[axis] + ends[axis]));
      }
    }
    return new Window(in, kernel, strides, dilations, begins, out);
  }

  /** Gives {@code total} cells of padding to both ends, the odd one to the end that is named. */
  void split(int axis, int total) {
    int small = Math.floorDiv(total, 2);
    begins[axis] = auto.equals("SAME_LOWER") ? total - small : small;
    ends[axis] = total - begins[axis];
  }

  int span(int axis) {
    return Math.addExact(Math.multiplyExact(kernel[axis] - 1, dilations[axis]), 1);
  }

  /** Positive lengths, one per axis; {@code absent} if there is no such attribute. */
  static int[] lengths(OpCall call, String attribute, int rank, int absent) {
    long[] values = call.integers(attribute);
    int[] lengths = new int[rank];
    Arrays.fill(lengths, absent);
    if (values == null) {
      return lengths;
    }
    if (values.length != rank) {
      throw call.refusal(
          "has %d %s over %d axes; export the model again"
              .formatted(values.length, attribute, rank));
    }
    for (int i = 0; i < rank; i++) {
      if (values[i] < absent || values[i] > Integer.MAX_VALUE / 8) {
        throw call.refusal(
            "has %s of %d; only numbers from %d are supported"
                .formatted(attribute, values[i], absent));
      }
      lengths[i] = (int) values[i];
    }
    return lengths;
  }
}
