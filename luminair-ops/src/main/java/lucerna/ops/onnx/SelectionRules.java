package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.Map;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Operators that pick elements by their places. */
final class SelectionRules {
  private SelectionRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Slice", Operator.of(1, 5, SelectionRules::slice, "starts", "ends", "axes")),
        Map.entry("Transpose", Operator.of(1, 1, SelectionRules::transpose, "perm")));
  }

  static Value transpose(OpCall call) {
    Value in = call.operand(0);
    int rank = in.shape().rank();
    long[] permutation = call.integers("perm");
    int[] axes = new int[rank];
    boolean[] seen = new boolean[rank];
    if (permutation != null && permutation.length != rank) {
      throw call.refusal("permutes another number of axes than %d".formatted(rank));
    }
    for (int i = 0; i < rank; i++) {
      axes[i] = permutation == null ? rank - 1 - i : call.axis(permutation[i], rank);
      if (seen[axes[i]]) {
        throw call.refusal("permutes axis %d twice; export the model again".formatted(axes[i]));
      }
      seen[axes[i]] = true;
    }
    return call.move(in, Movement.transpose(in.shape(), axes));
  }

  static Value slice(OpCall call) {
    Value in = call.operand(0);
    Shape shape = in.shape();
    long[] starts = required(call, call.integersOrOperand("starts", 1));
    long[] ends = required(call, call.integersOrOperand("ends", 2));
    long[] axes = call.integersOrOperand("axes", 3);
    Constant strides = call.optionalConstant(4, "steps");
    int rank = shape.rank();
    int[] from = new int[rank];
    int[] steps = new int[rank];
    Arrays.fill(steps, 1);
    long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
    int count = starts.length;
    if (ends.length != count
        || count > rank
        || (axes != null && axes.length != count)
        || (strides != null && strides.values().length != count)) {
      throw call.refusal("has starts, ends, axes and steps of unlike lengths");
    }
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : call.axis(axes[i], rank);
      int dim = shape.dim(axis);
      long step = strides == null ? 1 : strides.longs(i);
      if (step == 0) {
        throw call.refusal("has a step of 0; export the model again");
      }
      /* Backwards, the first place is at most the last one, and the end may lie before all. */
      int low = step > 0 ? 0 : -1;
      int high = step > 0 ? dim : dim - 1;
      int start = Math.clamp(starts[i] < 0 ? starts[i] + dim : starts[i], low, high);
      int end = Math.clamp(ends[i] < 0 ? ends[i] + dim : ends[i], low, high);
      int stride = Math.clamp(step, -dim - 1, dim + 1);
      int span = stride > 0 ? end - start : start - end;
      dims[axis] = span <= 0 ? 0 : (span - 1) / Math.abs(stride) + 1;
      from[axis] = start;
      steps[axis] = stride;
    }
    return call.move(in, Movement.slice(shape, from, steps, call.shape(dims)));
  }

  private static long[] required(OpCall call, long @Nullable [] values) {
    if (values == null) {
      throw call.refusal("lacks its starts or ends; export the model again");
    }
    return values;
  }
}
