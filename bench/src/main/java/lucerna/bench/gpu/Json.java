package lucerna.bench.gpu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** Objects of JSON, one a line of standard output. */
final class Json {
  private Json() {}

  static ObjectNode object() {
    return Objects.requireNonNull(JsonNodeFactory.instance.objectNode());
  }

  /** Prints an object under the name of its kind. */
  static void print(String kind, ObjectNode object) {
    ObjectNode line = object();
    line.set(kind, object);
    System.out.println(line);
    System.out.flush();
  }
}
