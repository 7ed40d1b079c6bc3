package lucerna.ops.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Functions of one number, element by element. */
final class FunctionRules {
  /* Bounds from here on mean that there is none. */
  private static final double UNBOUNDED = 3e38;

  private FunctionRules() {}

  static Map<String, Operator> operators() {
    Map<String, Operator> table = new HashMap<>();
    plain()
        .forEach(
            (name, kind) ->
                table.put(name, Operator.of(1, 1, call -> real(call, RealFunction.of(kind)))));
    table.put("Abs", Operator.of(1, 1, FunctionRules::abs));
    table.put("Sign", Operator.of(1, 1, FunctionRules::sign));
    table.put("Relu", Operator.of(1, 1, call -> Elements.relu(call, call.operand(0))));
    table.put("Elu", with(Kind.ELU, new Parameter("alpha", 1)));
    table.put(
        "Selu",
        with(
            Kind.SELU,
            new Parameter("alpha", 1.6732631921768188),
            new Parameter("gamma", 1.0507010221481323)));
    table.put("Celu", with(Kind.CELU, new Parameter("alpha", 1)));
    table.put("LeakyRelu", with(Kind.LEAKY_RELU, new Parameter("alpha", 0.01f)));
    table.put("ThresholdedRelu", with(Kind.THRESHOLDED_RELU, new Parameter("alpha", 1)));
    table.put(
        "HardSigmoid",
        with(Kind.HARD_SIGMOID, new Parameter("alpha", 0.2f), new Parameter("beta", 0.5)));
    table.put("Shrink", with(Kind.SHRINK, new Parameter("bias", 0), new Parameter("lambd", 0.5)));
    table.put("Gelu", Operator.of(1, 1, FunctionRules::gelu, "approximate"));
    table.put("Swish", Operator.of(1, 1, FunctionRules::swish, "alpha"));
    table.put("PRelu", Operator.of(2, 2, FunctionRules::prelu));
    table.put("Clip", Operator.of(1, 3, FunctionRules::clip, "min", "max"));
    return table;
  }

  private static Map<String, Kind> plain() {
    return Map.ofEntries(
        Map.entry("Exp", Kind.EXP),
        Map.entry("Log", Kind.LOG),
        Map.entry("Sqrt", Kind.SQRT),
        Map.entry("Reciprocal", Kind.RECIPROCAL),
        Map.entry("Sin", Kind.SIN),
        Map.entry("Cos", Kind.COS),
        Map.entry("Tan", Kind.TAN),
        Map.entry("Asin", Kind.ASIN),
        Map.entry("Acos", Kind.ACOS),
        Map.entry("Atan", Kind.ATAN),
        Map.entry("Sinh", Kind.SINH),
        Map.entry("Cosh", Kind.COSH),
        Map.entry("Tanh", Kind.TANH),
        Map.entry("Asinh", Kind.ASINH),
        Map.entry("Acosh", Kind.ACOSH),
        Map.entry("Atanh", Kind.ATANH),
        Map.entry("Erf", Kind.ERF),
        Map.entry("Sigmoid", Kind.SIGMOID),
        Map.entry("Softplus", Kind.SOFTPLUS),
        Map.entry("Softsign", Kind.SOFTSIGN),
        Map.entry("Mish", Kind.MISH),
        Map.entry("HardSwish", Kind.HARD_SWISH),
        Map.entry("SiLU", Kind.SILU),
        Map.entry("Floor", Kind.FLOOR),
        Map.entry("Ceil", Kind.CEIL),
        Map.entry("Round", Kind.ROUND_EVEN));
  }

  private static Operator with(Kind kind, Parameter... parameters) {
    String[] names = new String[parameters.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = parameters[i].name();
    }
    return Operator.of(
        1,
        1,
        call -> {
          double[] values = new double[parameters.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = call.real(parameters[i].name(), parameters[i].absent());
          }
          try {
            return real(call, RealFunction.of(kind, values));
          } catch (IllegalArgumentException e) {
            throw call.refusal("has impossible attributes (%s)".formatted(e.getMessage()));
          }
        },
        names);
  }

