package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.quant.Calibration;

/**
 * A file of measured ranges, {@code {"version": 1, "model": hash, "samples": n, "tensors": {name:
 * {"max": x, "meanSquare": y}}}}: quantising by it gives the same program as by the samples
 * themselves.
 */
final class ScalesFile {
  private static final int VERSION = 1;

  private ScalesFile() {}

  static void write(Path file, Digest model, Calibration calibration) {
    var object = Json.object().put("version", VERSION).put("model", model.toHex());
    object.put("samples", calibration.samples());
    var tensors = object.putObject("tensors");
    new TreeMap<>(calibration.tensors())
        .forEach(
            (name, seen) ->
                tensors
                    .putObject(name)
                    .put("max", seen.max())
                    .put("meanSquare", seen.meanSquare()));
    AtomicFiles.write(file, Json.file(object), false);
  }

  static Calibration read(Path file, Digest model, Graph graph) {
    JsonNode root = Json.read(file);
    int version = root.path("version").asInt(0);
    if (version != VERSION) {
      throw new UserException(
          file
              + (version > VERSION
                  ? " is of a newer version of Lucerna."
                  : " holds no scales; make it with: lucerna calibrate MODEL SAMPLES -o FILE"));
    }
    if (!root.path("model").asText().equals(model.toHex())) {
      throw new UserException(file + " was made for another model; calibrate this one.");
    }
    int samples = root.path("samples").asInt(0);
    if (samples < 1) {
      throw new UserException(file + " has no positive number \"samples\".");
    }
    Map<String, Calibration.Magnitude> tensors = new LinkedHashMap<>();
    for (String tensor : graph.shapes().keySet()) {
      JsonNode seen = root.path("tensors").path(tensor);
      if (seen.isMissingNode()) {
        throw new UserException(
            "%s knows nothing of tensor %s; calibrate again.".formatted(file, tensor));
      }
      tensors.put(
          tensor,
          new Calibration.Magnitude(
              number(file, tensor, seen, "max"), number(file, tensor, seen, "meanSquare")));
    }
    return new Calibration(samples, tensors);
  }

  private static double number(Path file, String tensor, JsonNode seen, String field) {
    JsonNode node = seen.path(field);
    if (!node.isNumber() || !Double.isFinite(node.doubleValue()) || node.doubleValue() < 0) {
      throw new UserException(
          "%s: \"%s\" of tensor %s is no finite number from 0 on.".formatted(file, field, tensor));
    }
    return node.doubleValue();
  }
}
