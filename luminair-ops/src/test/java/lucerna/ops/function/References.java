package lucerna.ops.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Reads the files that src/test/python/function_references.py writes. */
final class References {
  private References() {}

  static List<String[]> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(References.class.getResourceAsStream("/functions/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a chain such as {@code SQUARE|AFFINE 1 0.1}. */
  static RealFunction function(String chain) {
    RealFunction function = RealFunction.IDENTITY;
    for (String text : chain.split("\\|", -1)) {
      String[] words = text.split(" ", -1);
      double[] parameters = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
      function = function.then(Step.of(Kind.valueOf(words[0]), parameters));
    }
    return function;
  }

  static String digest(int[] entries) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * entries.length);
    bytes.asIntBuffer().put(entries);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
