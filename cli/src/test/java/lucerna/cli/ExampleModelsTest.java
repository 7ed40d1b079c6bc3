package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EZKL's example models, unmodified, with their inputs: each is proven and verified. */
final class ExampleModelsTest {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("src", "test", "resources", "models"),
          Path.of("..", "luminair-ops", "src", "test", "resources", "models"));

  /** The mean of |a - b| / |a| over |a| > 1e-6, in percent. */
  private static final double MOST_PERCENT = 0.5;

  /** The mean of |a - b| over the range of the output, where values lie near zero. */
  private static final double MOST_OF_RANGE = 0.001;

  @TempDir Path home;

  @Test
  void everyModelIsProvenAndVerified() throws IOException {
    List<String> table = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Path folder : folders()) {
      String name = String.valueOf(folder.getFileName());
      Path out = home.resolve(name);
      JsonNode json =
          Cli.run(
                  home,
                  "prove",
                  folder.resolve("network.onnx"),
                  folder.resolve("input.json"),
                  "-o",
                  out,
                  "--proofs",
                  10,
                  "--json")
              .exits(0)
              .json();
      Cli.run(home, "verify", out.resolve("model.key"), out.resolve("proof.bin")).exits(0);
      double[] error = error(folder, json);
      table.add(
          "%-24s %9d cells %7.0f ms %7.1f kB %9.4f %% %9.6f of the range"
              .formatted(
                  name,
                  json.path("cells").longValue(),
                  json.at("/millis/prove").doubleValue(),
                  json.at("/bytes/proof").longValue() / 1e3,
                  error[0],
                  error[1]));
      if (error[0] > MOST_PERCENT && error[1] > MOST_OF_RANGE) {
        wrong.add(table.getLast());
      }
    }
    table.forEach(System.out::println);
    assertEquals(List.of(), wrong);
    assertTrue(table.size() >= 62, table.size() + " models");
  }

  private static List<Path> folders() {
    return FOLDERS.stream()
        .flatMap(folder -> Stream.of(Objects.requireNonNull(folder.toFile().listFiles())))
        .map(File::toPath)
        .filter(folder -> Files.exists(folder.resolve("expected.json")))
        .sorted()
        .toList();
  }

  /** The mean error of the first output against ONNX Runtime: in percent, and of the range. */
  private static double[] error(Path folder, JsonNode json) throws IOException {
    JsonNode expected =
        new ObjectMapper()
            .readTree(folder.resolve("expected.json").toFile())
            .at("/outputs/0/values");
    JsonNode made = json.at("/output/output_data/0");
    assertEquals(expected.size(), made.size());
    double relative = 0;
    int counted = 0;
    double absolute = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < made.size(); i++) {
      double a = expected.get(i).asDouble();
      double difference = Math.abs(a - made.get(i).asDouble());
      absolute += difference;
      least = Math.min(least, a);
      most = Math.max(most, a);
      if (Math.abs(a) > 1e-6) {
        relative += difference / Math.abs(a);
        counted++;
      }
    }
    return new double[] {
      100 * relative / Math.max(1, counted), absolute / made.size() / Math.max(most - least, 1e-9)
    };
  }
}
