package lucerna.ops.onnx;

import java.util.Map;
import lucerna.ops.graph.Shape;

/** Softmax and its logarithm. */
final class SoftmaxRules {
  private SoftmaxRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "Softmax", Operator.of(1, 1, call -> softmax(call, false), "axis"),
        "LogSoftmax", Operator.of(1, 1, call -> softmax(call, true), "axis"));
  }

  private static Value softmax(OpCall call, boolean log) {
    Value x = call.operand(0);
    Shape shape = x.shape();
    if (call.opset() < 13) {
      /* All axes from the given one on are one. */
      int fan = 1;
      for (int i = call.axis(call.integer("axis", 1), shape.rank()); i < shape.rank(); i++) {
        fan *= shape.dim(i);
      }
      return Groups.softmax(call, x, fan, log);
    }
    int[] order = NormRules.last(call, shape, call.integer("axis", -1));
    Value turned = call.move(x, Movement.transpose(shape, order));
    return NormRules.back(call, Groups.softmax(call, turned, turned.shape().last(), log), order);
  }
}
