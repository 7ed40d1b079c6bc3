package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.function.Kind;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Linear models, and what prepares their inputs. */
final class ModelRules {
  private ModelRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry(
            "LinearClassifier",
            Operator.several(
                1,
                1,
                ModelRules::classifier,
                "classlabels_ints",
                "classlabels_strings",
                "coefficients",
                "intercepts",
                "multi_class",
                "post_transform")),
        Map.entry(
            "LinearRegressor",
            Operator.of(
                1,
                1,
                ModelRules::regressor,
                "coefficients",
                "intercepts",
                "post_transform",
                "targets")),
        Map.entry("Scaler", Operator.of(1, 1, ModelRules::scaler, "offset", "scale")),
        Map.entry("Normalizer", Operator.of(1, 1, ModelRules::normalizer, "norm")),
        Map.entry("Binarizer", Operator.of(1, 1, ModelRules::binarizer, "threshold")),
        Map.entry(
            "Imputer",
            Operator.of(
                1,
                1,
                ModelRules::imputer,
                "imputed_value_floats",
                "imputed_value_int64s",
                "replaced_value_float",
                "replaced_value_int64")),
        Map.entry("ArrayFeatureExtractor", Operator.of(2, 2, ModelRules::extractor)),
        Map.entry(
            "ZipMap",
            Operator.of(1, 1, ModelRules::zipMap, "classlabels_int64s", "classlabels_strings")));
  }

  private static List<Value> classifier(OpCall call) {
    long[] labels = Classes.labels(call, "classlabels_ints", "classlabels_strings");
    Value x = TreeRules.matrix(call);
    double[] coefficients = reals(call, "coefficients");
    int classes = coefficients.length / x.shape().last();
    Value scores = linear(call, x, coefficients, call.reals("intercepts"), classes);
    return classes == 1 && labels.length == 2
        ? Classes.two(call, scores, labels, false)
        : Classes.many(call, scores, labels);
  }

  private static Value regressor(OpCall call) {
    int targets = Math.clamp(call.integer("targets", 1), 1, Shape.MAX_SIZE);
    double[] coefficients = reals(call, "coefficients");
    return Classes.transformed(
        call,
        linear(call, TreeRules.matrix(call), coefficients, call.reals("intercepts"), targets));
  }

  /** Rows of coefficients, one per result. */
  static Value linear(
      OpCall call, Value x, double[] rows, double @Nullable [] intercepts, int results) {
    int features = x.shape().last();
    if (rows.length != features * results || results == 0) {
      throw call.refusal(
          "has %d coefficients for %d features; export the model again"
              .formatted(rows.length, features));
    }
    double[] weights = new double[rows.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = rows[i % results * features + i / results];
    }
    double[] bias = Classes.base(call, intercepts, results);
    var matrix = new Constant(Shape.of(1, features, results), weights, ElementType.FLOAT);
    return Products.linear(call, real(x), call.shape(x.shape().dim(0), results), matrix, bias);
  }

  private static Value scaler(OpCall call) {
    Value x = real(call.operand(0));
    Value offset = row(call, x, reals(call, "offset"));
    Value scale = row(call, x, reals(call, "scale"));
    return Elements.multiply(call, Elements.subtract(call, x, offset), scale);
  }

  private static Value normalizer(OpCall call) {
    Value x = real(TreeRules.matrix(call));
    int fan = x.shape().last();
    Shape rows = Shape.of(x.shape().dim(0), 1);
    String norm = call.string("norm", "MAX");
    return switch (norm) {
      case "L2" ->
          Elements.scale(call, Groups.normalize(call, x, fan, 1e-18, false), 1 / Math.sqrt(fan));
      case "L1", "MAX" -> {
        Value sizes = Elements.apply(call, x, Kind.ABS);
        Value divisor =
            norm.equals("L1")
                ? Groups.sum(call, sizes, rows, 1)
                : Groups.maximum(call, sizes, rows);
        yield Elements.divide(call, x, divisor);
      }
      default ->
          throw call.refusal("has norm %s; only MAX, L1 and L2 are supported".formatted(norm));
    };
  }

  private static Value binarizer(OpCall call) {
    Value x = call.operand(0);
    double threshold = call.real("threshold", 0);
    Value bits = Elements.less(call, Constant.scalar(threshold, x.type()), x);
    return Quantisation.retyped(bits, x.type());
  }

  /** Where an element has the value that stands for none, another one takes its place. */
  private static Value imputer(OpCall call) {
    Value x = call.operand(0);
    double[] values = call.reals("imputed_value_floats");
    if (values == null || values.length == 0) {
      long[] integers = call.integers("imputed_value_int64s");
      values =
          integers == null ? new double[1] : Arrays.stream(integers).asDoubleStream().toArray();
    }
    if (x.type().isFloat() && call.attributeIsNan("replaced_value_float")) {
      throw call.refusal(
          "replaces NaN, which no input that is proven can be; use a number for missing values");
    }
    double replaced =
        x.type().isFloat()
            ? call.real("replaced_value_float", 0)
            : (double) call.integer("replaced_value_int64", 0);
    Value missing =
        Quantisation.retyped(
            Elements.equal(call, x, Constant.scalar(replaced, x.type())), x.type());
    Value change = Elements.subtract(call, row(call, x, values), x);
    return Elements.add(call, x, Elements.multiply(call, missing, change));
  }

  private static Value extractor(OpCall call) {
    Value x = call.operand(0);
    long[] columns = call.constant(1, "indices").longs();
    int width = x.shape().last();
    int rows = x.shape().size() / Math.max(width, 1);
    List<Integer> source = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (long column : columns) {
        source.add(row * width + call.axis(column, width));
      }
    }
    long[] dims = Arrays.stream(x.shape().dims()).asLongStream().toArray();
    if (dims.length == 1) {
      dims = new long[] {1, 0};
    }
    dims[dims.length - 1] = columns.length;
    return call.move(
        x, new Movement(call.shape(dims), source.stream().mapToInt(Integer::intValue).toArray()));
  }

  private static Value zipMap(OpCall call) {
    throw call.refusal(
        "makes a list of maps, which is no tensor; export the model with zipmap=False");
  }

  /** One number per feature, or one for all, as a row. */
  private static Value row(OpCall call, Value x, double[] values) {
    if (values.length != 1 && values.length != x.shape().last()) {
      throw call.refusal(
          "has %d numbers for %d features; export the model again"
              .formatted(values.length, x.shape().last()));
    }
    return new Constant(Shape.of(values.length), values, x.type());
  }

  /** A tensor whose sums with reals are reals. */
  static Value real(Value x) {
    return x.type().isFloat() ? x : Quantisation.retyped(x, ElementType.FLOAT);
  }

  static double[] reals(OpCall call, String name) {
    double[] values = call.reals(name);
    if (values == null) {
      throw call.refusal("lacks its " + name + "; export the model again");
    }
    return values;
  }
}
