package lucerna.stark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;

/** Reads the files of known answers. */
final class StwoAnswers {
  private StwoAnswers() {}

  static JsonNode read(String name) {
    try (InputStream in = StwoAnswers.class.getResourceAsStream("/kat/stwo/" + name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static QM31 felt(JsonNode node) {
    return new QM31(
        node.get(0).asInt(), node.get(1).asInt(), node.get(2).asInt(), node.get(3).asInt());
  }

  static SecureCirclePoint point(JsonNode node) {
    return new SecureCirclePoint(felt(node.get("x")), felt(node.get("y")));
  }

  static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) node.get(i).asLong();
    }
    return values;
  }
}
