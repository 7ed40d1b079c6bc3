package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lucerna.ops.UserException;

/** Measures how the costs of a generated perceptron grow with its number of weights. */
final class BenchScaling {
  static final List<Long> SIZES = List.of(10_000L, 100_000L, 1_000_000L, 10_000_000L);

  private static final long LEAST = 1_000;
  private static final long MOST = 40_000_000;

  private final Bench verb;
  private final List<Long> sizes;

  BenchScaling(Bench verb, List<Long> sizes) {
    this.verb = verb;
    this.sizes = sizes;
    for (long size : sizes) {
      if (size < LEAST || size > MOST) {
        throw Verb.mistake("--scaling takes %d to %d weights, not %d.", LEAST, MOST, size);
      }
    }
  }

  ObjectNode measure() {
    List<String> generator = PeerFolder.ours("lucerna.bench.GeneratedMlp", 1);
    ObjectNode result = Json.object();
    result.set("machine", BenchRun.machine());
    ArrayNode rows = result.putArray("scaling");
    verb.say(
        "%12s %10s %10s %10s %12s %10s %10s %10s",
        "weights", "keys s", "prove ms", "check ms", "command ms", "key MB", "proof kB", "peak MB");
    for (long size : sizes) {
      Path folder = BenchRun.temporary();
      try {
        rows.add(measure(generate(generator, size, folder), folder));
      } finally {
        BenchRun.remove(folder);
      }
    }
    return result;
  }

  private ObjectNode measure(long weights, Path folder) {
    ObjectNode row = Json.object().put("name", weights + " weights").put("weights", weights);
    ObjectNode told;
    try {
      told =
          BenchChild.run(
              "bench",
              folder.resolve("network.onnx"),
              folder.resolve("input.json"),
              "--repeat",
              verb.repeat,
              "--warm-up",
              verb.warmUp,
              "--cold",
              Math.max(1, verb.cold),
              "--backend",
              verb.backend.backend.label());
    } catch (UserException | IllegalStateException e) {
      row.put("failed", String.valueOf(e.getMessage()));
      verb.say("%12d %s", weights, row.path("failed").asText());
      return row;
    }
    told.remove(List.of("machine", "model"));
    row.setAll(told);
    verb.say(
        "%12d %10.1f %10.1f %10.1f %12.0f %10.1f %10.0f %10.0f",
        weights,
        told.path("keyMillis").doubleValue() / 1e3,
        told.at("/warm/proveMillis").doubleValue(),
        told.at("/warm/verifyMillis").doubleValue(),
        told.at("/cold/commandMillis").doubleValue(),
        told.at("/bytes/key").doubleValue() / 1e6,
        told.at("/bytes/proof").doubleValue() / 1e3,
        told.at("/cold/peakMemoryBytes").doubleValue() / 1e6);
    return row;
  }

  /** Returns the number of weights of what was generated. */
  static long generate(List<String> generator, long size, Path folder) {
    List<String> command = new ArrayList<>(generator);
    command.addAll(List.of(Long.toString(size), folder.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0 || !Files.exists(folder.resolve("network.onnx"))) {
        throw new IllegalStateException("no model of " + size + " weights was generated");
      }
      return Long.parseLong(told.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