  private static Value real(OpCall call, RealFunction function) {
    Value x = call.operand(0);
    if (!x.type().isFloat()) {
      throw call.refusal(
          "takes integers, but only floating-point numbers are supported; cast them first");
    }
    return Elements.apply(call, x, function);
  }

  private static Value abs(OpCall call) {
    return Elements.abs(call, call.operand(0));
  }

  private static Value sign(OpCall call) {
    Value x = call.operand(0);
    if (x.type().isFloat()) {
      return Elements.apply(call, x, Kind.SIGN);
    }
    Value zero = Constant.scalar(0, x.type());
    Value positive = Elements.as(Elements.less(call, zero, x), x.type());
    Value negative = Elements.as(Elements.less(call, x, zero), x.type());
    return Elements.subtract(call, positive, negative);
  }

  private static Value gelu(OpCall call) {
    return switch (call.string("approximate", "none")) {
      case "none" -> real(call, RealFunction.of(Kind.GELU_ERF));
      case "tanh" -> real(call, RealFunction.of(Kind.GELU_TANH));
      default ->
          throw call.refusal(
              "has approximate = '%s', but only 'none' and 'tanh' are supported"
                  .formatted(call.string("approximate", "")));
    };
  }

  /** x sigmoid(alpha x). */
  private static Value swish(OpCall call) {
    double alpha = call.real("alpha", 1);
    if (alpha == 0) {
      return Elements.scale(call, call.operand(0), 0.5);
    }
    RealFunction silu = RealFunction.of(Kind.SILU);
    return real(
        call,
        alpha == 1
            ? silu
            : RealFunction.of(Kind.AFFINE, alpha, 0)
                .then(silu)
                .then(Step.of(Kind.AFFINE, 1 / alpha, 0)));
  }

  private static Value prelu(OpCall call) {
    Value x = call.operand(0);
    Value slope = call.operand(1);
    if (slope instanceof Constant constant && constant.isUniform() && x.type().isFloat()) {
      call.finite(constant);
      return Elements.apply(
          call,
          Elements.together(call, List.of(x, slope)).getFirst(),
          Kind.LEAKY_RELU,
          constant.values()[0]);
    }
    Value negative = Elements.relu(call, Elements.scale(call, x, -1));
    return Elements.subtract(
        call, Elements.relu(call, x), Elements.multiply(call, negative, slope));
  }

  /** The least of the upper bound and the greatest of the lower bound and x. */
  private static Value clip(OpCall call) {
    Value x = call.operand(0);
    Value low = bound(call, "min", 1);
    Value high = bound(call, "max", 2);
    if (x.type().isFloat() && low instanceof Constant from && high instanceof Constant to) {
      double top = to.values()[0];
      return Elements.apply(call, x, Kind.CLIP, Math.min(from.values()[0], top), top);
    }
    Value raised = low == null ? x : Elements.greatest(call, List.of(x, low));
    return high == null ? raised : Elements.least(call, List.of(raised, high));
  }

  private static @Nullable Value bound(OpCall call, String name, int operand) {
    Value bound = call.optional(operand);
    if (bound == null) {
      double absent = name.equals("min") ? -Float.MAX_VALUE : Float.MAX_VALUE;
      bound = Constant.scalar(call.real(name, absent), call.operand(0).type());
    }
    if (bound instanceof Constant constant) {
      if (constant.values().length != 1) {
        throw call.refusal(
            "has a bound of shape %s instead of one number".formatted(bound.shape()));
      }
      return Math.abs(constant.values()[0]) > UNBOUNDED ? null : bound;
    }
    return bound;
  }

  /** An attribute, and its value where the node leaves it out. */
  private record Parameter(String name, double absent) {}
}
