package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares two results of {@code bench}. */
final class BenchComparison {
  private final Bench verb;

  BenchComparison(Bench verb) {
    this.verb = verb;
  }

  /** Returns the measurements of a result by the names of the models. */
  static Map<String, JsonNode> models(ObjectNode result) {
    Map<String, JsonNode> models = new LinkedHashMap<>();
    if (result.path("models").isObject()) {
      result.path("models").properties().forEach(one -> models.put(one.getKey(), one.getValue()));
    } else if (result.path("warm").isObject() && result.path("model").isTextual()) {
      models.put(result.path("model").textValue(), result);
    }
    for (String kind : List.of("peers", "scaling", "gpu", "proofs")) {
      result.path(kind).forEach(row -> models.put(row.path("name").asText(), row));
    }
    return models;
  }

  /** Prints the ratios of what both files hold. */
  int run(Path first, Path second) {
    ObjectNode a = Json.read(first);
    ObjectNode b = Json.read(second);
    Map<String, JsonNode> before = measurements(first, a);
    Map<String, JsonNode> after = measurements(second, b);
    ObjectNode result = Json.object();
    var rows = result.putArray("ratios");
    boolean sameMachine = a.path("machine").equals(b.path("machine"));
    result.put("sameMachine", sameMachine);
    verb.say("%-34s %-22s %14s %14s %8s", "model", "figure", "first", "second", "ratio");
    before.forEach(
        (model, figures) -> {
          Map<String, Double> old = flat(figures);
          flat(after.getOrDefault(model, Json.object()))
              .forEach(
                  (figure, value) -> {
                    double was = old.getOrDefault(figure, 0.0);
                    if (was <= 0) {
                      return;
                    }
                    double ratio = value / was;
                    verb.say("%-34s %-22s %14.3f %14.3f %8.3f", model, figure, was, value, ratio);
                    ObjectNode row = rows.addObject().put("model", model).put("figure", figure);
                    row.put("first", was).put("second", value).put("ratio", ratio);
                  });
        });
    if (rows.isEmpty()) {
      throw Verb.mistake("%s and %s measure no model in common.", first, second);
    }
    if (!sameMachine && !verb.quiet) {
      verb.warn("the two were measured on different machines, JDKs or versions");
    }
    verb.print(result);
    return Exit.DONE;
  }

  private static Map<String, JsonNode> measurements(Path file, ObjectNode result) {
    Map<String, JsonNode> models = models(result);
    if (models.isEmpty()) {
      throw Verb.mistake("%s is no result of `lucerna bench`.", file);
    }
    return models;
  }

  /** Returns all figures that can be compared, by names such as {@code warm fri}. */
  private static Map<String, Double> flat(JsonNode model) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String phase : List.of("cold", "warm")) {
      JsonNode times = model.path(phase);
      for (String figure :
          List.of("commandMillis", "proveMillis", "verifyMillis", "peakMemoryBytes")) {
        put(figures, phase + " " + figure, times.path(figure));
      }
      for (String stage : BenchSeries.STAGES) {
        put(figures, phase + " " + stage, times.path("stageMillis").path(stage));
      }
    }
    for (String side : List.of("ours", "theirs")) {
      JsonNode told = model.path(side);
      for (String figure : List.of("millis", "verifyMillis", "keyMillis", "peakMemoryBytes")) {
        put(figures, side + " " + figure, told.path(figure));
      }
      put(figures, side + " proof bytes", told.path("proofBytes"));
    }
    for (String figure : List.of("deviceMillis", "processorMillis", "timesFloor")) {
      put(figures, figure, model.path(figure));
    }
    put(figures, "times as fast", model.path("speedRatio"));
    put(figures, "keyMillis", model.path("keyMillis"));
    for (String file : new ArrayList<>(List.of("key", "provingKey", "proof"))) {
      put(figures, file + " bytes", model.path("bytes").path(file));
    }
    return figures;
  }

  private static void put(Map<String, Double> figures, String name, JsonNode value) {
    if (value.isNumber()) {
      figures.put(name, value.doubleValue());
    }
  }
}
