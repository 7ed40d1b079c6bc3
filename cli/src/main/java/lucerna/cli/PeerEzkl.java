package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Measures EZKL and us in turn on the same models. */
final class PeerEzkl {
  /** A model, how EZKL binds its weights, and whether that takes minutes and many gigabytes. */
  private record Piece(String model, String visibility, boolean isLong) {}

  private static final List<Piece> PIECES =
      List.of(
          new Piece("1l_mlp", "polycommit", false),
          new Piece("accuracy", "polycommit", false),
          new Piece("accuracy", "hashed", true),
          new Piece("4l_relu_conv_fc", "polycommit", false),
          new Piece("4l_relu_conv_fc", "hashed", true),
          new Piece("xgboost", "default", false),
          new Piece("mlp_784_128_10", "polycommit", false),
          new Piece("lenet_28", "polycommit", true));

  /** Proofs that a process of ours makes before as many are counted. */
  private static final int PROOFS_A_ROUND = 5;

  /** An error in percent that nobody needs to go below. */
  private static final double SMALL_ERROR = 0.1;

  private final Verb verb;
  private final PeerFolder folder;
  private final List<Path> models;
  private final int repeat;
  private final Predicate<String> wanted;
  private final boolean alsoLong;

  PeerEzkl(
      Verb verb,
      PeerFolder folder,
      List<Path> models,
      int repeat,
      Predicate<String> wanted,
      boolean alsoLong) {
    this.verb = verb;
    this.folder = folder;
    this.models = models;
    this.repeat = repeat;
    this.wanted = wanted;
    this.alsoLong = alsoLong;
  }

  /** Measures all models that are there; says a line for each as it is done. */
  List<ObjectNode> measure() {
    List<String> script = folder.ezkl();
    // Its SRS are made anew: their time is to be of the same hour as all others.
    BenchRun.remove(srs());
    List<ObjectNode> rows = new ArrayList<>();
    for (Piece piece : PIECES) {
      Path model = find(piece.model);
      if (model != null && wanted.test(piece.model) && (alsoLong || !piece.isLong)) {
        rows.add(measure(piece, model, script));
      }
    }
    if (rows.isEmpty()) {
      throw Verb.mistake(
          "None of %s has a folder of one of the models, such as 1l_mlp with network.onnx and"
              + " input.json, or only --long ones; give another by --models.",
          models);
    }
    return rows;
  }

