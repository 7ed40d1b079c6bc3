package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Operators that pick elements by indices, constant or not. */
final class GatherRules {
  private GatherRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Gather", Operator.of(2, 2, GatherRules::gather, "axis")),
        Map.entry("GatherElements", Operator.of(2, 2, GatherRules::elements, "axis")),
        Map.entry("GatherND", Operator.of(2, 2, GatherRules::tuples, "batch_dims")),
        Map.entry("OneHot", Operator.of(3, 3, GatherRules::oneHot, "axis")));
  }

  private static Value gather(OpCall call) {
    Value data = call.operand(0);
    Value indices = call.operand(1);
    Shape in = data.shape();
    int axis = call.axis(call.integer("axis", 0), in.rank());
    int count = indices.shape().rank();
    long[] dims = new long[in.rank() - 1 + count];
    long[] spread = new long[dims.length];
    Arrays.fill(spread, 1);
    for (int i = 0; i < dims.length; i++) {
      boolean index = i >= axis && i < axis + count;
      int from = i < axis ? i : i - count + 1;
      dims[i] = index ? indices.shape().dim(i - axis) : in.dim(from);
      spread[i] = index ? dims[i] : 1;
    }
    Shape out = call.shape(dims);
    int inner = LayoutRules.stride(in, axis);
    int block = Math.max(indices.shape().size() * inner, 1);
    int[] offsets = new int[out.size()];
    Arrays.setAll(offsets, i -> (i / block * in.dim(axis)) * inner + i % inner);
    var places = new Places(call, in, out, offsets);
    places.add(axis, call.move(indices, Movement.reshape(call.shape(spread))));
    return places.take(data);
  }

  private static Value elements(OpCall call) {
    Value data = call.operand(0);
    Places places = along(call, data.shape(), call.operand(1));
    return places.take(data);
  }

  /** An index for one axis; on the others each element stays where it is. */
  static Places along(OpCall call, Shape data, Value indices) {
    int axis = call.axis(call.integer("axis", 0), data.rank());
    Shape shape = indices.shape();
    if (shape.rank() != data.rank()) {
      throw call.refusal(
          "has indices of shape %s for shape %s; export the model again".formatted(shape, data));
    }
    int[] offsets = new int[shape.size()];
    for (int other = 0; other < shape.rank(); other++) {
      int stride = LayoutRules.stride(shape, other);
      int step = other == axis ? 0 : LayoutRules.stride(data, other);
      int dim = shape.dim(other);
      if (dim > data.dim(other) && other != axis) {
        throw call.refusal(
            "has indices of shape %s for shape %s; export the model again".formatted(shape, data));
      }
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] += i / stride % dim * step;
      }
    }
    var places = new Places(call, data, shape, offsets);
    places.add(axis, indices);
    return places;
  }

  private static Value tuples(OpCall call) {
    Value data = call.operand(0);
    return slices(call, data.shape(), call.operand(1), (int) call.integer("batch_dims", 0))
        .take(data);
  }

  /** The last axis of {@code indices} holds tuples, each of which names a slice of the data. */
  static Places slices(OpCall call, Shape data, Value indices, int batch) {
    Shape shape = indices.shape();
    int rank = shape.rank() - 1;
    int length = shape.last();
    if (rank < batch || batch < 0 || batch + length > data.rank()) {
      throw call.refusal(
          "has indices of shape %s for shape %s; export the model again".formatted(shape, data));
    }
    long[] dims = new long[rank + data.rank() - batch - length];
    long[] spread = new long[dims.length];
    Arrays.fill(spread, 1);
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < rank ? shape.dim(i) : data.dim(batch + length + i - rank);
      spread[i] = i < rank ? dims[i] : 1;
    }
    Shape out = call.shape(dims);
    int slice = LayoutRules.stride(data, batch + length - 1);
    int[] offsets = new int[out.size()];
    int each = batch == 0 ? Integer.MAX_VALUE : LayoutRules.stride(out, batch - 1);
    int step = batch == 0 ? 0 : LayoutRules.stride(data, batch - 1);
    Arrays.setAll(offsets, i -> (i / each) * step + i % slice);
    var places = new Places(call, data, out, offsets);
    for (int i = 0; i < length; i++) {
      Value column = LayoutRules.take(call, indices, rank, new int[] {i});
      places.add(batch + i, call.move(column, Movement.reshape(call.shape(spread))));
    }
    return places;
  }

  private static Value oneHot(OpCall call) {
    Value indices = call.operand(0);
    int depth = call.shape(call.constant(1, "depth").longs(0)).size();
    Value values = call.operand(2);
    if (values.shape().size() != 2) {
      throw call.refusal("has values of shape %s instead of two".formatted(values.shape()));
    }
    int rank = indices.shape().rank();
    int axis = call.axis(call.integer("axis", -1), rank + 1);
    long[] dims =
        Arrays.copyOf(Arrays.stream(indices.shape().dims()).asLongStream().toArray(), rank + 1);
    dims[rank] = 1;
    Value column = call.move(indices, Movement.reshape(call.shape(dims)));
    Constant classes = OrderRules.classes(depth);
    Value hot = Elements.equal(call, column, classes);
    if (!call.graph().isNonnegative(indices)) {
      Value fromEnd = Elements.shift(call, column, depth);
      hot = Elements.combine(call, List.of(hot, Elements.equal(call, fromEnd, classes)), 1, 1);
    }
    Value off = pick(call, values, 0);
    Value on = pick(call, values, 1);
    Value chosen =
        Elements.add(
            call,
            Elements.multiply(
                call, Elements.as(hot, values.type()), Elements.subtract(call, on, off)),
            off);
    return Groups.back(call, chosen, axis);
  }

  private static Value pick(OpCall call, Value values, int place) {
    return call.move(values, new Movement(Shape.of(), new int[] {place}));
  }
}
