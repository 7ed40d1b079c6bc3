package lucerna.ops.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Steps over groups of consecutive elements, in double precision. */
final class FloatGroups {
  private FloatGroups() {}

  static double[] sum(Node.SumGroups node, double[] input) {
    double[] output = new double[input.length / node.fan()];
    for (int i = 0; i < input.length; i++) {
      output[i / node.fan()] += node.factor(i) * input[i];
    }
    return output;
  }

  static double[] maximum(Node.Maximum node, double[] input) {
    double[] output = new double[input.length / node.fan()];
    Arrays.fill(output, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < input.length; i++) {
      output[i / node.fan()] = Math.max(output[i / node.fan()], input[i]);
    }
    return output;
  }

  static double[] softmax(Node.Softmax node, double[] input) {
    double[] output = new double[input.length];
    for (int from = 0; from < input.length; from += node.fan()) {
      int to = from + node.fan();
      double greatest = Arrays.stream(input, from, to).max().orElse(0);
      double sum = Arrays.stream(input, from, to).map(x -> Math.exp(x - greatest)).sum();
      for (int i = from; i < to; i++) {
        double logarithm = input[i] - greatest - Math.log(sum);
        output[i] = node.log() ? logarithm : Math.exp(logarithm);
      }
    }
    return output;
  }

  static double[] normalize(Node.Normalize node, double[] input) {
    double[] output = new double[input.length];
    for (int from = 0; from < input.length; from += node.fan()) {
      int to = from + node.fan();
      double mean = node.centred() ? Arrays.stream(input, from, to).average().orElse(0) : 0;
      double variance =
          Arrays.stream(input, from, to).map(x -> (x - mean) * (x - mean)).average().orElse(0);
      for (int i = from; i < to; i++) {
        output[i] = (input[i] - mean) / Math.sqrt(variance + node.epsilon());
      }
    }
    return output;
  }

  static double[] argMax(Node.ArgMax node, double[] input) {
    double[] output = new double[input.length / node.fan()];
    for (int i = 0; i < output.length; i++) {
      int best = i * node.fan();
      for (int j = best + 1; j < (i + 1) * node.fan(); j++) {
        if (input[j] > input[best] || (node.last() && input[j] == input[best])) {
          best = j;
        }
      }
      output[i] = best - i * node.fan();
    }
    return output;
  }

  static double[] sort(Node.Sort node, double[] input) {
    double[] output = new double[input.length];
    for (int from = 0; from < input.length; from += node.fan()) {
      int start = from;
      int[] order =
          IntStream.range(from, from + node.fan())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -input[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int i = 0; i < order.length; i++) {
        output[start + i] = node.indices() ? order[i] - start : input[order[i]];
      }
    }
    return output;
  }
}
