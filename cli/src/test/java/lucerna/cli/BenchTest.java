package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured, how it is told, and what is refused. */
final class BenchTest {
  private static final String MODEL = Cli.small("1l_mlp", "network.onnx");
  private static final String INPUT = Cli.small("1l_mlp", "input.json");

  @TempDir Path home;

  @AfterEach
  void chooseAgain() {
    Backend.AUTO.use();
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(home.resolve(name), text);
  }

  @Test
  void aModelIsMeasuredColdAndWarm() throws Exception {
    Path out = home.resolve("out");
    var run =
        Cli.run(
            home,
            "bench",
            MODEL,
            INPUT,
            "--repeat=2",
            "--warm-up=0",
            "--cold=1",
            "--json",
            "-q",
            "-o",
            out);
    JsonNode result = run.exits(0).json();
    assertEquals("network.onnx", result.path("model").textValue());
    assertEquals("simd", result.path("backend").textValue());
    for (String phase : List.of("cold", "warm")) {
      JsonNode times = result.path(phase);
      assertEquals(phase.equals("warm") ? 2 : 1, times.path("repetitions").intValue());
      double whole = times.path("proveMillis").doubleValue();
      assertTrue(whole > 0 && times.path("minMillis").doubleValue() <= whole, run.out());
      assertTrue(times.path("maxMillis").doubleValue() >= whole, run.out());
      assertEquals(BenchSeries.STAGES.size(), times.path("stageMillis").size());
      for (String stage : BenchSeries.STAGES) {
        double part = times.path("stageMillis").path(stage).doubleValue();
        assertTrue(part > 0 && part < times.path("maxMillis").doubleValue(), stage + run.out());
      }
      assertTrue(times.path("peakMemoryBytes").longValue() > 1 << 20, run.out());
    }
    double command = result.at("/cold/commandMillis").doubleValue();
    assertTrue(command > result.at("/cold/proveMillis").doubleValue(), run.out());
    assertTrue(result.at("/warm/verifyMillis").doubleValue() > 0, run.out());
    assertEquals(2, result.at("/warm/uncounted").intValue());
    assertTrue(result.at("/bytes/proof").intValue() > 10_000, run.out());
    assertTrue(result.at("/bytes/key").intValue() > 10_000, run.out());
    JsonNode machine = result.path("machine");
    assertEquals(Runtime.getRuntime().availableProcessors(), machine.path("cores").intValue());
    assertTrue(machine.path("lanes").intValue() > 1, run.out());
    assertTrue(machine.path("jdk").textValue().contains(Runtime.version().toString()));
    assertEquals(result, Json.read(out.resolve("result.json")));
  }

  @Test
  void aPictureIsDrawnWhereTheLibraryIsLoaded() throws Exception {
    Object[] words = {
      "bench", MODEL, INPUT, "--repeat=1", "--warm-up=0", "--cold=0", "-o", home.resolve("out")
    };
    var with = List.of("--add-modules=xchart,java.desktop");
    var run = Cli.child("", with, words).exits(0);
    assertFalse(run.err().contains("no picture"), run.err());
    byte[] picture = Files.readAllBytes(home.resolve("out").resolve("result.png"));
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G'};
    assertArrayEquals(signature, Arrays.copyOf(picture, signature.length));
    Files.delete(home.resolve("out").resolve("result.png"));
    run = Cli.child("xchart", List.of(), words).exits(0);
    assertTrue(run.err().contains("lucerna: no picture is drawn: "), run.err());
    assertEquals("result.json", Cli.names(home.resolve("out")));
  }

  @Test
  void coldProcessesMayBeLeftOut() {
    var run =
        Cli.run(
            home,
            "bench",
            MODEL,
            INPUT,
            "--repeat=1",
            "--warm-up=0",
            "--cold=0",
            "--backend=scalar");
    String text = run.exits(0).out();
    assertTrue(text.contains("  warm  proof "), text);
    assertFalse(text.contains("cold"), text);
  }

  @Test
  void noProofCountsBeforeItIsWarm() {
    var run =
        Cli.run(
            home, "bench", MODEL, INPUT, "--repeat=1", "--cold=0", "--warm-up=2", "--json", "-q");
    JsonNode warm = run.exits(0).json().path("warm");
    assertEquals(1, warm.path("repetitions").intValue());
    assertTrue(warm.path("uncounted").intValue() > 1, run.out());
  }

  private String result(double prove, double fri, String model, String machine) {
    return """
    {"model": "%s", "machine": {"processor": "%s"}, "bytes": {"proof": 100},
     "warm": {"proveMillis": %s, "stageMillis": {"fri": %s}}}\
    """
        .formatted(model, machine, prove, fri);
  }

