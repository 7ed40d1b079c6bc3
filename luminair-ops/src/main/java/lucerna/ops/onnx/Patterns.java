package lucerna.ops.onnx;

import java.util.List;
import lucerna.ops.graph.Node;

/** Makes the nodes of a graph fewer, without changing what they compute in real numbers. */
final class Patterns {
  private Patterns() {}

  static List<Node> simplify(Draft draft) {
    draft.rewrite(List.of(Masks::fold));
    draft.rewrite(List.of(Biases::fold, ScaleFolding::fold));
    draft.rewrite(List.of(Chains::fold, Expressions::fold, Norms::fold, Softmaxes::fold));
    draft.rewrite(List.of(Masks::fold));
    draft.rewrite(List.of(Biases::fold, ScaleFolding::fold, Gains::fold, Chains::fold));
    return draft.nodes();
  }
}
