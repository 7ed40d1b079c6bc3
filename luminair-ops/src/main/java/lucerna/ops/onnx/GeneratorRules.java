package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;

/** Operators that make constants of shapes and of few numbers. */
final class GeneratorRules {
  private GeneratorRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("ConstantOfShape", Operator.of(1, 1, GeneratorRules::filled, "value")),
        Map.entry("Range", Operator.of(3, 3, GeneratorRules::range)),
        Map.entry("Size", Operator.of(1, 1, GeneratorRules::size)),
        Map.entry("EyeLike", Operator.of(1, 1, GeneratorRules::eye, "dtype", "k")),
        Map.entry("NonZero", Operator.of(1, 1, GeneratorRules::nonZero)),
        Map.entry("HannWindow", window(0.5, 0.5, 0)),
        Map.entry("HammingWindow", window(25.0 / 46, 21.0 / 46, 0)),
        Map.entry("BlackmanWindow", window(0.42, 0.5, 0.08)));
  }

  private static Value filled(OpCall call) {
    Shape shape = call.shape(call.constant(0, "shape").longs());
    AttributeProto tensor = call.attribute("value", AttributeType.TENSOR);
    Constant value =
        tensor == null
            ? Constant.scalar(0, ElementType.FLOAT)
            : call.graph().tensors().read(tensor.getT(), call.output());
    if (value.values().length != 1) {
      throw call.refusal(
          "fills with %d numbers; export the model again".formatted(value.values().length));
    }
    double[] values = new double[shape.size()];
    Arrays.fill(values, value.values()[0]);
    return new Constant(shape, values, value.type());
  }

  private static Value range(OpCall call) {
    Constant start = call.constant(0, "start");
    Constant limit = call.constant(1, "limit");
    Constant step = call.constant(2, "delta");
    double delta = step.values()[0];
    double from = start.values()[0];
    if (delta == 0) {
      throw call.refusal("has a step of 0; export the model again");
    }
    double count = Math.max(Math.ceil((limit.values()[0] - from) / delta), 0);
    double[] values = new double[call.shape((long) count).size()];
    Arrays.setAll(values, i -> from + i * delta);
    return new Constant(Shape.of(values.length), values, start.type());
  }

  private static Value size(OpCall call) {
    return Constant.scalar(call.operand(0).shape().size(), ElementType.INT64);
  }

  private static Value eye(OpCall call) {
    Value like = call.operand(0);
    if (like.shape().rank() != 2) {
      throw call.refusal("has an operand of shape %s instead of a matrix".formatted(like.shape()));
    }
    ElementType type = type(call, "dtype", like.type());
    long diagonal = call.integer("k", 0);
    int columns = like.shape().last();
    double[] values = new double[like.shape().size()];
    Arrays.setAll(values, i -> i % columns - i / columns == diagonal ? 1 : 0);
    return new Constant(like.shape(), values, type);
  }

  private static Value nonZero(OpCall call) {
    Constant x = call.constant(0, "operand");
    int[] found = IntStream.range(0, x.values().length).filter(i -> x.values()[i] != 0).toArray();
    int rank = x.shape().rank();
    double[] values = new double[rank * found.length];
    for (int axis = 0; axis < rank; axis++) {
      int stride = LayoutRules.stride(x.shape(), axis);
      for (int i = 0; i < found.length; i++) {
        values[axis * found.length + i] = found[i] / stride % x.shape().dim(axis);
      }
    }
    return new Constant(Shape.of(rank, found.length), values, ElementType.INT64);
  }

  /** c - a cos(2 pi i / n) + b cos(4 pi i / n). */
  private static Operator window(double c, double a, double b) {
    return Operator.of(
        1,
        1,
        call -> {
          int size = call.shape(call.constant(0, "size").longs(0)).size();
          int period = call.integer("periodic", 1) != 0 ? size : size - 1;
          double[] values = new double[size];
          Arrays.setAll(
              values,
              i -> {
                double angle = 2 * Math.PI * i / period;
                return c - a * Math.cos(angle) + b * Math.cos(2 * angle);
              });
          ElementType type = type(call, "output_datatype", ElementType.FLOAT);
          return new Constant(Shape.of(size), values, type);
        },
        "output_datatype",
        "periodic");
  }

  private static ElementType type(OpCall call, String attribute, ElementType absent) {
    int code = (int) call.integer(attribute, 0);
    ElementType type = code == 0 ? absent : ElementType.of(code);
    if (type == null) {
      throw call.refusal(
          "makes elements of %s, which are not supported; use float"
              .formatted(ElementType.nameOf(code)));
    }
    return type;
  }
}
