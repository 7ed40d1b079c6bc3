package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How one axis is resized: which of its elements, by which factors, make each new one. */
final class ResizeAxis {
  private final int length;
  private final int target;
  private final double scale;
  private final Rule rule;

  /**
   * What all axes have in common, by ONNX's names.
   *
   * @param cubic the factor a of cubic interpolation
   */
  record Rule(
      String mode,
      String coordinates,
      String nearest,
      double cubic,
      boolean antialias,
      boolean excludeOutside) {}

  ResizeAxis(int length, int target, double scale, Rule rule) {
    this.length = length;
    this.target = target;
    this.scale = scale;
    this.rule = rule;
  }

  int target() {
    return target;
  }

  /** Where the new element {@code i} lies in the old axis; from {@code start} to {@code end}. */
  double position(int i, double start, double end) {
    double resized = scale * length;
    return switch (rule.coordinates()) {
      case "half_pixel" -> (i + 0.5) / scale - 0.5;
      case "half_pixel_symmetric" ->
          length / 2.0 * (1 - target / resized) + (i + 0.5) / scale - 0.5;
      case "pytorch_half_pixel" -> resized == 1 ? -0.5 : (i + 0.5) / scale - 0.5;
      case "align_corners" -> resized == 1 ? 0 : i * (length - 1) / (resized - 1);
      case "asymmetric" -> i / scale;
      case "tf_half_pixel_for_nn" -> (i + 0.5) / scale;
      default ->
          resized == 1
              ? (end - start) * (length - 1) / 2
              : start * (length - 1) + i * (end - start) * (length - 1) / (resized - 1);
    };
  }

  /** Factors by places; places outside are moved to the edge. */
  Map<Integer, Double> taps(double position) {
    /* In (0, 1], as the left neighbour is preferred. */
    int left = (int) Math.ceil(position) - 1;
    double ratio = position - left;
    double[] factors = factors(ratio);
    int start = left + 1 - factors.length / 2;
    if (rule.excludeOutside()) {
      for (int k = 0; k < factors.length; k++) {
        if (start + k < 0 || start + k >= length) {
          factors[k] = 0;
        }
      }
      normalise(factors);
    }
    Map<Integer, Double> taps = new TreeMap<>();
    for (int k = 0; k < factors.length; k++) {
      if (factors[k] != 0) {
        taps.merge(Math.clamp((long) start + k, 0, length - 1), factors[k], Double::sum);
      }
    }
    return taps;
  }

  private double[] factors(double ratio) {
    double shrink = rule.antialias() ? Math.min(scale, 1) : 1;
    return switch (rule.mode()) {
      case "nearest" -> rounded(ratio);
      case "linear" -> kernel(ratio, shrink, 1);
      default -> kernel(ratio, shrink, 2);
    };
  }

  private double[] rounded(double ratio) {
    boolean right =
        switch (rule.nearest()) {
          case "floor" -> ratio == 1;
          case "ceil" -> true;
          case "round_prefer_ceil" -> ratio >= 0.5;
          default -> ratio > 0.5;
        };
    return right ? new double[] {0, 1} : new double[] {1, 0};
  }

  private double[] kernel(double ratio, double shrink, int radius) {
    int start = (int) Math.floor(-radius / shrink) + 1;
    double[] factors = new double[2 - 2 * start];
    for (int k = 0; k < factors.length; k++) {
      double distance = Math.abs(start + k - ratio) * shrink;
      factors[k] = radius == 1 ? Math.max(1 - distance, 0) : cubic(distance);
    }
    normalise(factors);
    return factors;
  }

  private double cubic(double x) {
    double a = rule.cubic();
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }

  private static void normalise(double[] factors) {
    double sum = Arrays.stream(factors).sum();
    for (int k = 0; k < factors.length; k++) {
      factors[k] /= sum;
    }
  }
}
