package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;

/** Operators that make constants, of nothing or of constants. */
final class ConstantRules {
  private ConstantRules() {}

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

  static Value cast(OpCall call) {
    int code = (int) call.integer("to", 0);
    ElementType type = ElementType.of(code);
    if (type == null) {
      throw call.refusal(
          "casts to %s, which is not supported; use float".formatted(ElementType.nameOf(code)));
    }
    return switch (call.operand(0)) {
      case Activation x when type.isFloat() -> x;
      case Activation x ->
          throw call.refusal(
              "casts '%s', which depends on the inputs, to %s; only floating-point types are "
                      .formatted(x.tensor(), ElementType.nameOf(code))
                  + "supported there");
      case Constant x -> {
        double[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = type.cast(values[i]);
          if (!Double.isFinite(values[i])) {
            throw call.refusal(
                "casts a constant beyond the range of %s; use float"
                    .formatted(ElementType.nameOf(code)));
          }
        }
        yield new Constant(x.shape(), values, type);
      }
    };
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
    List<Constant> parts = new ArrayList<>();
    for (int i = 0; i < call.operandCount(); i++) {
      parts.add(call.constant(i, "operand"));
    }
    Shape first = parts.getFirst().shape();
    int axis = call.axis(call.integer("axis", 0), first.rank());
    long[] dims = new long[first.rank()];
    for (int i = 0; i < dims.length; i++) {
      for (Constant part : parts) {
        if (part.shape().rank() != dims.length
            || (i != axis && part.shape().dim(i) != first.dim(i))) {
          throw call.refusal(
              "joins shapes %s and %s, which do not fit; export the model again"
                  .formatted(first, part.shape()));
        }
        dims[i] = i == axis ? dims[i] + part.shape().dim(i) : first.dim(i);
      }
    }
    return new Constant(
        call.shape(dims), join(parts, axis, call.shape(dims)), parts.getFirst().type());
  }

  private static double[] join(List<Constant> parts, int axis, Shape out) {
    int blocks = 1;
    for (int i = 0; i < axis; i++) {
      blocks *= out.dim(i);
    }
    double[] values = new double[out.size()];
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      for (Constant part : parts) {
        int length = part.values().length / blocks;
        System.arraycopy(part.values(), block * length, values, at, length);
        at += length;
      }
    }
    return values;
  }

  private static int place(long place, int rank) {
    return Math.clamp(place < 0 ? place + rank : place, 0, rank);
  }
}
