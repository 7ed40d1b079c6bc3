package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Draws comparisons with other provers, and how costs grow. */
final class PeerPicture {
  private static final int WIDTH = 1400;
  private static final int HEIGHT = 900;
  private static final int STEEP = 60;

  private PeerPicture() {}

  /** Draws how many times as fast as others we are: one bar per comparison, logarithmic. */
  static byte[] ratios(JsonNode rows) {
    List<String> names = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (JsonNode row : rows) {
      if (row.path("speedRatio").isNumber()) {
        names.add(row.path("peer").asText() + ": " + row.path("name").asText());
        ratios.add(row.path("speedRatio").doubleValue());
      }
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Speed, as multiples of the other prover's")
            .yAxisTitle("times as fast (1 is equal)")
            .build();
    chart
        .getStyler()
        .setYAxisLogarithmic(true)
        .setXAxisLabelRotation(STEEP)
        .setLegendVisible(false);
    // Bars stand on the axis, which has no 0 here.
    double least = ratios.stream().mapToDouble(Double::doubleValue).min().orElse(1);
    chart.getStyler().setYAxisMin(Math.min(least, 1) / 2);
    chart.addSeries("ratio", names, ratios);
    return png(chart);
  }

  /** Draws times and memory over the number of weights, all logarithmic. */
  static byte[] scaling(JsonNode rows) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Cost of a perceptron by its weights")
            .xAxisTitle("weights")
            .yAxisTitle("milliseconds, megabytes")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    add(chart, rows, "proof, warm (ms)", "/warm/proveMillis", 1);
    add(chart, rows, "whole command, cold (ms)", "/cold/commandMillis", 1);
    add(chart, rows, "keys (ms)", "/keyMillis", 1);
    add(chart, rows, "check, warm (ms)", "/warm/verifyMillis", 1);
    add(chart, rows, "peak memory (MB)", "/cold/peakMemoryBytes", 1e6);
    return png(chart);
  }

  private static void add(XYChart chart, JsonNode rows, String name, String figure, double unit) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (JsonNode row : rows) {
      double value = row.at(figure).doubleValue() / unit;
      if (value > 0) {
        x.add(row.path("weights").doubleValue());
        y.add(value);
      }
    }
    if (!x.isEmpty()) {
      chart.addSeries(name, x, y);
    }
  }

  /** Writes a chart as PNG. */
  static byte[] png(Chart<?, ?> chart) {
    System.setProperty("java.awt.headless", "true");
    var png = new ByteArrayOutputStream();
    try {
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
