package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Draws measurements: a bar per model, cold and warm, stages on top of one another. */
final class BenchPicture {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;

  private BenchPicture() {}

  /**
   * Draws.
   *
   * @param models the measurements by the names of the models
   * @return a picture as PNG
   */
  static byte[] png(Map<String, JsonNode> models) {
    System.setProperty("java.awt.headless", "true");
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Proving, by stage")
            .yAxisTitle("milliseconds (median)")
            .build();
    chart.getStyler().setStacked(true);
    List<String> names = new ArrayList<>();
    List<JsonNode> stages = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          for (String phase : List.of("cold", "warm")) {
            if (model.path(phase).isObject()) {
              names.add(name + " " + phase);
              stages.add(model.path(phase).path("stageMillis"));
            }
          }
        });
    for (String stage : BenchSeries.STAGES) {
      List<Double> heights = stages.stream().map(s -> s.path(stage).doubleValue()).toList();
      chart.addSeries(stage, names, heights);
    }
    var png = new ByteArrayOutputStream();
    try {
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
