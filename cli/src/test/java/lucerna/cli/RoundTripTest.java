package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The digits network from its files to accepted proofs. */
@TestMethodOrder(MethodOrderer.MethodName.class)
final class RoundTripTest {
  @TempDir static Path home;
  private static Path out = Path.of("");
  private static Path key = Path.of("");
  private static Path proof = Path.of("");
  private static long size;
  private static JsonNode proved = Json.object();

  @BeforeAll
  static void prove() throws IOException {
    out = home.resolve("out");
    key = out.resolve("model.key");
    proof = out.resolve("proof.bin");
    var result =
        Cli.run(home, "prove", Cli.MODEL, Cli.INPUT, "-o", out, "--proofs", 20, "--json").exits(0);
    proved = result.json();
    size = Files.size(proof);
  }

  @Test
  void proveReportsEverything() throws IOException {
    for (String part :
        List.of(
            "import",
            "calibrate",
            "key",
            "witness",
            "commit",
            "constraints",
            "fri",
            "prove",
            "verify",
            "total")) {
      assertTrue(proved.path("millis").path(part).doubleValue() > 0, part);
    }
    assertEquals(Files.size(key), proved.at("/bytes/key").longValue());
    assertEquals(size, proved.at("/bytes/proof").longValue());
    assertEquals(
        Files.size(out.resolve("proving.key")), proved.at("/bytes/provingKey").longValue());
    assertTrue(proved.path("peakMemoryBytes").longValue() > 1 << 20);
    assertTrue(proved.path("cells").longValue() > proved.path("rows").longValue());
    assertEquals("simd", proved.path("backend").textValue());
    assertTrue(proved.at("/security/provableBits").intValue() >= 100);
    assertEquals("P100", proved.at("/security/profile").textValue());
    assertTrue(proved.at("/security/zeroKnowledge").booleanValue());
    assertEquals("hidden", proved.at("/security/weights").textValue());
    assertEquals("hidden", proved.at("/security/input").textValue());
    assertTrue(proved.at("/accuracy/meanAbs").doubleValue() < 0.1);
    assertTrue(
        proved.at("/accuracy/maxAbs").doubleValue()
            >= proved.at("/accuracy/meanAbs").doubleValue());
    assertTrue(proved.at("/accuracy/meanAbsPercent").isNumber());
    assertEquals(proof.toString(), proved.at("/files/proof").textValue());
    assertTrue(proved.path("seedForTesting").isMissingNode());
    assertEquals("model.key model.weights output.json proof.bin proving.key", Cli.names(out));
  }

  @Test
  void onlyTheOwnerReadsTheProvingKey() throws IOException {
    var permissions = Files.getPosixFilePermissions(out.resolve("proving.key"));
    assertEquals("rw-------", PosixFilePermissions.toString(permissions));
  }

  @Test
  void verifyAcceptsAndShowsThePublicPart() {
    String text = Cli.run(home, "verify", key, proof, proof).exits(0).out();
    assertEquals(2, text.lines().filter(line -> line.equals(proof + ": accepted")).count());
    assertTrue(text.contains("weights hidden, input hidden; zero knowledge on"), text);
    assertTrue(text.contains("logits[1, 10] = ["), text);
    assertTrue(text.contains("largest: 9"), text);
    assertEquals("", Cli.run(home, "verify", key, proof, "--quiet").exits(0).out());
    JsonNode json = Cli.run(home, "verify", key, proof, "--json").exits(0).json();
    assertTrue(json.path("accepted").booleanValue());
    assertEquals(proved.path("output"), json.at("/proofs/0/output"));
    assertEquals("P100", json.at("/security/profile").textValue());
  }

  @Test
  void aCheckedKeyIsRemembered() throws IOException {
    Path other = Files.createDirectories(home.resolve("other home"));
    Cli.run(other, "verify", key, proof).exits(0);
    Path remembered = other.resolve(".cache/lucerna/checked-keys");
    String digest =
        Cli.run(other, "inspect", key, "--json").exits(0).json().path("digest").asText();
    assertEquals(digest, Cli.names(remembered));
    Cli.run(other, "verify", key, proof).exits(0);
    // A cache that cannot be written is no error.
    Cli.run(key, "verify", key, proof).exits(0);
  }

  @Test
  void verifyComparesOutputs() throws IOException {
    Path expected = out.resolve("output.json");
    Cli.run(home, "verify", key, proof, "--output", expected).exits(0);
    String text = Files.readString(expected);
    Path reals = home.resolve("reals.json");
    Files.writeString(reals, text.replace("output_integers", "unused"));
    Cli.run(home, "verify", key, proof, "--output", reals).exits(0);
    long last = proved.at("/output/output_integers/0/9").longValue();
    Path wrong = home.resolve("wrong.json");
    Files.writeString(wrong, text.replace(Long.toString(last), Long.toString(last + 1)));
    var rejected = Cli.run(home, "verify", key, proof, "--output", wrong).exits(1);
    assertTrue(
        rejected
            .out()
            .contains(
                "rejected: OUTPUT (output logits, element 9): expected %d, got %d"
                    .formatted(last + 1, last)),
        rejected.out());
    JsonNode json =
        Cli.run(home, "verify", key, proof, "--output", wrong, "--json").exits(1).json();
    assertFalse(json.path("accepted").booleanValue());
    assertEquals("OUTPUT", json.at("/proofs/0/rejection/reason").textValue());
  }

