package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Draws what was measured on a device: times of the floor, the device and the processor. */
final class GpuPicture {
  private static final int WIDTH = 1400;
  private static final int HEIGHT = 900;
  private static final int STEEP = 60;

  private GpuPicture() {}

  /** Draws a bar for each of the three, where it is known; logarithmic. */
  static byte[] png(JsonNode result) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Operations on " + result.at("/device/name").asText())
            .yAxisTitle("milliseconds")
            .build();
    chart.getStyler().setYAxisLogarithmic(true).setXAxisLabelRotation(STEEP);
    List<JsonNode> measured = new ArrayList<>();
    for (String kind : List.of("gpu", "proofs")) {
      result.path(kind).forEach(row -> measured.add(row));
    }
    measured.removeIf(row -> row.path("deviceMillis").doubleValue() <= 0);
    double least = 1;
    for (String figure : List.of("floorMillis", "deviceMillis", "processorMillis")) {
      for (JsonNode row : measured) {
        double millis = row.path(figure).doubleValue();
        least = millis > 0 ? Math.min(least, millis) : least;
      }
    }
    // Bars stand on the axis, which has no 0 here.
    chart.getStyler().setYAxisMin(least / 2);
    add(chart, "floor", "floorMillis", measured, least);
    add(chart, "device", "deviceMillis", measured, least);
    add(chart, "processor", "processorMillis", measured, least);
    return PeerPicture.png(chart);
  }

  private static void add(
      CategoryChart chart, String name, String figure, List<JsonNode> measured, double least) {
    List<String> names = measured.stream().map(row -> row.path("name").asText()).toList();
    List<Double> heights =
        measured.stream().map(row -> Math.max(row.path(figure).doubleValue(), least / 2)).toList();
    if (measured.stream().anyMatch(row -> row.path(figure).doubleValue() > 0)) {
      chart.addSeries(name, names, heights);
    }
  }
}
