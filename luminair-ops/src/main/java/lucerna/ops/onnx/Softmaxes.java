package lucerna.ops.onnx;

import java.util.List;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Node;

/** Makes one step of softmax that is written out, and of the logarithm of one. */
final class Softmaxes {
  private Softmaxes() {}

  static boolean fold(Draft draft, Node node) {
    return switch (node) {
      case Node.Divide divide when divide.rounding() == Node.Divide.Rounding.NONE ->
          fold(draft, node, divide.a(), divide.b(), true);
      case Node.Multiply multiply ->
          fold(draft, node, multiply.a(), multiply.b(), false)
              || fold(draft, node, multiply.b(), multiply.a(), false);
      case Node.Apply apply -> logarithm(draft, apply);
      default -> false;
    };
  }

  /** The logarithm of softmax, of which nothing else is read. */
  private static boolean logarithm(Draft draft, Node.Apply node) {
    List<Step> steps = node.function().steps();
    if (steps.isEmpty()
        || steps.getFirst().kind() != Kind.LOG
        || !(draft.soleMaker(node.input()) instanceof Node.Softmax softmax)
        || softmax.log()) {
      return false;
    }
    boolean only = steps.size() == 1;
    String output = only ? node.output() : draft.like(node.output());
    var logarithm = new Node.Softmax(node.name(), softmax.input(), output, softmax.fan(), true);
    draft.replace(
        node,
        only
            ? List.of(logarithm)
            : List.of(
                logarithm,
                Chains.apply(
                    node.name(),
                    output,
                    node.output(),
                    new RealFunction(steps.subList(1, steps.size())))));
    return true;
  }

  private static boolean fold(Draft draft, Node node, String above, String below, boolean divides) {
    Draft.Places spread = draft.places(below);
    Node maker = draft.maker(spread.origin());
    if (!divides) {
      maker =
          maker instanceof Node.Apply apply
                  && apply.function().equals(RealFunction.of(Kind.RECIPROCAL))
              ? draft.maker(apply.input())
              : null;
    }
    if (!(maker instanceof Node.SumGroups sum)
        || !Chains.isUniform(sum.factors())
        || sum.factors()[0] != 1) {
      return false;
    }
    Draft.Places summed = draft.places(sum.input());
    Draft.Places taken = draft.places(above);
    String exponential = taken.origin();
    if (!summed.origin().equals(exponential)
        || !(draft.maker(exponential) instanceof Node.Apply apply)
        || apply.function().steps().isEmpty()
        || apply.function().steps().getLast().kind() != Kind.EXP) {
      return false;
    }
    Partition groups = Partition.of(sum.fan(), summed.source(), draft.size(exponential));
    if (groups == null || !groups.spreads(taken.source(), spread.source())) {
      return false;
    }
    List<Step> steps = apply.function().steps();
    RealFunction before = new RealFunction(steps.subList(0, steps.size() - 1));
    boolean scales = before.steps().stream().allMatch(step -> step.kind() == Kind.AFFINE);
    String input = scales ? unshifted(draft, apply.input(), groups) : apply.input();
    boolean plain = before.steps().isEmpty();
    String scaled = plain ? input : draft.like(input);
    groups.replace(
        draft,
        node,
        plain ? List.of() : List.of(Chains.apply(node.name(), input, scaled, before)),
        scaled,
        taken.source(),
        1,
        (tensor, output) -> new Node.Softmax(node.name(), tensor, output, sum.fan(), false));
    return true;
  }

  /** The tensor that something the same for a whole group was subtracted from, if one was. */
  private static String unshifted(Draft draft, String tensor, Partition groups) {
    if (draft.maker(tensor) instanceof Node.Combine combine && combine.terms().size() == 2) {
      for (int i = 0; i < 2; i++) {
        Draft.Places other = draft.places(combine.terms().get(1 - i));
        if (combine.factors()[i] == 1 && groups.isConstant(other.source())) {
          return combine.terms().get(i);
        }
      }
    }
    return tensor;
  }
}