  @Test
  void oneRejectedProofRejectsAll() throws IOException {
    byte[] bytes = Files.readAllBytes(proof);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = home.resolve("damaged.bin");
    Files.write(damaged, bytes);
    var result = Cli.run(home, "verify", key, proof, damaged).exits(1);
    assertTrue(result.out().contains(proof + ": accepted"), result.out());
    assertTrue(result.out().contains(damaged + ": rejected: "), result.out());
  }

  @Test
  void keysAreReused() throws IOException {
    byte[] before = Files.readAllBytes(key);
    Path elsewhere = home.resolve("elsewhere");
    JsonNode json =
        Cli.run(
                home,
                "prove",
                Cli.MODEL,
                Cli.DIGITS.resolve("inputs/7.json"),
                "--key",
                out,
                "-o",
                elsewhere,
                "--context",
                "for you",
                "--json")
            .exits(0)
            .json();
    assertEquals("keys of " + out, json.path("keys").textValue());
    assertEquals("output.json proof.bin", Cli.names(elsewhere));
    assertArrayEquals(before, Files.readAllBytes(key));
    Path other = elsewhere.resolve("proof.bin");
    Cli.run(home, "verify", key, other, "--context", "for you").exits(0);
    String text = Cli.run(home, "verify", key, other, "--context", "for all").exits(1).out();
    assertTrue(text.contains("CONTEXT (context): expected \"for all\", got \"for you\""), text);
    Cli.run(home, "prove", Cli.MODEL, Cli.INPUT, "-o", out, "--quiet").exits(0);
    assertArrayEquals(before, Files.readAllBytes(key));
    JsonNode secret =
        Cli.run(home, "inspect", out.resolve("proving.key"), "--json").exits(0).json();
    assertTrue(secret.path("proofsUsed").intValue() >= 3, secret.toString());
  }

  @Test
  void keysOfAnotherModelStay() throws IOException {
    byte[] before = Files.readAllBytes(key);
    String model = Cli.small("1l_mlp", "network.onnx");
    String input = Cli.small("1l_mlp", "input.json");
    String refusal = Cli.run(home, "prove", model, input, "-o", out).exits(2).sentence();
    assertTrue(
        refusal.contains("belongs to another model") && refusal.contains("--force"), refusal);
    Cli.run(home, "prove", model, input, "--key", out, "-o", home.resolve("x")).exits(2);
    Cli.run(home, "commit", model, "-o", out).exits(2);
    refusal =
        Cli.run(home, "prove", Cli.MODEL, Cli.INPUT, "-o", out, "--weights", "public")
            .exits(2)
            .sentence();
    assertTrue(refusal.contains("its weights are hidden"), refusal);
    assertArrayEquals(before, Files.readAllBytes(key));
    assertFalse(Files.exists(home.resolve("x")));
  }

  @Test
  void repetitionsAreReported() {
    JsonNode json =
        Cli.run(
                home,
                "prove",
                Cli.MODEL,
                Cli.INPUT,
                "--key",
                out,
                "-o",
                home.resolve("repeated"),
                "--repeat",
                3,
                "--json")
            .exits(0)
            .json();
    JsonNode warm = json.path("warm");
    assertEquals(3, warm.path("repetitions").intValue());
    assertTrue(warm.path("min").doubleValue() <= warm.path("median").doubleValue());
    assertTrue(warm.path("median").doubleValue() <= warm.path("max").doubleValue());
    assertEquals(json.at("/millis/prove"), warm.path("last"));
  }

  @Test
  void inspectTellsWhatIsInEachFile() {
    JsonNode model = Cli.run(home, "inspect", Cli.MODEL, "--json").exits(0).json();
    assertEquals(3, model.at("/operators/Gemm").intValue());
    assertEquals(17226, model.path("parameters").intValue());
    JsonNode inspected = Cli.run(home, "inspect", key, "--json").exits(0).json();
    assertEquals("model key", inspected.path("kind").textValue());
    assertEquals(proved.path("security"), inspected.path("security"));
    assertEquals(3, inspected.path("blocks").size());
    assertTrue(inspected.path("proofBudget").intValue() >= 20);
    JsonNode read = Cli.run(home, "inspect", proof, "--json").exits(0).json();
    assertEquals(proved.at("/output/output_integers"), read.path("outputIntegers"));
    String text = Cli.run(home, "inspect", key).exits(0).out();
    assertTrue(text.contains("QUERY") && text.contains("provable: 10"), text);
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    Path folder = home.resolve("never");
    Path wrong = home.resolve("short.json");
    Files.writeString(wrong, "{\"input_data\": [[0.5, 0.25]]}");
    Cli.run(home, "prove", Cli.MODEL, wrong, "-o", folder).exits(2).sentence();
    assertFalse(Files.exists(folder));
    Path large = home.resolve("large.json");
    Files.writeString(large, "{\"input_data\": [[" + "1e9, ".repeat(63) + "1e9]]}");
    Path kept = home.resolve("kept");
    var result = Cli.run(home, "prove", Cli.MODEL, large, "--key", out, "-o", kept).exits(2);
    assertTrue(result.err().contains("input image"), result.err());
    assertFalse(Files.exists(kept));
  }
}
