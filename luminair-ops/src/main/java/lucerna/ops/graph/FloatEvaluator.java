package lucerna.ops.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates a graph in double precision: the reference that quantised results are held against. */
public final class FloatEvaluator {
  private FloatEvaluator() {}

  /**
   * Evaluates every tensor.
   *
   * @param graph the graph
   * @param inputs one vector per graph input, in order
   * @return the values of each tensor by its identifier: inputs first, then in the nodes' order
   * @throws IllegalArgumentException if the inputs are not as many, or as long, as the graph's
   */
  public static Map<String, double[]> evaluate(Graph graph, List<double[]> inputs) {
    if (inputs.size() != graph.inputs().size()) {
      throw new IllegalArgumentException(
          "expected " + graph.inputs().size() + " inputs, got " + inputs.size());
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      GraphInput input = graph.inputs().get(i);
      if (inputs.get(i).length != input.shape().size()) {
        throw new IllegalArgumentException("wrong length of input " + input.name());
      }
      values.put(input.name(), inputs.get(i).clone());
    }
    for (Node node : graph.nodes()) {
      values.put(node.output(), step(node, values));
    }
    return values;
  }

  private static double[] step(Node node, Map<String, double[]> values) {
    return switch (node) {
      case Node.Linear linear -> linear(linear, value(values, linear.input()));
      case Node.AddTensors add -> sum(value(values, add.a()), value(values, add.b()));
      case Node.AddConstant add -> sum(value(values, add.input()), add.values());
      case Node.Relu relu -> relu(value(values, relu.input()));
      case Node.Reindex reindex -> pick(value(values, reindex.input()), reindex.source());
    };
  }

  private static double[] value(Map<String, double[]> values, String tensor) {
    double[] value = values.get(tensor);
    if (value == null) {
      throw new IllegalStateException("tensor " + tensor + " was not made");
    }
    return value;
  }

  private static double[] linear(Node.Linear node, double[] input) {
    int rows = input.length / node.inner();
    double[] output = new double[rows * node.outer()];
    for (int m = 0; m < rows; m++) {
      int at = m * node.outer();
      System.arraycopy(node.bias(), 0, output, at, node.outer());
      for (int k = 0; k < node.inner(); k++) {
        double factor = input[m * node.inner() + k];
        int row = k * node.outer();
        for (int n = 0; n < node.outer(); n++) {
          output[at + n] += factor * node.weights()[row + n];
        }
      }
    }
    return output;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] output = a.clone();
    for (int i = 0; i < output.length; i++) {
      output[i] += b[i];
    }
    return output;
  }

  private static double[] relu(double[] input) {
    double[] output = input.clone();
    for (int i = 0; i < output.length; i++) {
      output[i] = Math.max(output[i], 0);
    }
    return output;
  }

  private static double[] pick(double[] input, int[] source) {
    double[] output = new double[source.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = input[source[i]];
    }
    return output;
  }
}
