package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several inputs in one proof. */
final class BatchTest {
  private static final String MODEL = Cli.small("1l_mlp", "network.onnx");
  private static final String INPUT = Cli.small("1l_mlp", "input.json");

  @TempDir Path home;

  /** Writes as many inputs as asked for, all different, one a line. */
  private Path lines(String name, int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var input = Json.read(Path.of(INPUT));
      var scaled = Json.object().putArray("input_data").addArray();
      int factor = count - i;
      input.path("input_data").get(0).forEach(x -> scaled.add(x.doubleValue() * factor / count));
      lines.add("{\"input_data\": [" + scaled + "]}");
    }
    return Files.write(home.resolve(name), lines);
  }

  private Cli.Result run(Object... words) {
    return Cli.run(home, words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "public", "committed"})
  void eachEntryHasItsOutput(String privacy) throws IOException {
    Path inputs = lines("inputs.jsonl", 3);
    Path out = home.resolve("out");
    JsonNode made =
        run(
                "prove",
                MODEL,
                "--batch",
                inputs,
                "-o",
                out,
                "--proofs",
                20,
                "--input",
                privacy,
                "--json")
            .exits(0)
            .json();
    assertEquals(3, made.path("batch").intValue());
    assertEquals(3, made.path("outputs").size());
    assertFalse(made.has("output"));
    assertNotEquals(made.path("outputs").get(0), made.path("outputs").get(1));
    Path key = out.resolve("model.key");
    Path proof = out.resolve("proof.bin");
    JsonNode verified =
        run("verify", key, proof, "--output", out.resolve("output.json"), "--json")
            .exits(0)
            .json()
            .at("/proofs/0");
    assertEquals(made.path("outputs"), verified.path("outputs"));
    assertEquals(3, verified.path("batch").intValue());
    assertEquals(privacy.equals("public") ? 3 : 0, verified.path("inputIntegers").size());
    String text = run("verify", key, proof).exits(0).out();
    for (int entry = 1; entry <= 3; entry++) {
      assertTrue(text.contains("entry     " + entry + " of 3"), text);
    }
    // The key says how many inputs its proofs are about.
    assertTrue(run("inspect", key).exits(0).out().contains("batch     3 inputs a proof"));
    assertEquals(3, run("inspect", key, "--json").exits(0).json().path("batch").intValue());
    if (privacy.equals("committed")) {
      Path opening = out.resolve("input.opening");
      run("verify", key, proof, "--opening", opening, "--input", inputs).exits(0);
      Path other = lines("other.jsonl", 2);
      assertTrue(
          run("verify", key, proof, "--opening", opening, "--input", other)
              .exits(2)
              .sentence()
              .contains("opens the commitment to another input"));
    }
  }

  @Test
  void anotherOutputIsRejectedAtItsEntry() throws IOException {
    Path out = home.resolve("out");
    run("prove", MODEL, "--batch", lines("inputs.jsonl", 2), "-o", out, "--proofs", 20).exits(0);
    Path key = out.resolve("model.key");
    Path proof = out.resolve("proof.bin");
    var outputs = Json.read(out.resolve("output.json"));
    var swapped = Json.object().put("batch", 2);
    swapped.putArray("outputs").add(outputs.at("/outputs/1")).add(outputs.at("/outputs/0"));
    Path file = home.resolve("swapped.json");
    Files.write(file, Json.file(swapped));
    String text = run("verify", key, proof, "--output", file).exits(1).out();
    assertTrue(text.contains("rejected: OUTPUT (entry 1, output"), text);
    Files.writeString(file, outputs.at("/outputs/0").toString());
    text = run("verify", key, proof, "--output", file).exits(1).out();
    assertTrue(text.contains("expected those of one input, got those of a batch of 2"), text);
    Files.writeString(file, "{\"outputs\": []}");
    run("verify", key, proof, "--output", file).exits(2).sentence();
  }

  @Test
  void aKeyTakesFewerInputsAndSaysSo() throws IOException {
    Path keys = home.resolve("keys");
    JsonNode made =
        run("commit", MODEL, "-o", keys, "--batch", 4, "--proofs", 20, "--json").exits(0).json();
    assertEquals(4, made.path("batch").intValue());
    Path out = home.resolve("out");
    Cli.Result result =
        run("prove", MODEL, "--batch", lines("two.jsonl", 2), "--key", keys, "-o", out, "--json");
    JsonNode outputs = result.exits(0).json().path("outputs");
    assertEquals(4, outputs.size());
    assertEquals(outputs.get(1), outputs.get(3));
    assertTrue(
        result.err().contains("holds 2 of 4 inputs: from entry 3 on the proof repeats the last"),
        result.err());
    assertTrue(
        run("prove", MODEL, "--batch", lines("five.jsonl", 5), "--key", keys, "-o", out)
            .exits(2)
            .sentence()
            .contains("holds 5 inputs, and"));
    assertTrue(
        run("prove", MODEL, INPUT, "--key", keys, "-o", out)
            .exits(2)
            .sentence()
            .contains("takes 4 inputs a proof: give them by --batch FILE"));
  }

  @Test
  void mistakesAreSaidBeforeAnyWork() throws IOException {
    Path out = home.resolve("out");
    Path two = lines("two.jsonl", 2);
    assertTrue(run("prove", MODEL, "-o", out).exits(2).sentence().contains("Give INPUT, or"));
    run("prove", MODEL, INPUT, "--batch", two, "-o", out).exits(2).sentence();
    run("mock", MODEL, INPUT, "--batch", two).exits(2).sentence();
    assertTrue(
        run("prove", MODEL, "--batch", lines("one.jsonl", 1), "-o", out)
            .exits(2)
            .sentence()
            .contains("holds one input; give it as INPUT"));
    Path bad = home.resolve("bad.jsonl");
    Files.writeString(bad, Files.readString(two) + "{\"input\": [1]}\n");
    assertTrue(
        run("prove", MODEL, "--batch", bad, "-o", out)
            .exits(2)
            .sentence()
            .contains("line 3, column"));
    Files.writeString(bad, "");
    assertTrue(
        run("prove", MODEL, "--batch", bad, "-o", out).exits(2).sentence().contains("is empty"));
    for (int entries : new int[] {-1, 0, 1, 1025}) {
      run("commit", MODEL, "-o", out, "--batch=" + entries).exits(2).sentence();
    }
    assertFalse(Files.exists(out));
  }

  @Test
  void aKeyOfOneInputTakesNoBatch() throws IOException {
    Path out = home.resolve("out");
    run("prove", MODEL, INPUT, "-o", out, "--proofs", 20).exits(0);
    assertTrue(
        run("prove", MODEL, "--batch", lines("two.jsonl", 2), "-o", out)
            .exits(2)
            .sentence()
            .contains("takes one input a proof"));
  }

  @Test
  void mockChecksABatch() throws IOException {
    JsonNode json =
        run("mock", MODEL, "--batch", lines("inputs.jsonl", 3), "--proofs", 20, "--json")
            .exits(0)
            .json();
    assertTrue(json.path("holds").booleanValue());
    assertEquals(3, json.path("outputs").size());
  }

  @Test
  void shortProofsAndPrimitives() throws IOException {
    Path inputs = lines("inputs.jsonl", 3);
    for (String option : new String[] {"--profile=P100-compact", "--no-fuse"}) {
      Path out = home.resolve("out" + option);
      run("prove", MODEL, "--batch", inputs, "-o", out, "--proofs", 20, option).exits(0);
      // The keys there are used again.
      run("prove", MODEL, "--batch", inputs, "-o", out, "--proofs", 20, option).exits(0);
      run("verify", out.resolve("model.key"), out.resolve("proof.bin")).exits(0);
    }
  }
}
