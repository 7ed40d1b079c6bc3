package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/**
 * Steps between real numbers and the integers of a quantised model. Integers are exact. A rounding
 * is one function of one number; where that has more values than a table can hold, whoever makes
 * the table may round the number first.
 */
final class Quantisation {
  private Quantisation() {}

  /** {@code clip(round_half_even(factor x) + zero)}, element {@code i} by {@code channels[i]}. */
  static Value quantise(
      OpCall call, Value x, int[] channels, double[] factors, double[] zeros, ElementType type) {
    double low = low(call, type);
    double high = high(type);
    boolean oneFactor = isUniform(factors);
    boolean oneZero = isUniform(zeros);
    Value scaled = oneFactor ? x : perChannel(call, x, channels, factors);
    RealFunction function = RealFunction.IDENTITY;
    if (oneFactor && factors[0] != 1) {
      function = function.then(Step.of(Kind.AFFINE, factors[0], 0));
    }
    function = function.then(Step.of(Kind.ROUND_EVEN));
    if (!oneZero) {
      double[] summands = Arrays.stream(channels).mapToDouble(c -> zeros[c]).toArray();
      Value rounded = apply(call, scaled, ElementType.INT32, function);
      Value moved = Elements.add(call, rounded, new Constant(x.shape(), summands, rounded.type()));
      return apply(call, moved, type, RealFunction.of(Kind.CLIP, low, high));
    }
    if (zeros[0] != 0) {
      function = function.then(Step.of(Kind.AFFINE, 1, zeros[0]));
    }
    return apply(call, scaled, type, function.then(Step.of(Kind.CLIP, low, high)));
  }

  /** {@code scale x}, a real number. */
  static Value dequantise(OpCall call, Value x, int[] channels, double[] scales, ElementType type) {
    if (!isUniform(scales)) {
      return perChannel(call, retyped(x, type), channels, scales, type);
    }
    return call.graph()
        .add(
            call,
            x.shape(),
            type,
            List.of(x),
            (name, in, out) -> new Node.Combine(name, in, new double[] {scales[0]}, out));
  }

  static Value apply(OpCall call, Value x, ElementType type, RealFunction function) {
    return call.graph()
        .add(
            call,
            x.shape(),
            type,
            List.of(x),
            (name, in, out) -> new Node.Apply(name, in.getFirst(), out, function));
  }

  /** {@code x - zero}, exact, where {@code zero} broadcasts and may be left out. */
  static Value centred(OpCall call, Value x, @Nullable Value zero) {
    if (zero == null) {
      return retyped(x, ElementType.INT32);
    }
    return Elements.subtract(call, retyped(x, ElementType.INT32), retyped(zero, ElementType.INT32));
  }

  /** The same integers under another type of ONNX. */
  static Value retyped(Value x, ElementType type) {
    return switch (x) {
      case Activation activation -> new Activation(activation.tensor(), activation.shape(), type);
      case Constant constant -> new Constant(constant.shape(), constant.values(), type);
    };
  }

  /**
   * Which of the parameters of shape {@code small} each element has: one for all; one per index of
   * an axis; or one per {@code block} neighbours along it.
   */
  static int[] channels(OpCall call, Shape shape, Shape small, long axis, long block) {
    if (small.size() == 1) {
      return new int[shape.size()];
    }
    int along = call.axis(axis, shape.rank());
    if (small.rank() == 1 && block == 0 && small.dim(0) == shape.dim(along)) {
      return Channels.along(shape, along);
    }
    int run = block == 0 ? 1 : Math.toIntExact(block);
    boolean fits = small.rank() == shape.rank();
    for (int i = 0; fits && i < shape.rank(); i++) {
      int expected = i == along ? (shape.dim(i) + run - 1) / run : shape.dim(i);
      fits = small.dim(i) == expected;
    }
    if (!fits) {
      throw call.refusal(
          "has a scale of shape %s for shape %s; export the model again".formatted(small, shape));
    }
    int inner = 1;
    for (int i = along + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    int[] channels = new int[shape.size()];
    for (int i = 0; i < channels.length; i++) {
      int at = i / inner % shape.dim(along);
      int outer = i / inner / shape.dim(along);
      channels[i] = (outer * small.dim(along) + at / run) * inner + i % inner;
    }
    return channels;
  }

  static double low(OpCall call, ElementType type) {
    return switch (type) {
      case UINT8, UINT16 -> 0;
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      default ->
          throw call.refusal(
              "quantises to %s; only int8, uint8, int16 and uint16 are supported"
                  .formatted(type.name().toLowerCase(java.util.Locale.ROOT)));
    };
  }

  static double high(ElementType type) {
    return switch (type) {
      case UINT8 -> 255;
      case UINT16 -> 65535;
      case INT8 -> Byte.MAX_VALUE;
      default -> Short.MAX_VALUE;
    };
  }

  private static Value perChannel(OpCall call, Value x, int[] channels, double[] factors) {
    return perChannel(call, x, channels, factors, ElementType.FLOAT);
  }

  /** Integers in, real numbers out: the weights are real. */
  private static Value perChannel(
      OpCall call, Value x, int[] channels, double[] factors, ElementType type) {
    double[] used = factors;
    int[] owners = channels;
    if (channels.length % factors.length != 0 || !isEven(channels, factors.length)) {
      used = Arrays.stream(channels).mapToDouble(c -> factors[c]).toArray();
      owners = new int[channels.length];
      Arrays.setAll(owners, i -> i);
    }
    return Channels.affine(call, retyped(x, type), owners, used, new double[used.length]);
  }

  private static boolean isEven(int[] channels, int count) {
    int[] sizes = new int[count];
    Arrays.stream(channels).forEach(c -> sizes[c]++);
    return Arrays.stream(sizes).allMatch(size -> size == sizes[0]);
  }

  private static boolean isUniform(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }
}
