package lucerna.ops.key;

import java.nio.charset.StandardCharsets;
import lucerna.fri.hash.Digest;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a proof says in the open.
 *
 * @param instance which weight tree of the key it opens
 * @param values outputs, and inputs where they are public
 * @param inputRoot commitment to the input, or null where it is not committed
 * @param context a text of the prover's choice that the proof is bound to, such as a request's id
 */
public record PublicPart(
    int instance, PublicValues values, @Nullable Digest inputRoot, String context) {

  /**
   * Returns the bytes that the transcript absorbs.
   *
   * @param key the key's digest
   * @return key, instance, values with their counts, and the text
   */
  public byte[] context(Digest key) {
    var out = new WordWriter();
    out.digest(key);
    write(out);
    return out.toBytes();
  }

  void write(WordWriter out) {
    out.word(instance);
    write(values.outputs(), out);
    write(values.inputs(), out);
    out.word(inputRoot == null ? 0 : 1);
    if (inputRoot != null) {
      out.digest(inputRoot);
    }
    out.bytes(context.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(long[][] tables, WordWriter out) {
    out.word(tables.length);
    for (long[] table : tables) {
      out.word(table.length);
      for (long value : table) {
        out.nonce(value);
      }
    }
  }
}
