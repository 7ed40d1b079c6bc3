package lucerna.ops.onnx;

import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;

/** Operators that make constants, of nothing or of constants. */
final class ConstantRules {
  private ConstantRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Concat", Operator.of(1, Operator.ANY, ConstantRules::concat, "axis")),
        Map.entry(
            "Constant",
            Operator.of(
                0,
                0,
                ConstantRules::constant,
                "value",
                "value_float",
                "value_floats",
                "value_int",
                "value_ints")),
        Map.entry("Shape", Operator.of(1, 1, ConstantRules::shape, "start", "end")));
  }

  static Value constant(OpCall call) {
    AttributeProto tensor = call.attribute("value", AttributeType.TENSOR);
    if (tensor != null) {
      return call.graph().tensors().read(tensor.getT(), call.output());
    }
    AttributeProto real = call.attribute("value_float", AttributeType.FLOAT);
    if (real != null) {
      return new Constant(
          Shape.of(), new double[] {call.real("value_float", 0)}, ElementType.FLOAT);
    }
    AttributeProto reals = call.attribute("value_floats", AttributeType.FLOATS);
    if (reals != null) {
      double[] values = reals.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw call.refusal("holds NaN or an infinity; only finite constants are supported");
        }
      }
      return new Constant(Shape.of(values.length), values, ElementType.FLOAT);
    }
    AttributeProto integer = call.attribute("value_int", AttributeType.INT);
    if (integer != null) {
      return new Constant(Shape.of(), new double[] {integer.getI()}, ElementType.INT64);
    }
    long[] integers = call.integers("value_ints");
    if (integers == null) {
      throw call.refusal("holds no value; export the model again");
    }
    return Constant.ofLongs(integers);
  }

  /** Shapes are static, so the shape of anything is a constant. */
  static Value shape(OpCall call) {
    Shape shape = call.operand(0).shape();
    int from = place(call.integer("start", 0), shape.rank());
    int to = place(call.integer("end", shape.rank()), shape.rank());
    long[] dims = new long[Math.max(to - from, 0)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(from + i);
    }
    return Constant.ofLongs(dims);
  }

  static Value concat(OpCall call) {
    List<Value> parts = call.operands();
    int axis = call.axis(call.integer("axis", 0), parts.getFirst().shape().rank());
    return Joins.concat(call, parts, axis);
  }

  private static int place(long place, int rank) {
    return Math.clamp(place < 0 ? place + rank : place, 0, rank);
  }
}
