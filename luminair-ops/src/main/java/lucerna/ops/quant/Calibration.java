package lucerna.ops.quant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;

/**
 * How large the tensors of a graph are on samples.
 *
 * @param samples the number of samples
 * @param tensors what was seen of each tensor, by its identifier
 */
public record Calibration(int samples, Map<String, Magnitude> tensors) {
  /**
   * The size of a tensor's elements.
   *
   * @param max the largest absolute value
   * @param meanSquare the mean of the squares
   */
  public record Magnitude(double max, double meanSquare) {}

  /** Copies the map. */
  public Calibration {
    tensors = Map.copyOf(tensors);
  }

  /**
   * Evaluates the graph on samples.
   *
   * @param graph the graph
   * @param samples per sample one vector per graph input, in order
   * @return what was seen
   * @throws UserException if there are no samples or a tensor becomes infinite or not a number
   * @throws IllegalArgumentException if the vectors are not as many, or as long, as the graph's
   */
  public static Calibration measure(Graph graph, List<List<double[]>> samples) {
    if (samples.isEmpty()) {
      throw new UserException("Calibration needs at least one sample.");
    }
    Map<String, Magnitude> tensors = new HashMap<>();
    for (int s = 0; s < samples.size(); s++) {
      Map<String, double[]> values = FloatEvaluator.evaluate(graph, samples.get(s));
      for (Map.Entry<String, double[]> tensor : values.entrySet()) {
        Magnitude seen = of(tensor.getValue());
        if (!Double.isFinite(seen.meanSquare())) {
          throw new UserException(
              "Tensor %s holds values that are infinite, not a number or too large, on sample %d."
                  .formatted(tensor.getKey(), s));
        }
        tensors.merge(tensor.getKey(), seen, Calibration::merge);
      }
    }
    int count = samples.size();
    tensors.replaceAll((name, sum) -> new Magnitude(sum.max(), sum.meanSquare() / count));
    return new Calibration(count, tensors);
  }

  /**
   * Returns what was seen of a tensor.
   *
   * @param tensor its identifier
   * @return its size
   * @throws IllegalArgumentException if no such tensor was measured
   */
  public Magnitude of(String tensor) {
    Magnitude magnitude = tensors.get(tensor);
    if (magnitude == null) {
      throw new IllegalArgumentException("tensor " + tensor + " was not measured");
    }
    return magnitude;
  }

  private static Magnitude of(double[] values) {
    double max = 0;
    double squares = 0;
    for (double value : values) {
      max = Math.max(max, Math.abs(value));
      squares += value * value;
    }
    return new Magnitude(max, squares / Math.max(1, values.length));
  }

  private static Magnitude merge(Magnitude a, Magnitude b) {
    return new Magnitude(Math.max(a.max(), b.max()), a.meanSquare() + b.meanSquare());
  }
}
