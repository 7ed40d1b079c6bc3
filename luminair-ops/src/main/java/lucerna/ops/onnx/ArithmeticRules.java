package lucerna.ops.onnx;

import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;

/** Element by element operators. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  static Value add(OpCall call) {
    return add(call, call.operand(0), call.operand(1));
  }

  /** The sum after broadcasting either operand. */
  static Value add(OpCall call, Value a, Value b) {
    Shape shape = broadcast(call, a.shape(), b.shape());
    Value left = call.move(a, Movement.broadcast(a.shape(), shape));
    Value right = call.move(b, Movement.broadcast(b.shape(), shape));
    return switch (left) {
      case Activation x ->
          switch (right) {
            case Activation y -> call.graph().addTensors(call, x, y);
            case Constant y -> call.graph().addConstant(call, x, y.values());
          };
      case Constant x ->
          switch (right) {
            case Activation y -> call.graph().addConstant(call, y, x.values());
            case Constant y -> new Constant(shape, sum(x.values(), y.values()), x.type());
          };
    };
  }

  static Value relu(OpCall call) {
    return switch (call.operand(0)) {
      case Activation x -> call.graph().relu(call, x);
      case Constant x -> {
        double[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.max(values[i], 0);
        }
        yield new Constant(x.shape(), values, x.type());
      }
    };
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

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