  @Test
  void ratiosAreOfTheSecondToTheFirst() throws Exception {
    Path first = file("a.json", result(400, 100, "m", "x"));
    Path second = file("b.json", result(100, 150, "m", "x"));
    var run = Cli.run(home, "bench", "--compare", first, second, "--json").exits(0);
    assertEquals("", run.err());
    JsonNode json = run.json();
    assertTrue(json.path("sameMachine").booleanValue());
    assertEquals(3, json.path("ratios").size());
    for (JsonNode row : json.path("ratios")) {
      double expected =
          switch (row.path("figure").textValue()) {
            case "warm proveMillis" -> 0.25;
            case "warm fri" -> 1.5;
            case "proof bytes" -> 1;
            default -> throw new AssertionError(row);
          };
      assertEquals(expected, row.path("ratio").doubleValue(), 1e-9);
      assertEquals("m", row.path("model").textValue());
    }
    String text = Cli.run(home, "bench", "--compare", first, second).exits(0).out();
    assertTrue(text.lines().anyMatch(line -> line.matches("m +warm proveMillis .* 0\\.250")), text);
  }

  @Test
  void resultsOfSeveralModelsAreComparedByName() throws Exception {
    String models = "{\"machine\": {\"processor\": \"%s\"}, \"models\": {%s}}";
    String one = "\"%s\": {\"warm\": {\"proveMillis\": %d}}";
    Path first =
        file("a.json", models.formatted("x", one.formatted("m", 4) + "," + one.formatted("n", 2)));
    Path second =
        file("b.json", models.formatted("y", one.formatted("n", 6) + "," + one.formatted("o", 1)));
    var run = Cli.run(home, "bench", "--compare", first, second, "--json").exits(0);
    assertEquals(1, run.json().path("ratios").size());
    assertEquals("n", run.json().at("/ratios/0/model").textValue());
    assertEquals(3, run.json().at("/ratios/0/ratio").doubleValue());
    assertFalse(run.json().path("sameMachine").booleanValue());
    assertTrue(run.err().contains("measured on different machines"), run.err());
  }

  @Test
  void whatIsNoResultIsRefused() throws Exception {
    Path good = file("a.json", result(1, 1, "m", "x"));
    Path other = file("b.json", result(1, 1, "another", "x"));
    Path empty = file("c.json", "{}");
    Path broken = file("d.json", "{");
    Path missing = home.resolve("missing.json");
    for (Path bad : List.of(empty, broken, missing)) {
      String name = String.valueOf(bad.getFileName());
      String first = Cli.run(home, "bench", "--compare", bad, good).exits(2).err();
      assertTrue(first.contains(name), first);
      String second = Cli.run(home, "bench", "--compare", good, bad).exits(2).err();
      assertTrue(second.contains(name), second);
    }
    String none = Cli.run(home, "bench", "--compare", good, other).exits(2).err();
    assertTrue(none.contains("no model in common"), none);
  }

  @ParameterizedTest
  @CsvSource({
    "--repeat=0, --repeat takes 1 to 400",
    "--repeat=401, --repeat takes 1 to 400",
    "--warm-up=-1, --warm-up must be from 0 to 600 seconds",
    "--warm-up=601, --warm-up must be from 0 to 600 seconds",
    "--cold=-1, --cold takes 0 to 400",
    "--proofs=1 --repeat=400 --cold=300, give --proofs",
    "--backend=gpu, Invalid value",
  })
  void numbersThatDoNotFitAreRefused(String options, String sentence) {
    Object[] words = ("bench " + MODEL + " " + INPUT + " " + options).split(" ");
    String err = Cli.run(home, words).exits(2).err();
    assertTrue(err.contains(sentence), err);
  }

  @Test
  void missingArgumentsAreNamed() throws Exception {
    assertTrue(Cli.run(home, "bench", MODEL).exits(2).sentence().contains("INPUT is missing"));
    assertTrue(Cli.run(home, "bench").exits(2).sentence().contains("examples are not here"));
    Path a = file("a.json", result(1, 1, "m", "x"));
    String both = Cli.run(home, "bench", MODEL, "--compare", a, a).exits(2).sentence();
    assertTrue(both.contains("takes two results and no model"), both);
    String taken = Cli.run(home, "bench", MODEL, INPUT, "-o", a).exits(2).sentence();
    assertTrue(taken.contains("is a file"), taken);
  }

  @Test
  void theKeysOfAMeasurementAreRemoved() throws Exception {
    Set<Path> before = temporaries();
    Cli.run(home, "bench", MODEL, INPUT, "--repeat=1", "--warm-up=0", "--cold=0", "--quiet")
        .exits(0);
    assertEquals(before, temporaries());
  }

  private static Set<Path> temporaries() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(BenchRun.TEMPORARY))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void mediansAreThoseOfTheSortedTimes() {
    var series = new BenchSeries();
    assertEquals(0, series.median("prove"));
    for (double time : new double[] {5, 1, 9}) {
      series.add("prove", time);
    }
    assertEquals(5, series.median("prove"));
    series.add("prove", 2);
    assertEquals(3.5, series.median("prove"));
    assertEquals(9, series.json(4).path("maxMillis").doubleValue());
  }
}
