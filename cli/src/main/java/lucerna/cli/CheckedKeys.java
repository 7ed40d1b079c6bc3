package lucerna.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.io.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which keys' own proofs this version accepted, by digest, in the user's cache. Whoever
 * can write there can already change the program. What goes wrong here only costs time.
 */
final class CheckedKeys {
  private final @Nullable Path folder;

  CheckedKeys(Host host) {
    folder = folder(host.variable("XDG_CACHE_HOME"), host.variable("HOME"));
  }

  boolean contains(Digest key) {
    try {
      return folder != null
          && Files.readString(folder.resolve(key.toHex())).equals(Main.Version.number());
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  void add(Digest key) {
    if (folder == null) {
      return;
    }
    try {
      byte[] version = Main.Version.number().getBytes(StandardCharsets.UTF_8);
      AtomicFiles.write(folder.resolve(key.toHex()), version, true);
    } catch (UserException e) {
      System.getLogger(CheckedKeys.class.getName())
          .log(System.Logger.Level.DEBUG, "not remembered", e);
    }
  }

  private static @Nullable Path folder(String cache, String home) {
    try {
      // The specification says to ignore a relative path.
      Path base = cache.startsWith("/") ? Path.of(cache) : null;
      if (base == null && !home.isEmpty()) {
        base = Path.of(home, ".cache");
      }
      return base == null ? null : base.resolve("lucerna").resolve("checked-keys");
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
