package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Operators that part, repeat and rearrange blocks of elements. */
final class LayoutRules {
  private LayoutRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry(
            "Split", Operator.several(1, 2, LayoutRules::split, "axis", "split", "num_outputs")),
        Map.entry("Tile", Operator.of(2, 2, LayoutRules::tile)),
        Map.entry("DepthToSpace", Operator.of(1, 1, LayoutRules::toSpace, "blocksize", "mode")),
        Map.entry("SpaceToDepth", Operator.of(1, 1, LayoutRules::toDepth, "blocksize", "mode")),
        Map.entry("Trilu", Operator.of(1, 2, LayoutRules::trilu, "upper")),
        Map.entry(
            "ReverseSequence", Operator.of(2, 2, LayoutRules::reverse, "batch_axis", "time_axis")),
        Map.entry("Compress", Operator.of(2, 2, LayoutRules::compress, "axis")));
  }

  private static List<Value> split(OpCall call) {
    Value x = call.operand(0);
    Shape shape = x.shape();
    int axis = call.axis(call.integer("axis", 0), shape.rank());
    int parts = (int) call.integer("num_outputs", call.outputCount());
    long @Nullable [] lengths = call.integersOrOperand("split", 1);
    if (lengths == null) {
      lengths = new long[parts];
      int each = (shape.dim(axis) + parts - 1) / Math.max(parts, 1);
      for (int i = 0; i < parts; i++) {
        lengths[i] = Math.clamp(shape.dim(axis) - (long) i * each, 0, each);
      }
    }
    if (Arrays.stream(lengths).sum() != shape.dim(axis)) {
      throw call.refusal(
          "parts an axis of length %d into %s; export the model again"
              .formatted(shape.dim(axis), Arrays.toString(lengths)));
    }
    List<Value> made = new ArrayList<>();
    int from = 0;
    for (long length : lengths) {
      made.add(take(call, x, axis, IntStream.range(from, from + (int) length).toArray()));
      from += (int) length;
    }
    return made;
  }

  /** The given places along an axis. */
  static Value take(OpCall call, Value x, int axis, int[] places) {
    long[] dims = Arrays.stream(x.shape().dims()).asLongStream().toArray();
    dims[axis] = places.length;
    return call.move(x, Movement.gather(x.shape(), axis, places, call.shape(dims)));
  }

  private static Value tile(OpCall call) {
    Value x = call.operand(0);
    long[] repeats = call.constant(1, "repeats").longs();
    if (repeats.length != x.shape().rank()) {
      throw call.refusal(
          "repeats %d axes of a tensor of rank %d; export the model again"
              .formatted(repeats.length, x.shape().rank()));
    }
    for (int axis = 0; axis < repeats.length; axis++) {
      int dim = x.shape().dim(axis);
      int length = call.shape(dim, repeats[axis]).size();
      x = take(call, x, axis, IntStream.range(0, length).map(i -> i % dim).toArray());
    }
    return x;
  }

  private static Value toSpace(OpCall call) {
    Value x = call.operand(0);
    Shape s = image(call, x);
    int block = (int) call.integer("blocksize", 1);
    int depth = s.dim(1) / Math.max(block * block, 1);
    requireBlocks(call, block, depth * block * block == s.dim(1), s);
    boolean depthFirst = call.string("mode", "DCR").equals("DCR");
    Shape parts =
        depthFirst
            ? call.shape(s.dim(0), block, block, depth, s.dim(2), s.dim(3))
            : call.shape(s.dim(0), depth, block, block, s.dim(2), s.dim(3));
    int[] order = depthFirst ? new int[] {0, 3, 4, 1, 5, 2} : new int[] {0, 1, 4, 2, 5, 3};
    return blocks(
        call,
        x,
        parts,
        order,
        call.shape(s.dim(0), depth, (long) block * s.dim(2), (long) block * s.dim(3)));
  }

  private static Value toDepth(OpCall call) {
    Value x = call.operand(0);
    Shape s = image(call, x);
    int block = (int) call.integer("blocksize", 1);
    requireBlocks(call, block, block > 0 && s.dim(2) % block == 0 && s.dim(3) % block == 0, s);
    int height = s.dim(2) / block;
    int width = s.dim(3) / block;
    Shape parts = call.shape(s.dim(0), s.dim(1), height, block, width, block);
    boolean depthFirst = call.string("mode", "DCR").equals("DCR");
    int[] order = depthFirst ? new int[] {0, 3, 5, 1, 2, 4} : new int[] {0, 1, 3, 5, 2, 4};
    return blocks(
        call,
        x,
        parts,
        order,
        call.shape(s.dim(0), (long) block * block * s.dim(1), height, width));
  }

  private static Value blocks(OpCall call, Value x, Shape parts, int[] order, Shape shape) {
    Value moved =
        call.move(call.move(x, Movement.reshape(parts)), Movement.transpose(parts, order));
    return call.move(moved, Movement.reshape(shape));
  }

  private static Shape image(OpCall call, Value x) {
    if (x.shape().rank() != 4) {
      throw call.refusal(
          "has an operand of shape %s instead of [N, C, H, W]; export the model again"
              .formatted(x.shape()));
    }
    return x.shape();
  }

  private static void requireBlocks(OpCall call, int block, boolean fits, Shape shape) {
    if (block < 1 || !fits) {
      throw call.refusal(
          "has blocks of size %d, which shape %s does not consist of; export the model again"
              .formatted(block, shape));
    }
  }

  private static Value trilu(OpCall call) {
    Value x = call.operand(0);
    Constant offset = call.optionalConstant(1, "k");
    long diagonal = offset == null ? 0 : offset.longs(0);
    boolean upper = call.integer("upper", 1) != 0;
    int columns = x.shape().last();
    int rows = x.shape().rank() < 2 ? 1 : x.shape().dim(x.shape().rank() - 2);
    int[] which = new int[x.shape().size()];
    int[] source = new int[which.length];
    for (int i = 0; i < which.length; i++) {
      long above = i % columns - (long) (i / columns % rows);
      boolean kept = upper ? above >= diagonal : above <= diagonal;
      which[i] = kept ? 0 : 1;
      source[i] = kept ? i : 0;
    }
    return Joins.rearrange(
        call, x.shape(), List.of(x, Constant.scalar(0, x.type())), which, source);
  }

  private static Value reverse(OpCall call) {
    Value x = call.operand(0);
    Constant lengths = call.constant(1, "sequence lengths");
    int batch = call.axis(call.integer("batch_axis", 1), x.shape().rank());
    int time = call.axis(call.integer("time_axis", 0), x.shape().rank());
    int batchStride = stride(x.shape(), batch);
    int timeStride = stride(x.shape(), time);
    int[] source = new int[x.shape().size()];
    for (int i = 0; i < source.length; i++) {
      int length = (int) lengths.longs(i / batchStride % x.shape().dim(batch));
      int place = i / timeStride % x.shape().dim(time);
      source[i] = place < length ? i + (length - 1 - 2 * place) * timeStride : i;
    }
    return call.move(x, new Movement(x.shape(), source));
  }

  /** How far apart neighbours along an axis lie. */
  static int stride(Shape shape, int axis) {
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.dim(i);
    }
    return stride;
  }

  private static Value compress(OpCall call) {
    Value x = call.operand(0);
    Constant condition = call.constant(1, "condition");
    int[] kept =
        IntStream.range(0, condition.values().length)
            .filter(i -> condition.values()[i] != 0)
            .toArray();
    long axis = call.integer("axis", Long.MIN_VALUE);
    if (axis == Long.MIN_VALUE) {
      x = call.move(x, Movement.reshape(call.shape(x.shape().size())));
      axis = 0;
    }
    return take(call, x, call.axis(axis, x.shape().rank()), kept);
  }
}