  /** Returns the models that there are, long ones too. */
  static Set<String> models() {
    return PIECES.stream().map(Piece::model).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Path srs() {
    return folder.work().resolve("ezkl").resolve("srs");
  }

  private @Nullable Path find(String name) {
    for (Path place : models) {
      if (Files.isRegularFile(place.resolve(name).resolve("network.onnx"))) {
        return place.resolve(name);
      }
    }
    return null;
  }

  private ObjectNode measure(Piece piece, Path model, List<String> script) {
    Path onnx = model.resolve("network.onnx");
    Path input = model.resolve("input.json");
    Path own = folder.work().resolve("ezkl").resolve(piece.model + "-" + piece.visibility);
    String name = piece.model + ", " + piece.visibility;
    ObjectNode row = Json.object().put("name", name).put("work", name).put("peer", "ezkl");
    row.put("threads", Runtime.getRuntime().availableProcessors());
    JsonNode prepared = script(script, "prepare", onnx, input, own, srs(), piece.visibility);
    if (prepared.has("error")) {
      return failed(row, prepared);
    }
    double most = Math.max(SMALL_ERROR, prepared.path("errorPercent").doubleValue());
    Path scales = folder.work().resolve("scales.json");
    ObjectNode choice = new PeerScales(onnx, input).write(scales, most);
    row.set("scales", choice);
    var here = new PeerSeries();
    var there = new PeerSeries();
    for (int i = 0; i < repeat; i++) {
      JsonNode proof = script(script, "prove", own);
      if (proof.has("error")) {
        return failed(row, proof);
      }
      there.add(theirs(proof));
      here.add(ours(onnx, input, scales));
    }
    remove(own);
    ObjectNode ours = here.json().put("zeroKnowledge", true);
    ObjectNode once = once(onnx, input, scales);
    ours.set("errorPercent", once.at("/accuracy/meanAbsPercent"));
    ours.set("securityBits", once.at("/security/provableBits"));
    row.set("ours", ours);
    ObjectNode theirs = there.json().put("zeroKnowledge", true);
    theirs.set("errorPercent", prepared.path("errorPercent"));
    theirs.put(
        "keyBytes",
        prepared.path("provingKeyBytes").longValue()
            + prepared.path("verifyingKeyBytes").longValue());
    theirs.put("keyMillis", keyMillis(prepared));
    theirs.set("prepared", prepared);
    row.set("theirs", theirs);
    double keyRatio = theirs.path("keyMillis").doubleValue() / ours.path("keyMillis").doubleValue();
    row.put("keyRatio", keyRatio);
    PeerTable.ratios(row, PeerSeries.ratios(there, here));
    verb.say("%s", PeerTable.line(row));
    verb.say(
        "  keys in %s, theirs (SRS and setup) in %s: %.1f times as fast",
        Figures.time(ours.path("keyMillis").doubleValue()),
        Figures.time(theirs.path("keyMillis").doubleValue()),
        keyRatio);
    verb.say(
        "  scales %s: %.4f %% off, %s %.4f %%",
        choice.path("name").asText(),
        choice.path("errorPercent").doubleValue(),
        choice.path("within").booleanValue() ? "within" : "MORE than",
        most);
    return row;
  }

  /** Its calibration, compilation and the like are not counted, nor is ours. */
  private static double keyMillis(JsonNode prepared) {
    return 1000
        * (prepared.at("/gen_srs/seconds").doubleValue()
            + prepared.at("/setup/seconds").doubleValue());
  }

  private ObjectNode failed(ObjectNode row, JsonNode told) {
    row.put("failed", "EZKL: " + told.path("error").asText());
    verb.say("%s", PeerTable.line(row));
    return row;
  }

  private static ObjectNode theirs(JsonNode proof) {
    ObjectNode one = Json.object();
    one.put("millis", 1000 * proof.at("/prove/seconds").doubleValue());
    one.put("verifyMillis", 1000 * proof.at("/verify/seconds").doubleValue());
    one.set("peakMemoryBytes", proof.at("/prove/peakMemoryBytes"));
    one.set("proofBytes", proof.path("proofBytes"));
    return one;
  }

  /** Warm times, and the memory of a process that proves once with a key. */
  private static ObjectNode ours(Path onnx, Path input, Path scales) {
    ObjectNode told =
        BenchChild.run(
            "bench", onnx, input, "--scales", scales, "--cold", 1, "--repeat", PROOFS_A_ROUND);
    ObjectNode one = Json.object();
    one.set("millis", told.at("/warm/proveMillis"));
    one.set("verifyMillis", told.at("/warm/verifyMillis"));
    one.set("coldCommandMillis", told.at("/cold/commandMillis"));
    one.set("keyMillis", told.path("keyMillis"));
    one.set("peakMemoryBytes", told.at("/cold/peakMemoryBytes"));
    one.set("proofBytes", told.at("/bytes/proof"));
    one.put(
        "keyBytes", told.at("/bytes/key").longValue() + told.at("/bytes/provingKey").longValue());
    return one;
  }

  /** Keys and one proof. */
  private ObjectNode once(Path onnx, Path input, Path scales) {
    Path out = folder.work().resolve("ours");
    try {
      return BenchChild.run("prove", onnx, input, "-o", out, "--scales", scales, "--force");
    } finally {
      remove(out);
    }
  }

  private JsonNode script(List<String> script, Object... words) {
    List<String> command = new ArrayList<>(script);
    for (Object word : words) {
      command.add(word.toString());
    }
    Path log = folder.work().resolve("ezkl.log");
    try {
      var builder = new ProcessBuilder(command).redirectError(Redirect.to(log.toFile()));
      Process process = builder.start();
      // Steps take minutes: they end with this process.
      Thread end =
          new Thread(
              () -> {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
              });
      Runtime.getRuntime().addShutdownHook(end);
      process.getOutputStream().close();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      if (exit != 0) {
        throw Verb.mistake("EZKL's script failed; what it said is in %s.", log);
      }
      return Json.parse(told);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void remove(Path folder) {
    BenchRun.remove(folder);
  }
}
