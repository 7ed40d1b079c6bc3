package lucerna.field.kat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import lucerna.field.CM31;
import lucerna.field.QM31;
import lucerna.field.Splitmix64;

/** Reads the known answers among the test resources. */
final class Kat {
  private Kat() {}

  /** Reads a file of {@code kat/stwo}. */
  static JsonNode read(String name) {
    try (InputStream in = Kat.class.getResourceAsStream("/kat/stwo/" + name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a list of integers. */
  static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).intValue();
    }
    return values;
  }

  /** Reads a list of two coordinates. */
  static CM31 cm31(JsonNode node) {
    return new CM31(node.get(0).intValue(), node.get(1).intValue());
  }

  /** Reads a list of four coordinates. */
  static QM31 qm31(JsonNode node) {
    int[] v = ints(node);
    return new QM31(v[0], v[1], v[2], v[3]);
  }

  /** Starts the generator at a seed written in hexadecimal. */
  static Splitmix64 generator(JsonNode seed) {
    return new Splitmix64(Long.parseUnsignedLong(seed.textValue().substring(2), 16));
  }
}
