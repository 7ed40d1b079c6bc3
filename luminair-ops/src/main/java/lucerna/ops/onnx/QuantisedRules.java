package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Operators of quantised models: their integers are exact. */
final class QuantisedRules {
  private QuantisedRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "QuantizeLinear",
        Operator.of(
            2,
            3,
            QuantisedRules::quantize,
            "axis",
            "block_size",
            "output_dtype",
            "precision",
            "saturate"),
        "DequantizeLinear",
        Operator.of(2, 3, QuantisedRules::dequantize, "axis", "block_size", "output_dtype"),
        "DynamicQuantizeLinear",
        Operator.several(1, 1, QuantisedRules::dynamic),
        "MatMulInteger",
        Operator.of(2, 4, QuantisedRules::matMulInteger),
        "QLinearMatMul",
        Operator.of(8, 8, QuantisedRules::matMul),
        "ConvInteger",
        Operator.of(2, 4, QuantisedRules::convInteger, ConvRules.attributes()),
        "QLinearConv",
        Operator.of(8, 9, QuantisedRules::conv, ConvRules.attributes()));
  }

  private static Value quantize(OpCall call) {
    Value x = call.operand(0);
    Constant scale = scales(call, 1);
    Constant zero = call.optionalConstant(2, "zero point");
    ElementType type =
        zero != null ? zero.type() : ElementType.of((int) call.integer("output_dtype", 0));
    int[] channels = channels(call, x, scale);
    double[] factors = Arrays.stream(scale.values()).map(value -> 1 / value).toArray();
    return Quantisation.quantise(
        call,
        x,
        channels,
        factors,
        zeros(call, zero, factors.length),
        type == null ? ElementType.UINT8 : type);
  }

  private static Value dequantize(OpCall call) {
    Value x = call.operand(0);
    Constant scale = scales(call, 1);
    Constant zero = call.optionalConstant(2, "zero point");
    int[] channels = channels(call, x, scale);
    Value centred = x;
    if (zero != null) {
      double[] zeros = zeros(call, zero, scale.values().length);
      double[] summands = Arrays.stream(channels).mapToDouble(c -> zeros[c]).toArray();
      centred = Quantisation.centred(call, x, new Constant(x.shape(), summands, ElementType.INT32));
    }
    return Quantisation.dequantise(call, centred, channels, scale.values(), scale.type());
  }

  /** Scale and zero point are those of the range of the elements and 0. */
  private static List<Value> dynamic(OpCall call) {
    Value x = call.operand(0);
    Shape scalar = Shape.of();
    Value zero = new Constant(Shape.of(1), new double[1], x.type());
    Value flat = Picks.reshape(call, x, x.shape().size());
    Value greatest = Groups.maximum(call, Joins.concat(call, List.of(flat, zero), 0), scalar);
    Value negative = Elements.scale(call, flat, -1);
    Value depth = Groups.maximum(call, Joins.concat(call, List.of(negative, zero), 0), scalar);
    Value scale = Elements.scale(call, Elements.add(call, greatest, depth), 1.0 / 255);
    RealFunction round = RealFunction.of(Kind.ROUND_EVEN).then(Step.of(Kind.CLIP, 0, 255));
    Value point =
        Quantisation.apply(call, Elements.divide(call, depth, scale), ElementType.UINT8, round);
    Value rounded =
        Quantisation.apply(
            call,
            Elements.divide(call, x, scale),
            ElementType.INT32,
            RealFunction.of(Kind.ROUND_EVEN));
    Value moved = Elements.add(call, rounded, Quantisation.retyped(point, ElementType.INT32));
    Value y =
        Quantisation.apply(call, moved, ElementType.UINT8, RealFunction.of(Kind.CLIP, 0, 255));
    return List.of(y, scale, point);
  }

  private static Value matMulInteger(OpCall call) {
    Value a = Quantisation.centred(call, call.operand(0), rows(call, call.optional(2)));
    Value b = Quantisation.centred(call, call.operand(1), call.optional(3));
    return Products.matMul(call, a, b);
  }

  private static Value matMul(OpCall call) {
    Value a = Quantisation.centred(call, call.operand(0), rows(call, call.optional(2)));
    Value b = Quantisation.centred(call, call.operand(3), call.optional(5));
    Value product = Products.matMul(call, a, b);
    Value left = rows(call, scales(call, 1));
    Constant factors =
        (Constant) Elements.multiply(call, left == null ? scales(call, 1) : left, scales(call, 4));
    int[] channels = Channels.broadcast(call, factors.shape(), product.shape());
    return requantise(call, product, channels, factors.values(), 6);
  }

  private static Value convInteger(OpCall call) {
    Value x = Quantisation.centred(call, call.operand(0), call.optional(2));
    Value w = call.operand(1);
    return ConvRules.conv(
        call, x, Quantisation.centred(call, w, perOutput(call, w, call.optional(3))), null);
  }

  private static Value conv(OpCall call) {
    Value x = Quantisation.centred(call, call.operand(0), call.optional(2));
    Value w = call.operand(3);
    Value product =
        ConvRules.conv(
            call,
            x,
            Quantisation.centred(call, w, perOutput(call, w, call.optional(5))),
            call.optional(8));
    double in = single(call, scales(call, 1));
    double[] factors = Arrays.stream(scales(call, 4).values()).map(scale -> scale * in).toArray();
    int[] channels =
        factors.length == 1 ? new int[product.shape().size()] : Channels.along(product.shape(), 1);
    return requantise(call, product, channels, factors, 6);
  }

  /** Divides by the scale in operand {@code i}; the zero point is the next one. */
  private static Value requantise(
      OpCall call, Value product, int[] channels, double[] factors, int i) {
    Constant zero = call.constant(i + 1, "zero point");
    double scale = single(call, scales(call, i));
    double[] ratios = Arrays.stream(factors).map(factor -> factor / scale).toArray();
    double[] zeros = new double[factors.length];
    Arrays.fill(zeros, single(call, zero));
    return Quantisation.quantise(call, product, channels, ratios, zeros, zero.type());
  }

  private static Constant scales(OpCall call, int i) {
    Constant scale = call.constant(i, "scale");
    for (double value : scale.values()) {
      if (!(value > 0)) {
        throw call.refusal("has a scale that is not positive; export the model again");
      }
    }
    return scale;
  }

  private static int[] channels(OpCall call, Value x, Constant scale) {
    long axis = scale.values().length == 1 ? 0 : call.integer("axis", 1);
    return Quantisation.channels(
        call, x.shape(), scale.shape(), axis, call.integer("block_size", 0));
  }

  private static double[] zeros(OpCall call, @Nullable Constant zero, int length) {
    if (zero == null) {
      return new double[length];
    }
    if (zero.values().length != length) {
      throw call.refusal("has scales and zero points of unlike shapes; export the model again");
    }
    return zero.values();
  }

  private static double single(OpCall call, Constant value) {
    if (value.values().length != 1) {
      throw call.refusal(
          "has a scale or zero point of shape %s where one number is supported"
              .formatted(value.shape()));
    }
    return value.values()[0];
  }

  /** A parameter per row of a matrix, as a column. */
  private static @Nullable Value rows(OpCall call, @Nullable Value parameter) {
    return parameter == null || parameter.shape().rank() != 1 || parameter.shape().size() == 1
        ? parameter
        : Picks.reshape(call, parameter, parameter.shape().dim(0), 1);
  }

  /** A parameter per output channel of weights. */
  private static @Nullable Value perOutput(OpCall call, Value w, @Nullable Value parameter) {
    if (parameter == null || parameter.shape().size() == 1) {
      return parameter;
    }
    long[] dims =
        Stream.iterate(1L, one -> one).limit(w.shape().rank()).mapToLong(Long::longValue).toArray();
    dims[0] = parameter.shape().size();
    return Picks.reshape(call, parameter, dims);
  }
}
