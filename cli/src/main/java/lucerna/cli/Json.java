package lucerna.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lucerna.ops.UserException;

/** JSON that this command writes, and small files of it that it reads. */
final class Json {
  private static final long MAX_BYTES = 1L << 28;

  private Json() {}

  /* Loaded with the first use: a run without JSON should not wait for it. */
  private static final class Holder {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  static ObjectNode object() {
    return Holder.MAPPER.createObjectNode();
  }

  /** Returns numbers, strings, arrays, lists and maps as a node. */
  static JsonNode node(Object value) {
    return Holder.MAPPER.valueToTree(value);
  }

  /**
   * Returns the object that a text of this command's own holds.
   *
   * @throws IllegalStateException if it holds something else
   */
  static ObjectNode parse(String text) {
    try {
      if (Holder.MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
    throw new IllegalStateException("no JSON object: " + text);
  }

  /** Returns a node as one line. */
  static String line(JsonNode node) {
    return node.toString();
  }

  /** Returns a node as the bytes of a file: one line per field of the outermost object. */
  static byte[] file(ObjectNode node) {
    StringBuilder text = new StringBuilder("{");
    String separator = "\n";
    for (var field : node.properties()) {
      text.append(separator).append(node(field.getKey())).append(": ").append(field.getValue());
      separator = ",\n";
    }
    return text.append("\n}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file of one JSON object.
   *
   * @throws UserException if it cannot be read or is something else, with line and column
   */
  static ObjectNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      String fault = Files.isDirectory(file) ? " is a folder" : " does not exist";
      throw new UserException(file + fault + "; give the path of a JSON file.");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UserException(file + " is larger than 256 MiB; give a smaller JSON file.");
      }
      if (Holder.MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
      throw new UserException(file + " holds no JSON object.");
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new UserException(
          "%s is not valid JSON at line %d, column %d: %s."
              .formatted(
                  file,
                  at == null ? 1 : at.getLineNr(),
                  at == null ? 1 : at.getColumnNr(),
                  e.getOriginalMessage()
                      .lines()
                      .findFirst()
                      .orElse("")
                      .replaceAll(" \\(start marker at .*|\\.$", "")),
          e);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
