package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Composes functions, and scales and shifts by one public number, that follow each other with
 * nothing else reading what is between them.
 */
final class Chains {
  /* Half the distance of a number in single precision to the next. */
  private static final double SINGLE = 0x1p-23;

  private Chains() {}

  static boolean fold(Draft draft, Node node) {
    if (node.inputs().size() != 1) {
      return false;
    }
    Node before = draft.soleMaker(node.inputs().getFirst());
    RealFunction second = function(node);
    RealFunction first = before == null ? null : function(before);
    if (before == null || second == null || first == null) {
      return false;
    }
    boolean applies = before instanceof Node.Apply || node instanceof Node.Apply;
    boolean scales = before instanceof Node.Combine && node instanceof Node.Combine;
    if (!applies && !scales) {
      return false;
    }
    String input = before.inputs().getFirst();
    draft.replace(node, apply(node.name(), input, node.output(), first.then(second)));
    return true;
  }

  /** The node that applies a function; a multiplication alone is no function. */
  static Node apply(String name, String input, String output, RealFunction function) {
    RealFunction joined = join(function);
    if (joined.steps().isEmpty()) {
      return new Node.Combine(name, List.of(input), new double[] {1}, output);
    }
    Step only = joined.steps().getFirst();
    return joined.steps().size() == 1
            && only.kind() == Kind.AFFINE
            && only.parameters().getLast() == 0
        ? new Node.Combine(
            name, List.of(input), new double[] {only.parameters().getFirst()}, output)
        : new Node.Apply(name, input, output, joined);
  }

  /** What a node does to each element of its one operand; null if that is no function. */
  static @Nullable RealFunction function(Node node) {
    return switch (node) {
      case Node.Apply apply -> apply.function();
      case Node.Relu _ -> RealFunction.of(Kind.RELU);
      case Node.Combine combine when combine.terms().size() == 1 ->
          RealFunction.of(Kind.AFFINE, combine.factors()[0], 0);
      case Node.AddConstant add when isUniform(add.values()) && Double.isFinite(add.values()[0]) ->
          RealFunction.of(Kind.AFFINE, 1, add.values()[0]);
      default -> null;
    };
  }

  static boolean isUniform(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  /** Joins neighbouring scales and shifts; one that single precision does not see is left out. */
  private static RealFunction join(RealFunction function) {
    List<Step> steps = new ArrayList<>();
    for (Step step : function.steps()) {
      Step joined = step;
      if (step.kind() == Kind.AFFINE && !steps.isEmpty() && steps.getLast().kind() == Kind.AFFINE) {
        List<Double> first = steps.removeLast().parameters();
        List<Double> second = step.parameters();
        joined =
            Step.affine(
                first.getFirst() * second.getFirst(),
                first.getLast() * second.getFirst() + second.getLast());
      }
      steps.add(joined);
      if (joined.kind() == Kind.AFFINE
          && Math.abs(joined.parameters().getFirst() - 1) < SINGLE
          && joined.parameters().getLast() == 0) {
        steps.removeLast();
      }
    }
    return new RealFunction(steps);
  }
}
