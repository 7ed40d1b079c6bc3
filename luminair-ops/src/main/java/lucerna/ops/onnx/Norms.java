package lucerna.ops.onnx;

import java.util.List;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Makes one step of normalisations that are written out: what is divided by the root of the mean of
 * its own squares, with something added to it, and with the mean subtracted before or not.
 */
final class Norms {
  /* What stands for nothing added: so little that only groups of zeros see it. */
  private static final double LEAST = 1e-18;
  private static final double EXACT = 1e-9;
  private static final double SINGLE = 1e-6;
  private static final double[] POINTS = {0.25, 1, 3, 10, 100};

  private Norms() {}

  static boolean fold(Draft draft, Node node) {
    return switch (node) {
      case Node.Divide divide when divide.rounding() == Node.Divide.Rounding.NONE ->
          fold(draft, node, divide.a(), divide.b(), true);
      case Node.Multiply multiply ->
          fold(draft, node, multiply.a(), multiply.b(), false)
              || fold(draft, node, multiply.b(), multiply.a(), false);
      default -> false;
    };
  }

  private static boolean fold(Draft draft, Node node, String above, String below, boolean divides) {
    if (!draft.isReal(node.output()) || !draft.isReal(above) || !draft.isReal(below)) {
      return false;
    }
    Draft.Places spread = draft.places(below);
    RealFunction root = RealFunction.IDENTITY;
    Node maker = draft.maker(spread.origin());
    RealFunction step = maker == null ? null : Chains.function(maker);
    while (maker != null && step != null) {
      root = step.then(root);
      maker = draft.maker(maker.inputs().getFirst());
      step = maker == null ? null : Chains.function(maker);
    }
    if (!(maker instanceof Node.SumGroups sum) || !Chains.isUniform(sum.factors())) {
      return false;
    }
    Draft.Places squares = squared(draft, sum.input());
    Draft.Places taken = draft.places(above);
    double[] line = line(root, divides);
    if (squares == null || line == null) {
      return false;
    }
    Centred of = centred(draft, taken.origin());
    String squared = squares.origin();
    boolean same =
        squared.equals(taken.origin()) || (of != null && of.equals(centred(draft, squared)));
    Partition groups = Partition.of(sum.fan(), squares.source(), draft.size(squared));
    if (!same || groups == null || !groups.spreads(taken.source(), spread.source())) {
      return false;
    }
    double scale = line[0] * sum.factors()[0] * sum.fan();
    scale = Math.abs(scale - 1) < SINGLE ? 1 : scale;
    double epsilon = Math.max(line[1] / scale, LEAST);
    if (!(scale > 0)) {
      return false;
    }
    String centre = of != null && of.groups().equals(groups) ? of.input() : null;
    groups.replace(
        draft,
        node,
        List.of(),
        centre == null ? squared : centre,
        taken.source(),
        1 / Math.sqrt(scale),
        (input, output) ->
            new Node.Normalize(node.name(), input, output, sum.fan(), epsilon, centre != null));
    return true;
  }

  /** What a tensor holds the squares of. */
  private static Draft.@Nullable Places squared(Draft draft, String tensor) {
    Draft.Places outer = draft.places(tensor);
    if (!(draft.maker(outer.origin()) instanceof Node.Apply apply)
        || (!apply.function().equals(RealFunction.of(Kind.SQUARE))
            && !apply.function().equals(RealFunction.of(Kind.POWER, 2)))) {
      return null;
    }
    Draft.Places inner = draft.places(apply.input());
    return new Draft.Places(inner.origin(), Draft.compose(inner.source(), outer.source()));
  }

  /** The a and b of a function of v whose square, or that of its inverse, is a v + b. */
  private static double @Nullable [] line(RealFunction root, boolean divides) {
    double[] squares = new double[POINTS.length];
    for (int i = 0; i < squares.length; i++) {
      double value = root.apply(POINTS[i]);
      squares[i] = divides ? value * value : 1 / (value * value);
      if (!(value > 0) || !Double.isFinite(squares[i])) {
        return null;
      }
    }
    int last = squares.length - 1;
    double a = (squares[last] - squares[0]) / (POINTS[last] - POINTS[0]);
    double zero = root.apply(0);
    double b = divides ? zero * zero : 1 / (zero * zero);
    b = Double.isFinite(b) ? b : 0;
    for (int i = 0; i < squares.length; i++) {
      if (!(Math.abs(a * POINTS[i] + b - squares[i]) <= EXACT * squares[i])) {
        return null;
      }
    }
    return new double[] {a, b};
  }

  /** What a tensor is without the mean of each group; null if it is no such thing. */
  private static @Nullable Centred centred(Draft draft, String tensor) {
    if (!(draft.maker(tensor) instanceof Node.Combine combine) || combine.terms().size() != 2) {
      return null;
    }
    boolean first = combine.factors()[0] == 1;
    if (combine.factors()[first ? 0 : 1] != 1 || combine.factors()[first ? 1 : 0] != -1) {
      return null;
    }
    String input = combine.terms().get(first ? 0 : 1);
    Draft.Places spread = draft.places(combine.terms().get(first ? 1 : 0));
    if (!(draft.maker(spread.origin()) instanceof Node.SumGroups sum)
        || !Chains.isUniform(sum.factors())
        || Math.abs(sum.factors()[0] * sum.fan() - 1) > SINGLE) {
      return null;
    }
    Draft.Places summed = draft.places(sum.input());
    Draft.Places own = draft.places(input);
    Partition groups =
        summed.origin().equals(own.origin())
            ? Partition.of(sum.fan(), summed.source(), draft.size(own.origin()))
            : null;
    if (groups == null
        || own.source().length != draft.size(own.origin())
        || !groups.spreads(own.source(), spread.source())) {
      return null;
    }
    return new Centred(input, new Partition(spread.source(), sum.fan()));
  }

  /** A tensor and the groups of it whose means are subtracted. */
  private record Centred(String input, Partition groups) {}
}
