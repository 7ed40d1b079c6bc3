package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @TempDir Path home;

  @Test
  void helpAndVersionSucceed() {
    assertTrue(Cli.run(home, "--help").exits(0).out().contains("Exit codes: 0 done"));
    assertTrue(Cli.run(home, "--version").exits(0).out().startsWith("lucerna "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prove",
        "verify",
        "inspect",
        "commit",
        "mock",
        "calibrate",
        "cairo",
        "calldata",
        "doctor",
        "bench",
        "bundle"
      })
  void everyVerbHasHelpJsonAndQuiet(String verb) {
    String help = Cli.run(home, verb, "--help").exits(0).out();
    assertTrue(help.startsWith("Usage: lucerna " + verb), help);
    assertTrue(help.contains("--json") && help.contains("--quiet"), help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prov",
        "prove",
        "prove a b",
        "prove a b -o d --weights secret",
        "prove a b -o d --proofs many",
        "prove a b -o d --backend gpu",
        "prove a b -o d --shape batch",
        "verify key",
        "verify",
        "inspect a b",
        "doctor --fast"
      })
  void badOptionsAreMistakesInOneSentence(String line) {
    Object[] words = line.isEmpty() ? new Object[0] : line.split(" ");
    String sentence = Cli.run(home, words).exits(2).sentence();
    assertTrue(sentence.contains("; see: lucerna"), sentence);
  }

  @Test
  void optionsThatFitNoNumberAreRefusedBeforeAnyWork() {
    for (String option : new String[] {"--proofs=0", "--repeat=0", "--seed-for-testing=xy"}) {
      Cli.run(home, "prove", Cli.MODEL, Cli.INPUT, "-o", home.resolve("out"), option).exits(2);
      assertFalse(home.resolve("out").toFile().exists());
    }
  }

  @Test
  void anErrorIsAlsoJson() {
    var result = Cli.run(home, "verify", "--json").exits(2);
    assertEquals(2, result.json().at("/error/exit").intValue());
    assertTrue(result.json().at("/error/message").textValue().contains("KEY"));
    assertEquals(1, result.err().lines().count());
  }

  @Test
  void aTraceIsPrintedOnlyOnDemand() {
    var missing = home.resolve("missing").toString();
    assertFalse(Cli.run(home, "inspect", missing).err().contains("\tat "));
    var traced = Cli.run(Map.of("LUCERNA_TRACE", "1"), false, "inspect", missing).exits(2);
    assertTrue(traced.err().contains("\tat lucerna.cli"), traced.err());
  }

  @Test
  void faultsAreOneSentence() {
    Failure fault = Failure.of(new IllegalStateException("first\n  second"));
    assertEquals(3, fault.exit());
    assertEquals(
        "internal error, please report it (LUCERNA_TRACE=1 shows where):"
            + " IllegalStateException: first second",
        fault.message());
    Failure full = Failure.of(new OutOfMemoryError("Java heap space"));
    assertEquals(3, full.exit());
    assertTrue(
        full.message().matches("out of memory: the heap of at most \\d+ MiB .*"), full.message());
  }

  @Test
  void doctorTellsWhatItWillUse() {
    var result = Cli.run(home, "doctor", "--json").exits(0).json();
    assertEquals("simd", result.at("/uses/backend").textValue());
    assertEquals("vector", result.at("/uses/kernels").textValue());
    int bits = result.at("/uses/vectorBits").intValue();
    assertEquals(bits, 32 * result.at("/uses/lanes").intValue());
    assertTrue(bits >= 128, result::toString);
    assertTrue(result.path("cores").intValue() >= 1);
    String text = Cli.run(home, "doctor").exits(0).out();
    assertTrue(text.contains("Lucerna will prove with the vector kernels ("), text);
    assertEquals("", Cli.run(home, "doctor", "--quiet").exits(0).out());
  }
}
