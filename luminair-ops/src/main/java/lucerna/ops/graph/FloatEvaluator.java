package lucerna.ops.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

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
      values.put(node.output(), evaluate(node, values));
    }
    return values;
  }

  /**
   * Evaluates one step.
   *
   * @param node the step
   * @param values the tensors that it reads, by identifier
   * @return the tensor that it makes
   */
  public static double[] evaluate(Node node, Map<String, double[]> values) {
    List<double[]> in = node.inputs().stream().map(tensor -> value(values, tensor)).toList();
    double[] first = in.isEmpty() ? new double[0] : in.getFirst();
    double[] second = in.size() < 2 ? first : in.get(1);
    return switch (node) {
      case Node.Linear linear -> FloatProducts.linear(linear, first);
      case Node.MatMul product -> FloatProducts.matMul(product, first, second);
      case Node.AddTensors _ -> map(first, second, Double::sum);
      case Node.AddConstant add -> map(first, add.values(), Double::sum);
      case Node.Combine combine -> combine(combine, in);
      case Node.SumGroups sum -> FloatGroups.sum(sum, first);
      case Node.Relu _ -> map(first, first, (x, _) -> Math.max(x, 0));
      case Node.Apply apply -> map(first, first, (x, _) -> apply.function().apply(x));
      case Node.Multiply _ -> map(first, second, (x, y) -> x * y);
      case Node.Less _ -> map(first, second, (x, y) -> x < y ? 1 : 0);
      case Node.Equal _ -> map(first, second, (x, y) -> x == y ? 1 : 0);
      case Node.Divide divide -> map(first, second, (x, y) -> quotient(divide.rounding(), x, y));
      case Node.Remainder remainder ->
          map(first, second, (x, y) -> remainder.fmod() ? x % y : x - y * Math.floor(x / y));
      case Node.Reindex reindex -> pick(first, reindex.source());
      case Node.Rearrange rearrange -> rearrange(rearrange, in);
      case Node.Constant constant -> constant.values();
      case Node.Maximum maximum -> FloatGroups.maximum(maximum, first);
      case Node.Softmax softmax -> FloatGroups.softmax(softmax, first);
      case Node.Normalize normalize -> FloatGroups.normalize(normalize, first);
      case Node.ArgMax argMax -> FloatGroups.argMax(argMax, first);
      case Node.Sort sort -> FloatGroups.sort(sort, first);
      case Node.Take _ -> map(second, second, (index, _) -> first[(int) index]);
    };
  }

  private static double[] value(Map<String, double[]> values, String tensor) {
    double[] value = values.get(tensor);
    if (value == null) {
      throw new IllegalStateException("tensor " + tensor + " was not made");
    }
    return value;
  }

  private static double[] map(double[] a, double[] b, DoubleBinaryOperator operator) {
    double[] output = new double[a.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = operator.applyAsDouble(a[i], b[i]);
    }
    return output;
  }

  private static double[] combine(Node.Combine node, List<double[]> terms) {
    double[] output = new double[terms.getFirst().length];
    for (int t = 0; t < terms.size(); t++) {
      double[] term = terms.get(t);
      for (int i = 0; i < output.length; i++) {
        output[i] += node.factors()[t] * term[i];
      }
    }
    return output;
  }

  private static double quotient(Node.Divide.Rounding rounding, double x, double y) {
    double quotient = x / y;
    return switch (rounding) {
      case NONE -> quotient;
      case FLOOR -> Math.floor(quotient);
      case TRUNCATE -> quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
    };
  }

  private static double[] rearrange(Node.Rearrange node, List<double[]> tensors) {
    double[] output = new double[node.source().length];
    for (int i = 0; i < output.length; i++) {
      int which = node.which()[i];
      output[i] = (which < 0 ? node.constants() : tensors.get(which))[node.source()[i]];
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
