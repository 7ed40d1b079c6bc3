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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choices of privacy, seeds and scales, on models of a few weights. */
final class SmallModelTest {
  private static final String MODEL = Cli.small("1l_mlp", "network.onnx");
  private static final String INPUT = Cli.small("1l_mlp", "input.json");

  @TempDir Path home;

  @Test
  void aCommittedInputIsKnownByItsRoot() {
    Path out = home.resolve("out");
    JsonNode json =
        Cli.run(
                home,
                "prove",
                MODEL,
                INPUT,
                "-o",
                out,
                "--proofs",
                20,
                "--input",
                "committed",
                "--weights",
                "public",
                "--json")
            .exits(0)
            .json();
    assertEquals("committed", json.at("/security/input").textValue());
    assertEquals("public", json.at("/security/weights").textValue());
    String root = json.path("inputRoot").asText();
    Path key = out.resolve("model.key");
    Path proof = out.resolve("proof.bin");
    Cli.run(home, "verify", key, proof, "--input-root", root).exits(0);
    String other = (root.charAt(0) == '0' ? '1' : '0') + root.substring(1);
    String text = Cli.run(home, "verify", key, proof, "--input-root", other).exits(1).out();
    assertTrue(text.contains("rejected: INPUT_ROOT (input): expected " + other), text);
    Cli.run(home, "verify", key, proof, "--input-root", "12").exits(2).sentence();

    Path opening = out.resolve("input.opening");
    Cli.run(home, "verify", key, proof, "--opening", opening, "--input", INPUT).exits(0);
    Cli.run(home, "verify", key, proof, "--opening", opening).exits(2).sentence();
  }

