package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/** Moves of elements by places that a rule computes. */
final class Picks {
  private Picks() {}

  /** Each element from its place, or the public constant {@code fill} where that is negative. */
  static Value arrange(OpCall call, Value x, Shape shape, int[] source, double fill) {
    if (Arrays.stream(source).allMatch(place -> place >= 0)) {
      return call.move(x, new Movement(shape, source));
    }
    int[] which = Arrays.stream(source).map(place -> place < 0 ? 1 : 0).toArray();
    int[] places = Arrays.stream(source).map(place -> Math.max(place, 0)).toArray();
    return Joins.rearrange(call, shape, List.of(x, Constant.scalar(fill, x.type())), which, places);
  }

  /** Consecutive elements. */
  static Value slice(OpCall call, Value x, int from, Shape shape) {
    int[] source = new int[shape.size()];
    Arrays.setAll(source, i -> from + i);
    return call.move(x, new Movement(shape, source));
  }

  /** The value's elements under another shape. */
  static Value reshape(OpCall call, Value x, long... dims) {
    return call.move(x, Movement.reshape(call.shape(dims)));
  }
}
