package lucerna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import lucerna.ops.UserException;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.key.ModelKey;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.ProvingKey;

/**
 * A folder that holds the keys of one model.
 *
 * @param path the folder
 */
record KeyFolder(Path path) {
  Path modelKey() {
    return path.resolve("model.key");
  }

  Path provingKey() {
    return path.resolve("proving.key");
  }

  /** Returns whether any key is there. */
  boolean isUsed() {
    return Files.exists(modelKey()) || Files.exists(provingKey());
  }

  /** Refuses a path that cannot become a folder, before any work is done for it. */
  void requireFolder() {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new UserException(path + " is a file; give the path of a folder.");
    }
  }

  /** Reads both keys, while the caller does other things. */
  Ahead<Keys> readAhead() {
    return Ahead.start(this::read);
  }

  /** Reads both keys. */
  Keys read() {
    if (!Files.isDirectory(path)) {
      throw new UserException(
          path + " is no folder; give one that holds model.key and proving.key.");
    }
    ModelKey key = ModelKey.read(modelKey());
    ProvingKey provingKey = ProvingKey.read(provingKey());
    if (!provingKey.keyDigest().equals(key.digest())) {
      throw new UserException(
          "%s does not belong to %s; make both again, with --force."
              .formatted(provingKey(), modelKey()));
    }
    return new Keys(key, provingKey);
  }

  /**
   * Writes both keys, the secret one first, since the other is useless without it; then what the
   * first proof reads.
   */
  void write(Keys keys) {
    AtomicFiles.write(provingKey(), keys.provingKey().bytes(), true);
    AtomicFiles.write(modelKey(), keys.key().bytes(), false);
    ModelProver.storeWeights(keys, provingKey());
  }
}
