package lucerna.ops.quantise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;

/**
 * What samples showed of a graph: all that its quantisation takes from them, so that it can be
 * stored and used without them.
 *
 * @param samples the number of samples
 * @param tensors least and largest element of each tensor, by its identifier
 * @param vectors what was seen of each vector that the circuit will hold, in order
 */
public record Calibration(int samples, Map<String, double[]> tensors, List<Vector> vectors) {
  /**
   * What was seen of a vector.
   *
   * @param name where it comes from
   * @param least its least element
   * @param most its largest
   * @param meanSquare the mean of the squares
   */
  public record Vector(String name, double least, double most, double meanSquare) {
    void set(Base base) {
      if (!base.name.equals(name)) {
        throw new UserException(
            "Ranges of %s were measured where %s is; calibrate again.".formatted(name, base.name));
      }
      base.least = least;
      base.most = most;
      base.meanSquare = meanSquare;
    }
  }

  /** Copies both. */
  public Calibration {
    tensors = Map.copyOf(tensors);
    vectors = List.copyOf(vectors);
  }

  /**
   * Evaluates a graph on samples.
   *
   * @param graph the graph
   * @param samples per sample one vector per graph input, in order
   * @return what was seen
   * @throws UserException if there are no samples, or a tensor that counts becomes infinite or not
   *     a number
   */
  public static Calibration measure(Graph graph, List<List<double[]>> samples) {
    List<Map<String, double[]>> runs = Quantiser.runs(graph, samples);
    Map<String, double[]> ranges = new HashMap<>(Quantiser.ranges(runs));
    Plan plan = Planner.plan(graph, new Ranges(ranges));
    plan.bases.forEach(base -> Quantiser.measure(base, runs));
    // What is not finite is no vector's: measuring those has refused it.
    ranges.values().removeIf(range -> !Double.isFinite(range[0]) || !Double.isFinite(range[1]));
    return new Calibration(
        samples.size(),
        ranges,
        plan.bases.stream()
            .map(base -> new Vector(base.name, base.least, base.most, base.meanSquare))
            .toList());
  }
}