  @Test
  void aCommitmentServesSeveralProofsAndOpensOnlyItsInput() throws IOException {
    Path out = home.resolve("out");
    Path opening = home.resolve("mine.opening");
    String root = "";
    for (int i = 1; i <= 2; i++) {
      JsonNode json =
          Cli.run(
                  home,
                  "prove",
                  MODEL,
                  INPUT,
                  "-o",
                  out,
                  "--proofs",
                  20,
                  "--input",
                  "committed",
                  "--opening",
                  opening,
                  "--json")
              .exits(0)
              .json();
      if (i == 2) {
        assertEquals(root, json.path("inputRoot").asText());
      }
      root = json.path("inputRoot").asText();
      String text = Files.readString(opening);
      assertTrue(text.replace(" ", "").contains("\"proofs\":" + i), text);
    }
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(opening)));
    Path other = home.resolve("other.json");
    Files.writeString(other, "{\"input_data\": [[0.5, 0.25, 0.125]]}");
    Path key = out.resolve("model.key");
    String refusal =
        Cli.run(
                home,
                "verify",
                key,
                out.resolve("proof.bin"),
                "--opening",
                opening,
                "--input",
                other)
            .exits(2)
            .sentence();
    assertTrue(refusal.contains("another input"), refusal);
  }

  @Test
  void aPublicInputIsShown() {
    Path out = home.resolve("out");
    Cli.run(
            home,
            "prove",
            MODEL,
            INPUT,
            "-o",
            out,
            "--input",
            "public",
            "--no-zero-knowledge",
            "--quiet")
        .exits(0);
    Path key = out.resolve("model.key");
    Path proof = out.resolve("proof.bin");
    JsonNode json = Cli.run(home, "verify", key, proof, "--json").exits(0).json();
    assertTrue(json.at("/proofs/0/inputIntegers/0").isArray());
    assertFalse(json.at("/security/zeroKnowledge").booleanValue());
    String zeros = "0".repeat(64);
    Cli.run(home, "verify", key, proof, "--input-root", zeros).exits(2).sentence();
  }

  @Test
  void aSeedRepeatsEveryByteAndSaysSo() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      var result =
          Cli.run(
                  home,
                  "prove",
                  MODEL,
                  INPUT,
                  "-o",
                  home.resolve(name),
                  "--proofs",
                  20,
                  "--seed-for-testing",
                  "0abc",
                  "--json")
              .exits(0);
      assertTrue(result.err().contains("for tests only"), result.err());
      assertTrue(result.json().path("seedForTesting").booleanValue());
    }
    for (String file : new String[] {"model.key", "proving.key", "proof.bin", "output.json"}) {
      assertArrayEquals(
          Files.readAllBytes(home.resolve("a").resolve(file)),
          Files.readAllBytes(home.resolve("b").resolve(file)),
          file);
    }
    Cli.run(home, "prove", MODEL, INPUT, "-o", home.resolve("c"), "--proofs", 20, "-q").exits(0);
    assertFalse(
        java.util.Arrays.equals(
            Files.readAllBytes(home.resolve("a/proof.bin")),
            Files.readAllBytes(home.resolve("c/proof.bin"))));
    // A proof for one key is none for another, even of the same model.
    var crossed = Cli.run(home, "verify", home.resolve("c/model.key"), home.resolve("a/proof.bin"));
    assertTrue(crossed.exits(1).out().contains("rejected: OTHER_KEY"), crossed.out());
  }

  @Test
  void scalesFromAFileMakeTheSameKey() throws IOException {
    Path scales = home.resolve("scales.json");
    JsonNode json =
        Cli.run(home, "calibrate", MODEL, INPUT, "-o", scales, "--json").exits(0).json();
    assertEquals(1, json.path("samples").intValue());
    assertTrue(json.at("/error/meanAbs").isNumber());
    assertTrue(json.path("argmaxAgreement").isNumber());
    Object[][] sources = {{"--scales", scales}, {"--calibration", INPUT}};
    for (int i = 0; i < 2; i++) {
      var committed =
          Cli.run(
                  home,
                  "commit",
                  MODEL,
                  "-o",
                  home.resolve("keys" + i),
                  sources[i][0],
                  sources[i][1],
                  "--proofs",
                  20,
                  "--seed-for-testing",
                  "01")
              .exits(0);
      assertFalse(committed.out().contains("pseudo-random"), committed.out());
    }
    assertArrayEquals(
        Files.readAllBytes(home.resolve("keys0/model.key")),
        Files.readAllBytes(home.resolve("keys1/model.key")));
    Cli.run(home, "prove", MODEL, INPUT, "--key", home.resolve("keys0"), "-o", home.resolve("out"))
        .exits(0);
    String foreign = Cli.small("2l_relu_small", "network.onnx");
    Path other = home.resolve("other");
    String refusal =
        Cli.run(home, "commit", foreign, "-o", other, "--scales", scales).exits(2).sentence();
    assertTrue(refusal.contains("made for another model"), refusal);
    Cli.run(home, "commit", MODEL, "-o", other, "--scales", scales, "--calibration", INPUT)
        .exits(2);
    assertFalse(Files.exists(other));
  }

  @Test
  void commitSaysWhereScalesComeFrom() throws IOException {
    Path keys = home.resolve("keys");
    var result = Cli.run(home, "commit", MODEL, "-o", keys, "--proofs", 20).exits(0);
    assertTrue(result.out().contains("pseudo-random inputs in [-1, 1]"), result.out());
    byte[] before = Files.readAllBytes(keys.resolve("model.key"));
    Cli.run(home, "commit", MODEL, "-o", keys, "--proofs", 20).exits(2).sentence();
    assertArrayEquals(before, Files.readAllBytes(keys.resolve("model.key")));
    Cli.run(home, "commit", MODEL, "-o", keys, "--proofs", 20, "--force", "-q").exits(0);
    assertFalse(java.util.Arrays.equals(before, Files.readAllBytes(keys.resolve("model.key"))));
  }

  @Test
  void halfAPairOfKeysIsRefused() throws IOException {
    Path keys = home.resolve("keys");
    Cli.run(home, "commit", MODEL, "-o", keys, "--proofs", 20, "-q").exits(0);
    Files.delete(keys.resolve("proving.key"));
    Cli.run(home, "prove", MODEL, INPUT, "-o", keys).exits(2).sentence();
    Cli.run(home, "prove", MODEL, INPUT, "-o", keys, "--force", "--proofs", 20, "-q").exits(0);
    assertEquals("model.key model.weights output.json proof.bin proving.key", Cli.names(keys));
  }
}
