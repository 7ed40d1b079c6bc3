package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Operators that put elements around a tensor. */
final class PadRules {
  private static final int OUTSIDE = -1;

  private PadRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Pad", Operator.of(1, 4, PadRules::pad, "mode", "pads", "value")),
        Map.entry("CenterCropPad", Operator.of(2, 2, PadRules::centre, "axes")));
  }

  private static Value pad(OpCall call) {
    Value x = call.operand(0);
    int rank = x.shape().rank();
    long[] pads = call.integersOrOperand("pads", 1);
    long[] axes = IntStream.range(0, rank).asLongStream().toArray();
    Constant given = call.optionalConstant(3, "axes");
    if (given != null) {
      axes = given.longs();
    }
    if (pads == null || pads.length != 2 * axes.length) {
      throw call.refusal("lacks a start and an end for each axis; export the model again");
    }
    Value fill = call.optional(2);
    if (fill == null) {
      fill = Constant.scalar(call.real("value", 0), x.type());
    }
    String mode = call.string("mode", "constant");
    if (!List.of("constant", "reflect", "edge", "wrap").contains(mode)) {
      throw call.refusal(
          "has mode '%s'; only 'constant', 'reflect', 'edge' and 'wrap' are supported"
              .formatted(mode));
    }
    for (int i = 0; i < axes.length; i++) {
      int axis = call.axis(axes[i], rank);
      int dim = x.shape().dim(axis);
      int length = call.shape(dim + pads[i] + pads[i + axes.length]).size();
      int before = (int) pads[i];
      boolean inner = mode.equals("constant");
      if (!inner && dim == 0) {
        throw call.refusal("repeats elements of an empty axis; export the model again");
      }
      int[] places = IntStream.range(0, length).map(to -> place(mode, to - before, dim)).toArray();
      x = lay(call, x, axis, places, fill);
    }
    return x;
  }

  private static int place(String mode, int place, int dim) {
    return switch (mode) {
      case "edge" -> Math.clamp(place, 0, dim - 1);
      case "wrap" -> Math.floorMod(place, dim);
      case "reflect" -> {
        int period = Math.max(2 * dim - 2, 1);
        int folded = Math.floorMod(place, period);
        yield folded < dim ? folded : period - folded;
      }
      default -> place < 0 || place >= dim ? OUTSIDE : place;
    };
  }

  /** Lines up the given places along an axis, and the fill for those outside. */
  static Value lay(OpCall call, Value x, int axis, int[] places, Value fill) {
    if (Arrays.stream(places).noneMatch(place -> place == OUTSIDE)) {
      return LayoutRules.take(call, x, axis, places);
    }
    long[] dims = Arrays.stream(x.shape().dims()).asLongStream().toArray();
    int dim = x.shape().dim(axis);
    dims[axis] = places.length;
    Shape shape = call.shape(dims);
    int inner = LayoutRules.stride(shape, axis);
    int[] which = new int[shape.size()];
    int[] source = new int[shape.size()];
    for (int i = 0; i < which.length; i++) {
      int place = places[i / inner % places.length];
      which[i] = place == OUTSIDE ? 1 : 0;
      source[i] =
          place == OUTSIDE ? 0 : (i / inner / places.length * dim + place) * inner + i % inner;
    }
    return Joins.rearrange(call, shape, List.of(x, fill), which, source);
  }

  private static Value centre(OpCall call) {
    Value x = call.operand(0);
    int rank = x.shape().rank();
    long[] target = call.constant(1, "shape").longs();
    long[] axes = call.integers("axes");
    if (axes == null) {
      axes = IntStream.range(0, rank).asLongStream().toArray();
    }
    for (int i = 0; i < axes.length; i++) {
      int axis = call.axis(axes[i], rank);
      int dim = x.shape().dim(axis);
      int length = call.shape(target[i]).size();
      int from = length > dim ? -((length - dim) / 2) : (dim - length) / 2;
      int[] places =
          IntStream.range(0, length).map(to -> place("constant", to + from, dim)).toArray();
      x = lay(call, x, axis, places, Constant.scalar(0, x.type()));
    }
    return x;
  }
}
