package lucerna.ops.io;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import org.jspecify.annotations.Nullable;

/** Reads samples of a model's inputs from JSON, one token at a time. */
final class SampleParser {
  /** The most numbers that all samples together may hold: 1 GiB of doubles. */
  private static final long MAX_NUMBERS = 1 << 27;

  private final JsonFile json;
  private final Graph graph;
  private final List<GraphInput> inputs;
  private final List<List<double[]>> samples = new ArrayList<>();
  private @Nullable List<Integer> labels;
  private long numbers;

  SampleParser(JsonFile json, Graph graph) {
    this.json = json;
    this.graph = graph;
    this.inputs = graph.inputs();
  }

  /** A file of one sample and nothing else. */
  List<double[]> single() {
    requireObject(json.next());
    List<double[]> sample = object(false);
    if (sample == null) {
      throw json.refusalOfAll("has no key \"input_data\"; give {\"input_data\": [[...], ...]}");
    }
    if (json.next() != null) {
      throw json.refusal("the file goes on after its object; leave only one");
    }
    return sample;
  }

  /** A file of samples one after the other and nothing else. */
  List<List<double[]>> lines() {
    for (JsonToken token = json.next(); token != null; token = json.next()) {
      requireObject(token);
      List<double[]> sample = object(false);
      if (sample == null) {
        throw json.refusal("input %d has no key \"input_data\"".formatted(samples.size() + 1));
      }
      samples.add(sample);
    }
    requireObject(samples.isEmpty() ? null : JsonToken.START_OBJECT);
    return List.copyOf(samples);
  }

  /** A file of any number of samples. */
  Samples many() {
    for (JsonToken token = json.next(); token != null; token = json.next()) {
      if (token == JsonToken.START_ARRAY) {
        array();
      } else {
        requireObject(token);
        List<double[]> sample = object(true);
        if (sample != null) {
          samples.add(sample);
        }
      }
    }
    if (samples.isEmpty()) {
      throw json.refusalOfAll(
          "holds no sample; give {\"samples\": [{\"input_data\": [[...], ...]}, ...]}");
    }
    List<Integer> known = labels == null ? List.of() : labels;
    if (labels != null && known.size() != samples.size()) {
      throw json.refusalOfAll(
          "has %d labels for %d samples; give one per sample"
              .formatted(known.size(), samples.size()));
    }
    return new Samples(samples, known);
  }

  private void array() {
    for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
      requireObject(token);
      List<double[]> sample = object(false);
      if (sample == null) {
        throw json.refusal("sample %d has no key \"input_data\"".formatted(samples.size()));
      }
      samples.add(sample);
    }
  }

  /** The sample in an object, or null if it has none; samples beside it are added to the others. */
  private @Nullable List<double[]> object(boolean mayHoldSamples) {
    List<double[]> sample = null;
    while (json.next() == JsonToken.FIELD_NAME) {
      String field = json.field();
      JsonToken token = json.next();
      if (field.equals("input_data")) {
        requireArray(token, field);
        sample = inputData();
      } else if (mayHoldSamples && field.equals("samples")) {
        requireArray(token, field);
        array();
      } else if (mayHoldSamples && field.equals("labels")) {
        requireArray(token, field);
        labels = labels();
      } else {
        json.skip();
      }
    }
    return sample;
  }

  private List<Integer> labels() {
    List<Integer> read = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      read.add(json.integer("label " + read.size()));
    }
    return read;
  }

  /** What is left after the model's inputs is passed over. */
  private List<double[]> inputData() {
    if (inputs.size() == 1) {
      return List.of(vector(inputs.getFirst(), true));
    }
    List<double[]> sample = new ArrayList<>();
    JsonToken token = json.next();
    while (token != JsonToken.END_ARRAY) {
      if (sample.size() == inputs.size()) {
        json.skip();
        token = json.next();
        continue;
      }
      GraphInput input = inputs.get(sample.size());
      if (token == JsonToken.START_ARRAY) {
        sample.add(vector(input, false));
      } else if (input.shape().rank() == 0) {
        sample.add(new double[] {number(input, "input '" + input.name() + "'")});
      } else {
        throw json.refusal("input '%s' must be an array".formatted(input.name()));
      }
      token = json.next();
    }
    if (sample.size() < inputs.size()) {
      throw json.refusal(
          "\"input_data\" holds %d of the %d inputs of the model; input '%s' is missing"
              .formatted(sample.size(), inputs.size(), inputs.get(sample.size()).name()));
    }
    return sample;
  }

  private double number(GraphInput input, String what) {
    return graph.kind(input.name()) == ElementKind.REAL
        ? json.number(what)
        : json.numberOrBoolean(what);
  }

  /**
   * All numbers of the array that the parser stands at, however nested. Where its first elements
   * are a whole input, the others may be surplus ones.
   */
  private double[] vector(GraphInput input, boolean mayBeSurplus) {
    double[] vector = new double[Math.min(input.shape().size(), 1 << 10)];
    int expected = input.shape().size();
    long count = 0;
    int depth = 1;
    boolean whole = false;
    while (depth > 0) {
      JsonToken token = json.next();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
        whole |= depth == 1 && count == expected;
      } else {
        double value = number(input, "element %d of input '%s'".formatted(count, input.name()));
        if (count < expected) {
          if (count == vector.length) {
            vector = Arrays.copyOf(vector, (int) Math.min(2 * count, expected));
          }
          vector[(int) count] = value;
        }
        count++;
      }
    }
    if (count != expected && !(whole && mayBeSurplus)) {
      throw json.refusal(
          "input '%s' of shape %s takes %d numbers, but got %d"
              .formatted(input.name(), input.shape(), expected, count));
    }
    numbers += count;
    if (numbers > MAX_NUMBERS) {
      throw json.refusalOfAll(
          "holds more than %d numbers; give fewer samples".formatted(MAX_NUMBERS));
    }
    return vector;
  }

  private void requireObject(@Nullable JsonToken token) {
    if (token == null) {
      throw json.refusalOfAll("is empty; give {\"input_data\": [[...], ...]}");
    }
    if (token != JsonToken.START_OBJECT) {
      throw json.refusal("expected an object with the key \"input_data\"");
    }
  }

  private void requireArray(@Nullable JsonToken token, String field) {
    if (token != JsonToken.START_ARRAY) {
      throw json.refusal("\"" + field + "\" must be an array");
    }
  }
}
