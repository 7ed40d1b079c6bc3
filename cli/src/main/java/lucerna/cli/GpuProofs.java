package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lucerna.ops.UserException;

/** Measures whole proofs on a device and on the processor, each in a process of its own. */
final class GpuProofs {
  private static final long WEIGHTS = 10_000_000;
  private static final String FIBONACCI = "fibonacci log=20 columns=100 p100=1 zk=1";
  private static final int REPEAT = 5;

  private final Bench verb;
  private final GpuArguments.Kind kind;
  private final boolean isProcessor;
  private final GpuTable table;
  private final ArrayNode proofs = Json.object().putArray("proofs");

  GpuProofs(Bench verb, GpuArguments.Kind kind, boolean isProcessor, GpuTable table) {
    this.verb = verb;
    this.kind = kind;
    this.isProcessor = isProcessor;
    this.table = table;
  }

  /** Measures digits, nanoGPT, a large perceptron and wide Fibonacci, as far as they are here. */
  ArrayNode measure() {
    Path examples = Path.of(System.getProperty("lucerna.examples", ""));
    model("digits", examples.resolve("digits").resolve("model.onnx"));
    if (isProcessor) {
      skip("larger proofs", "left out where the device is a processor");
      return proofs;
    }
    model("nanoGPT", nanoGpt());
    perceptron();
    fibonacci();
    return proofs;
  }

  private void skip(String name, String reason) {
    add(Json.object().put("name", name).put("skipped", reason));
  }

  private void add(ObjectNode proof) {
    proofs.add(proof);
    table.proof(proof);
  }

  private static Path nanoGpt() {
    List<Path> places = new ArrayList<>();
    for (String place : System.getProperty("lucerna.models", "").split(File.pathSeparator, -1)) {
      places.add(Path.of(place));
    }
    places.add(Path.of(System.getProperty("lucerna.examples", "")));
    return places.stream()
        .map(place -> place.resolve("nanoGPT").resolve("network.onnx"))
        .filter(Files::exists)
        .findFirst()
        .orElse(Path.of("nanoGPT"));
  }

  private void perceptron() {
    Path folder = BenchRun.temporary();
    try {
      BenchScaling.generate(PeerFolder.ours("lucerna.bench.GeneratedMlp", 1), WEIGHTS, folder);
      model("perceptron of 10^7 weights", folder.resolve("network.onnx"));
    } finally {
      BenchRun.remove(folder);
    }
  }

  private void model(String name, Path model) {
    Path input = model.resolveSibling("input.json");
    if (!Files.exists(model) || !Files.exists(input)) {
      skip(name, "the model is not here");
      return;
    }
    try {
      ObjectNode there = run(model, input, kind.toString());
      ObjectNode here = run(model, input, Backend.AUTO == verb.backend.backend ? "simd" : "scalar");
      add(
          row(
              name,
              there.at("/warm/proveMillis").doubleValue(),
              here.at("/warm/proveMillis").doubleValue(),
              there.withObject("/warm")));
    } catch (UserException | IllegalStateException e) {
      skip(name, String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode run(Path model, Path input, String backend) {
    List<Object> words = new ArrayList<>(List.of("bench", model, input));
    Path calibration = model.resolveSibling("calibration.json");
    if (Files.exists(calibration)) {
      words.addAll(List.of("--calibration", calibration));
    }
    words.addAll(List.of("--repeat", REPEAT, "--cold", 0, "--warm-up", verb.warmUp));
    words.addAll(List.of("--backend", backend));
    return BenchChild.run(words.toArray());
  }

  /** Wide Fibonacci at the level P100, with zero knowledge, by the module of benchmarks. */
  private void fibonacci() {
    String name = "wide Fibonacci 100 x 2^20";
    try {
      double there = work(kind.toString());
      double here = work("");
      add(row(name, there, here, Json.object()));
    } catch (UserException | IllegalStateException e) {
      skip(name, String.valueOf(e.getMessage()));
    }
  }

  private static double work(String backend) {
    List<String> command =
        new ArrayList<>(
            PeerFolder.ours(
                "lucerna.bench.Works", Math.max(2, Runtime.getRuntime().availableProcessors())));
    BenchGpu.reachDevices(command);
    if (!backend.isEmpty()) {
      command.add(command.indexOf("-cp"), "-Dlucerna.backend=" + backend);
    }
    command.addAll(List.of(FIBONACCI.split(" ")));
    Path folder = BenchRun.temporary();
    try (var process =
        new PeerProcess(command, java.util.Map.of(), folder.resolve("fibonacci.log"))) {
      double least = Double.MAX_VALUE;
      for (int i = 0; i < REPEAT; i++) {
        least = Math.min(least, process.measure().path("millis").doubleValue());
      }
      return least;
    } finally {
      BenchRun.remove(folder);
    }
  }

  private static ObjectNode row(String name, double there, double here, ObjectNode warm) {
    ObjectNode row = Json.object().put("name", name).put("deviceMillis", there);
    row.put("processorMillis", here).put("speedRatio", here / there);
    return warm.isEmpty() ? row : row.set("warm", warm);
  }
}
