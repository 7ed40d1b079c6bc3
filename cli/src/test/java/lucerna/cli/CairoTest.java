package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifiers in Cairo, and proofs for them, by the command. */
final class CairoTest {
  private static final String MODEL = Cli.small("1l_mlp", "network.onnx");
  private static final String INPUT = Cli.small("1l_mlp", "input.json");

  @TempDir static Path home;
  private static Path out = Path.of("");

  @BeforeAll
  static void prove() {
    out = home.resolve("out");
    // Its proofs fit one transaction.
    String profile = "--profile=P100-compact";
    Cli.run(home, "prove", MODEL, INPUT, "-o", out, "--proofs", 20, profile, "-q").exits(0);
  }

  @Test
  void theSameKeyGivesTheSamePackage() throws IOException {
    Path first = home.resolve("first");
    Path second = home.resolve("second");
    var result = Cli.run(home, "cairo", out.resolve("model.key"), "-o", first, "--json").exits(0);
    Cli.run(home, "cairo", out.resolve("model.key"), "-o", second).exits(0);
    int files = 0;
    try (var paths = Files.walk(first)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files++;
        assertArrayEquals(
            Files.readAllBytes(path), Files.readAllBytes(second.resolve(first.relativize(path))));
      }
    }
    assertEquals(files, result.json().path("files").asInt());
    assertTrue(Files.readString(first.resolve("Scarb.toml")).contains("starknet-contract"));
  }

  @Test
  void calldataIsAListOfFelts() throws IOException {
    Path file = home.resolve("proof.json");
    Cli.run(home, "calldata", out.resolve("proof.bin"), "-o", file).exits(0);
    var list = new ObjectMapper().readTree(Files.readString(file));
    assertEquals(list.size() - 1, Integer.decode(list.get(0).asText()));
    String printed = Cli.run(home, "calldata", out.resolve("proof.bin")).exits(0).out();
    assertEquals(list.size(), printed.lines().count());
    assertEquals(list.get(1).asText(), printed.lines().skip(1).findFirst().orElse(""));
  }

  /** A key whose proofs are cut: one list and one text for each transaction, in order. */
  @Test
  void aProofOfTwoTransactions() throws IOException {
    Path large = home.resolve("large");
    Cli.run(
            home,
            "prove",
            Cli.small("accuracy", "network.onnx"),
            Cli.small("accuracy", "input.json"),
            "-o",
            large,
            "--weights",
            "public",
            "-q")
        .exits(0);
    Path verifier = home.resolve("verifier");
    Path key = large.resolve("model.key");
    var made = Cli.run(home, "cairo", key, "-o", verifier, "--json").exits(0).json();
    assertEquals(2, made.path("transactions").asInt(), made::toString);
    assertTrue(Files.exists(verifier.resolve("src/parts.cairo")));
    Path proof = large.resolve("proof.bin");
    Path parts = home.resolve("parts");
    var written = Cli.run(home, "calldata", proof, "-o", parts, "--json").exits(0).json();
    assertEquals(2, written.path("transactions").asInt(), written::toString);
    var printed = new StringBuilder();
    for (int part = 1; part <= 2; part++) {
      String name = "part-%d.".formatted(part);
      var list = new ObjectMapper().readTree(Files.readString(parts.resolve(name + "json")));
      String text = Files.readString(parts.resolve(name + "txt"));
      assertEquals(list.size(), text.lines().count());
      assertEquals(list.get(0).asText(), text.lines().findFirst().orElse(""));
      assertTrue(list.size() <= 5_000, name);
      assertEquals(part == 1, list.get(0).asText().equals("0x0"), "the state before " + name);
      printed.append(printed.isEmpty() ? "" : "\n").append(text);
    }
    assertEquals(printed.toString(), Cli.run(home, "calldata", proof).exits(0).out());
    assertTrue(refusal("calldata", proof, "-o", parts).contains("is not empty"));
    assertTrue(refusal("calldata", proof, "-o", proof).contains("is a file"));
  }

  @Test
  void refusals() throws IOException {
    Path key = out.resolve("model.key");
    Path proof = out.resolve("proof.bin");
    assertTrue(refusal("cairo", key, "-o", out).contains("is not empty"));
    assertTrue(refusal("cairo", key, "-o", proof).contains("is a file"));
    assertTrue(refusal("cairo", proof, "-o", home.resolve("new")).contains("is a proof"));
    assertFalse(Files.exists(home.resolve("new")));
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Path copy = Files.copy(proof, elsewhere.resolve("proof.bin"));
    assertTrue(refusal("calldata", copy).contains("model.key"));
    Path other = home.resolve("other");
    Cli.run(home, "prove", MODEL, INPUT, "-o", other, "--weights", "public", "-q").exits(0);
    String sentence = refusal("calldata", proof, "--key", other.resolve("model.key"));
    assertTrue(sentence.contains("was not made for the key"), sentence);
    byte[] bytes = Files.readAllBytes(proof);
    bytes[bytes.length - 5] ^= 1;
    Files.write(copy, Arrays.copyOf(bytes, bytes.length - 4));
    refusal("calldata", copy, "--key", key);
  }

  @Test
  void costsOfModels() {
    String table =
        Cli.run(home, "cairo", "--costs", "--estimate", "--proofs", 3, MODEL).exits(0).out();
    assertEquals(6, table.lines().count(), table);
    assertTrue(table.lines().allMatch(line -> line.chars().filter(c -> c == '|').count() == 13));
    var rows =
        Cli.run(home, "cairo", "--costs", "--estimate", "--proofs", 3, MODEL, "--json")
            .exits(0)
            .json()
            .path("rows");
    assertEquals(4, rows.size());
    assertEquals("Poseidon252", rows.path(3).path("hash").asText());
    long blake = rows.path(2).path("total").asLong();
    assertTrue(rows.path(0).path("total").asLong() > blake, rows::toString);
    assertTrue(rows.path(3).path("total").asLong() < blake, rows::toString);
    assertTrue(refusal("cairo", "--costs", MODEL, "-o", out).contains("leave out -o"));
    assertTrue(refusal("cairo", MODEL).contains("-o"));
    Path key = out.resolve("model.key");
    assertTrue(refusal("cairo", key, key, "-o", home.resolve("two")).contains("one key"));
    assertFalse(Files.exists(home.resolve("two")));
  }

  private static String refusal(Object... arguments) {
    return Cli.run(home, arguments).exits(2).sentence();
  }
}
