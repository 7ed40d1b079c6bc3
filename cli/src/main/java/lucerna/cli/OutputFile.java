package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;
import org.jspecify.annotations.Nullable;

/**
 * A model's output as JSON: {@code output_data} holds the reals, {@code output_integers} the exact
 * integers, of which element i stands for {@code integer 2^-exponents[i]}.
 */
final class OutputFile {
  private OutputFile() {}

  /** Returns the output of a proof, or the outputs of one about a batch, as a file's object. */
  static ObjectNode file(Circuit circuit, long[][] integers) {
    if (circuit.batch() == null) {
      return json(circuit, integers);
    }
    ObjectNode object = Json.object();
    put(object, circuit, integers);
    return object;
  }

  /**
   * Adds to an object {@code output}, or for a batch {@code batch} and {@code outputs}, one per
   * entry.
   */
  static void put(ObjectNode object, Circuit circuit, long[][] integers) {
    Batch batch = circuit.batch();
    if (batch == null) {
      object.set("output", json(circuit, integers));
      return;
    }
    object.put("batch", batch.count());
    var outputs = object.putArray("outputs");
    for (int entry = 0; entry < batch.count(); entry++) {
      outputs.add(json(batch.one(), batch.entry(integers, entry)));
    }
  }

  /** Returns outputs of one entry as an object of JSON. */
  static ObjectNode json(Circuit circuit, long[][] integers) {
    ObjectNode object = Json.object();
    var names = object.putArray("names");
    var shapes = object.putArray("shapes");
    var exponents = object.putArray("exponents");
    for (Output output : circuit.outputs()) {
      names.add(output.name());
      shapes.add(Json.node(output.shape()));
      exponents.add(Json.node(IntStream.range(0, output.length()).map(output::exponent).toArray()));
    }
    object.set("output_integers", Json.node(integers));
    object.set("output_data", Json.node(reals(circuit, integers)));
    return object;
  }

  /** Returns the reals that integers stand for. */
  static double[][] reals(Circuit circuit, long[][] integers) {
    double[][] reals = new double[integers.length][];
    for (int o = 0; o < reals.length; o++) {
      reals[o] = new double[integers[o].length];
      for (int i = 0; i < reals[o].length; i++) {
        reals[o][i] = Math.scalb((double) integers[o][i], -circuit.outputs().get(o).exponent(i));
      }
    }
    return reals;
  }

  /** Returns the integers of outputs as longs. */
  static long[][] longs(int[][] integers) {
    long[][] longs = new long[integers.length][];
    for (int o = 0; o < longs.length; o++) {
      longs[o] = new long[integers[o].length];
      for (int i = 0; i < longs[o].length; i++) {
        longs[o][i] = integers[o][i];
      }
    }
    return longs;
  }

  /**
   * Reads an expected output, or those of a batch.
   *
   * @throws UserException if the file holds none
   */
  static Expected read(Path file) {
    ObjectNode object = Json.read(file);
    JsonNode entries = object.path("outputs");
    if (entries.isMissingNode()) {
      return new Expected(false, List.of(one(file, object)));
    }
    if (!entries.isArray() || entries.isEmpty()) {
      throw new UserException(file + ": \"outputs\" is no list of outputs.");
    }
    List<ExpectedEntry> read = new ArrayList<>();
    entries.forEach(entry -> read.add(one(file, entry)));
    return new Expected(true, read);
  }

  private static ExpectedEntry one(Path file, JsonNode object) {
    JsonNode integers = object.path("output_integers");
    JsonNode reals = object.path("output_data");
    boolean exact = !integers.isMissingNode();
    JsonNode chosen = exact ? integers : reals;
    if (!chosen.isArray()) {
      throw new UserException(
          file + " holds neither \"output_integers\" nor \"output_data\", which is a list.");
    }
    List<List<JsonNode>> outputs = new ArrayList<>();
    boolean flat = !chosen.isEmpty() && chosen.get(0).isNumber();
    for (JsonNode output : flat ? List.of(chosen) : chosen) {
      List<JsonNode> elements = new ArrayList<>();
      flatten(file, output, exact, elements);
      outputs.add(elements);
    }
    return new ExpectedEntry(exact, outputs);
  }

  private static void flatten(Path file, JsonNode node, boolean exact, List<JsonNode> into) {
    if (node.isArray()) {
      node.forEach(element -> flatten(file, element, exact, into));
    } else if (exact ? node.isIntegralNumber() : node.isNumber()) {
      into.add(node);
    } else {
      throw new UserException(
          "%s: %s stands where %s is expected."
              .formatted(file, node, exact ? "an integer" : "a number"));
    }
  }

  /**
   * What a proof is expected to give.
   *
   * @param isBatch whether it is that of a batch
   * @param entries per entry its output; one where it is no batch
   */
  record Expected(boolean isBatch, List<ExpectedEntry> entries) {
    /** Returns where and how outputs first differ, or null if they do not. */
    @Nullable Difference difference(Circuit circuit, long[][] integers) {
      Batch batch = circuit.batch();
      if (isBatch != (batch != null) || entries.size() != circuit.entries()) {
        return new Difference(
            "outputs",
            "expected %s, got %s"
                .formatted(
                    count(isBatch, entries.size()), count(batch != null, circuit.entries())));
      }
      if (batch == null) {
        return entries.getFirst().difference(circuit, integers);
      }
      for (int entry = 0; entry < batch.count(); entry++) {
        Difference difference =
            entries.get(entry).difference(batch.one(), batch.entry(integers, entry));
        if (difference != null) {
          return new Difference(
              "entry %d, %s".formatted(entry + 1, difference.where()), difference.detail());
        }
      }
      return null;
    }

    private static String count(boolean isBatch, int entries) {
      return isBatch ? "those of a batch of " + entries : "those of one input";
    }
  }

  /**
   * An expected output of one entry.
   *
   * @param exact whether integers are given, or else reals
   * @param outputs per output, its elements
   */
  record ExpectedEntry(boolean exact, List<List<JsonNode>> outputs) {
    /** Returns where and how outputs first differ, or null if they do not. */
    @Nullable Difference difference(Circuit circuit, long[][] integers) {
      if (outputs.size() != integers.length) {
        return new Difference(
            "outputs", "expected %d, got %d".formatted(outputs.size(), integers.length));
      }
      double[][] reals = reals(circuit, integers);
      for (int o = 0; o < integers.length; o++) {
        List<JsonNode> wanted = outputs.get(o);
        String name = circuit.outputs().get(o).name();
        if (wanted.size() != integers[o].length) {
          return new Difference(
              "output " + name,
              "expected %d elements, got %d".formatted(wanted.size(), integers[o].length));
        }
        for (int i = 0; i < wanted.size(); i++) {
          JsonNode element = wanted.get(i);
          boolean same =
              exact
                  ? element.canConvertToLong() && element.longValue() == integers[o][i]
                  : element.doubleValue() == reals[o][i];
          if (!same) {
            Object got = exact ? (Object) integers[o][i] : (Object) reals[o][i];
            return new Difference(
                "output %s, element %d".formatted(name, i),
                "expected %s, got %s".formatted(element, Objects.toString(got)));
          }
        }
      }
      return null;
    }
  }

  /**
   * A place where outputs differ.
   *
   * @param where the place
   * @param detail expected and got
   */
  record Difference(String where, String detail) {}
}
