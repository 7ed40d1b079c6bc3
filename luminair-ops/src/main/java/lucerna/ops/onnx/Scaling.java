package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;

/** Products of a tensor by constants, element by element. */
final class Scaling {
  private Scaling() {}

  /** {@code x}, already of the common shape, times {@code factors}, which broadcast to it. */
  static Value times(OpCall call, Value x, Constant factors) {
    if (factors.isUniform()) {
      return Elements.scale(call, x, factors.values()[0]);
    }
    if (x instanceof Activation && isMask(factors)) {
      return masked(call, x, factors);
    }
    Shape shape = x.shape();
    int groups = factors.values().length;
    int[] owner = places(Movement.broadcast(factors.shape(), shape));
    int[] order =
        IntStream.range(0, owner.length)
            .boxed()
            .sorted((i, j) -> Integer.compare(owner[i], owner[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] weights = call.finite(factors);
    Value sorted = call.move(x, new Movement(shape, order));
    Value scaled =
        call.graph()
            .add(
                call,
                shape,
                x.type(),
                List.of(sorted),
                (name, in, out) ->
                    new Node.Linear(
                        name, in.getFirst(), out, weights, groups, 1, 1, new double[groups]));
    return call.move(scaled, new Movement(shape, inverse(order)));
  }

  /** Keeps the elements whose factor is 1, and makes 0 of the others. */
  private static Value masked(OpCall call, Value x, Constant factors) {
    double[] mask = ((Constant) Elements.broadcast(call, factors, x.shape())).values();
    int[] which = new int[mask.length];
    int[] source = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      which[i] = mask[i] == 0 ? 1 : 0;
      source[i] = mask[i] == 0 ? 0 : i;
    }
    return Joins.rearrange(
        call, x.shape(), List.of(x, Constant.scalar(0, x.type())), which, source);
  }

  private static boolean isMask(Constant factors) {
    return Arrays.stream(factors.values()).allMatch(value -> value == 0 || value == 1);
  }

  /** The movement's source, also where all elements stay in order. */
  static int[] places(Movement movement) {
    int[] source = movement.source();
    return source == null ? IntStream.range(0, movement.shape().size()).toArray() : source;
  }

  static int[] inverse(int[] permutation) {
    int[] inverse = new int[permutation.length];
    for (int i = 0; i < permutation.length; i++) {
      inverse[permutation[i]] = i;
    }
    return inverse;
  }
}
