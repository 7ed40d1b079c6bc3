package lucerna.ops.onnx;

import java.util.Arrays;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Moves a scale and shift per channel into the product before it, if nothing else reads that: batch
 * normalisation into the convolution. A rearrangement may lie between them.
 */
final class ScaleFolding {
  private ScaleFolding() {}

  static boolean fold(Draft draft, Node node) {
    if (!(node instanceof Node.Linear scale)
        || scale.inner() != 1
        || scale.outer() != 1
        || !draft.isReal(scale.output())) {
      return false;
    }
    Node before = draft.soleMaker(scale.input());
    Node.Reindex between = before instanceof Node.Reindex reindex ? reindex : null;
    Node first = between == null ? before : draft.soleMaker(between.input());
    if (!(first instanceof Node.Linear product) || !draft.isReal(product.output())) {
      return false;
    }
    int[] channels = channels(scale, between, product, draft.size(product.output()));
    if (channels == null) {
      return false;
    }
    double[] weights = product.weights().clone();
    double[] bias = product.bias().clone();
    for (int i = 0; i < weights.length; i++) {
      int group = i / (product.inner() * product.outer());
      int channel = channels[group * product.outer() + i % product.outer()];
      weights[i] *= channel < 0 ? 1 : scale.weights()[channel];
    }
    for (int i = 0; i < bias.length; i++) {
      if (channels[i] >= 0) {
        bias[i] = bias[i] * scale.weights()[channels[i]] + scale.bias()[channels[i]];
      }
    }
    String output = between == null ? scale.output() : product.output();
    var merged =
        new Node.Linear(
            product.name(),
            product.input(),
            output,
            weights,
            product.groups(),
            product.inner(),
            product.outer(),
            bias);
    if (between == null) {
      draft.replace(scale, merged);
    } else {
      draft.replace(product, merged);
      draft.replace(
          scale,
          new Node.Reindex(between.name(), product.output(), scale.output(), between.source()));
    }
    return true;
  }

  /** The scale of each of the product's channels, -1 if it is not used; null if it has several. */
  private static int @Nullable [] channels(
      Node.Linear scale, Node.@Nullable Reindex between, Node.Linear product, int size) {
    int total = between == null ? size : between.source().length;
    int length = product.outer();
    int[] channels = new int[product.groups() * length];
    Arrays.fill(channels, -1);
    int run = total / scale.groups();
    int perGroup = size / product.groups();
    for (int i = 0; i < total; i++) {
      int source = between == null ? i : between.source()[i];
      int channel = source / perGroup * length + source % length;
      if (channels[channel] >= 0 && channels[channel] != i / run) {
        return null;
      }
      channels[channel] = i / run;
    }
    return channels;
  }
}
