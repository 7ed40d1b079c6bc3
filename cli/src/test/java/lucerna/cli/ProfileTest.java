package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  @Test
  void aKeyForTheChainKeepsItsBounds() {
    String model = Cli.small("1l_relu", "network.onnx");
    Path keys = home.resolve("chain");
    var made = Cli.run(home, chain(model, keys, "--hash", "poseidon252", "--json")).exits(0).json();
    assertEquals("P100-chain", made.at("/security/profile").textValue());
    assertTrue(made.at("/security/provableBits").intValue() >= 100);
    String first = made.at("/choices/0").textValue();
    assertTrue(first.matches(".* felts, .* M gas, .* M with calldata"), first);
    String inside = Cli.run(home, "inspect", keys.resolve("model.key")).exits(0).out();
    assertTrue(inside.contains("collisions of 251 bits"), inside);
    assertTrue(inside.contains("Poseidon252"), inside);
    Path dear = home.resolve("dear");
    String sentence = refusal(chain(model, dear, "--max-calldata", "100"));
    assertTrue(
        sentence.matches(
            ".*No parameters of profile P100-chain verify .* within 100 felts of calldata at 100"
                + " bits: the fewest felts are [0-9,]+, with [0-9,]+ gas; the least gas is [0-9,]+,"
                + " with [0-9,]+ felts\\."),
        sentence);
    sentence = refusal(chain(model, dear, "--max-gas", "1000"));
    assertTrue(sentence.contains("within 1,000 gas at 100 bits"), sentence);
    sentence = refusal(chain(model, dear, "--max-gas", "0"));
    assertTrue(sentence.contains("A bound of 0 is too small"), sentence);
    assertFalse(Files.exists(dear));
  }

  @Test
  void optionsOfTheChainNeedItsProfile() {
    String model = Cli.small("1l_relu", "network.onnx");
    Path out = home.resolve("none");
    String sentence = refusal("commit", model, "-o", out, "--max-calldata", "4000");
    assertTrue(sentence.contains("--max-calldata needs --profile P100-chain"), sentence);
    sentence = refusal("commit", model, "-o", out, "--hash", "poseidon252");
    assertTrue(sentence.contains("Profile P100 does not take the hash Poseidon252"), sentence);
    sentence = refusal("commit", model, "-o", out, "--profile", "P100-chain", "--hash", "sha");
    assertTrue(sentence.contains("expected blake2s-248 or poseidon252"), sentence);
    assertFalse(Files.exists(out));
  }

  private static Object[] chain(String model, Path out, Object... more) {
    Object[] first = {"commit", model, "-o", out, "--profile", "P100-chain", "--proofs", 3};
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private String refusal(Object... arguments) {
    return Cli.run(home, arguments).exits(2).sentence();
  }
}
