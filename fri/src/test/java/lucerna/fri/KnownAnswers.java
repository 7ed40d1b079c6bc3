package lucerna.fri;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.Digest;

/** Reads the files of known answers. */
@SuppressWarnings("exports") // no other module sees tests
public final class KnownAnswers {
  private KnownAnswers() {}

  /**
   * Reads a file.
   *
   * @param name the file's name
   * @return its content
   */
  public static JsonNode read(String name) {
    try (InputStream in = KnownAnswers.class.getResourceAsStream("/kat/stwo/" + name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Requires a list.
   *
   * @param node a list
   * @return its entries
   */
  public static Iterable<JsonNode> list(JsonNode node) {
    if (!node.isArray()) {
      throw new IllegalArgumentException("no list: " + node);
    }
    return node;
  }

  /**
   * Reads words.
   *
   * @param node a list of unsigned integers
   * @return the words
   */
  public static int[] ints(JsonNode node) {
    return StreamSupport.stream(list(node).spliterator(), false)
        .mapToInt(value -> (int) value.asLong())
        .toArray();
  }

  /**
   * Reads a 64-bit number.
   *
   * @param node a string of hexadecimal digits
   * @return the number
   */
  public static long u64(JsonNode node) {
    return Long.parseUnsignedLong(node.asText().substring(2), 16);
  }

  /**
   * Reads an element.
   *
   * @param node a list of four
   * @return the element
   */
  public static QM31 felt(JsonNode node) {
    int[] c = ints(node);
    return new QM31(c[0], c[1], c[2], c[3]);
  }

  /**
   * Reads elements.
   *
   * @param node a list of lists of four
   * @return the elements
   */
  public static QM31[] felts(JsonNode node) {
    List<QM31> felts = new ArrayList<>();
    list(node).forEach(value -> felts.add(felt(value)));
    return felts.toArray(QM31[]::new);
  }

  /**
   * Reads a column.
   *
   * @param node a list of lists of four
   * @return the column
   */
  public static SecureColumn column(JsonNode node) {
    return column(felts(node));
  }

  /**
   * Makes a column.
   *
   * @param felts its rows
   * @return the column
   */
  public static SecureColumn column(QM31[] felts) {
    SecureColumn column = SecureColumn.zeros(felts.length);
    for (int i = 0; i < felts.length; i++) {
      column.set(i, felts[i]);
    }
    return column;
  }

  /**
   * Lists the rows of a column.
   *
   * @param column the column
   * @return its rows
   */
  public static QM31[] felts(SecureColumn column) {
    QM31[] felts = new QM31[column.length()];
    for (int i = 0; i < felts.length; i++) {
      felts[i] = column.get(i);
    }
    return felts;
  }

  /**
   * Reads a digest.
   *
   * @param node 64 hexadecimal digits
   * @return the digest
   */
  public static Digest digest(JsonNode node) {
    return Digest.fromHex(node.asText());
  }

  /**
   * Reads digests.
   *
   * @param node a list
   * @return the digests
   */
  public static List<Digest> digests(JsonNode node) {
    List<Digest> digests = new ArrayList<>();
    list(node).forEach(value -> digests.add(digest(value)));
    return digests;
  }

  /** The generator of the files' inputs. */
  public static final class SplitMix64 {
    private long state;

    /**
     * Starts the generator.
     *
     * @param seed its first state
     */
    public SplitMix64(long seed) {
      state = seed;
    }

    /**
     * Draws 64 bits.
     *
     * @return the bits
     */
    public long next() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }

    /**
     * Draws a base field element.
     *
     * @return the element
     */
    public int m31() {
      return (int) Long.remainderUnsigned(next(), M31.P);
    }

    /**
     * Draws a column.
     *
     * @param length number of elements
     * @return the column
     */
    public int[] column(int length) {
      int[] column = new int[length];
      for (int i = 0; i < length; i++) {
        column[i] = m31();
      }
      return column;
    }

    /**
     * Draws a secure field element.
     *
     * @return the element
     */
    public QM31 felt() {
      return new QM31(m31(), m31(), m31(), m31());
    }
  }
}
