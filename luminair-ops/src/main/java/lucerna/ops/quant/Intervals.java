package lucerna.ops.quant;

import java.util.HashMap;
import java.util.Map;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.Node;

/** Bounds on tensors by interval arithmetic, for those that the samples say nothing about. */
final class Intervals {
  /** All elements of a tensor lie from {@code low} to {@code high}. */
  private record Interval(double low, double high) {
    double magnitude() {
      return Math.max(Math.abs(low), Math.abs(high));
    }
  }

  private final Map<String, Interval> intervals = new HashMap<>();

  private Intervals() {}

  /**
   * Bounds every tensor.
   *
   * @param graph the graph
   * @param inputs the largest absolute value of each input, by its name
   * @return the largest absolute value of each tensor
   */
  static Map<String, Double> magnitudes(Graph graph, Map<String, Double> inputs) {
    Intervals bounds = new Intervals();
    for (GraphInput input : graph.inputs()) {
      double magnitude = inputs.getOrDefault(input.name(), 1.0);
      bounds.intervals.put(input.name(), new Interval(-magnitude, magnitude));
    }
    for (Node node : graph.nodes()) {
      bounds.intervals.put(node.output(), bounds.step(node));
    }
    Map<String, Double> magnitudes = new HashMap<>();
    bounds.intervals.forEach((tensor, interval) -> magnitudes.put(tensor, interval.magnitude()));
    return magnitudes;
  }

  private Interval step(Node node) {
    Interval x = of(node.inputs().getFirst());
    return switch (node) {
      case Node.Linear linear -> linear(linear, x);
      case Node.AddTensors add -> {
        Interval y = of(add.b());
        yield new Interval(x.low + y.low, x.high + y.high);
      }
      case Node.AddConstant add -> {
        Interval c = hull(add.values());
        yield new Interval(x.low + c.low, x.high + c.high);
      }
      case Node.Relu _ -> new Interval(Math.max(0, x.low), Math.max(0, x.high));
      case Node.Reindex _ -> x;
      default -> throw new IllegalStateException(node.name() + " has no interval");
    };
  }

  private Interval of(String tensor) {
    Interval interval = intervals.get(tensor);
    if (interval == null) {
      throw new IllegalStateException("tensor " + tensor + " has no interval");
    }
    return interval;
  }

  private static Interval linear(Node.Linear node, Interval x) {
    double[] low = node.bias().clone();
    double[] high = node.bias().clone();
    for (int i = 0; i < node.weights().length; i++) {
      double weight = node.weights()[i];
      int n = i % node.outer();
      low[n] += Math.min(weight * x.low, weight * x.high);
      high[n] += Math.max(weight * x.low, weight * x.high);
    }
    return new Interval(hull(low).low, hull(high).high);
  }

  private static Interval hull(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return new Interval(low, high);
  }
}
