package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

  /* A processor's device has no time for more. */
  private static final long FEW_WEIGHTS = 100_000;
  private static final int REPEAT = 5;

  private final Bench verb;
  private final GpuArguments.Kind kind;
  private final boolean isProcessor;
  private final JsonNode floor;
  private final GpuTable table;
  private final ArrayNode proofs = Json.object().putArray("proofs");

  /** Takes what the measuring process said of the device. */
  GpuProofs(Bench verb, GpuArguments.Kind kind, JsonNode device, GpuTable table) {
    this.verb = verb;
    this.kind = kind;
    this.isProcessor = device.path("isProcessor").booleanValue();
    this.floor = device.path("floor");
    this.table = table;
  }

  /** Measures digits, nanoGPT and a large perceptron, as far as they are here. */
  ArrayNode measure() {
    Path examples = Path.of(System.getProperty("lucerna.examples", ""));
    model("digits", examples.resolve("digits").resolve("model.onnx"));
    if (isProcessor) {
      skip("nanoGPT", "left out where the device is a processor, which takes minutes for it");
      perceptron("perceptron of 10^5 weights instead of 10^7", FEW_WEIGHTS);
      return proofs;
    }
    model("nanoGPT", nanoGpt());
    perceptron("perceptron of 10^7 weights", WEIGHTS);
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

  private void perceptron(String name, long weights) {
    Path folder = BenchRun.temporary();
    try {
      BenchScaling.generate(PeerFolder.ours("lucerna.bench.GeneratedMlp", 1), weights, folder);
      model(name, folder.resolve("network.onnx"));
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
              there));
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

  private ObjectNode row(String name, double there, double here, ObjectNode told) {
    ObjectNode row = Json.object().put("name", name).put("deviceMillis", there);
    double least = floorMillis(told.path("load"));
    if (least > 0) {
      row.put("floorMillis", least).put("timesFloor", there / least);
    }
    row.put("processorMillis", here).put("speedRatio", here / there);
    row.set("load", told.path("load"));
    return row.set("warm", told.path("warm"));
  }

  /** Returns the least time of a load on the device, 0 where its rates are not known. */
  private double floorMillis(JsonNode load) {
    double operations = 0;
    for (String kind : List.of("butterflies", "compressions", "folds", "products")) {
      operations += load.path(kind).doubleValue() * floor.path(kind).doubleValue();
    }
    double seconds = operations / floor.path("operationsPerSecond").doubleValue();
    double moving = load.path("bytes").doubleValue() / floor.path("bytesPerSecond").doubleValue();
    return floor.isObject() ? 1e3 * Math.max(seconds, moving) : 0;
  }
}
