package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.quantise.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons with other provers: what they ask for, how they count, how they are told. */
final class BenchPeersTest {
  @TempDir Path home;

  @BeforeEach
  void sources() {
    System.setProperty("lucerna.peers", Path.of("../bench/peers").toAbsolutePath().toString());
  }

  @AfterEach
  void none() {
    System.clearProperty("lucerna.peers");
    System.clearProperty("lucerna.bench");
  }

  private Cli.Result bench(String path, Object... words) {
    Object[] all = new Object[words.length + 1];
    all[0] = "bench";
    System.arraycopy(words, 0, all, 1, words.length);
    return Cli.run(Map.of("HOME", home.toString(), "PATH", path), false, all);
  }

  @ParameterizedTest
  @CsvSource({
    "stwo, 'cargo and rustc, which are not on the PATH'",
    "ezkl, 'Python 3.10 or later, which is not on the PATH'",
  })
  void aMissingToolIsNamed(String only, String reason) {
    String sentence = bench(home.toString(), "--peers", "--only", only).exits(2).sentence();
    assertTrue(sentence.contains(reason), sentence);
    assertFalse(Files.exists(home.resolve(".cache")), "nothing is half made");
  }

  @Test
  void cargoAloneIsNotEnough() throws Exception {
    Path cargo = Files.createFile(home.resolve("cargo"));
    assertTrue(cargo.toFile().setExecutable(true));
    String sentence = bench(home.toString(), "--peers", "--only=stwo").exits(2).sentence();
    assertTrue(sentence.contains("rustc"), sentence);
  }

