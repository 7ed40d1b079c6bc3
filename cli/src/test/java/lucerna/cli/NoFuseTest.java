package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option --no-fuse: the same integers, other keys, and a refusal of what is too large. */
final class NoFuseTest {
  private static final String MODEL = Cli.small("1l_mlp", "network.onnx");
  private static final String INPUT = Cli.small("1l_mlp", "input.json");
  private static final Path LARGE = Path.of("src", "test", "resources", "models", "nanoGPT");

  @TempDir Path home;

  private JsonNode prove(String out, Object... more) {
    Object[] arguments = new Object[more.length + 8];
    Object[] first = {"prove", MODEL, INPUT, "-o", home.resolve(out), "--proofs", 20, "--json"};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return Cli.run(home, arguments).exits(0).json();
  }

  @Test
  void provesTheSameIntegers() {
    JsonNode fused = prove("fused");
    JsonNode unfused = prove("unfused", "--no-fuse");
    assertEquals(fused.path("output"), unfused.path("output"));
    Path out = home.resolve("unfused");
    Cli.run(home, "verify", out.resolve("model.key"), out.resolve("proof.bin")).exits(0);
    Path foreign = home.resolve("fused").resolve("proof.bin");
    Cli.run(home, "verify", out.resolve("model.key"), foreign).exits(1);
    JsonNode key = Cli.run(home, "inspect", out.resolve("model.key"), "--json").exits(0).json();
    int primitives = 0;
    for (JsonNode block : key.path("blocks")) {
      String name = block.path("name").asText();
      primitives += name.matches("(Add|Mul|SumReduce|Contiguous|LessThan) .*") ? 1 : 0;
    }
    // All blocks but the input's.
    assertEquals(key.path("blocks").size() - 1, primitives);
  }

  @Test
  void keysOfTheOtherKindAreNotUsed() {
    prove("fused");
    prove("unfused", "--no-fuse");
    Object[][] wrong = {{"fused", "--no-fuse"}, {"unfused", "--quiet"}};
    for (Object[] each : wrong) {
      String refusal =
          Cli.run(home, "prove", MODEL, INPUT, "-o", home.resolve((String) each[0]), each[1])
              .exits(2)
              .sentence();
      assertTrue(refusal.contains("its circuit is"), refusal);
    }
    // Keys that are named are used as they are, unless another kind is asked for.
    Path folder = home.resolve("unfused");
    Path out = home.resolve("out");
    Cli.run(home, "prove", MODEL, INPUT, "--key", folder, "-o", out).exits(0);
    Path other = home.resolve("fused");
    Cli.run(home, "prove", MODEL, INPUT, "--key", other, "-o", out, "--no-fuse").exits(2);
  }

  @Test
  void commitsAndMocks() {
    Path keys = home.resolve("keys");
    Cli.run(home, "commit", MODEL, "-o", keys, "--proofs", 20, "--no-fuse").exits(0);
    assertTrue(Files.exists(keys.resolve("proving.key")));
    JsonNode mock = Cli.run(home, "mock", MODEL, INPUT, "--no-fuse", "--json").exits(0).json();
    JsonNode fused = Cli.run(home, "mock", MODEL, INPUT, "--json").exits(0).json();
    assertTrue(mock.path("holds").booleanValue());
    assertEquals(fused.path("output"), mock.path("output"));
  }

  @Test
  void tooManyRows() {
    Path out = home.resolve("out");
    Object[] large = {LARGE.resolve("network.onnx"), LARGE.resolve("input.json")};
    String refusal =
        Cli.run(home, "prove", large[0], large[1], "-o", out, "--no-fuse").exits(2).sentence();
    assertTrue(refusal.matches(".*needs at least [0-9]{8} rows.*at most 4194304.*"), refusal);
    assertFalse(Files.exists(out.resolve("model.key")));
  }
}
