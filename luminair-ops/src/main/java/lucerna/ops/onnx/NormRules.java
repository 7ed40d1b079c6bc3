package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Normalisations: {@code Normalize} of consecutive elements, then a scale and a shift. */
final class NormRules {
  private NormRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "BatchNormalization",
        Operator.of(
            5,
            5,
            NormRules::batch,
            "consumed_inputs",
            "epsilon",
            "is_test",
            "momentum",
            "spatial",
            "training_mode"),
        "InstanceNormalization",
        Operator.of(3, 3, NormRules::instance, "epsilon"),
        "GroupNormalization",
        Operator.of(3, 3, NormRules::group, "epsilon", "num_groups", "stash_type"),
        "LayerNormalization",
        Operator.several(2, 3, NormRules::layer, "axis", "epsilon", "stash_type"),
        "RMSNormalization",
        Operator.of(2, 2, NormRules::rms, "axis", "epsilon", "stash_type"),
        "MeanVarianceNormalization",
        Operator.of(1, 1, NormRules::meanVariance, "axes"),
        "LpNormalization",
        Operator.of(1, 1, NormRules::lp, "axis", "p"));
  }

  private static Value batch(OpCall call) {
    Value x = call.operand(0);
    if (call.integer("training_mode", 0) != 0) {
      throw call.refusal("is in training mode; export the model for inference");
    }
    if (x.shape().rank() < 2 || call.integer("spatial", 1) == 0) {
      throw call.refusal("does not work per channel of axis 1, which alone is supported");
    }
    Constant scale = call.constant(1, "scale");
    double[] shift = call.constant(2, "shift").values();
    double[] mean = call.constant(3, "mean").values();
    double[] variance = call.constant(4, "variance").values();
    double epsilon = call.real("epsilon", 1e-5);
    int channels = x.shape().dim(1);
    double[] factors = new double[channels];
    double[] offsets = new double[channels];
    for (double[] values : List.of(scale.values(), shift, mean, variance)) {
      if (values.length != channels) {
        throw call.refusal(
            "has %d parameters for %d channels; export the model again"
                .formatted(values.length, channels));
      }
    }
    for (int c = 0; c < channels; c++) {
      if (variance[c] + epsilon <= 0) {
        throw call.refusal("has a variance that is not positive; train or export again");
      }
      factors[c] = scale.values()[c] / Math.sqrt(variance[c] + epsilon);
      offsets[c] = shift[c] - mean[c] * factors[c];
    }
    return Channels.affine(call, x, Channels.along(x.shape(), 1), factors, offsets);
  }

  private static Value instance(OpCall call) {
    Value x = call.operand(0);
    int fan = x.shape().size() / (x.shape().dim(0) * x.shape().dim(1));
    Value normal = Groups.normalize(call, x, fan, call.real("epsilon", 1e-5), true);
    return perChannel(call, normal, call.operand(1), call.operand(2));
  }

  private static Value group(OpCall call) {
    Value x = call.operand(0);
    int channels = x.shape().dim(1);
    long groups = call.integer("num_groups", 0);
    if (groups < 1 || channels % groups != 0) {
      throw call.refusal(
          "has %d groups of %d channels; export the model again".formatted(groups, channels));
    }
    int fan = (int) (x.shape().size() / (x.shape().dim(0) * groups));
    Value normal = Groups.normalize(call, x, fan, call.real("epsilon", 1e-5), true);
    return perChannel(call, normal, call.operand(1), call.operand(2));
  }

  /** Scales of axis 1, or, in operator set 18, one for several channels each. */
  private static Value perChannel(OpCall call, Value x, Value scale, Value shift) {
    int channels = x.shape().dim(1);
    if (channels % scale.shape().size() != 0 || scale.shape().size() != shift.shape().size()) {
      throw call.refusal(
          "scales %d channels by shape %s; export the model again"
              .formatted(channels, scale.shape()));
    }
    int run = channels / scale.shape().size();
    int[] owners = IntStream.range(0, channels).map(c -> c / run).toArray();
    long[] dims = new long[x.shape().rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = channels;
    Movement movement = new Movement(call.shape(dims), owners);
    return Channels.affine(call, x, call.move(scale, movement), call.move(shift, movement));
  }

  private static List<Value> layer(OpCall call) {
    Value x = call.operand(0);
    int fan = fan(call, x.shape());
    double epsilon = call.real("epsilon", 1e-5);
    Value normal = Groups.normalize(call, x, fan, epsilon, true);
    Value result = Channels.affine(call, normal, call.operand(1), call.optional(2));
    if (!call.wants(1) && !call.wants(2)) {
      return List.of(result);
    }
    long[] dims = Arrays.stream(x.shape().dims()).asLongStream().toArray();
    Arrays.fill(dims, call.axis(call.integer("axis", -1), dims.length), dims.length, 1);
    Shape shape = call.shape(dims);
    Value mean = Groups.sum(call, x, shape, 1.0 / fan);
    Value centred = Elements.subtract(call, x, Channels.spread(call, mean, x.shape()));
    Value squares = Elements.apply(call, centred, Kind.SQUARE);
    Value deviation =
        Elements.apply(
            call,
            Groups.sum(call, squares, shape, 1.0 / fan),
            RealFunction.of(Kind.AFFINE, 1, epsilon).then(Step.of(Kind.POWER, -0.5)));
    return List.of(result, mean, deviation);
  }

  private static Value rms(OpCall call) {
    Value x = call.operand(0);
    int fan = fan(call, x.shape());
    Value normal = Groups.normalize(call, x, fan, call.real("epsilon", 1e-5), false);
    return Channels.affine(call, normal, call.operand(1), null);
  }

  /** The elements from an axis on. */
  private static int fan(OpCall call, Shape shape) {
    int fan = 1;
    for (int i = call.axis(call.integer("axis", -1), shape.rank()); i < shape.rank(); i++) {
      fan *= shape.dim(i);
    }
    return fan;
  }

  private static Value meanVariance(OpCall call) {
    Value x = call.operand(0);
    int rank = x.shape().rank();
    long @Nullable [] given = call.integers("axes");
    boolean[] reduced = new boolean[rank];
    for (long axis : given == null ? new long[] {0, 2, 3} : given) {
      reduced[call.axis(axis, rank)] = true;
    }
    int[] order =
        IntStream.concat(
                IntStream.range(0, rank).filter(i -> !reduced[i]),
                IntStream.range(0, rank).filter(i -> reduced[i]))
            .toArray();
    int fan = 1;
    for (int i = 0; i < rank; i++) {
      fan *= reduced[i] ? x.shape().dim(i) : 1;
    }
    Value turned = call.move(x, Movement.transpose(x.shape(), order));
    /* ONNX divides by the deviation plus 1e-9. */
    return back(call, Groups.normalize(call, turned, fan, 1e-18, true), order);
  }

  private static Value lp(OpCall call) {
    Value x = call.operand(0);
    long p = call.integer("p", 2);
    int[] order = last(call, x.shape(), call.integer("axis", -1));
    Value turned = call.move(x, Movement.transpose(x.shape(), order));
    int fan = turned.shape().last();
    if (p == 2) {
      Value normal = Groups.normalize(call, turned, fan, 1e-18, false);
      return back(call, Elements.scale(call, normal, 1 / Math.sqrt(fan)), order);
    }
    if (p != 1) {
      throw call.refusal("has p = %d; only 1 and 2 are supported".formatted(p));
    }
    Value magnitudes = Elements.apply(call, turned, Kind.ABS);
    Value norm = Groups.sum(call, magnitudes, rows(call, turned.shape()), 1);
    Value spread = Channels.spread(call, norm, turned.shape());
    return back(call, Elements.divide(call, turned, spread), order);
  }

  /** The shape with a last axis of 1. */
  static Shape rows(OpCall call, Shape shape) {
    long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
    dims[dims.length - 1] = 1;
    return call.shape(dims);
  }

  /** The order of axes that swaps one with the last. */
  static int[] last(OpCall call, Shape shape, long axis) {
    int[] order = IntStream.range(0, shape.rank()).toArray();
    int from = call.axis(axis, shape.rank());
    order[from] = shape.rank() - 1;
    order[shape.rank() - 1] = from;
    return order;
  }

  /** Undoes a transposition. */
  static Value back(OpCall call, Value turned, int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return call.move(turned, Movement.transpose(turned.shape(), inverse));
  }
}
