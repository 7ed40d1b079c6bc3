package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Operators along one axis that compare its elements, or add them up. */
final class OrderRules {
  /* From here on Hardmax works along one axis instead of all that follow it. */
  private static final int ONE_AXIS = 13;

  private OrderRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("ArgMax", extreme(1)),
        Map.entry("ArgMin", extreme(-1)),
        Map.entry(
            "TopK", Operator.several(1, 2, OrderRules::topK, "k", "axis", "largest", "sorted")),
        Map.entry("Hardmax", Operator.of(1, 1, OrderRules::hardmax, "axis")),
        Map.entry("CumSum", Operator.of(2, 2, OrderRules::cumSum, "exclusive", "reverse")));
  }

  private static Operator extreme(double sign) {
    return Operator.of(1, 1, call -> extreme(call, sign), "axis", "keepdims", "select_last_index");
  }

  private static Value extreme(OpCall call, double sign) {
    Value x = call.operand(0);
    int axis = call.axis(call.integer("axis", 0), x.shape().rank());
    boolean keep = call.integer("keepdims", 1) != 0;
    long[] dims = Arrays.stream(x.shape().dims()).asLongStream().toArray();
    dims[axis] = 1;
    Shape kept = call.shape(dims);
    Value rows = Groups.last(call, Elements.scale(call, x, sign), axis);
    Value found = Groups.argMax(call, rows, kept, call.integer("select_last_index", 0) != 0);
    if (keep) {
      return found;
    }
    System.arraycopy(dims, axis + 1, dims, axis, dims.length - axis - 1);
    return call.move(found, Movement.reshape(call.shape(Arrays.copyOf(dims, dims.length - 1))));
  }

  private static List<Value> topK(OpCall call) {
    Value x = call.operand(0);
    int rank = x.shape().rank();
    int axis = call.axis(call.integer("axis", -1), rank);
    long count = call.operandCount() < 2 ? call.integer("k", 0) : call.constant(1, "k").longs(0);
    int fan = x.shape().dim(axis);
    if (count < 1 || count > fan) {
      throw call.refusal("picks %d of %d elements; export the model again".formatted(count, fan));
    }
    double sign = call.integer("largest", 1) != 0 ? 1 : -1;
    Value rows = Groups.last(call, Elements.scale(call, x, sign), axis);
    int[] picked = new int[(int) count];
    Arrays.setAll(picked, i -> i);
    long[] dims = Arrays.stream(rows.shape().dims()).asLongStream().toArray();
    dims[rank - 1] = count;
    Movement first = Movement.gather(rows.shape(), rank - 1, picked, call.shape(dims));
    Value sorted = call.move(Groups.sort(call, rows, fan, false), first);
    Value places = call.move(Groups.sort(call, rows, fan, true), first);
    return List.of(
        Groups.back(call, Elements.scale(call, sorted, sign), axis),
        Groups.back(call, places, axis));
  }

  private static Value hardmax(OpCall call) {
    Value x = call.operand(0);
    Shape shape = x.shape();
    boolean one = call.opset() >= ONE_AXIS;
    int axis = call.axis(call.integer("axis", one ? -1 : 1), shape.rank());
    Value rows = one ? Groups.last(call, x, axis) : x;
    int fan = 1;
    for (int i = axis; i < (one ? axis + 1 : shape.rank()); i++) {
      fan *= shape.dim(i);
    }
    int count = shape.size() / Math.max(fan, 1);
    Value found = Groups.argMax(call, rows, call.shape(count, 1), false);
    Value hot = Elements.equal(call, found, classes(fan));
    Value back = Elements.as(call.move(hot, Movement.reshape(rows.shape())), x.type());
    return one ? Groups.back(call, back, axis) : back;
  }

  /** The numbers from 0. */
  static Constant classes(int count) {
    long[] numbers = new long[count];
    Arrays.setAll(numbers, i -> i);
    return Constant.ofLongs(numbers);
  }

  /** Each element becomes a sum over its whole line, by factors 0 and 1. */
  private static Value cumSum(OpCall call) {
    Value x = call.operand(0);
    int axis = call.axis(call.constant(1, "axis").longs(0), x.shape().rank());
    boolean exclusive = call.integer("exclusive", 0) != 0;
    boolean reverse = call.integer("reverse", 0) != 0;
    Value rows = Groups.last(call, x, axis);
    int fan = rows.shape().last();
    int count = rows.shape().size() / Math.max(fan, 1);
    Shape cube = call.shape(count, fan, fan);
    Value lines =
        call.move(
            call.move(rows, Movement.reshape(call.shape(count, 1, fan))),
            Movement.broadcast(call.shape(count, 1, fan), cube));
    double[] factors = new double[cube.size()];
    for (int i = 0; i < factors.length; i++) {
      int to = i / fan % fan;
      int from = i % fan;
      boolean counts = reverse ? from >= to : from <= to;
      factors[i] = counts && !(exclusive && from == to) ? 1 : 0;
    }
    return Groups.back(call, Groups.sum(call, lines, rows.shape(), factors), axis);
  }
}