  @Test
  void aBuildThatFailsNamesItsLog() throws Exception {
    for (String tool : List.of("cargo", "rustc")) {
      Path file = Files.writeString(home.resolve(tool), "#!/bin/sh\necho no network\nexit 3\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    Path work = home.resolve("work");
    var run = bench(home.toString(), "--peers", "--only=stwo", "--work", work, "-q").exits(2);
    assertTrue(run.sentence().contains("build.log"), run.err());
    assertEquals("no network\n", Files.readString(work.resolve("stwo/build.log")));
    assertFalse(Files.exists(work.resolve("stwo/stamp")), "it is tried again the next time");
  }

  @ParameterizedTest
  @CsvSource({
    "--peers --works=poseidon, 'not poseidon'",
    "--peers --only=stwo --works=1l_mlp, 'not 1l_mlp'",
    "--peers --only=ezkl --works=fft, 'not fft'",
    "--peers --only=groth16, 'Invalid value'",
    "--peers m.onnx i.json, 'leave out MODEL and INPUT'",
    "--scaling=10 , 'takes 1000 to 40000000 weights, not 10'",
    "--scaling=many , 'Invalid value'",
  })
  void whatDoesNotFitIsRefused(String options, String reason) {
    String err = bench(home.toString(), (Object[]) options.strip().split(" ")).exits(2).err();
    assertTrue(err.contains(reason), err);
  }

  @Test
  void withoutTheSourcesThereIsNoComparison() {
    System.clearProperty("lucerna.peers");
    String sentence = bench(home.toString(), "--peers").exits(2).sentence();
    assertTrue(sentence.contains("a checkout"), sentence);
    String scaling = bench(home.toString(), "--scaling=10000").exits(2).sentence();
    assertTrue(scaling.contains("a checkout"), scaling);
  }

  private static PeerScales.Choice choice(String name, long cells, double percent) {
    return new PeerScales.Choice(name, Options.DEFAULT, cells, percent);
  }

  @Test
  void ofScalesWithinABoundTheCheapestAreTakenAndElseTheBest() {
    List<PeerScales.Choice> measured =
        List.of(
            choice("coarse", 10, 0.9),
            choice("good", 20, 0.2),
            choice("better", 20, 0.1),
            choice("best", 30, 0.05));
    assertEquals("coarse", PeerScales.choose(measured, 1).name());
    assertEquals("better", PeerScales.choose(measured, 0.2).name());
    assertEquals("best", PeerScales.choose(measured, 0.07).name());
    assertEquals("best", PeerScales.choose(measured, 0.01).name());
    assertThrows(UserException.class, () -> PeerScales.choose(List.of(), 1));
  }

  @Test
  void scalesBesideAPeerSayWhetherTheyAreWithinTheBound() throws Exception {
    Path model = Path.of("..", "luminair-ops", "src", "test", "resources", "models", "1l_mlp");
    Path file = home.resolve("scales.json");
    var scales = new PeerScales(model.resolve("network.onnx"), model.resolve("input.json"));
    ObjectNode within = scales.write(file, 0.1);
    assertTrue(within.path("within").booleanValue(), within.toString());
    assertTrue(within.path("errorPercent").doubleValue() <= 0.1, within.toString());
    JsonNode error =
        Cli.run(
                home,
                "prove",
                model.resolve("network.onnx"),
                model.resolve("input.json"),
                "-o",
                home.resolve("out"),
                "--scales",
                file,
                "--proofs",
                4,
                "--json")
            .exits(0)
            .json()
            .at("/accuracy/meanAbsPercent");
    assertEquals(within.path("errorPercent").doubleValue(), error.doubleValue(), 1e-9);
    ObjectNode beyond = scales.write(file, 0);
    assertFalse(beyond.path("within").booleanValue(), beyond.toString());
    assertTrue(
        beyond.path("errorPercent").doubleValue() <= within.path("errorPercent").doubleValue(),
        beyond.toString());
  }

  private static ObjectNode measured(double millis, double cpu) {
    ObjectNode one = Json.object().put("millis", millis).put("cpuMillis", cpu);
    return one.put("proofBytes", 1000 * millis);
  }

  private static ObjectNode row() {
    var ours = new PeerSeries();
    var theirs = new PeerSeries();
    double[] here = {10, 20, 10};
    double[] there = {30, 20, 50};
    for (int i = 0; i < here.length; i++) {
      ours.add(measured(here[i], 5));
      theirs.add(measured(there[i], 20));
    }
    ObjectNode row = Json.object().put("name", "work, 1 thread").put("work", "work");
    row.put("peer", "stwo").put("threads", 1);
    row.set("ours", ours.json().put("zeroKnowledge", true).put("errorPercent", 0.0012));
    row.set("theirs", theirs.json().put("zeroKnowledge", false).put("errorPercent", 0.5));
    PeerTable.ratios(row, PeerSeries.ratios(theirs, ours));
    return row;
  }

  @Test
  void ratiosAreMediansOfPairs() {
    ObjectNode row = row();
    assertEquals(3, row.path("speedRatio").doubleValue());
    assertEquals(1, row.path("speedRatioMin").doubleValue());
    assertEquals(5, row.path("speedRatioMax").doubleValue());
    assertEquals(4, row.path("cpuRatio").doubleValue());
    assertEquals(10, row.at("/ours/millis").doubleValue());
    assertEquals(20_000, row.at("/ours/proofBytes").longValue());
  }

  @Test
  void aLineSaysAllThatIsCompared() {
    String line = PeerTable.line(row());
    for (String part :
        List.of("3.00 (1.00 to 5.00)", "4.00", "20 / 50", "yes / no", "0.0012 / 0.50")) {
      assertTrue(line.contains(part), part + " in " + line);
    }
    String failed = PeerTable.line(Json.object().put("work", "w").put("failed", "why"));
    assertTrue(failed.matches("w +why"), failed);
  }

  @Test
  void resultsAreComparedByName() throws Exception {
    ObjectNode result = Json.object();
    result.putArray("peers").add(row());
    Path a = Files.write(home.resolve("a.json"), Json.file(result));
    result.withArray("/peers").removeAll();
    ObjectNode faster = row();
    faster.withObject("/ours").put("millis", 5);
    result.withArray("/peers").add(faster);
    Path b = Files.write(home.resolve("b.json"), Json.file(result));
    var json = bench(home.toString(), "--compare", a, b, "--json").exits(0).json();
    boolean found = false;
    for (var one : json.path("ratios")) {
      if (one.path("figure").asText().equals("ours millis")) {
        assertEquals(0.5, one.path("ratio").doubleValue());
        assertEquals("work, 1 thread", one.path("model").asText());
        found = true;
      }
    }
    assertTrue(found, json.toString());
  }

  @Test
  void aProcessIsAskedAndAnswers() throws Exception {
    Path script = home.resolve("peer");
    Files.writeString(
        script,
        "echo '{\"system\": \"x\"}'\nwhile read -r line; do echo '{\"millis\": 7}'; done\n");
    try (var peer =
        new PeerProcess(List.of("sh", script.toString()), Map.of(), home.resolve("log"))) {
      assertEquals("x", peer.ready().path("system").textValue());
      assertEquals(7, peer.measure().path("millis").intValue());
      assertEquals(7, peer.measure().path("millis").intValue());
    }
  }

  @Test
  void aProcessThatEndsEarlyIsAFault() throws Exception {
    Path script = Files.writeString(home.resolve("peer"), "echo '{}'\nread -r line\n");
    try (var peer =
        new PeerProcess(List.of("sh", script.toString()), Map.of(), home.resolve("log"))) {
      var e = assertThrows(IllegalStateException.class, peer::measure);
      assertTrue(String.valueOf(e.getMessage()).contains("log"), e::getMessage);
    }
  }

  @Test
  void picturesAreDrawn() {
    ObjectNode result = Json.object();
    result.putArray("peers").add(row());
    ObjectNode size = Json.object().put("weights", 10_000).put("keyMillis", 4);
    size.putObject("warm").put("proveMillis", 12).put("verifyMillis", 3);
    ObjectNode larger = size.deepCopy().put("weights", 100_000);
    result.putArray("scaling").add(size).add(larger);
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G'};
    for (byte[] png :
        List.of(
            PeerPicture.ratios(result.path("peers")),
            PeerPicture.scaling(result.path("scaling")))) {
      assertArrayEquals(signature, Arrays.copyOf(png, signature.length));
    }
  }
}
