package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Operators that stretch or shrink axes by interpolation. */
final class ResizeRules {
  private static final int OUTSIDE = -1;

  private ResizeRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Upsample", Operator.of(1, 2, ResizeRules::upsample, "mode", "scales")),
        Map.entry(
            "Resize",
            Operator.of(
                1,
                4,
                ResizeRules::resize,
                "antialias",
                "axes",
                "coordinate_transformation_mode",
                "cubic_coeff_a",
                "exclude_outside",
                "extrapolation_value",
                "keep_aspect_ratio_policy",
                "mode",
                "nearest_mode")));
  }

  private static Value upsample(OpCall call) {
    Constant operand = call.optionalConstant(1, "scales");
    double[] scales = operand == null ? call.reals("scales") : operand.values();
    return resize(call, old(call), required(call, scales), null);
  }

  private static Value resize(OpCall call) {
    if (call.operandCount() <= 2) {
      return resize(call, old(call), call.constant(1, "scales").values(), null);
    }
    var rule =
        new ResizeAxis.Rule(
            mode(call),
            call.string("coordinate_transformation_mode", "half_pixel"),
            call.string("nearest_mode", "round_prefer_floor"),
            call.real("cubic_coeff_a", -0.75),
            call.integer("antialias", 0) != 0,
            call.integer("exclude_outside", 0) != 0);
    Constant scales = call.optionalConstant(2, "scales");
    if (scales != null && scales.values().length > 0) {
      return resize(call, rule, scales.values(), null);
    }
    Constant sizes = call.constant(3, "sizes");
    return resize(call, rule, scalesOf(call, sizes.values()), sizes.longs());
  }

  /** The rule of operator sets before 11. */
  private static ResizeAxis.Rule old(OpCall call) {
    return new ResizeAxis.Rule(mode(call), "asymmetric", "floor", -0.75, false, false);
  }

  private static String mode(OpCall call) {
    String mode = call.string("mode", "nearest");
    return switch (mode) {
      case "nearest", "linear", "cubic" -> mode;
      case "bilinear" -> "linear";
      default ->
          throw call.refusal(
              "has mode '%s'; only 'nearest', 'linear' and 'cubic' are supported".formatted(mode));
    };
  }

  private static double[] scalesOf(OpCall call, double[] sizes) {
    Shape in = call.operand(0).shape();
    int[] axes = axes(call, in.rank());
    double[] scales = new double[sizes.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = sizes[i] / in.dim(axes[i]);
    }
    double[] given = scales.clone();
    return switch (call.string("keep_aspect_ratio_policy", "stretch")) {
      case "not_larger" -> filled(scales, Arrays.stream(given).min().orElse(1));
      case "not_smaller" -> filled(scales, Arrays.stream(given).max().orElse(1));
      default -> scales;
    };
  }

  private static double[] filled(double[] scales, double scale) {
    Arrays.fill(scales, scale);
    return scales;
  }

  private static int[] axes(OpCall call, int rank) {
    long[] axes = call.integers("axes");
    return axes == null
        ? IntStream.range(0, rank).toArray()
        : Arrays.stream(axes).mapToInt(axis -> call.axis(axis, rank)).toArray();
  }

  private static Value resize(
      OpCall call, ResizeAxis.Rule rule, double[] scales, long @Nullable [] sizes) {
    Value x = call.operand(0);
    Shape in = x.shape();
    int[] axes = axes(call, in.rank());
    if (scales.length != axes.length) {
      throw call.refusal(
          "has %d scales for %d axes; export the model again"
              .formatted(scales.length, axes.length));
    }
    boolean crops = rule.coordinates().equals("tf_crop_and_resize");
    double[] roi = crops ? call.constant(1, "roi").values() : new double[2 * axes.length];
    boolean stretches = call.string("keep_aspect_ratio_policy", "stretch").equals("stretch");
    List<List<Map<Integer, Double>>> taps = new ArrayList<>();
    long[] dims = Arrays.stream(in.dims()).asLongStream().toArray();
    for (int axis = 0; axis < in.rank(); axis++) {
      taps.add(IntStream.range(0, in.dim(axis)).mapToObj(i -> Map.of(i, 1.0)).toList());
    }
    for (int i = 0; i < axes.length; i++) {
      int dim = in.dim(axes[i]);
      double length =
          sizes == null
              ? Math.floor(scales[i] * dim)
              : stretches ? sizes[i] : Math.floor(scales[i] * dim + 0.5);
      dims[axes[i]] = call.shape((long) length).size();
      if (scales[i] == 1 && dims[axes[i]] == dim && !crops) {
        continue;
      }
      var axis = new ResizeAxis(dim, (int) length, scales[i], rule);
      taps.set(axes[i], taps(axis, dim, roi[i], roi[i + axes.length], crops));
    }
    return interpolate(call, x, call.shape(dims), taps);
  }

  private static List<Map<Integer, Double>> taps(
      ResizeAxis axis, int dim, double start, double end, boolean crops) {
    List<Map<Integer, Double>> taps = new ArrayList<>();
    for (int i = 0; i < axis.target(); i++) {
      double position = axis.position(i, start, end);
      boolean outside = crops && (position < 0 || position > dim - 1);
      taps.add(outside ? Map.of(OUTSIDE, 1.0) : axis.taps(position));
    }
    return taps;
  }

  /** Each new element is a sum over the products of the axes' taps. */
  private static Value interpolate(
      OpCall call, Value x, Shape shape, List<List<Map<Integer, Double>>> taps) {
    int fan = 1;
    for (List<Map<Integer, Double>> axis : taps) {
      fan *= axis.stream().mapToInt(Map::size).max().orElse(1);
    }
    int[] source = new int[call.shape(shape.size(), fan).size()];
    double[] factors = new double[source.length];
    boolean[] outside = new boolean[shape.size()];
    for (int i = 0; i < outside.length; i++) {
      Map<Integer, Double> sum = Map.of(0, 1.0);
      for (int axis = 0; axis < shape.rank(); axis++) {
        int place = i / LayoutRules.stride(shape, axis) % shape.dim(axis);
        sum = times(sum, taps.get(axis).get(place), LayoutRules.stride(x.shape(), axis));
      }
      int at = i * fan;
      outside[i] = sum.containsKey(OUTSIDE);
      for (Map.Entry<Integer, Double> tap : sum.entrySet()) {
        source[at] = Math.max(tap.getKey(), 0);
        factors[at++] = tap.getValue();
      }
    }
    Value gathered = call.move(x, new Movement(call.shape(shape.size(), fan), source));
    boolean plain = Arrays.stream(factors).allMatch(factor -> factor == 1);
    Value made = Groups.sum(call, gathered, shape, plain ? new double[] {1} : factors);
    return filled(call, made, outside);
  }

  private static Map<Integer, Double> times(
      Map<Integer, Double> sum, Map<Integer, Double> taps, int stride) {
    if (sum.containsKey(OUTSIDE) || taps.containsKey(OUTSIDE)) {
      return Map.of(OUTSIDE, 1.0);
    }
    Map<Integer, Double> product = new TreeMap<>();
    sum.forEach((place, a) -> taps.forEach((next, b) -> product.put(place + next * stride, a * b)));
    return product;
  }

  private static Value filled(OpCall call, Value made, boolean[] outside) {
    int[] which = new int[outside.length];
    int[] source = new int[outside.length];
    boolean any = false;
    for (int i = 0; i < outside.length; i++) {
      which[i] = outside[i] ? 1 : 0;
      source[i] = outside[i] ? 0 : i;
      any |= outside[i];
    }
    Value fill = Constant.scalar(call.real("extrapolation_value", 0), made.type());
    return any ? Joins.rearrange(call, made.shape(), List.of(made, fill), which, source) : made;
  }

  private static double[] required(OpCall call, double @Nullable [] scales) {
    if (scales == null) {
      throw call.refusal("lacks its scales; export the model again");
    }
    return scales;
  }
}
