package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lucerna.ops.UserException;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.Estimate;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates against what processes take, and refusals where the heap is too small. */
final class EstimateTest {
  /** What a JVM takes besides its heap and its young generation. */
  private static final long OVERHEAD = 96L << 20;

  /** The estimate of the heap is off by no more than this factor. */
  private static final double FACTOR = 2;

  @TempDir Path home;

  /** What another process printed and how it ended. */
  private record Ended(int exit, String out, String err) {}

  private static Ended process(List<String> options, Object... arguments)
      throws IOException, InterruptedException {
    // Without the vector kernels: what they need is not in this process, which would say so.
    String path =
        Stream.of("java.class.path", "jdk.module.path")
            .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
            .filter(entry -> !entry.contains("field-simd"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:+UseSerialGC");
    line.addAll(options);
    line.add("-cp");
    line.add(path);
    line.add("lucerna.cli.Main");
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    Path out = Files.createTempFile("lucerna", "out");
    Path err = Files.createTempFile("lucerna", "err");
    int exit =
        new ProcessBuilder(line)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    var ended =
        new Ended(
            exit,
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
    Files.delete(out);
    Files.delete(err);
    return ended;
  }

  private static String model(String name) {
    return Path.of("..", "examples", name, "model.onnx").toString();
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheNumbers() throws Exception {
    Path out = home.resolve("out");
    Ended refused =
        process(List.of("-Xmx64m"), "commit", model("transformer"), "-o", out, "--quiet");
    assertEquals(2, refused.exit, refused.err);
    assertTrue(
        refused.err.matches(
            "(?s)lucerna: .* is too large: making its keys needs about \\d+ MiB of heap \\(2\\^\\d+"
                + " rows of \\d+ columns\\), and there are 6\\d MiB; set"
                + " LUCERNA_JAVA_OPTS=-Xmx\\d+m, .*\\R"),
        refused.err);
    assertEquals(1, refused.err.lines().count());
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "cnn", "transformer"})
  void theHeapThatIsAdvisedIsEnoughAndMemoryIsAsEstimated(String name) throws Exception {
    var graph = OnnxImporter.read(Path.of(model(name)), Map.of());
    var circuit =
        Quantiser.quantise(graph, ModelArguments.randomSamples(graph), Options.DEFAULT).circuit();
    var options = new KeyOptions(100, KeyOptions.DEFAULT.privacy(), true);
    Estimate estimate = Estimate.of(circuit, options);
    long heap = Math.max(estimate.keyBytes(), estimate.proofBytes());
    String advised = "-Xmx" + ((heap + heap / 4) >> 20) + "m";
    Ended ended =
        process(
            List.of(advised, "-Xmn16m"),
            "commit",
            model(name),
            "-o",
            home.resolve("keys"),
            "--proofs",
            100,
            "--json");
    assertEquals(0, ended.exit, ended.err);
    JsonNode made = new ObjectMapper().readTree(ended.out);
    assertEquals(estimate.keyBytes(), made.at("/estimate/keyHeapBytes").longValue());
    assertEquals(estimate.cells(), made.at("/estimate/cells").longValue());
    long measured = made.path("peakMemoryBytes").longValue() - OVERHEAD;
    String figures =
        "%s: estimated %d MiB, measured %d MiB beyond the JVM"
            .formatted(name, estimate.keyBytes() >> 20, measured >> 20);
    System.out.println(figures);
    assertTrue(measured <= FACTOR * estimate.keyBytes(), figures);
    assertTrue(estimate.keyBytes() <= FACTOR * Math.max(measured, 32L << 20), figures);
    // What the key has is what was estimated.
    var key =
        Cli.run(home, "inspect", home.resolve("keys").resolve("model.key"), "--json")
            .exits(0)
            .json();
    assertEquals(estimate.logRows(), key.at("/layout/logRows").intValue());
    assertEquals(estimate.activeRows(), key.at("/layout/activeRows").intValue());
    assertEquals(estimate.weightTrees(), key.at("/layout/weightTrees").intValue());
  }

  @Test
  void theLimitIsExact() {
    var graph = OnnxImporter.read(Path.of(Cli.small("1l_mlp", "network.onnx")), Map.of());
    var circuit =
        Quantiser.quantise(graph, ModelArguments.randomSamples(graph), Options.DEFAULT).circuit();
    Estimate estimate = Estimate.of(circuit, KeyOptions.DEFAULT);
    long most = Math.max(estimate.keyBytes(), estimate.proofBytes());
    assertDoesNotThrow(() -> estimate.require("m", most));
    assertThrows(UserException.class, () -> estimate.require("m", most - 1));
    assertDoesNotThrow(() -> estimate.requireProof("m", estimate.proofBytes()));
    var refused =
        assertThrows(
            UserException.class, () -> estimate.requireProof("m", estimate.proofBytes() - 1));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("m is too large: a proof needs"));
  }

  @Test
  void modelsAndRangesAreEstimatedToo() {
    String model = Cli.small("1l_mlp", "network.onnx");
    var inspected = Cli.run(home, "inspect", model, "--json").exits(0).json();
    assertTrue(inspected.at("/estimate/proofHeapBytes").longValue() > 0, inspected.toString());
    assertTrue(inspected.at("/estimate/heapLimitBytes").longValue() > 0);
    assertTrue(Cli.run(home, "inspect", model).out().contains("estimate  2^"));
  }
}
