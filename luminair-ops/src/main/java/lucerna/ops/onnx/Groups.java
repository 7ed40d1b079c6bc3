package lucerna.ops.onnx;

import java.util.List;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;

/** Steps over groups of consecutive elements, and the moves that make groups consecutive. */
final class Groups {
  private Groups() {}

  /** Moves {@code axes} behind all others, in the order given. */
  static Value last(OpCall call, Value x, int... axes) {
    return call.move(x, Movement.transpose(x.shape(), order(x.shape().rank(), axes)));
  }

  /** Undoes {@link #last} on a value of the shape that it made. */
  static Value back(OpCall call, Value x, int... axes) {
    int[] inverse = Scaling.inverse(order(x.shape().rank(), axes));
    return call.move(x, Movement.transpose(x.shape(), inverse));
  }

  /** The other axes, then {@code axes}. */
  private static int[] order(int rank, int... axes) {
    int[] order = new int[rank];
    boolean[] moved = new boolean[rank];
    for (int i = 0; i < axes.length; i++) {
      order[rank - axes.length + i] = axes[i];
      moved[axes[i]] = true;
    }
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (!moved[axis]) {
        order[next++] = axis;
      }
    }
    return order;
  }

  /**
   * Sums of groups to {@code shape}, by public factors: one for all; one for each place in a group;
   * or one per element of {@code x}.
   */
  static Value sum(OpCall call, Value x, Shape shape, double... factors) {
    int fan = fan(x, shape);
    if (fan == 1 && factors.length == 1) {
      return call.move(Elements.scale(call, x, factors[0]), Movement.reshape(shape));
    }
    return group(
        call,
        x,
        shape,
        x.type(),
        (name, in, out) -> new Node.SumGroups(name, in.getFirst(), out, fan, factors));
  }

  static Value maximum(OpCall call, Value x, Shape shape) {
    int fan = fan(x, shape);
    if (fan == 1) {
      return call.move(x, Movement.reshape(shape));
    }
    return group(
        call,
        x,
        shape,
        x.type(),
        (name, in, out) -> new Node.Maximum(name, in.getFirst(), out, fan));
  }

  /** Where in each group its greatest element is. */
  static Value argMax(OpCall call, Value x, Shape shape, boolean last) {
    int fan = fan(x, shape);
    return group(
        call,
        x,
        shape,
        ElementType.INT64,
        (name, in, out) -> new Node.ArgMax(name, in.getFirst(), out, fan, last));
  }

  static Value softmax(OpCall call, Value x, int fan, boolean log) {
    return group(
        call,
        x,
        x.shape(),
        x.type(),
        (name, in, out) -> new Node.Softmax(name, in.getFirst(), out, fan, log));
  }

  static Value normalize(OpCall call, Value x, int fan, double epsilon, boolean centred) {
    return group(
        call,
        x,
        x.shape(),
        x.type(),
        (name, in, out) -> new Node.Normalize(name, in.getFirst(), out, fan, epsilon, centred));
  }

  /** Sorts each group, greatest first; {@code indices} gives the places instead of the values. */
  static Value sort(OpCall call, Value x, int fan, boolean indices) {
    return group(
        call,
        x,
        x.shape(),
        indices ? ElementType.INT64 : x.type(),
        (name, in, out) -> new Node.Sort(name, in.getFirst(), out, fan, indices));
  }

  /** {@code data[index]} of flat places that depend on the inputs; both may also be constants. */
  static Value take(OpCall call, Value data, Value index) {
    return call.graph()
        .add(
            call,
            index.shape(),
            data.type(),
            List.of(data, index),
            (name, in, out) -> new Node.Take(name, in.getFirst(), in.getLast(), out));
  }

  private static int fan(Value x, Shape shape) {
    return shape.size() == 0 ? 1 : x.shape().size() / shape.size();
  }

  private static Value group(
      OpCall call, Value x, Shape shape, ElementType type, GraphBuilder.Maker maker) {
    return call.graph().add(call, shape, type, List.of(x), maker);
  }
}
