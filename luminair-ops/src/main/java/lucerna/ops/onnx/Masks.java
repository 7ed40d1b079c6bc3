package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.graph.Node;

/**
 * Makes public constants of what a mask takes out of a softmax. Masks put -infinity, -65504 or -1e9
 * there, or add it; whatever is {@link #FAR} below or more has an exponential of 0, and becomes
 * that constant. This is right where the other elements of the group are within some hundred of 0;
 * of a group that is masked as a whole, nothing changes. No infinity is left in a softmax, and no
 * mask is a secret one: where it is tells what a model attends to, not its weights.
 */
final class Masks {
  /** The exponential of this is 0 to 434 digits. */
  static final double FAR = -1000;

  private Masks() {}

  static boolean fold(Draft draft, Node node) {
    return switch (node) {
      case Node.AddConstant add -> added(draft, add);
      case Node.Rearrange rearrange -> placed(draft, rearrange);
      default -> false;
    };
  }

  private static boolean added(Draft draft, Node.AddConstant node) {
    double[] values = node.values().clone();
    boolean[] masked = new boolean[values.length];
    boolean any = false;
    for (int i = 0; i < values.length; i++) {
      masked[i] = values[i] <= FAR;
      any |= masked[i];
    }
    if (!any || !leadsToSoftmax(draft, node.output(), masked)) {
      return false;
    }
    int[] which = new int[values.length];
    int[] source = new int[values.length];
    boolean rest = false;
    for (int i = 0; i < values.length; i++) {
      which[i] = masked[i] ? -1 : 0;
      source[i] = masked[i] ? 0 : i;
      values[i] = masked[i] ? 0 : values[i];
      rest |= values[i] != 0;
    }
    String input = rest ? draft.like(node.input()) : node.input();
    List<Node> made = new ArrayList<>();
    if (rest) {
      made.add(new Node.AddConstant(node.name(), node.input(), input, values));
    }
    made.add(
        new Node.Rearrange(
            node.name(), List.of(input), node.output(), which, source, new double[] {FAR}));
    draft.replace(node, made);
    return true;
  }

  private static boolean placed(Draft draft, Node.Rearrange node) {
    boolean[] masked = new boolean[node.which().length];
    boolean any = false;
    for (int i = 0; i < masked.length; i++) {
      masked[i] = node.which()[i] < 0 && node.constants()[node.source()[i]] <= FAR;
      any |= masked[i] && node.constants()[node.source()[i]] != FAR;
    }
    if (!any || !leadsToSoftmax(draft, node.output(), masked)) {
      return false;
    }
    double[] constants = Arrays.stream(node.constants()).map(x -> Math.max(x, FAR)).toArray();
    draft.replace(
        node,
        new Node.Rearrange(
            node.name(), node.tensors(), node.output(), node.which(), node.source(), constants));
    return true;
  }

  /** Whether only softmaxes read a tensor, each group of which has elements that are not masked. */
  private static boolean leadsToSoftmax(Draft draft, String tensor, boolean[] masked) {
    if (draft.isOutput(tensor)) {
      return false;
    }
    for (Node reader : draft.readers(tensor)) {
      boolean fits =
          switch (reader) {
            case Node.Softmax softmax -> !softmax.log() && eachGroupStays(masked, softmax.fan());
            case Node.AddTensors add -> leadsToSoftmax(draft, add.output(), masked);
            case Node.Reindex reindex -> {
              boolean[] moved = new boolean[reindex.source().length];
              for (int i = 0; i < moved.length; i++) {
                moved[i] = masked[reindex.source()[i]];
              }
              yield leadsToSoftmax(draft, reindex.output(), moved);
            }
            default -> false;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean eachGroupStays(boolean[] masked, int fan) {
    for (int from = 0; from < masked.length; from += fan) {
      boolean all = true;
      for (int i = from; i < from + fan; i++) {
        all &= masked[i];
      }
      if (all) {
        return false;
      }
    }
    return true;
  }
}
