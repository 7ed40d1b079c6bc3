package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An input four times the sample that a key was calibrated on: the node and its range are named.
 */
final class OutsideRangeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../luminair-ops/src/test/resources/models/1l_mlp",
        "src/test/resources/models/1l_sigmoid",
        "src/test/resources/models/1l_softmax",
        "src/test/resources/models/lstm"
      })
  void theNodeAndItsRangeAreNamed(String folder) throws IOException {
    Path sample = Path.of(folder, "input.json");
    Path input = home.resolve("input.json");
    JsonNode wide = JSON.readTree(sample.toFile());
    scale(wide.path("input_data"));
    Files.writeString(input, JSON.writeValueAsString(wide));
    Path out = home.resolve("out");
    String sentence =
        Cli.run(
                home,
                "prove",
                Path.of(folder, "network.onnx"),
                input,
                "--calibration",
                sample,
                "--proofs",
                1,
                "--quiet",
                "-o",
                out)
            .exits(2)
            .sentence();
    assertTrue(sentence.contains("the key takes"), sentence);
    assertTrue(sentence.contains("calibrate again"), sentence);
    assertFalse(Files.exists(out.resolve("proof.bin")));
    assertFalse(Files.exists(out.resolve("output.json")));
  }

  private static void scale(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isNumber()) {
          array.set(i, JSON.getNodeFactory().numberNode(4 * array.get(i).asDouble()));
        } else {
          scale(array.get(i));
        }
      }
    }
  }
}
