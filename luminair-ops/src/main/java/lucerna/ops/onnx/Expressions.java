package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Makes one function of an expression, written out, that depends on one tensor element by element.
 * Whether it is a function that we know is seen from its values: they must agree wherever it is
 * looked at, up to what constants in single precision leave open.
 */
final class Expressions {
  private static final int MOST_TENSORS = 24;
  private static final double TOLERANCE = 4e-6;
  private static final double EXACT = 1e-9;
  private static final double[] POINTS = points();

  private static final List<RealFunction> GATES =
      List.of(
          RealFunction.of(Kind.GELU_ERF),
          RealFunction.of(Kind.GELU_TANH),
          RealFunction.of(Kind.SILU),
          RealFunction.of(Kind.MISH),
          RealFunction.of(Kind.HARD_SWISH));

  private static final List<RealFunction> POWERS =
      List.of(
          RealFunction.of(Kind.SQUARE),
          RealFunction.of(Kind.POWER, 3),
          RealFunction.of(Kind.POWER, 4),
          RealFunction.of(Kind.POWER, 5),
          RealFunction.of(Kind.POWER, 6));

  private Expressions() {}

  static boolean fold(Draft draft, Node node) {
    boolean joins = node instanceof Node.Multiply || isQuotient(node);
    boolean sums = node instanceof Node.AddTensors || node instanceof Node.Combine;
    if ((!joins && !sums) || node.inputs().size() < 2 || !draft.isReal(node.output())) {
      return false;
    }
    Set<String> cone = cone(draft, node);
    for (String root : cone) {
      double[] values = draft.isReal(root) ? values(draft, node.output(), root) : null;
      if (values == null) {
        continue;
      }
      RealFunction found = gate(values, factors(draft, cone));
      if (found == null && node instanceof Node.Multiply) {
        found = power(values);
      }
      if (found != null) {
        draft.replace(node, Chains.apply(node.name(), root, node.output(), found));
        return true;
      }
    }
    return false;
  }

  /** What the node depends on through steps element by element, nearest first. */
  private static Set<String> cone(Draft draft, Node node) {
    Set<String> cone = new LinkedHashSet<>(node.inputs());
    List<String> open = new ArrayList<>(cone);
    for (int i = 0; i < open.size() && open.size() < MOST_TENSORS; i++) {
      Node maker = draft.maker(open.get(i));
      if (maker != null && isElementwise(maker)) {
        for (String input : maker.inputs()) {
          if (cone.add(input)) {
            open.add(input);
          }
        }
      }
    }
    return cone;
  }

  private static boolean isQuotient(Node node) {
    return node instanceof Node.Divide divide && divide.rounding() == Node.Divide.Rounding.NONE;
  }

  private static boolean isElementwise(Node node) {
    return switch (node) {
      case Node.Multiply _, Node.AddTensors _, Node.Combine _ -> true;
      case Node.Divide _ -> isQuotient(node);
      default -> Chains.function(node) != null;
    };
  }

  /** A tensor's elements where the root's are {@link #POINTS}; null if it reads something else. */
  private static double @Nullable [] values(Draft draft, String tensor, String root) {
    Map<String, double[]> known = new HashMap<>();
    known.put(root, POINTS);
    return values(draft, tensor, known);
  }

  private static double @Nullable [] values(
      Draft draft, String tensor, Map<String, double[]> known) {
    double[] done = known.get(tensor);
    Node maker = draft.maker(tensor);
    if (done != null) {
      return done;
    }
    if (maker == null || !isElementwise(maker) || known.size() > 2 * MOST_TENSORS) {
      return null;
    }
    List<double[]> operands = new ArrayList<>();
    for (String input : maker.inputs()) {
      double[] operand = values(draft, input, known);
      if (operand == null) {
        return null;
      }
      operands.add(operand);
    }
    double[] made = new double[POINTS.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = value(maker, operands, i);
    }
    known.put(tensor, made);
    return made;
  }

  private static double value(Node node, List<double[]> operands, int i) {
    double first = operands.getFirst()[i];
    double last = operands.getLast()[i];
    return switch (node) {
      case Node.Multiply _ -> first == 0 || last == 0 ? 0 : first * last;
      case Node.Divide _ -> first / last;
      case Node.AddTensors _ -> first + last;
      case Node.Combine combine -> {
        double sum = 0;
        for (int t = 0; t < combine.factors().length; t++) {
          sum += combine.factors()[t] * operands.get(t)[i];
        }
        yield sum;
      }
      default -> {
        RealFunction function = Chains.function(node);
        yield function == null ? Double.NaN : function.apply(first);
      }
    };
  }

  /** What arguments may be multiplied by: 1, and the factors that occur. */
  private static Set<Double> factors(Draft draft, Set<String> cone) {
    Set<Double> factors = new LinkedHashSet<>(List.of(1.0));
    for (String tensor : cone) {
      Node maker = draft.maker(tensor);
      RealFunction function = maker == null ? null : Chains.function(maker);
      if (function != null
          && !function.steps().isEmpty()
          && function.steps().getFirst().kind() == Kind.AFFINE) {
        factors.add(function.steps().getFirst().parameters().getFirst());
        factors.add(-function.steps().getFirst().parameters().getFirst());
      }
    }
    factors.remove(0.0);
    return factors;
  }

  /** {@code a g(b x)} with a gate g. */
  private static @Nullable RealFunction gate(double[] values, Set<Double> factors) {
    for (double b : factors) {
      for (RealFunction gate : GATES) {
        double a = values[0] / gate.apply(b * POINTS[0]);
        if (Math.abs(a - Math.rint(a * 1024) / 1024) < 1e-6 * Math.abs(a)) {
          a = Math.rint(a * 1024) / 1024;
        }
        if (agrees(values, gate, a, b, TOLERANCE, false)) {
          return RealFunction.of(Kind.AFFINE, b, 0).then(gate).then(Step.affine(a, 0));
        }
      }
    }
    return null;
  }

  /** {@code a x^n}. */
  private static @Nullable RealFunction power(double[] values) {
    for (RealFunction power : POWERS) {
      double a = values[0] / power.apply(POINTS[0]);
      if (agrees(values, power, a, 1, EXACT, true)) {
        return power.then(Step.affine(a, 0));
      }
    }
    return null;
  }

  private static boolean agrees(
      double[] values, RealFunction function, double a, double b, double tolerance, boolean own) {
    if (!Double.isFinite(a) || a == 0) {
      return false;
    }
    for (int i = 0; i < POINTS.length; i++) {
      double expected = a * function.apply(b * POINTS[i]);
      double scale = own ? Math.abs(expected) : Math.abs(a * b * POINTS[i]);
      if (!(Math.abs(values[i] - expected) <= tolerance * scale)) {
        return false;
      }
    }
    return true;
  }

  /** 1, then small steps where functions bend, then ever wider ones. */
  private static double[] points() {
    List<Double> points = new ArrayList<>(List.of(1.0, 0.0));
    for (int i = 1; i <= 256; i++) {
      points.add(i / 24.0);
      points.add(-i / 24.0);
    }
    for (double x = 11; x < 1e6; x *= 1.7) {
      points.add(x);
      points.add(-x);
    }
    for (double x = 1e-3; x < 0.04; x *= 2) {
      points.add(x);
      points.add(-x);
    }
    return points.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
