package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.Map;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Convolutions, as products with the matrix of patches; padding is the public constant 0. */
final class ConvRules {
  private static final String[] ATTRIBUTES = {
    "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"
  };
  private static final String[] TRANSPOSED = {
    "auto_pad",
    "dilations",
    "group",
    "kernel_shape",
    "output_padding",
    "output_shape",
    "pads",
    "strides"
  };

  private ConvRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "Conv", Operator.of(2, 3, ConvRules::conv, ATTRIBUTES),
        "ConvTranspose", Operator.of(2, 3, ConvRules::convTranspose, TRANSPOSED));
  }

  static String[] attributes() {
    return ATTRIBUTES.clone();
  }

  private static Value conv(OpCall call) {
    return conv(call, call.operand(0), call.operand(1), call.optional(2));
  }

  /** The attributes are the call's; the operands may have been worked on. */
  static Value conv(OpCall call, Value x, Value w, @Nullable Value bias) {
    Shape in = grid(call, x, w);
    int groups = groups(call, in.dim(1));
    int outputs = w.shape().dim(0);
    if (outputs % groups != 0 || w.shape().dim(1) * groups != in.dim(1)) {
      throw mismatch(call, x, w, groups);
    }
    int[] lengths = Arrays.copyOfRange(in.dims(), 2, in.rank());
    int[] kernel = Arrays.copyOfRange(w.shape().dims(), 2, in.rank());
    Window window = WindowAttributes.read(call, lengths, kernel).slide(call, false);
    int inner = w.shape().size() / outputs;
    int[] turned = Patches.weights(outputs, groups, inner);
    int[] rows = Patches.rows(in.dim(0), in.dim(1), groups, window, window::cells);
    return product(call, x, rows, w, turned, bias, groups, outputs, window);
  }

  private static Value convTranspose(OpCall call) {
    Value x = call.operand(0);
    Value w = call.operand(1);
    Shape in = grid(call, x, w);
    int groups = groups(call, in.dim(1));
    if (w.shape().dim(0) != in.dim(1)) {
      throw mismatch(call, x, w, groups);
    }
    int[] kernel = Arrays.copyOfRange(w.shape().dims(), 2, in.rank());
    Window window = transposedWindow(call, Arrays.copyOfRange(in.dims(), 2, in.rank()), kernel);
    int perGroup = w.shape().dim(1);
    int[] turned = Patches.transposedWeights(in.dim(1), groups, perGroup, window.taps());
    int[] rows = Patches.rows(in.dim(0), in.dim(1), groups, window, window::spread);
    return product(call, x, rows, w, turned, call.optional(2), groups, perGroup * groups, window);
  }

  private static Value product(
      OpCall call,
      Value x,
      int[] rows,
      Value w,
      int[] turned,
      @Nullable Value bias,
      int groups,
      int outputs,
      Window window) {
    int batch = x.shape().dim(0);
    int places = window.places();
    int inner = turned.length / outputs;
    int outer = outputs / groups;
    Value patches =
        Picks.arrange(call, x, call.shape(groups, (long) batch * places, inner), rows, 0);
    Value weights = call.move(w, new Movement(call.shape(groups, inner, outer), turned));
    if (bias != null && bias.shape().size() != outputs) {
      throw call.refusal(
          "has a bias of shape %s for %d channels; export the model again"
              .formatted(bias.shape(), outputs));
    }
    boolean merged = bias instanceof Constant && weights instanceof Constant;
    Value product =
        merged && weights instanceof Constant matrix && bias instanceof Constant offsets
            ? Products.linear(
                call, patches, call.shape(groups, rows(patches), outer), matrix, offsets.values())
            : Products.batched(call, patches, weights);
    long[] dims = new long[x.shape().rank()];
    dims[0] = batch;
    dims[1] = outputs;
    for (int i = 2; i < dims.length; i++) {
      dims[i] = window.out()[i - 2];
    }
    Shape shape = call.shape(dims);
    Value result =
        call.move(
            product, new Movement(shape, Patches.channelsFirst(batch, outputs, groups, places)));
    if (bias == null || merged) {
      return result;
    }
    int[] channels = Channels.along(shape, 1);
    return Channels.affine(call, result, null, call.move(bias, new Movement(shape, channels)));
  }

  private static int rows(Value patches) {
    return patches.shape().dim(1);
  }

  /** ONNX lays the kernel down at each cell and then cuts the padding off. */
  private static Window transposedWindow(OpCall call, int[] in, int[] kernel) {
    int rank = in.length;
    WindowAttributes read = WindowAttributes.read(call, in, kernel);
    int[] extra = WindowAttributes.lengths(call, "output_padding", rank, 0);
    long[] wanted = call.integers("output_shape");
    int[] out = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int full = read.strides()[axis] * (in[axis] - 1) + extra[axis] + read.span(axis);
      if (wanted != null) {
        out[axis] = Math.toIntExact(wanted[wanted.length - rank + axis]);
        split(read, axis, full - out[axis]);
      } else if (read.auto().startsWith("SAME")) {
        out[axis] = in[axis] * read.strides()[axis];
        split(read, axis, full - out[axis]);
      } else {
        out[axis] = full - read.begins()[axis] - read.ends()[axis];
      }
      if (out[axis] < 1) {
        throw call.refusal("makes no output along axis %d; use smaller pads".formatted(axis + 2));
      }
    }
    return new Window(in, read.kernel(), read.strides(), read.dilations(), read.begins(), out);
  }

  /**
   * Of an odd number of cells, SAME_UPPER cuts one more off the end, all else off the beginning.
   */
  private static void split(WindowAttributes read, int axis, int total) {
    int half = Math.floorDiv(total, 2);
    read.begins()[axis] = read.auto().equals("SAME_UPPER") ? half : total - half;
  }

  private static Shape grid(OpCall call, Value x, Value w) {
    if (x.shape().rank() < 3 || w.shape().rank() != x.shape().rank()) {
      throw call.refusal(
          "convolves shape %s with shape %s; only batch x channels x grid is supported"
              .formatted(x.shape(), w.shape()));
    }
    return x.shape();
  }

  private static int groups(OpCall call, int channels) {
    long groups = call.integer("group", 1);
    if (groups < 1 || channels % groups != 0) {
      throw call.refusal(
          "has group %d over %d channels; export the model again".formatted(groups, channels));
    }
    return (int) groups;
  }

  private static RuntimeException mismatch(OpCall call, Value x, Value w, int groups) {
    return call.refusal(
        "convolves shape %s with weights of shape %s in %d groups; export the model again"
            .formatted(x.shape(), w.shape(), groups));
  }
}
