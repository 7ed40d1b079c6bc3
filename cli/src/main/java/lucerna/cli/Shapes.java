package lucerna.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import picocli.CommandLine.Option;

/** Lengths of dimensions that a model leaves open. */
final class Shapes {
  @Option(
      names = "--shape",
      paramLabel = "NAME=N",
      description = "Length of a dimension that the model leaves open, as in batch=1.")
  Map<String, Integer> bound = new LinkedHashMap<>();

  /** Returns what tells models apart: the hash of the file and of the lengths. */
  Digest digest(Path model) {
    try {
      var hash = new Blake2s().absorb(Blake2s.hash(Files.readAllBytes(model)));
      new TreeMap<>(bound)
          .forEach(
              (name, length) ->
                  hash.absorb((name + "=" + length + "\n").getBytes(StandardCharsets.UTF_8)));
      return hash.digest();
    } catch (IOException e) {
      throw new UserException(model + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
