package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import lucerna.ops.function.Kind;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Operators that make one number of all elements along some axes. */
final class ReductionRules {
  private ReductionRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("ReduceSum", reduce(ReductionRules::sum)),
        Map.entry("ReduceMean", reduce(ReductionRules::mean)),
        Map.entry("ReduceMax", reduce(ReductionRules::maximum)),
        Map.entry("ReduceMin", reduce(ReductionRules::minimum)),
        Map.entry("ReduceProd", reduce(ReductionRules::product)),
        Map.entry("ReduceL1", reduce((call, x) -> sum(call, abs(call, x)))),
        Map.entry("ReduceL2", reduce((call, x) -> root(call, sum(call, squares(call, x))))),
        Map.entry("ReduceSumSquare", reduce((call, x) -> sum(call, squares(call, x)))),
        Map.entry("ReduceLogSum", reduce((call, x) -> log(call, sum(call, x)))),
        Map.entry("ReduceLogSumExp", reduce(ReductionRules::logSumExp)));
  }

  private static Operator reduce(BiFunction<OpCall, Rows, Value> step) {
    return Operator.of(
        1, 2, call -> reduce(call, step), "axes", "keepdims", "noop_with_empty_axes");
  }

  private static Value reduce(OpCall call, BiFunction<OpCall, Rows, Value> step) {
    Value x = call.operand(0);
    int rank = x.shape().rank();
    long[] given = call.integersOrOperand("axes", 1);
    TreeSet<Integer> axes = new TreeSet<>();
    if (given != null) {
      for (long axis : given) {
        axes.add(call.axis(axis, rank));
      }
    }
    if (axes.isEmpty() && call.integer("noop_with_empty_axes", 0) == 0) {
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
    }
    boolean keep = call.integer("keepdims", 1) != 0;
    List<Integer> dims = new ArrayList<>();
    int fan = 1;
    for (int axis = 0; axis < rank; axis++) {
      if (axes.contains(axis)) {
        fan *= x.shape().dim(axis);
        if (keep) {
          dims.add(1);
        }
      } else {
        dims.add(x.shape().dim(axis));
      }
    }
    Shape shape = call.shape(dims.stream().mapToLong(Integer::longValue).toArray());
    if (fan == 0) {
      throw call.refusal("reduces no elements; remove it from the model");
    }
    int[] last = axes.stream().mapToInt(Integer::intValue).toArray();
    return step.apply(call, new Rows(Groups.last(call, x, last), shape, fan));
  }

  private static Value sum(OpCall call, Rows x) {
    return Groups.sum(call, x.value(), x.shape(), 1);
  }

  private static Value mean(OpCall call, Rows x) {
    if (x.value().type().isFloat()) {
      return Groups.sum(call, x.value(), x.shape(), 1.0 / x.fan());
    }
    Value sum = sum(call, x);
    return Elements.divide(call, sum, Constant.scalar(x.fan(), sum.type()));
  }

  private static Value maximum(OpCall call, Rows x) {
    return Groups.maximum(call, x.value(), x.shape());
  }

  private static Value minimum(OpCall call, Rows x) {
    ElementType type = x.value().type();
    if (type == ElementType.BOOL) {
      Value none = maximum(call, x.of(Elements.not(call, x.value())));
      return Elements.not(call, none);
    }
    Value negated = Elements.scale(call, x.value(), -1);
    return Elements.scale(call, maximum(call, x.of(negated)), -1);
  }

  /** Multiplies the two halves of each group until one element is left. */
  private static Value product(OpCall call, Rows x) {
    Value rows = call.move(x.value(), Movement.reshape(Shape.of(x.shape().size(), x.fan())));
    List<Value> odd = new ArrayList<>();
    for (int fan = x.fan(); fan > 1; fan /= 2) {
      if (fan % 2 == 1) {
        odd.add(columns(call, rows, fan - 1, 1));
      }
      rows =
          Elements.multiply(
              call, columns(call, rows, 0, fan / 2), columns(call, rows, fan / 2, fan / 2));
    }
    for (Value column : odd) {
      rows = Elements.multiply(call, rows, column);
    }
    return call.move(rows, Movement.reshape(x.shape()));
  }

  private static Value columns(OpCall call, Value rows, int from, int count) {
    Shape shape = Shape.of(rows.shape().dim(0), count);
    return call.move(
        rows, Movement.slice(rows.shape(), new int[] {0, from}, new int[] {1, 1}, shape));
  }

  private static Value log(OpCall call, Value x) {
    return Elements.apply(call, real(call, x), Kind.LOG);
  }

  private static Value root(OpCall call, Value x) {
    return Elements.apply(call, real(call, x), Kind.SQRT);
  }

  private static Rows squares(OpCall call, Rows x) {
    return x.of(Elements.square(call, x.value()));
  }

  private static Rows abs(OpCall call, Rows x) {
    return x.of(Elements.abs(call, x.value()));
  }

  /** m + log(sum(exp(x - m))), m the maximum, so that no exponential is large. */
  private static Value logSumExp(OpCall call, Rows x) {
    real(call, x.value());
    Value greatest = Groups.maximum(call, x.value(), x.shape());
    Value spread =
        call.move(
            call.move(greatest, Movement.reshape(Shape.of(x.shape().size(), 1))),
            Movement.broadcast(Shape.of(x.shape().size(), 1), Shape.of(x.shape().size(), x.fan())));
    Value rows = call.move(x.value(), Movement.reshape(spread.shape()));
    Value below = Elements.subtract(call, rows, spread);
    Value sum = Groups.sum(call, Elements.apply(call, below, Kind.EXP), x.shape(), 1);
    return Elements.add(call, greatest, Elements.apply(call, sum, Kind.LOG));
  }

  private static Value real(OpCall call, Value x) {
    if (!x.type().isFloat()) {
      throw call.refusal(
          "takes integers, but only floating-point numbers are supported; cast them first");
    }
    return x;
  }

  /** Groups of {@code fan} elements in order, and the shape that they are reduced to. */
  private record Rows(Value value, Shape shape, int fan) {
    Rows of(Value changed) {
      return new Rows(changed, shape, fan);
    }
  }
}
