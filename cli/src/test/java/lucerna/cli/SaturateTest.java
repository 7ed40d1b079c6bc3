package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code --saturate}, an input four times the sample is proven, and the key says so. */
final class SaturateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;

  private Path wide(Path sample) throws IOException {
    JsonNode wide = JSON.readTree(sample.toFile());
    scale(wide.path("input_data"));
    Path input = home.resolve("input.json");
    Files.writeString(input, JSON.writeValueAsString(wide));
    return input;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../luminair-ops/src/test/resources/models/1l_mlp",
        "src/test/resources/models/1l_sigmoid",
        "src/test/resources/models/1l_softmax",
        "src/test/resources/models/lstm"
      })
  void whatLeavesTheRangesIsProvenClamped(String folder) throws IOException {
    Path sample = Path.of(folder, "input.json");
    Path out = home.resolve("out");
    var proven =
        Cli.run(
                home,
                "prove",
                Path.of(folder, "network.onnx"),
                wide(sample),
                "--calibration",
                sample,
                "--saturate",
                "--proofs",
                1,
                "-o",
                out,
                "--json")
            .exits(0)
            .json();
    Path key = out.resolve("model.key");
    var verified = Cli.run(home, "verify", key, out.resolve("proof.bin"), "--json").exits(0).json();
    assertEquals(
        proven.at("/output/output_integers"), verified.at("/proofs/0/output/output_integers"));
    var inspected = Cli.run(home, "inspect", key, "--json").exits(0).json();
    assertTrue(inspected.path("saturates").booleanValue());
    String text = Cli.run(home, "inspect", key).exits(0).out();
    assertTrue(text.contains("values outside them are clamped to their ends"), text);
  }

  @Test
  void aPublicInputIsTheClampedOne() throws IOException {
    Path sample = Path.of(Cli.small("1l_mlp", "input.json"));
    String model = Cli.small("1l_mlp", "network.onnx");
    Path out = home.resolve("out");
    Cli.run(
            home,
            "prove",
            model,
            wide(sample),
            "--calibration",
            sample,
            "--saturate",
            "--input",
            "public",
            "--proofs",
            1,
            "-o",
            out,
            "--quiet")
        .exits(0);
    var proof = Cli.run(home, "inspect", out.resolve("proof.bin"), "--json").exits(0).json();
    long most = 0;
    for (JsonNode value : proof.at("/inputIntegers/0")) {
      most = Math.max(most, Math.abs(value.longValue()));
    }
    // The end of a range is one below a power of two.
    assertEquals(0, most & (most + 1), "the greatest is " + most);
  }

  @Test
  void oneKeySaturatesAndAnotherDoesNot() {
    String model = Cli.small("1l_mlp", "network.onnx");
    String input = Cli.small("1l_mlp", "input.json");
    for (String[] each : new String[][] {{"--saturate", "saturates"}, {"", "does not saturate"}}) {
      Path keys = home.resolve("keys" + each[0]);
      Object first = each[0].isEmpty() ? "--quiet" : each[0];
      Object second = each[0].isEmpty() ? "--saturate" : "--quiet";
      var made =
          Cli.run(home, "commit", model, "-o", keys, "--proofs", 1, first, "--json")
              .exits(0)
              .json();
      assertEquals(!each[0].isEmpty(), made.path("saturates").booleanValue());
      String sentence =
          Cli.run(home, "prove", model, input, "-o", keys, second).exits(2).sentence();
      assertTrue(sentence.contains("it " + each[1]), sentence);
    }
    Cli.run(home, "mock", model, input, "--saturate").exits(0);
    Cli.run(
            home,
            "prove",
            model,
            input,
            "-o",
            home.resolve("out"),
            "--key",
            home.resolve("keys"),
            "--saturate")
        .exits(2);
  }
}
