package lucerna.ops.quantise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;

/** Quantises graphs: integers with power-of-two scales, for inputs like the samples. */
public final class Quantiser {
  private static final double FARTHEST = 1e60;

  /** Room for what rounding adds to the greatest value. */
  private static final double MARGIN = 1.0 / 256;

  private Quantiser() {}

  /**
   * Quantises a graph.
   *
   * @param graph the graph
   * @param samples per sample one vector per graph input, in order
   * @param options what the choice of scales may use
   * @return the circuit, its weights and what was chosen
   * @throws UserException if there are no samples, a tensor becomes infinite or not a number on
   *     one, or no scales bound all accumulators
   */
  public static Quantised quantise(Graph graph, List<List<double[]>> samples, Options options) {
    List<Map<String, double[]>> runs = runs(graph, samples);
    Plan plan = Planner.plan(graph, new Ranges(ranges(runs)));
    plan.bases.forEach(base -> measure(base, runs));
    return quantise(graph, plan, samples.size(), options);
  }

  /**
   * Quantises a graph by what was measured before.
   *
   * @param graph the graph
   * @param calibration what samples showed
   * @param options what the choice of scales may use
   * @return the circuit, its weights and what was chosen
   * @throws UserException if the calibration is of another graph, or no scales bound all
   *     accumulators
   */
  public static Quantised quantise(Graph graph, Calibration calibration, Options options) {
    Plan plan = Planner.plan(graph, new Ranges(calibration.tensors()));
    if (plan.bases.size() != calibration.vectors().size()) {
      throw new UserException("The ranges were measured on another model; calibrate this one.");
    }
    for (int i = 0; i < plan.bases.size(); i++) {
      calibration.vectors().get(i).set(plan.bases.get(i));
    }
    return quantise(graph, plan, calibration.samples(), options);
  }

  static List<Map<String, double[]>> runs(Graph graph, List<List<double[]>> samples) {
    if (samples.isEmpty()) {
      throw new UserException("Calibration needs at least one sample.");
    }
    return samples.stream().map(sample -> FloatEvaluator.evaluate(graph, sample)).toList();
  }

  private static Quantised quantise(Graph graph, Plan plan, int samples, Options options) {
    for (PlanBlock block : plan.blocks) {
      int headroom =
          block instanceof PlanBlock.Input ? options.inputHeadroom(samples) : options.headroom();
      widen(block.base(), headroom);
    }
    SumParts.cut(plan, options.sumLength());
    Settler settler = new Settler(plan, options);
    settler.settle();
    Emitter.Emitted emitted = Emitter.emit(graph, plan, settler, options.saturate());
    return new Quantised(emitted.circuit(), emitted.weights(), Report.of(plan));
  }

  static Map<String, double[]> ranges(List<Map<String, double[]>> runs) {
    Map<String, double[]> ranges = new HashMap<>();
    for (int s = 0; s < runs.size(); s++) {
      for (Map.Entry<String, double[]> tensor : runs.get(s).entrySet()) {
        double[] range =
            ranges.computeIfAbsent(
                tensor.getKey(),
                _ ->
                    new double[] {
                      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
                    });
        for (double value : tensor.getValue()) {
          range[0] = Math.min(range[0], value);
          range[1] = Math.max(range[1], value);
          range[2] = value > Ranges.MASKED ? Math.min(range[2], value) : range[2];
        }
      }
    }
    return ranges;
  }

  static void measure(Base base, List<Map<String, double[]>> runs) {
    double squares = 0;
    long count = 0;
    for (int s = 0; s < runs.size(); s++) {
      for (double value : base.real.apply(runs.get(s))) {
        if (!Double.isFinite(value) || Math.abs(value) > FARTHEST) {
          throw new UserException(
              "Tensor %s holds %s on sample %d: infinite, not a number or too far from 1 to be scaled."
                  .formatted(base.name, value, s));
        }
        base.least = Math.min(base.least, value);
        base.most = Math.max(base.most, value);
        squares += value * value;
        count++;
      }
    }
    base.meanSquare = squares / Math.max(1, count);
    if (base.magnitude() == 0) {
      base.most = 1;
    }
  }

  private static void widen(Base base, int headroom) {
    double factor = base.exact() ? 1 : 1 + MARGIN;
    base.least = Math.scalb(base.least, headroom) * factor;
    base.most = Math.scalb(base.most, headroom) * factor;
  }
}
