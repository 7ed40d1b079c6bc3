package lucerna.ops.onnx;

import java.util.Arrays;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Moves constants into the bias of the product before, if nothing else reads that. A rearrangement
 * may lie between them.
 */
final class Biases {
  private Biases() {}

  static boolean fold(Draft draft, Node node) {
    if (!(node instanceof Node.AddConstant add)
        || !Arrays.stream(add.values()).allMatch(Double::isFinite)) {
      return false;
    }
    Node before = draft.soleMaker(add.input());
    Node.Reindex between = before instanceof Node.Reindex reindex ? reindex : null;
    Node first = between == null ? before : draft.soleMaker(between.input());
    if (!(first instanceof Node.Linear linear)) {
      return false;
    }
    double[] offsets =
        offsets(linear, between, add.values(), draft.size(linear.output()) / linear.groups());
    if (offsets == null) {
      return false;
    }
    double[] bias = linear.bias().clone();
    Arrays.setAll(bias, i -> bias[i] + offsets[i]);
    var merged =
        new Node.Linear(
            linear.name(),
            linear.input(),
            between == null ? add.output() : linear.output(),
            linear.weights(),
            linear.groups(),
            linear.inner(),
            linear.outer(),
            bias);
    if (between == null) {
      draft.replace(add, merged);
    } else {
      draft.replace(linear, merged);
      draft.replace(
          add, new Node.Reindex(between.name(), linear.output(), add.output(), between.source()));
    }
    return true;
  }

  /** What each channel of the product gains; null if that is not the same all over it. */
  private static double @Nullable [] offsets(
      Node.Linear linear, Node.@Nullable Reindex between, double[] values, int perGroup) {
    double[] offsets = new double[linear.bias().length];
    boolean[] known = new boolean[offsets.length];
    for (int i = 0; i < values.length; i++) {
      int source = between == null ? i : between.source()[i];
      int channel = source / perGroup * linear.outer() + source % linear.outer();
      if (known[channel] && offsets[channel] != values[i]) {
        return null;
      }
      known[channel] = true;
      offsets[channel] = values[i];
    }
    return offsets;
  }
}
