package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Arithmetic of several operands, element by element. */
final class ArithmeticRules {
  /* The greatest power of an integer that is multiplied out. */
  private static final int GREATEST_POWER = 64;

  /* Undefined below 0; at 0 that of the least normal number, whose powers single precision drops. */
  private static final RealFunction LOGARITHM =
      RealFunction.of(Kind.SQRT)
          .then(Step.clip(Math.sqrt(Float.MIN_NORMAL), Float.MAX_VALUE))
          .then(RealFunction.of(Kind.LOG))
          .then(Step.affine(2, 0));

  private ArithmeticRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Add", binary(Elements::add)),
        Map.entry("Sub", binary(Elements::subtract)),
        Map.entry("Mul", binary(Elements::multiply)),
        Map.entry("Div", binary(ArithmeticRules::divide)),
        Map.entry("Neg", Operator.of(1, 1, call -> Elements.scale(call, call.operand(0), -1))),
        Map.entry("Sum", Operator.of(1, Operator.ANY, call -> sum(call, 1))),
        Map.entry(
            "Mean", Operator.of(1, Operator.ANY, call -> sum(call, 1.0 / call.operandCount()))),
        Map.entry(
            "Max", Operator.of(1, Operator.ANY, call -> Elements.greatest(call, call.operands()))),
        Map.entry(
            "Min", Operator.of(1, Operator.ANY, call -> Elements.least(call, call.operands()))),
        Map.entry("Mod", Operator.of(2, 2, ArithmeticRules::mod, "fmod")),
        Map.entry("Pow", binary(ArithmeticRules::power)));
  }

  private static Operator binary(Binary step) {
    return Operator.of(2, 2, call -> step.make(call, call.operand(0), call.operand(1)));
  }

  private static Value sum(OpCall call, double factor) {
    double[] factors = new double[call.operandCount()];
    Arrays.fill(factors, factor);
    return Elements.combine(call, call.operands(), factors);
  }

  private static Value divide(OpCall call, Value a, Value b) {
    if (b instanceof Constant divisor
        && Arrays.stream(divisor.values()).anyMatch(value -> value == 0)) {
      throw call.refusal("divides by the constant 0; remove it from the model");
    }
    return Elements.divide(call, a, b);
  }

  private static Value mod(OpCall call) {
    Value a = call.operand(0);
    Value b = call.operand(1);
    boolean fmod = call.integer("fmod", 0) != 0;
    if (b instanceof Constant divisor
        && Arrays.stream(divisor.values()).anyMatch(value -> value == 0)) {
      throw call.refusal("divides by the constant 0; remove it from the model");
    }
    if (b instanceof Constant divisor && a.type().isFloat()) {
      call.finite(divisor);
      return byValue(
          call, a, divisor, (part, c) -> Elements.apply(call, part, Kind.MOD, c, fmod ? 1 : 0));
    }
    return Elements.remainder(call, a, b, fmod);
  }

  private static Value power(OpCall call, Value base, Value exponent) {
    if (exponent instanceof Constant powers) {
      call.finite(powers);
      return byValue(call, base, powers, (part, power) -> power(call, part, power));
    }
    if (!base.type().isFloat()) {
      throw call.refusal(
          "raises integers to a power that depends on the inputs; make the power a constant");
    }
    /* b^y = exp(y ln b) where b > 0. */
    if (base instanceof Constant bases
        && !Arrays.stream(bases.values()).allMatch(value -> value > 0)) {
      throw call.refusal(
          "raises a constant that is not positive to a power that depends on the inputs; only "
              + "positive ones are supported");
    }
    Value logarithm = Elements.apply(call, base, LOGARITHM);
    return Elements.apply(
        call, Elements.multiply(call, Elements.as(exponent, base.type()), logarithm), Kind.EXP);
  }

  private static Value power(OpCall call, Value base, double power) {
    if (power == 0) {
      return Elements.shift(call, Elements.scale(call, base, 0), 1);
    }
    if (power == 1) {
      return base;
    }
    if (base.type().isFloat()) {
      return switch (Double.toString(power)) {
        case "2.0" -> Elements.square(call, base);
        case "0.5" -> Elements.apply(call, base, Kind.SQRT);
        case "-1.0" -> Elements.apply(call, base, Kind.RECIPROCAL);
        default -> Elements.apply(call, base, Kind.POWER, power);
      };
    }
    if (power < 0 || power > GREATEST_POWER || power != Math.rint(power)) {
      throw call.refusal(
          "raises integers to the power %s; only 0 to %d are supported"
              .formatted(power, GREATEST_POWER));
    }
    Value half = power(call, base, Math.floor(power / 2));
    Value square = power < 2 ? base : Elements.multiply(call, half, half);
    return power % 2 == 0 || power < 2 ? square : Elements.multiply(call, square, base);
  }

  /** Treats the elements that meet the same number of {@code constant} together. */
  private static Value byValue(OpCall call, Value x, Constant constant, ByValue step) {
    List<Value> same = Elements.together(call, List.of(x, constant));
    Value all = same.getFirst();
    if (constant.isUniform()) {
      return step.make(all, constant.values()[0]);
    }
    double[] numbers = ((Constant) same.getLast()).values();
    double[] distinct = Arrays.stream(numbers).distinct().toArray();
    List<Value> parts = new ArrayList<>();
    int[] which = new int[numbers.length];
    int[] source = new int[numbers.length];
    for (int d = 0; d < distinct.length; d++) {
      int count = 0;
      int[] places = new int[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] == distinct[d]) {
          which[i] = d;
          source[i] = count;
          places[count++] = i;
        }
      }
      Value part = call.move(all, new Movement(Shape.of(count), Arrays.copyOf(places, count)));
      parts.add(step.make(part, distinct[d]));
    }
    return Joins.rearrange(call, all.shape(), parts, which, source);
  }

  /** The shape that both are repeated to: axes are aligned at the innermost. */
  static Shape broadcast(OpCall call, Shape a, Shape b) {
    long[] dims = new long[Math.max(a.rank(), b.rank())];
    for (int i = 1; i <= dims.length; i++) {
      int left = i <= a.rank() ? a.dim(a.rank() - i) : 1;
      int right = i <= b.rank() ? b.dim(b.rank() - i) : 1;
      if (left != right && left != 1 && right != 1) {
        throw call.refusal(
            "combines shapes %s and %s, which do not broadcast; export the model again"
                .formatted(a, b));
      }
      dims[dims.length - i] = left == 1 ? right : left;
    }
    return call.shape(dims);
  }

  /** A step of two operands. */
  private interface Binary {
    Value make(OpCall call, Value a, Value b);
  }

  /** A step whose constant operand is one number. */
  private interface ByValue {
    Value make(Value part, double number);
  }
}
