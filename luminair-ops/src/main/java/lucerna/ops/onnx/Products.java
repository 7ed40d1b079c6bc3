package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;

/** Products of matrices, and of batches of them. */
final class Products {
  private Products() {}

  /**
   * {@code a} of shape [G, M, K] times {@code b} of shape [G, K, N]. Constants on the right are
   * weights; on the left, both sides are transposed first.
   */
  static Value batched(OpCall call, Value a, Value b) {
    int groups = a.shape().dim(0);
    int inner = a.shape().dim(2);
    int outer = b.shape().dim(2);
    if (b.shape().dim(0) != groups || b.shape().dim(1) != inner) {
      throw call.refusal(
          "multiplies shapes %s and %s, which do not fit; export the model again"
              .formatted(a.shape(), b.shape()));
    }
    Shape shape = call.shape(groups, a.shape().dim(1), outer);
    if (inner == 0) {
      return new Constant(shape, new double[shape.size()], a.type());
    }
    if (b instanceof Constant weights && a instanceof Activation) {
      return linear(call, a, shape, weights, new double[groups * outer]);
    }
    if (a instanceof Constant && b instanceof Activation) {
      return transpose(call, batched(call, transpose(call, b), transpose(call, a)));
    }
    return call.graph()
        .add(
            call,
            shape,
            a.type(),
            List.of(a, b),
            (name, in, out) ->
                new Node.MatMul(name, in.getFirst(), in.getLast(), out, groups, inner, outer));
  }

  /** {@code x} of G x M x K elements times weights of shape [G, K, N], plus G x N biases. */
  static Value linear(OpCall call, Value x, Shape shape, Constant weights, double[] bias) {
    int groups = weights.shape().dim(0);
    int inner = weights.shape().dim(1);
    int outer = weights.shape().dim(2);
    double[] values = call.finite(weights);
    return call.graph()
        .add(
            call,
            shape,
            x.type(),
            List.of(x),
            (name, in, out) ->
                new Node.Linear(name, in.getFirst(), out, values, groups, inner, outer, bias));
  }

  /** ONNX's MatMul: the last two axes are matrices, the others broadcast; vectors gain an axis. */
  static Value matMul(OpCall call, Value a, Value b) {
    Shape left = a.shape();
    Shape right = b.shape();
    if (left.rank() == 0 || right.rank() == 0) {
      throw call.refusal("multiplies a scalar as a matrix; export the model again");
    }
    int rows = left.rank() == 1 ? 1 : left.dim(left.rank() - 2);
    int inner = left.last();
    int outer = right.rank() == 1 ? 1 : right.last();
    int second = right.rank() == 1 ? right.dim(0) : right.dim(right.rank() - 2);
    if (inner != second) {
      throw call.refusal(
          "multiplies shapes %s and %s, which do not fit; export the model again"
              .formatted(left, right));
    }
    Shape leftBatch = leading(left);
    Shape rightBatch = leading(right);
    Shape batch = ArithmeticRules.broadcast(call, leftBatch, rightBatch);
    Value product;
    if (rightBatch.size() == 1) {
      /* One matrix for all rows. */
      product =
          batched(
              call,
              reshape(call, a, 1, (long) leftBatch.size() * rows, inner),
              reshape(call, b, 1, inner, outer));
    } else if (leftBatch.size() == 1) {
      /* One matrix on the left: (a b)^T = b^T a^T, whose right side is one. */
      product =
          batched(
              call,
              reshape(
                  call,
                  transpose(call, reshape(call, b, rightBatch.size(), inner, outer)),
                  1,
                  (long) rightBatch.size() * outer,
                  inner),
              transpose(call, reshape(call, a, 1, rows, inner)));
      product = transpose(call, reshape(call, product, rightBatch.size(), outer, rows));
    } else {
      product =
          batched(
              call,
              reshape(call, spread(call, a, batch, rows, inner), batch.size(), rows, inner),
              reshape(call, spread(call, b, batch, inner, outer), batch.size(), inner, outer));
    }
    int kept = batch.rank();
    long[] dims = Arrays.copyOf(longs(batch), kept + 2);
    if (left.rank() > 1) {
      dims[kept++] = rows;
    }
    if (right.rank() > 1) {
      dims[kept++] = outer;
    }
    return reshape(call, product, Arrays.copyOf(dims, kept));
  }

  private static Value spread(OpCall call, Value x, Shape batch, int rows, int columns) {
    long[] own = Arrays.copyOf(longs(leading(x.shape())), leading(x.shape()).rank() + 2);
    own[own.length - 2] = rows;
    own[own.length - 1] = columns;
    long[] all = Arrays.copyOf(longs(batch), batch.rank() + 2);
    all[all.length - 2] = rows;
    all[all.length - 1] = columns;
    return Elements.broadcast(call, reshape(call, x, own), call.shape(all));
  }

  private static Value reshape(OpCall call, Value x, long... dims) {
    return call.move(x, Movement.reshape(call.shape(dims)));
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), Math.max(shape.rank() - 2, 0)));
  }

  private static long[] longs(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }

  private static Value transpose(OpCall call, Value x) {
    return call.move(x, Movement.transpose(x.shape(), 0, 2, 1));
  }
}
