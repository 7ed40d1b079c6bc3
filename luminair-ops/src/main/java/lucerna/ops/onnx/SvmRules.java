package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/**
 * Support vector machines: products with the vectors, a kernel, and a product with coefficients.
 */
final class SvmRules {
  private SvmRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "SVMClassifier",
        Operator.several(
            1,
            1,
            SvmRules::classifier,
            "classlabels_ints",
            "classlabels_strings",
            "coefficients",
            "kernel_params",
            "kernel_type",
            "post_transform",
            "prob_a",
            "prob_b",
            "rho",
            "support_vectors",
            "vectors_per_class"),
        "SVMRegressor",
        Operator.of(
            1,
            1,
            SvmRules::regressor,
            "coefficients",
            "kernel_params",
            "kernel_type",
            "n_supports",
            "one_class",
            "post_transform",
            "rho",
            "support_vectors"));
  }

  private static Value regressor(OpCall call) {
    Value x = TreeRules.matrix(call);
    double[] coefficients = ModelRules.reals(call, "coefficients");
    double[] rho = Arrays.copyOf(ModelRules.reals(call, "rho"), 1);
    int supports = Math.clamp(call.integer("n_supports", 0), 0, Shape.MAX_SIZE);
    Value features = supports > 0 ? kernels(call, x, supports) : x;
    Value score = ModelRules.linear(call, features, coefficients, rho, 1);
    if (call.integer("one_class", 0) != 0) {
      Value bit = Elements.less(call, Constant.scalar(0, ElementType.FLOAT), score);
      Value sign = Quantisation.retyped(bit, ElementType.FLOAT);
      return Elements.shift(call, Elements.scale(call, sign, 2), -1);
    }
    return Classes.transformed(call, score);
  }

  private static List<Value> classifier(OpCall call) {
    long[] labels = Classes.labels(call, "classlabels_ints", "classlabels_strings");
    double[] chances = call.reals("prob_a");
    if (chances != null && chances.length > 0) {
      throw call.refusal(
          "fits probabilities by iteration, which is not supported; export it without them");
    }
    Value x = TreeRules.matrix(call);
    double[] coefficients = ModelRules.reals(call, "coefficients");
    double[] rho = ModelRules.reals(call, "rho");
    long[] sizes = call.integers("vectors_per_class");
    int classes = labels.length;
    if (sizes == null || Arrays.stream(sizes).sum() == 0) {
      double[] shifts = new double[classes];
      Arrays.fill(shifts, rho[0]);
      return Classes.many(call, ModelRules.linear(call, x, coefficients, shifts, classes), labels);
    }
    int vectors = Math.toIntExact(Arrays.stream(sizes).sum());
    int pairs = classes * (classes - 1) / 2;
    if (sizes.length != classes
        || rho.length != pairs
        || coefficients.length != vectors * (classes - 1)) {
      throw call.refusal("has lists of unlike lengths; export the model again");
    }
    double[] rows = pairs(sizes, coefficients, vectors);
    Value scores = ModelRules.linear(call, kernels(call, x, vectors), rows, rho, pairs);
    Value label = vote(call, scores, classes, labels);
    if (pairs > 1) {
      return List.of(label, Classes.transformed(call, scores));
    }
    return List.of(label, Classes.two(call, scores, labels, false).getLast());
  }

  /** One row of weights of all vectors for each pair of classes. */
  private static double[] pairs(long[] sizes, double[] coefficients, int vectors) {
    int classes = sizes.length;
    int[] starts = new int[classes + 1];
    for (int i = 0; i < classes; i++) {
      starts[i + 1] = starts[i] + Math.toIntExact(sizes[i]);
    }
    double[] rows = new double[classes * (classes - 1) / 2 * vectors];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        for (int v = starts[i]; v < starts[i + 1]; v++) {
          rows[pair * vectors + v] = coefficients[(j - 1) * vectors + v];
        }
        for (int v = starts[j]; v < starts[j + 1]; v++) {
          rows[pair * vectors + v] = coefficients[i * vectors + v];
        }
        pair++;
      }
    }
    return rows;
  }

  /** The label of the class that wins most pairs; of a pair the first one wins above 0. */
  private static Value vote(OpCall call, Value scores, int classes, long[] labels) {
    int pairs = scores.shape().last();
    Value bits = Elements.less(call, Constant.scalar(0, ElementType.FLOAT), scores);
    int batch = scores.shape().dim(0);
    int[] source = new int[batch * classes * pairs];
    double[] factors = new double[classes * pairs];
    double[] lost = new double[classes];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        factors[i * pairs + pair] = 1;
        factors[j * pairs + pair] = -1;
        lost[j]++;
        pair++;
      }
    }
    Arrays.setAll(source, k -> k / (classes * pairs) * pairs + k % pairs);
    double[] all =
        IntStream.range(0, source.length).mapToDouble(k -> factors[k % factors.length]).toArray();
    Value spread =
        call.move(
            Quantisation.retyped(bits, ElementType.INT64),
            new Movement(call.shape(batch, classes, pairs), source));
    Value votes = Groups.sum(call, spread, call.shape(batch, classes), all);
    Value counted =
        Elements.add(call, votes, new Constant(Shape.of(classes), lost, ElementType.INT64));
    return Classes.label(call, Groups.argMax(call, counted, Shape.of(batch), false), labels);
  }

  private static Value kernels(OpCall call, Value x, int vectors) {
    double[] supports = ModelRules.reals(call, "support_vectors");
    double[] parameters = call.reals("kernel_params");
    double[] known = parameters == null ? new double[3] : Arrays.copyOf(parameters, 3);
    String kernel = call.string("kernel_type", "LINEAR").toUpperCase(Locale.ROOT);
    int features = x.shape().last();
    double[] rows = supports.clone();
    double[] offsets = new double[vectors];
    if (rows.length != vectors * features) {
      throw call.refusal("has support vectors of another length than its input has features");
    }
    if (kernel.equals("RBF")) {
      /* |x - v|^2 = |x|^2 - 2 x v + |v|^2 */
      for (int i = 0; i < rows.length; i++) {
        offsets[i / features] += rows[i] * rows[i];
        rows[i] *= -2;
      }
    }
    Value products = ModelRules.linear(call, x, rows, offsets, vectors);
    RealFunction affine = RealFunction.of(Kind.AFFINE, known[0], known[1]);
    return switch (kernel) {
      case "LINEAR" -> products;
      case "POLY" ->
          Elements.apply(call, products, affine.then(Step.of(Kind.POWER, Math.floor(known[2]))));
      case "SIGMOID" -> Elements.apply(call, products, affine.then(Step.of(Kind.TANH)));
      case "RBF" -> {
        Value squares = Elements.apply(call, ModelRules.real(x), Kind.SQUARE);
        Value norms = Groups.sum(call, squares, Shape.of(x.shape().dim(0), 1), 1);
        yield Elements.apply(
            call,
            Elements.add(call, products, norms),
            RealFunction.of(Kind.AFFINE, -known[0], 0).then(Step.of(Kind.EXP)));
      }
      default ->
          throw call.refusal(
              "has kernel %s; only LINEAR, POLY, RBF and SIGMOID are supported".formatted(kernel));
    };
  }
}
