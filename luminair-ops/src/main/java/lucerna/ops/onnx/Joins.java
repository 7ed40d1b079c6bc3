package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;

/** Tensors whose elements come from several values. */
final class Joins {
  private Joins() {}

  /** Whether the value is a constant that may be told: one number, integers or booleans. */
  static boolean isPublic(Value value) {
    return value instanceof Constant constant
        && (!constant.type().isFloat() || constant.isUniform());
  }

  /** A public constant as a tensor of the graph, which {@code anchor} is only named for. */
  static Activation constant(OpCall call, Activation anchor, Constant constant) {
    int[] which = new int[constant.values().length];
    Arrays.fill(which, -1);
    int[] source = new int[which.length];
    Arrays.setAll(source, i -> i);
    double[] values = call.finite(constant);
    return call.graph()
        .node(
            call,
            constant.shape(),
            constant.type(),
            List.of(anchor),
            (name, in, out) -> new Node.Rearrange(name, in, out, which, source, values));
  }

  /** Element {@code i} is element {@code source[i]} of {@code parts.get(which[i])}. */
  static Value rearrange(OpCall call, Shape shape, List<Value> parts, int[] which, int[] source) {
    ElementType type = parts.getFirst().type();
    if (parts.stream().allMatch(Constant.class::isInstance)) {
      double[] values = new double[which.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = ((Constant) parts.get(which[i])).values()[source[i]];
      }
      return new Constant(shape, values, type);
    }
    Map<String, Integer> tensors = new LinkedHashMap<>();
    List<Activation> read = new ArrayList<>();
    int[] from = new int[which.length];
    int[] place = new int[which.length];
    Constant[] constants = new Constant[parts.size()];
    int[] offsets = new int[parts.size()];
    Part[] sources = new Part[parts.size()];
    int length = 0;
    for (int part : Arrays.stream(which).distinct().sorted().toArray()) {
      if (isPublic(parts.get(part))) {
        constants[part] = (Constant) parts.get(part);
        offsets[part] = length;
        length += call.mask(constants[part]).length;
        sources[part] = new Part(-1, null);
        continue;
      }
      Activation tensor = call.graph().tensor(call, parts.get(part));
      Node.Reindex reindex = call.graph().reindexOf(tensor.tensor());
      String origin = reindex == null ? tensor.tensor() : reindex.input();
      Integer known = tensors.get(origin);
      if (known == null) {
        known = tensors.size();
        tensors.put(origin, known);
        read.add(new Activation(origin, tensor.shape(), tensor.type()));
      }
      sources[part] = new Part(known, reindex == null ? null : reindex.source());
    }
    double[] values = new double[length];
    for (int part = 0; part < constants.length; part++) {
      if (constants[part] != null) {
        double[] constant = constants[part].values();
        System.arraycopy(constant, 0, values, offsets[part], constant.length);
      }
    }
    for (int i = 0; i < which.length; i++) {
      Part part = sources[which[i]];
      from[i] = part.tensor();
      place[i] = part.place(source[i]) + offsets[which[i]];
    }
    if (read.size() == 1 && length == 0) {
      return call.graph().reindex(call, read.getFirst(), shape, place);
    }
    if (read.isEmpty()) {
      return new Constant(shape, Arrays.stream(place).mapToDouble(i -> values[i]).toArray(), type);
    }
    return call.graph()
        .node(
            call,
            shape,
            type,
            List.copyOf(read),
            (name, in, out) -> new Node.Rearrange(name, in, out, from, place, values));
  }

  /** Joins values along an axis, in which alone their shapes may differ. */
  static Value concat(OpCall call, List<Value> parts, int axis) {
    Shape first = parts.getFirst().shape();
    long[] dims = Arrays.stream(first.dims()).asLongStream().toArray();
    dims[axis] = 0;
    for (Value part : parts) {
      for (int i = 0; i < dims.length; i++) {
        if (part.shape().rank() != dims.length
            || (i != axis && part.shape().dim(i) != first.dim(i))) {
          throw call.refusal(
              "joins shapes %s and %s, which do not fit; export the model again"
                  .formatted(first, part.shape()));
        }
      }
      dims[axis] += part.shape().dim(axis);
    }
    Shape shape = call.shape(dims);
    int blocks = 1;
    for (int i = 0; i < axis; i++) {
      blocks *= shape.dim(i);
    }
    int[] which = new int[shape.size()];
    int[] source = new int[shape.size()];
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      for (int part = 0; part < parts.size(); part++) {
        int length = parts.get(part).shape().size() / blocks;
        for (int i = 0; i < length; i++) {
          which[at] = part;
          source[at++] = block * length + i;
        }
      }
    }
    return rearrange(call, shape, parts, which, source);
  }

  /** Lays values of one shape side by side along a new last axis. */
  static Value stack(OpCall call, List<Value> parts) {
    Shape shape = parts.getFirst().shape();
    int[] dims = Arrays.copyOf(shape.dims(), shape.rank() + 1);
    dims[shape.rank()] = 1;
    List<Value> columns = new ArrayList<>();
    parts.forEach(part -> columns.add(call.move(part, Movement.reshape(Shape.of(dims)))));
    return concat(call, columns, shape.rank());
  }

  /** A tensor of the node and, if that is a rearrangement itself, the places it takes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(int tensor, int @org.jspecify.annotations.Nullable [] places) {
    int place(int index) {
      return places == null ? index : places[index];
    }
  }
}
