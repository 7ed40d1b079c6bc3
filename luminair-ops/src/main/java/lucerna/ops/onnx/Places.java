package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/**
 * Where elements of a tensor lie, as sums: of fixed offsets, and of indices times the strides of
 * their axes. Indices count from the end where they are negative.
 */
final class Places {
  private final OpCall call;
  private final Shape data;
  private final Shape shape;
  private Value sum;

  /** Places in {@code data}, as many as {@code shape} has elements, that begin at the offsets. */
  Places(OpCall call, Shape data, Shape shape, int[] offsets) {
    this.call = call;
    this.data = data;
    this.shape = shape;
    sum = new Constant(shape, Arrays.stream(offsets).asDoubleStream().toArray(), ElementType.INT64);
  }

  /** Adds indices of an axis; {@code indices} broadcast to the shape. */
  void add(int axis, Value indices) {
    Value counted = fromFront(call, indices, data.dim(axis));
    Value spread = Elements.broadcast(call, counted, shape);
    sum = Elements.combine(call, List.of(spread, sum), LayoutRules.stride(data, axis), 1);
  }

  /** The elements there. */
  Value take(Value from) {
    if (sum instanceof Constant constant) {
      int[] source = new int[constant.values().length];
      Arrays.setAll(source, i -> (int) constant.longs(i));
      return call.move(from, new Movement(shape, source));
    }
    Value flat = call.move(from, Movement.reshape(Shape.of(from.shape().size())));
    return Groups.take(call, flat, sum);
  }

  /** The places as numbers, if all indices are constants. */
  int[] known() {
    if (!(sum instanceof Constant constant)) {
      throw call.refusal("has indices that depend on the inputs; only constant ones are supported");
    }
    int[] places = new int[constant.values().length];
    Arrays.setAll(places, i -> (int) constant.longs(i));
    return places;
  }

  private static Value fromFront(OpCall call, Value indices, int dim) {
    if (indices instanceof Constant constant) {
      double[] values = new double[constant.values().length];
      Arrays.setAll(values, i -> call.axis(constant.longs(i), dim));
      return new Constant(constant.shape(), values, ElementType.INT64);
    }
    if (call.graph().isNonnegative(indices)) {
      return indices;
    }
    Value negative = Elements.less(call, indices, Constant.scalar(0, indices.type()));
    return Elements.combine(call, List.of(indices, negative), 1, dim);
  }
}
