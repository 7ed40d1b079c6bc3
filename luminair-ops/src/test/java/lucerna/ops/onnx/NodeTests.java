package lucerna.ops.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** ONNX's node tests, from {@code node-tests.zip}. */
final class NodeTests {
  private static final JsonFactory JSON = new JsonFactory();

  private NodeTests() {}

  /**
   * A tensor that goes in or is expected.
   *
   * @param name as in the model
   * @param dtype as numpy calls it
   * @param dims its dimensions
   * @param values row-major; those of narrower types are exactly what that type holds
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Tensor(String name, String dtype, int[] dims, double[] values) {}

  /**
   * A model of one operator, or of what a function stands for.
   *
   * @param name the test's name, with the operator's before it
   * @param operator the operator or function that is tested
   * @param model the ONNX file
   * @param inputs one tensor per graph input, in order
   * @param outputs one tensor per graph output, in order
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Fixture(
      String name, String operator, byte[] model, List<Tensor> inputs, List<Tensor> outputs) {}

  /** All of them, in the order of the file. */
  static List<Fixture> all() {
    Map<String, Map<String, byte[]>> folders = new LinkedHashMap<>();
    try (InputStream file =
            Objects.requireNonNull(NodeTests.class.getResourceAsStream("/node-tests.zip"));
        var zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String path = entry.getName();
        int cut = path.lastIndexOf('/');
        folders
            .computeIfAbsent(path.substring(0, cut), folder -> new LinkedHashMap<>())
            .put(path.substring(cut + 1), zip.readAllBytes());
      }
      List<Fixture> fixtures = new ArrayList<>();
      for (var folder : folders.entrySet()) {
        fixtures.add(fixture(folder.getKey(), folder.getValue()));
      }
      return fixtures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fixture fixture(String name, Map<String, byte[]> files) throws IOException {
    return new Fixture(
        name,
        name.substring(0, name.indexOf('/')),
        file(files, "model.onnx"),
        tensors(file(files, "inputs.json")),
        tensors(file(files, "outputs.json")));
  }

  private static byte[] file(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static List<Tensor> tensors(byte[] json) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_ARRAY, parser);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        tensors.add(tensor(parser));
      }
      require(parser.currentToken() == JsonToken.END_ARRAY, parser);
    }
    return List.copyOf(tensors);
  }

  private static Tensor tensor(JsonParser parser) throws IOException {
    String name = "";
    String dtype = "";
    double[] dims = {};
    double[] values = {};
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getText();
        case "dtype" -> dtype = parser.getText();
        case "dims" -> dims = numbers(parser);
        case "values" -> values = numbers(parser);
        default -> throw new IOException("unknown field " + field);
      }
    }
    int[] lengths = new int[dims.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (int) dims[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = narrowed(dtype, values[i]);
    }
    return new Tensor(name, dtype, lengths, values);
  }

  private static double[] numbers(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, parser);
    List<Double> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      numbers.add(
          switch (parser.getText()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> parser.getDoubleValue();
          });
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The file has the fewest digits that tell a number from its neighbours of that type. */
  private static double narrowed(String dtype, double value) {
    return switch (dtype) {
      case "float16" -> ElementType.FLOAT16.cast(value);
      case "float32" -> ElementType.FLOAT.cast(value);
      default -> value;
    };
  }

  private static void require(boolean condition, JsonParser parser) throws IOException {
    if (!condition) {
      throw new IOException("unexpected " + parser.currentToken());
    }
  }
}
