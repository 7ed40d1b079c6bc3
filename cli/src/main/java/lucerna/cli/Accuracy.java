package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How far an output is from the float model's.
 *
 * @param meanAbs mean of the absolute errors
 * @param maxAbs the largest
 * @param meanAbsPercent mean of the errors relative to float elements above 1e-6, in percent
 */
record Accuracy(double meanAbs, double maxAbs, double meanAbsPercent) {
  private static final double SMALLEST = 1e-6;

  static Accuracy of(List<double[]> expected, double[][] actual) {
    double sum = 0;
    double max = 0;
    double percents = 0;
    int count = 0;
    int relative = 0;
    for (int o = 0; o < actual.length; o++) {
      for (int i = 0; i < actual[o].length; i++) {
        double wanted = expected.get(o)[i];
        double error = Math.abs(wanted - actual[o][i]);
        sum += error;
        count++;
        max = Math.max(max, error);
        if (Math.abs(wanted) > SMALLEST) {
          percents += 100 * error / Math.abs(wanted);
          relative++;
        }
      }
    }
    return new Accuracy(sum / Math.max(1, count), max, relative == 0 ? 0 : percents / relative);
  }

  ObjectNode json() {
    return Json.object()
        .put("meanAbs", meanAbs)
        .put("maxAbs", maxAbs)
        .put("meanAbsPercent", meanAbsPercent);
  }
}
