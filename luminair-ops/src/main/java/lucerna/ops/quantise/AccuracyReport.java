package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphOutput;

/**
 * How far a quantised model is from its graph on samples. Errors are over all elements of all
 * outputs; classes are the largest element of the first output.
 *
 * @param samples the number of samples
 * @param refused how many of them are out of the key's range: they count in nothing but accuracy,
 *     where they are wrong
 * @param meanAbsolute mean of the absolute errors
 * @param medianAbsolute their median
 * @param maxAbsolute the largest
 * @param range largest less smallest element of the float outputs
 * @param percentOfRange mean absolute error of an output in percent of its own range, of all
 *     outputs that are real the greatest; see {@link ErrorSearch}
 * @param wrongIntegers how many elements of outputs that are integers or booleans differ
 * @param meanPercentage mean of the errors relative to float elements above {@code 1e-6} in
 *     absolute value, in percent
 * @param agreement the share of samples with the same class as in float
 * @param labels whether there were labels
 * @param floatAccuracy the share of samples whose float class is the label; 0 without labels
 * @param accuracy the share of samples whose quantised class is the label; 0 without labels
 */
public record AccuracyReport(
    int samples,
    int refused,
    double meanAbsolute,
    double medianAbsolute,
    double maxAbsolute,
    double range,
    double percentOfRange,
    int wrongIntegers,
    double meanPercentage,
    double agreement,
    boolean labels,
    double floatAccuracy,
    double accuracy) {

  /**
   * Compares a quantised model with its graph.
   *
   * @param graph the graph
   * @param circuit the circuit made of it
   * @param weights the circuit's weights
   * @param samples per sample one vector per graph input, in order
   * @param labels per sample its class; empty if there are none
   * @return the report
   * @throws UserException if no sample is within the key's range
   */
  public static AccuracyReport compare(
      Graph graph,
      Circuit circuit,
      Weights weights,
      List<List<double[]>> samples,
      List<Integer> labels) {
    CircuitExecutor executor = new CircuitExecutor(circuit, Bounds.of(circuit), weights);
    Comparison comparison = new Comparison(graph);
    for (int s = 0; s < samples.size(); s++) {
      List<double[]> sample = samples.get(s);
      var values = FloatEvaluator.evaluate(graph, sample);
      List<double[]> expected = new ArrayList<>();
      for (GraphOutput output : graph.outputs()) {
        expected.add(values.getOrDefault(output.tensor(), new double[0]));
      }
      int label = labels.isEmpty() ? -1 : labels.get(s);
      try {
        CircuitExecution execution = executor.run(sample.toArray(double[][]::new));
        comparison.add(expected, execution.reals(), label);
      } catch (UserException outOfRange) {
        comparison.refuse(expected, outOfRange, label);
      }
    }
    return comparison.report(samples.size(), !labels.isEmpty());
  }

  /**
   * Returns the report as text.
   *
   * @return a few lines
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "%d samples, %d of them out of the key's range", samples, refused));
    lines.add(
        String.format(
            Locale.ROOT,
            "absolute error: mean %.3g, median %.3g, largest %.3g; outputs span %.3g",
            meanAbsolute,
            medianAbsolute,
            maxAbsolute,
            range));
    lines.add(String.format(Locale.ROOT, "mean percentage error: %.4f %%", meanPercentage));
    lines.add(
        String.format(
            Locale.ROOT, "mean error in percent of the output's range: %.4f %%", percentOfRange));
    lines.add(String.format(Locale.ROOT, "same class as in float: %.2f %%", 100 * agreement));
    if (labels) {
      lines.add(
          String.format(
              Locale.ROOT,
              "accuracy: %.2f %% in float, %.2f %% quantised",
              100 * floatAccuracy,
              100 * accuracy));
    }
    return lines;
  }

  /** Sums over samples, of one output. */
  private static final class OutputErrors {
    private final boolean exact;
    private double sum;
    private int count;
    private int wrong;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    OutputErrors(boolean exact) {
      this.exact = exact;
    }

    void add(double value, double error) {
      sum += error;
      count++;
      wrong += exact && error != 0 ? 1 : 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }

    double percent() {
      if (exact || sum == 0) {
        return 0;
      }
      // One number alone has no range: its own size stands for it.
      double range = high > low ? high - low : Math.abs(high);
      return range == 0 ? Double.POSITIVE_INFINITY : 100 * sum / count / range;
    }
  }

  /** Sums over samples. */
  private static final class Comparison {
    private final List<OutputErrors> outputs;
    private final List<Double> errors = new ArrayList<>();
    private double percentages;
    private int relative;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private int agreeing;
    private int floatRight;
    private int right;
    private int refused;
    private String refusal = "There are no samples.";

    Comparison(Graph graph) {
      outputs =
          graph.outputs().stream()
              .map(output -> new OutputErrors(graph.kind(output.tensor()) != ElementKind.REAL))
              .toList();
    }

    void add(List<double[]> expected, double[][] actual, int label) {
      for (int o = 0; o < actual.length; o++) {
        for (int i = 0; i < actual[o].length; i++) {
          double value = expected.get(o)[i];
          double error = Math.abs(value - actual[o][i]);
          errors.add(error);
          outputs.get(o).add(value, error);
          low = Math.min(low, value);
          high = Math.max(high, value);
          if (Math.abs(value) > 1e-6) {
            percentages += error / Math.abs(value);
            relative++;
          }
        }
      }
      int wanted = largest(expected.getFirst());
      int found = largest(actual[0]);
      agreeing += wanted == found ? 1 : 0;
      floatRight += wanted == label ? 1 : 0;
      right += found == label ? 1 : 0;
    }

    void refuse(List<double[]> expected, UserException reason, int label) {
      refused++;
      refusal = String.valueOf(reason.getMessage());
      floatRight += largest(expected.getFirst()) == label ? 1 : 0;
    }

    AccuracyReport report(int samples, boolean labels) {
      if (errors.isEmpty()) {
        throw new UserException("No sample can be compared: " + refusal);
      }
      double[] sorted = errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new AccuracyReport(
          samples,
          refused,
          Arrays.stream(sorted).sum() / sorted.length,
          median,
          sorted[sorted.length - 1],
          high - low,
          outputs.stream().mapToDouble(OutputErrors::percent).max().orElse(0),
          outputs.stream().mapToInt(output -> output.wrong).sum(),
          relative == 0 ? 0 : 100 * percentages / relative,
          (double) agreeing / (samples - refused),
          labels,
          labels ? (double) floatRight / samples : 0,
          labels ? (double) right / samples : 0);
    }

    private static int largest(double[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }
  }
}
