package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Operators that keep all elements in order, or repeat them, under another shape. */
final class ShapeRules {
  private ShapeRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Dropout", Operator.several(1, 3, ShapeRules::dropout, "ratio", "seed")),
        Map.entry("Expand", Operator.of(2, 2, ShapeRules::expand)),
        Map.entry("Flatten", Operator.of(1, 1, ShapeRules::flatten, "axis")),
        Map.entry("Identity", Operator.of(1, 1, call -> call.operand(0))),
        Map.entry("Reshape", Operator.of(2, 2, ShapeRules::reshape, "allowzero")),
        Map.entry("Squeeze", Operator.of(1, 2, ShapeRules::squeeze, "axes")),
        Map.entry("Unsqueeze", Operator.of(1, 2, ShapeRules::unsqueeze, "axes")));
  }

  static Value flatten(OpCall call) {
    Shape in = call.operand(0).shape();
    long axis = call.integer("axis", 1);
    int cut = axis == in.rank() ? in.rank() : call.axis(axis, in.rank());
    long outer = 1;
    for (int i = 0; i < cut; i++) {
      outer *= in.dim(i);
    }
    return reshape(call, outer, outer == 0 ? 0 : in.size() / outer);
  }

  static Value reshape(OpCall call) {
    Shape in = call.operand(0).shape();
    long[] dims = call.constant(1, "shape").longs();
    boolean zeroCopies = call.integer("allowzero", 0) == 0;
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0 && zeroCopies && i < in.rank()) {
        dims[i] = in.dim(i);
      }
      if (dims[i] == -1 && unknown < 0) {
        unknown = i;
      } else {
        known = call.shape(known, dims[i]).size();
      }
    }
    if (unknown >= 0 && known > 0) {
      dims[unknown] = in.size() / known;
    }
    return reshape(call, dims);
  }

  static Value squeeze(OpCall call) {
    Shape in = call.operand(0).shape();
    long[] axes = call.integersOrOperand("axes", 1);
    TreeSet<Integer> dropped = new TreeSet<>();
    if (axes == null) {
      for (int axis = 0; axis < in.rank(); axis++) {
        if (in.dim(axis) == 1) {
          dropped.add(axis);
        }
      }
    } else {
      for (long axis : axes) {
        dropped.add(call.axis(axis, in.rank()));
      }
    }
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      if (!dropped.contains(axis)) {
        dims.add(in.dim(axis));
      }
    }
    return reshape(call, dims.stream().mapToLong(Integer::longValue).toArray());
  }

  static Value unsqueeze(OpCall call) {
    Shape in = call.operand(0).shape();
    long[] axes = call.integersOrOperand("axes", 1);
    if (axes == null) {
      throw call.refusal("lacks its axes; export the model again");
    }
    TreeSet<Integer> added = new TreeSet<>();
    for (long axis : axes) {
      if (!added.add(call.axis(axis, in.rank() + axes.length))) {
        throw call.refusal("names axis %d twice; export the model again".formatted(axis));
      }
    }
    long[] dims = new long[in.rank() + axes.length];
    int next = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = added.contains(axis) ? 1 : in.dim(next++);
    }
    return reshape(call, dims);
  }

  static Value expand(OpCall call) {
    Value in = call.operand(0);
    Shape target = call.shape(call.constant(1, "shape").longs());
    Shape out = ArithmeticRules.broadcast(call, in.shape(), target);
    return call.move(in, Movement.broadcast(in.shape(), out));
  }

  /** Dropout does nothing, and says so, unless the model is exported for training. */
  static List<Value> dropout(OpCall call) {
    Constant training = call.optionalConstant(2, "training_mode");
    if (training != null && (training.values().length != 1 || training.values()[0] != 0)) {
      throw call.refusal("is in training mode; export the model for inference");
    }
    Value x = call.operand(0);
    double[] kept = new double[x.shape().size()];
    Arrays.fill(kept, 1);
    return List.of(x, new Constant(x.shape(), kept, ElementType.BOOL));
  }

  private static Value reshape(OpCall call, long... dims) {
    Value in = call.operand(0);
    Shape out = call.shape(dims);
    if (out.size() != in.shape().size()) {
      throw call.refusal(
          "reshapes %s to %s, which has another number of elements; export the model again"
              .formatted(in.shape(), out));
    }
    return call.move(in, Movement.reshape(out));
  }
}
