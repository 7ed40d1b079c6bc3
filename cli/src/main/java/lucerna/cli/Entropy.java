package lucerna.cli;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import lucerna.fri.hash.Blake2s;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/** Where secret randomness comes from: the operating system, or a seed for tests. */
final class Entropy {
  private static final int BYTES = 32;

  private final byte @Nullable [] seed;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes a source.
   *
   * @param hex the seed's digits, or null for the operating system
   */
  Entropy(@Nullable String hex) {
    try {
      seed = hex == null ? null : HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "--seed-for-testing takes hexadecimal digits, two per byte, not: " + hex, e);
    }
  }

  boolean isForTesting() {
    return seed != null;
  }

  /** Returns 32 bytes; from a seed, others for each use. */
  byte[] next(String use) {
    if (seed != null) {
      return new Blake2s()
          .absorb(use.getBytes(StandardCharsets.UTF_8))
          .absorb(0)
          .absorb(seed)
          .digest()
          .toBytes();
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
