package lucerna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.executor.CircuitInputs;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.key.InputCommitment;
import lucerna.ops.key.ModelKey;

/**
 * What opens the commitment to an input, {@code {"key": hash, "root": hash, "seed": hex, "proofs":
 * n}}: who has it and the input can tell that a proof was about that input. It is secret: with it a
 * guess at the input can be tested.
 *
 * @param key the key that the commitment belongs to
 * @param root the commitment
 * @param seed its randomness
 * @param proofs how many proofs have shown the root
 */
record Opening(Digest key, Digest root, String seed, int proofs) {

  /** Makes a commitment to an input. */
  static Opening fresh(ModelKey key, List<double[]> input, byte[] entropy) {
    byte[] seed = InputCommitment.freshSeed(entropy);
    return new Opening(key.digest(), rootOf(key, input, seed), HexFormat.of().formatHex(seed), 0);
  }

  /** Reads the commitment in a file, which must be to this input under this key. */
  static Opening read(Path file, ModelKey key, List<double[]> input) {
    Opening opening = read(file);
    if (!opening.key.equals(key.digest())) {
      throw new UserException(file + " belongs to another model key.");
    }
    if (!rootOf(key, input, opening.seedBytes()).equals(opening.root)) {
      throw new UserException(file + " opens the commitment to another input.");
    }
    return opening;
  }

  private static Opening read(Path file) {
    var object = Json.read(file);
    try {
      var opening =
          new Opening(
              Digest.fromHex(object.path("key").asText()),
              Digest.fromHex(object.path("root").asText()),
              object.path("seed").asText(),
              object.path("proofs").asInt(-1));
      if (opening.proofs < 0 || opening.seedBytes().length != Digest.BYTES) {
        throw new IllegalArgumentException("numbers out of range");
      }
      return opening;
    } catch (IllegalArgumentException e) {
      throw new UserException(
          file + " is no opening of an input; `lucerna prove --input committed` writes one.", e);
    }
  }

  /**
   * Counts proofs, on disk before they are made: each opens some of the rows that hide the input.
   */
  Opening use(Path file, ModelKey key, int more) {
    int most = InputCommitment.proofsPerRoot(key);
    if (proofs > most - more) {
      throw new UserException(
          "%s has been used in %d of the %d proofs that may show one commitment; commit anew, to another file."
              .formatted(file, proofs, most));
    }
    var counted = new Opening(key(), root, seed, proofs + more);
    var object =
        Json.object()
            .put("key", key().toHex())
            .put("root", root.toHex())
            .put("seed", seed)
            .put("proofs", counted.proofs);
    AtomicFiles.write(file, Json.file(object), true);
    return counted;
  }

  byte[] seedBytes() {
    return HexFormat.of().parseHex(seed);
  }

  static boolean isAt(Path file) {
    return Files.exists(file);
  }

  private static Digest rootOf(ModelKey key, List<double[]> input, byte[] seed) {
    var integers = new int[key.circuit().inputs().size()][];
    for (int i = 0; i < integers.length; i++) {
      long[] encoded = CircuitInputs.encode(key.circuit(), i, input.get(i));
      integers[i] = Arrays.stream(encoded).mapToInt(Math::toIntExact).toArray();
    }
    return InputCommitment.root(key, integers, seed);
  }
}
