package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key or proof with one bit changed is rejected or refused; it is never accepted, nor a fault.
 */
final class DamageTest {
  private static final int FLIPS = 40;

  @TempDir static Path home;
  private static Path key = Path.of("");
  private static Path proof = Path.of("");

  @BeforeAll
  static void prove() {
    key = home.resolve("model.key");
    proof = home.resolve("proof.bin");
    String model = Cli.small("1l_mlp", "network.onnx");
    String input = Cli.small("1l_mlp", "input.json");
    Cli.run(home, "prove", model, input, "-o", home, "--proofs", 20, "-q").exits(0);
    Cli.run(home, "verify", key, proof).exits(0);
  }

  private static Path damaged(Path whole, int place, int bit) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    bytes[place] ^= (byte) (1 << bit);
    Path file = home.resolve("damaged");
    Files.write(file, bytes);
    return file;
  }

  private static void check(Path key, Path proof, String what) {
    var result = Cli.run(home, "verify", key, proof);
    assertTrue(result.exit() == 1 || result.exit() == 2, what + ": " + result);
  }

  @Test
  void proofs() throws IOException {
    var random = new SplittableRandom(1);
    int size = (int) Files.size(proof);
    for (int i = 0; i < FLIPS; i++) {
      int place = i < FLIPS / 2 ? random.nextInt(200) : random.nextInt(size);
      int bit = random.nextInt(8);
      check(key, damaged(proof, place, bit), "bit " + bit + " of byte " + place);
    }
  }

  @Test
  void keys() throws IOException {
    var random = new SplittableRandom(2);
    int size = (int) Files.size(key);
    for (int i = 0; i < FLIPS; i++) {
      int place = i < FLIPS / 2 ? random.nextInt(400) : random.nextInt(size);
      int bit = random.nextInt(8);
      check(damaged(key, place, bit), proof, "bit " + bit + " of byte " + place);
    }
  }
}
