package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;

/** Comparisons, booleans, choices and changes of type, element by element. */
final class LogicRules {
  private LogicRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Less", compare((call, a, b) -> Elements.less(call, a, b))),
        Map.entry("Greater", compare((call, a, b) -> Elements.less(call, b, a))),
        Map.entry(
            "LessOrEqual", compare((call, a, b) -> Elements.not(call, Elements.less(call, b, a)))),
        Map.entry(
            "GreaterOrEqual",
            compare((call, a, b) -> Elements.not(call, Elements.less(call, a, b)))),
        Map.entry("Equal", compare((call, a, b) -> Elements.equal(call, a, b))),
        Map.entry("And", compare((call, a, b) -> Elements.multiply(call, a, b))),
        Map.entry("Or", compare((call, a, b) -> either(call, a, b, -1))),
        Map.entry("Xor", compare((call, a, b) -> either(call, a, b, -2))),
        Map.entry("Not", Operator.of(1, 1, call -> Elements.not(call, call.operand(0)))),
        Map.entry("Where", Operator.of(3, 3, LogicRules::where)),
        Map.entry("Cast", Operator.of(1, 1, LogicRules::cast, "to", "saturate", "round_mode")),
        Map.entry("CastLike", Operator.of(2, 2, LogicRules::castLike, "saturate", "round_mode")),
        Map.entry("IsNaN", Operator.of(1, 1, LogicRules::never)),
        Map.entry(
            "IsInf", Operator.of(1, 1, LogicRules::never, "detect_negative", "detect_positive")),
        Map.entry("BitwiseNot", Operator.of(1, 1, LogicRules::complement)),
        Map.entry("BitwiseAnd", Operator.of(2, 2, call -> bits(call, (a, b) -> a & b))),
        Map.entry("BitwiseOr", Operator.of(2, 2, call -> bits(call, (a, b) -> a | b))),
        Map.entry("BitwiseXor", Operator.of(2, 2, call -> bits(call, (a, b) -> a ^ b))));
  }

  private static Operator compare(Comparison step) {
    return Operator.of(2, 2, call -> step.make(call, call.operand(0), call.operand(1)));
  }

  /** a + b - ab, or a + b - 2ab. */
  private static Value either(OpCall call, Value a, Value b, double both) {
    return Elements.combine(call, List.of(a, b, Elements.multiply(call, a, b)), 1, 1, both);
  }

  private static Value where(OpCall call) {
    List<Value> same = Elements.together(call, call.operands());
    Value yes = same.get(1);
    Value no = same.get(2);
    if (same.getFirst() instanceof Constant mask) {
      int[] which = new int[mask.values().length];
      int[] source = new int[which.length];
      for (int i = 0; i < which.length; i++) {
        which[i] = mask.values()[i] != 0 ? 0 : 1;
        source[i] = i;
      }
      return Joins.rearrange(call, mask.shape(), List.of(yes, no), which, source);
    }
    Value choice = Elements.as(same.getFirst(), yes.type());
    Value difference = Elements.subtract(call, yes, no);
    return Elements.add(call, Elements.multiply(call, choice, difference), no);
  }

  private static Value cast(OpCall call) {
    int code = (int) call.integer("to", 0);
    ElementType type = ElementType.of(code);
    if (type == null) {
      throw call.refusal(
          "casts to %s, which is not supported; use float".formatted(ElementType.nameOf(code)));
    }
    return cast(call, call.operand(0), type);
  }

  private static Value castLike(OpCall call) {
    return cast(call, call.operand(0), call.operand(1).type());
  }

  /** Numbers that the new type cannot hold keep their value, but for the fraction. */
  private static Value cast(OpCall call, Value value, ElementType type) {
    return switch (value) {
      case Constant x -> {
        double[] values = Arrays.stream(x.values()).map(type::cast).toArray();
        var cast = new Constant(x.shape(), values, type);
        if (type.isFloat()) {
          call.mask(x);
          call.mask(cast);
        } else if (!Arrays.equals(call.finite(x), values)) {
          call.finite(cast);
        }
        yield cast;
      }
      case Activation x when type == ElementType.BOOL && x.type() != ElementType.BOOL ->
          x.type().isFloat()
              ? Elements.as(Elements.apply(call, x, Kind.NOT_ZERO), type)
              : Elements.not(call, Elements.equal(call, x, Constant.scalar(0, x.type())));
      case Activation x when type.isFloat() || !x.type().isFloat() -> Elements.as(x, type);
      case Activation x -> truncated(call, x, type);
    };
  }

  /** Rounds toward 0: the positive and the negative part are rounded down. */
  private static Value truncated(OpCall call, Value x, ElementType type) {
    RealFunction floor = RealFunction.of(Kind.RELU).then(Step.of(Kind.FLOOR));
    RealFunction negative = RealFunction.of(Kind.AFFINE, -1, 0).then(floor);
    return Elements.combine(
        call,
        List.of(Elements.apply(call, x, type, floor), Elements.apply(call, x, type, negative)),
        1,
        -1);
  }

  /** What is proven is finite. */
  private static Value never(OpCall call) {
    var shape = call.operand(0).shape();
    return new Constant(shape, new double[shape.size()], ElementType.BOOL);
  }

  /** -1 - x, or the greatest number minus x. */
  private static Value complement(OpCall call) {
    Value x = call.operand(0);
    double ones = x.type().isUnsigned() ? Math.pow(2, 8 * x.type().bytes()) - 1 : -1;
    return Elements.shift(call, Elements.scale(call, x, -1), ones);
  }

  private static Value bits(OpCall call, LongBinaryOperator operator) {
    List<Value> same = Elements.together(call, call.operands());
    if (same.getFirst() instanceof Constant a && same.getLast() instanceof Constant b) {
      double[] values = new double[a.values().length];
      Arrays.setAll(values, i -> operator.applyAsLong(a.longs(i), b.longs(i)));
      return new Constant(a.shape(), values, a.type());
    }
    throw call.refusal(
        "takes integers that depend on the inputs apart bit by bit; only booleans are supported, "
            + "by And, Or and Xor");
  }

  /** A step of two operands. */
  private interface Comparison {
    Value make(OpCall call, Value a, Value b);
  }
}
