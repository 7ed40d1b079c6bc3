package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with random damage are read, or refused by a sentence: nothing else is thrown. */
final class DamagedFilesTest {
  private static final int ROUNDS = 500;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"1l_mlp", "1l_flatten", "1l_reshape", "linear_regression"})
  void models(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Models.example(name, "network.onnx"));
    var random = new SplittableRandom(name.hashCode());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = Files.write(folder.resolve("damaged.onnx"), damage(whole, random));
      try {
        OnnxImporter.read(file, Map.of());
      } catch (UserException e) {
        refused++;
      }
    }
    assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused " + refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1l_mlp", "1l_flatten"})
  void inputs(String name) throws IOException {
    Graph graph = OnnxImporter.read(Models.example(name, "network.onnx"), Map.of());
    byte[] whole = Files.readAllBytes(Models.example(name, "input.json"));
    var random = new SplittableRandom(name.hashCode());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = Files.write(folder.resolve("damaged.json"), damage(whole, random));
      try {
        InputFile.read(file, graph);
        SamplesFile.read(file, graph);
      } catch (UserException e) {
        refused++;
      }
    }
    assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused " + refused);
  }

  /** One to three bytes changed, and now and then the end cut off. */
  private static byte[] damage(byte[] whole, SplittableRandom random) {
    byte[] damaged = whole.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
        : damaged;
  }
}
