package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be used: exit code 2, one sentence, nothing written. */
final class RefusalTest {
  private static final String MODEL = Cli.small("1l_mlp", "network.onnx");
  private static final String INPUT = Cli.small("1l_mlp", "input.json");

  @TempDir static Path home;
  private static Path out = Path.of("");
  private static Path key = Path.of("");
  private static Path proof = Path.of("");

  @BeforeAll
  static void prove() {
    out = home.resolve("out");
    key = out.resolve("model.key");
    proof = out.resolve("proof.bin");
    Cli.run(home, "prove", MODEL, INPUT, "-o", out, "--proofs", 20, "-q").exits(0);
  }

  private static String refusal(Object... arguments) {
    var result = Cli.run(home, arguments).exits(2);
    String sentence = result.sentence();
    assertFalse(sentence.contains("Exception"), sentence);
    Object[] withJson = Arrays.copyOf(arguments, arguments.length + 1);
    withJson[arguments.length] = "--json";
    var json = Cli.run(home, withJson).exits(2).json();
    assertEquals(sentence, "lucerna: " + json.at("/error/message").textValue());
    return sentence;
  }

  @Test
  void missingFilesAndFolders() {
    String missing = home.resolve("missing").toString();
    String folder = home.toString();
    for (String file : new String[] {missing, folder}) {
      assertTrue(refusal("verify", file, proof).contains(file));
      assertTrue(refusal("verify", key, file).contains(file));
      assertTrue(refusal("verify", key, proof, "--output", file).contains(file));
      assertTrue(refusal("inspect", file).contains(file));
      assertTrue(refusal("prove", file, INPUT, "-o", home.resolve("new")).contains(file));
      assertTrue(refusal("prove", MODEL, file, "-o", home.resolve("new")).contains(file));
      assertTrue(refusal("calibrate", MODEL, file).contains(file));
    }
    refusal("prove", MODEL, INPUT, "-o", home.resolve("new"), "--key", home.resolve("missing"));
    refusal("prove", MODEL, INPUT, "-o", proof);
    refusal("commit", MODEL, "-o", proof);
    assertFalse(Files.exists(home.resolve("new")));
  }

  @Test
  void profiles() {
    Path fresh = home.resolve("new");
    String unknown = refusal("commit", MODEL, "-o", fresh, "--profile", "P128");
    assertTrue(
        unknown.contains("expected P100, P100-compact or P100-chain but was 'P128'"), unknown);
    for (String verb : new String[] {"commit", "prove"}) {
      Object[] words = {
        verb, MODEL, "-o", fresh, "--profile", "p100-COMPACT", "--input", "committed"
      };
      if (verb.equals("prove")) {
        words =
            new Object[] {verb, MODEL, INPUT, "-o", fresh, words[4], words[5], words[6], words[7]};
      }
      String committed = refusal(words);
      assertTrue(committed.contains("P100-compact does not take committed inputs"), committed);
    }
    String other = refusal("prove", MODEL, INPUT, "-o", out, "--profile", "P100-compact");
    assertTrue(other.contains("its profile is P100;"), other);
    assertFalse(Files.exists(fresh));
  }

  @Test
  void oneKindOfFileForAnother() {
    assertTrue(refusal("verify", proof, proof).contains("is a proof; a model key was expected"));
    assertTrue(refusal("verify", key, key).contains("is a model key; a proof was expected"));
    Path secret = out.resolve("proving.key");
    assertTrue(refusal("verify", secret, proof).contains("is a proving key"));
    assertTrue(refusal("verify", MODEL, proof).contains(MODEL));
    refusal("prove", key, INPUT, "-o", home.resolve("new"));
    refusal("prove", INPUT, MODEL, "-o", home.resolve("new"));
    refusal("inspect", INPUT);
  }

  @Test
  void damagedFiles() throws IOException {
    for (Path whole : new Path[] {key, proof, out.resolve("proving.key")}) {
      byte[] bytes = Files.readAllBytes(whole);
      Path file = home.resolve("damaged");
      for (int length : new int[] {0, 1, 6, 8, 40, bytes.length / 2, bytes.length - 1}) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertTrue(refusal("inspect", file).contains(file.toString()));
      }
      Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
      refusal("inspect", file);
      byte[] newer = bytes.clone();
      newer[6]++;
      Files.write(file, newer);
      assertTrue(refusal("inspect", file).contains("update Lucerna"));
    }
  }

  @Test
  void badInputs() throws IOException {
    Path file = home.resolve("input.json");
    Files.writeString(file, "{\"input_data\": [[1, 2,\n  oops]]}");
    String syntax = refusal("prove", MODEL, file, "-o", home.resolve("new"));
    assertTrue(syntax.contains("line 2, column "), syntax);
    for (String text :
        new String[] {"", "{}", "[]", "{\"input_data\": [[1]]}", "{\"input_data\": [[NaN]]}"}) {
      Files.writeString(file, text);
      refusal("prove", MODEL, file, "-o", home.resolve("new"));
    }
    Files.writeString(file, "{\"version\": 1,\n \"samples\": }");
    String scales = refusal("commit", MODEL, "-o", home.resolve("new"), "--scales", file);
    assertTrue(scales.contains("line 2, column "), scales);
    for (String text :
        new String[] {"{}", "{\"version\": 3}", "{\"version\": 2}", "{\"version\": 1}"}) {
      Files.writeString(file, text);
      refusal("commit", MODEL, "-o", home.resolve("new"), "--scales", file);
    }
    assertFalse(Files.exists(home.resolve("new")));
  }
}
