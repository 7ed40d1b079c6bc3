package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Matrix products with a constant. */
final class LinearRules {
  private LinearRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry(
            "Gemm", Operator.of(2, 3, LinearRules::gemm, "alpha", "beta", "transA", "transB")),
        Map.entry("MatMul", Operator.of(2, 2, LinearRules::matMul)));
  }

  static Value gemm(OpCall call) {
    double alpha = call.real("alpha", 1);
    Value a = call.operand(0);
    Value b = call.operand(1);
    /* A factor goes into the weights if there are any. */
    if (a instanceof Activation && b instanceof Constant) {
      b = Elements.scale(call, b, alpha);
    } else {
      a = Elements.scale(call, a, alpha);
    }
    a = matrix(call, a, "transA");
    b = matrix(call, b, "transB");
    Value c = call.optional(2);
    double beta = call.real("beta", 1);
    Shape shape = call.shape(a.shape().dim(0), b.shape().dim(1));
    double @Nullable [] bias = bias(call, c, beta, shape.last());
    if (bias != null && a instanceof Activation && b instanceof Constant) {
      return product(call, a, b, shape, bias);
    }
    Value product = product(call, a, b, shape, new double[shape.last()]);
    if (c == null || beta == 0) {
      return product;
    }
    if (!ArithmeticRules.broadcast(call, c.shape(), shape).equals(shape)) {
      throw call.refusal(
          "adds shape %s to a product of shape %s; export the model again"
              .formatted(c.shape(), shape));
    }
    return Elements.combine(call, List.of(product, c), 1, beta);
  }

  static Value matMul(OpCall call) {
    return Products.matMul(call, call.operand(0), call.operand(1));
  }

  /** The product of two matrices; the bias is of zeros unless {@code b} is constant. */
  private static Value product(OpCall call, Value a, Value b, Shape shape, double[] bias) {
    if (b instanceof Constant weights
        && a instanceof Activation
        && a.shape().last() == b.shape().dim(0)
        && b.shape().size() > 0) {
      Shape single = call.shape(1, b.shape().dim(0), b.shape().dim(1));
      var matrix = new Constant(single, weights.values(), weights.type());
      return Products.linear(call, a, shape, matrix, bias);
    }
    return Products.matMul(call, a, b);
  }

  private static Value matrix(OpCall call, Value value, String transposed) {
    if (value.shape().rank() != 2) {
      throw call.refusal(
          "has an operand of shape %s instead of a matrix; export the model again"
              .formatted(value.shape()));
    }
    return call.integer(transposed, 0) == 0 ? value : transpose(call, value);
  }

  private static Value transpose(OpCall call, Value matrix) {
    return call.move(matrix, Movement.transpose(matrix.shape(), 1, 0));
  }

  /** Null unless {@code c} is a constant that is the same for each row of {@code outer} results. */
  private static double @Nullable [] bias(OpCall call, @Nullable Value c, double beta, int outer) {
    if (!(c instanceof Constant) || c.shape().last() != c.shape().size()) {
      return null;
    }
    double[] values = ((Constant) Elements.scale(call, c, beta)).values();
    if (values.length == outer) {
      return values;
    }
    if (values.length != 1) {
      return null;
    }
    double[] bias = new double[outer];
    Arrays.fill(bias, values[0]);
    return bias;
  }
}
