package lucerna.ops.onnx;

import java.util.Arrays;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Matrix products with a constant. */
final class LinearRules {
  private LinearRules() {}

  static Value gemm(OpCall call) {
    Value a = matrix(call, scaled(call.operand(0), call.real("alpha", 1)), "transA");
    Value b = call.operand(1);
    if (a instanceof Activation) {
      b = scaled(b, call.real("alpha", 1));
    }
    b = matrix(call, b, "transB");
    Value c = call.optional(2);
    double beta = call.real("beta", 1);
    Shape shape = call.shape(a.shape().dim(0), b.shape().dim(1));
    double @Nullable [] bias = bias(c, beta, shape.last());
    if (bias != null && a instanceof Activation) {
      return product(call, a, b, shape, bias);
    }
    Value product = product(call, a, b, shape, new double[shape.last()]);
    if (c == null || beta == 0) {
      return product;
    }
    if (c instanceof Activation && beta != 1) {
      throw call.refusal(
          "scales an operand that depends on the inputs by beta = %s; only 1 is supported there"
              .formatted(beta));
    }
    if (!ArithmeticRules.broadcast(call, c.shape(), shape).equals(shape)) {
      throw call.refusal(
          "adds shape %s to a product of shape %s; export the model again"
              .formatted(c.shape(), shape));
    }
    return ArithmeticRules.add(call, product, scaled(c, beta));
  }

  static Value matMul(OpCall call) {
    Value a = call.operand(0);
    Value b = call.operand(1);
    Shape left = a.shape();
    Shape right = b.shape();
    if (left.rank() == 0 || right.rank() == 0) {
      throw call.refusal("multiplies a scalar as a matrix; export the model again");
    }
    Shape matrix = right;
    if (right.rank() == 1) {
      matrix = call.shape(right.dim(0), 1);
    } else if (right.rank() > 2) {
      matrix = call.shape(right.dim(right.rank() - 2), right.last());
      if (matrix.size() != right.size()) {
        throw call.refusal(
            "has a right operand of shape %s, a batch of matrices; only one matrix is supported"
                .formatted(right));
      }
    }
    if (a instanceof Constant && (left.rank() != 2 || matrix.rank() != right.rank())) {
      throw call.refusal(
          "has a constant left operand of shape %s and a right one of shape %s; only matrices are "
                  .formatted(left, right)
              + "supported there, so swap or reshape them");
    }
    long[] dims = new long[Math.max(left.rank(), right.rank())];
    Arrays.fill(dims, 1);
    for (int i = 0; i < left.rank(); i++) {
      dims[dims.length - left.rank() + i] = left.dim(i);
    }
    dims[dims.length - 1] = matrix.dim(1);
    Value product =
        product(
            call,
            a,
            call.move(b, Movement.reshape(matrix)),
            call.shape(dims),
            new double[matrix.dim(1)]);
    if (right.rank() > 1 && left.rank() > 1) {
      return product;
    }
    /* A vector operand lends no axis to the result. */
    if (right.rank() == 1) {
      dims = Arrays.copyOf(dims, dims.length - 1);
    }
    if (left.rank() == 1 && dims.length > 0 && right.rank() > 1) {
      dims[dims.length - 2] = dims[dims.length - 1];
      dims = Arrays.copyOf(dims, dims.length - 1);
    }
    return call.move(product, Movement.reshape(call.shape(dims)));
  }

  /** {@code a} of any leading axes times the matrix {@code b}. */
  private static Value product(OpCall call, Value a, Value b, Shape shape, double[] bias) {
    if (a.shape().last() != b.shape().dim(0) || b.shape().size() == 0) {
      throw call.refusal(
          "multiplies shapes %s and %s, which do not fit; export the model again"
              .formatted(a.shape(), b.shape()));
    }
    return switch (b) {
      case Constant weights ->
          switch (a) {
            case Activation x -> call.graph().linear(call, x, shape, weights.values(), bias);
            case Constant x -> new Constant(shape, multiply(x, weights), x.type());
          };
      case Activation y -> {
        if (a instanceof Activation x) {
          throw call.refusal(
              "multiplies '%s' by '%s', which both depend on the inputs; one must be a constant"
                  .formatted(x.tensor(), y.tensor()));
        }
        /* (a y)^T = y^T a^T */
        Value turned = transpose(call, y);
        Value weights = transpose(call, a);
        Shape swapped = call.shape(shape.dim(1), shape.dim(0));
        yield transpose(call, product(call, turned, weights, swapped, new double[swapped.last()]));
      }
    };
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

  /** The constant times {@code factor}; what is no constant stays as it is. */
  private static Value scaled(Value value, double factor) {
    if (factor == 1 || !(value instanceof Constant constant)) {
      return value;
    }
    double[] values = constant.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new Constant(constant.shape(), values, constant.type());
  }

  /** Null unless {@code c} is a constant that is the same for each row of {@code outer} results. */
  private static double @Nullable [] bias(@Nullable Value c, double beta, int outer) {
    if (!(c instanceof Constant) || c.shape().last() != c.shape().size()) {
      return null;
    }
    double[] values = ((Constant) scaled(c, beta)).values();
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

  private static double[] multiply(Constant a, Constant b) {
    int inner = b.shape().dim(0);
    int outer = b.shape().dim(1);
    double[] product = new double[a.values().length / inner * outer];
    for (int i = 0; i < a.values().length; i++) {
      int row = i / inner * outer;
      for (int n = 0; n < outer; n++) {
        product[row + n] += a.values()[i] * b.values()[i % inner * outer + n];
      }
    }
    return product;
  }
}
