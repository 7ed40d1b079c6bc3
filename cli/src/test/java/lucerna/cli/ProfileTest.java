package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compact profile from the outside: keys, proofs, and what is said of them. */
final class ProfileTest {
  @TempDir static Path home;

  @Test
  void aShortProofIsMadeAndChecked() throws Exception {
    String model = Cli.small("1l_relu", "network.onnx");
    String input = Cli.small("1l_relu", "input.json");
    var made =
        Cli.run(
                home,
                "commit",
                model,
                "-o",
                home.resolve("keys"),
                "--profile",
                "P100-compact",
                "--proofs",
                3,
                "--json")
            .exits(0)
            .json();
    assertEquals("P100-compact", made.at("/security/profile").textValue());
    assertTrue(made.at("/security/provableBits").intValue() >= 100);
    assertEquals("Johnson", made.at("/parameters/regime").textValue());
    int queries = made.at("/parameters/queries").intValue();
    String first = made.at("/choices/0").textValue();
    assertTrue(first.contains(queries + " queries"), first);
    Path out = home.resolve("out");
    Cli.run(
            home,
            "prove",
            model,
            input,
            "-o",
            out,
            "--profile",
            "P100-compact",
            "--proofs",
            3,
            "-q")
        .exits(0);
    Path key = out.resolve("model.key");
    Path plain = home.resolve("plain");
    Cli.run(home, "prove", model, input, "-o", plain, "--proofs", 3, "-q").exits(0);
    assertTrue(2 * Files.size(out.resolve("proof.bin")) < Files.size(plain.resolve("proof.bin")));
    String verdict = Cli.run(home, "verify", key, out.resolve("proof.bin")).exits(0).out();
    assertTrue(verdict.contains("profile P100-compact, 10"), verdict);
    assertTrue(verdict.contains("accepted"), verdict);
    String inside = Cli.run(home, "inspect", key).exits(0).out();
    assertTrue(inside.contains("Johnson, m = "), inside);
    assertTrue(inside.contains(" queries, folds by "), inside);
    assertTrue(inside.contains("QUERY"), inside);
    String unique = Cli.run(home, "inspect", plain.resolve("model.key")).exits(0).out();
    assertTrue(unique.contains("unique decoding; rate 1/4, 120 queries"), unique);
  }
}
