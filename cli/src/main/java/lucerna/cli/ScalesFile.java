package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.quantise.Calibration;
import lucerna.ops.quantise.Options;
import org.jspecify.annotations.Nullable;

/**
 * A file of measured ranges, {@code {"version": 2, "model": hash, "samples": n, "tensors": {name:
 * [least, largest]}, "vectors": [{"name": s, "least": x, "most": y, "meanSquare": z}], "options":
 * {"operandBits": n, "wideBits": n, "tableBits": n, "headroom": n, "inputHeadroom": n, "sumLength":
 * n}}}: quantising by it gives the same circuit as by the samples themselves. The options are there
 * where a search for an error chose them, the length of sums where long ones are cut.
 */
final class ScalesFile {
  private static final int VERSION = 2;

  private ScalesFile() {}

  /**
   * What a file holds.
   *
   * @param calibration the ranges
   * @param options what a search chose, or null if there was none
   */
  record Content(Calibration calibration, @Nullable Options options) {}

  static void write(Path file, Digest model, Calibration calibration, @Nullable Options options) {
    var object = Json.object().put("version", VERSION).put("model", model.toHex());
    object.put("samples", calibration.samples());
    var tensors = object.putObject("tensors");
    new TreeMap<>(calibration.tensors())
        .forEach((name, range) -> tensors.putArray(name).add(range[0]).add(range[1]));
    var vectors = object.putArray("vectors");
    for (Calibration.Vector vector : calibration.vectors()) {
      vectors
          .addObject()
          .put("name", vector.name())
          .put("least", vector.least())
          .put("most", vector.most())
          .put("meanSquare", vector.meanSquare());
    }
    if (options != null) {
      var chosen =
          object
              .putObject("options")
              .put("operandBits", options.operandBits())
              .put("wideBits", options.wideBits())
              .put("tableBits", options.tableBits())
              .put("headroom", options.headroom())
              .put("inputHeadroom", options.inputHeadroom());
      if (options.sumLength() != Options.WHOLE) {
        chosen.put("sumLength", options.sumLength());
      }
    }
    AtomicFiles.write(file, Json.file(object), false);
  }

  static Content read(Path file, Digest model) {
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
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> tensor : root.path("tensors").properties()) {
      String name = "tensor " + tensor.getKey();
      double[] range = {
        number(file, name, tensor.getValue().path(0)), number(file, name, tensor.getValue().path(1))
      };
      tensors.put(tensor.getKey(), range);
    }
    List<Calibration.Vector> vectors = new ArrayList<>();
    for (JsonNode vector : root.path("vectors")) {
      String name = vector.path("name").asText();
      double least = number(file, name, vector.path("least"));
      double most = number(file, name, vector.path("most"));
      double meanSquare = number(file, name, vector.path("meanSquare"));
      if (least > most || (least == 0 && most == 0) || meanSquare < 0) {
        throw new UserException("%s: the range of %s is impossible.".formatted(file, name));
      }
      vectors.add(new Calibration.Vector(name, least, most, meanSquare));
    }
    return new Content(new Calibration(samples, tensors, vectors), options(file, root));
  }

  private static @Nullable Options options(Path file, JsonNode root) {
    JsonNode options = root.path("options");
    if (options.isMissingNode()) {
      return null;
    }
    JsonNode sums = options.path("sumLength");
    try {
      return new Options(
              options.path("operandBits").asInt(-1),
              options.path("wideBits").asInt(-1),
              options.path("tableBits").asInt(-1),
              options.path("headroom").asInt(-1),
              options.path("inputHeadroom").asInt(Options.BY_SAMPLES))
          .cutting(sums.isMissingNode() ? Options.WHOLE : sums.asInt(-1));
    } catch (IllegalArgumentException e) {
      throw new UserException("%s: impossible options, %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static double number(Path file, String name, JsonNode node) {
    // Scales are powers of two that stay far from the ends of a double's range.
    if (!node.isNumber() || !(Math.abs(node.doubleValue()) < 1e130)) {
      throw new UserException(
          "%s: the range of %s holds no number or one too large.".formatted(file, name));
    }
    return node.doubleValue();
  }
}
