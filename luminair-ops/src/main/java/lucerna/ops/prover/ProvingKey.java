package lucerna.ops.prover;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.FileKind;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/**
 * The secret with which proofs under a key are made: the weights, the randomness of their
 * commitments, and how much of it is used up.
 */
public final class ProvingKey {
  /** Where in the file the number of proofs made stands, a little-endian 32-bit word. */
  static final int COUNTER_OFFSET = FileKind.HEADER_BYTES;

  private static final int MAX_LAYERS_WORDS = 1 << 28;

  private final Digest keyDigest;
  private final Digest modelDigest;
  private final byte[] seed;
  private final int[] weightWords;
  private final int budget;
  private int used;

  private ProvingKey(
      Digest keyDigest, Digest modelDigest, byte[] seed, int[] weightWords, int budget, int used) {
    this.keyDigest = keyDigest;
    this.modelDigest = modelDigest;
    this.seed = seed;
    this.weightWords = weightWords;
    this.budget = budget;
    this.used = used;
  }

  static ProvingKey fresh(ModelKey key, Digest modelDigest, Weights weights, byte[] seed) {
    var out = new WordWriter();
    KeyContent.writeWeights(weights, out);
    byte[] bytes = out.toBytes();
    int[] words = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return new ProvingKey(key.digest(), modelDigest, seed, words, key.proofBudget(), 0);
  }

  /**
   * Reads a proving key.
   *
   * @param file the file
   * @return the key
   * @throws UserException if it cannot be read or is no proving key
   */
  public static ProvingKey read(Path file) {
    return parse(FileKind.PROVING_KEY.read(file), file.toString());
  }

  /**
   * Parses the bytes of a proving key.
   *
   * @param bytes the whole file
   * @param name the file's name, for messages
   * @return the key
   * @throws UserException if it is no proving key
   */
  public static ProvingKey parse(byte[] bytes, String name) {
    byte[] body = FileKind.PROVING_KEY.content(bytes, name);
    try {
      var in = new WordReader(body);
      int used = in.word();
      int budget = in.word();
      Digest keyDigest = in.digest();
      Digest modelDigest = in.digest();
      byte[] seed = in.bytes("seed", SecretRandom.SEED_BYTES);
      int[] words = in.words(in.count("weights", MAX_LAYERS_WORDS));
      in.end();
      if (seed.length != SecretRandom.SEED_BYTES || used < 0 || budget < 1) {
        throw new UserException(name + " is damaged: its counters or its seed are impossible");
      }
      return new ProvingKey(keyDigest, modelDigest, seed, words, budget, used);
    } catch (ProofRejectedException e) {
      throw new UserException(
          name + " is damaged: " + e.rejection().where() + ": " + e.rejection().detail());
    }
  }

  /**
   * Returns the file's bytes.
   *
   * @return the bytes; they are secret
   */
  public byte[] bytes() {
    var out = new WordWriter();
    out.word(used);
    out.word(budget);
    out.digest(keyDigest);
    out.digest(modelDigest);
    out.bytes(seed);
    out.word(weightWords.length);
    out.words(weightWords);
    byte[] body = out.toBytes();
    byte[] bytes = Arrays.copyOf(FileKind.PROVING_KEY.header(), COUNTER_OFFSET + body.length);
    System.arraycopy(body, 0, bytes, COUNTER_OFFSET, body.length);
    return bytes;
  }

  /**
   * Returns the public key that this one belongs to.
   *
   * @return its digest
   */
  public Digest keyDigest() {
    return keyDigest;
  }

  /**
   * Returns the hash of the model file.
   *
   * @return its digest
   */
  public Digest modelDigest() {
    return modelDigest;
  }

  /**
   * Returns how many proofs were made.
   *
   * @return the number
   */
  public int proofsUsed() {
    return used;
  }

  /**
   * Returns how many proofs may still be made.
   *
   * @return the number; {@link Integer#MAX_VALUE} where nothing is used up
   */
  public int proofsLeft() {
    return budget == Integer.MAX_VALUE ? budget : Math.max(0, budget - used);
  }

  byte[] seed() {
    return seed;
  }

  int budget() {
    return budget;
  }

  void used(int count) {
    used = count;
  }

  /** Returns a checksum of the weights, which tells files that were made of them from others. */
  int weightsChecksum() {
    var crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < weightWords.length; ) {
      int step = Math.min(buffer.capacity() / Integer.BYTES, weightWords.length - at);
      buffer.clear().asIntBuffer().put(weightWords, at, step);
      crc.update(buffer.array(), 0, step * Integer.BYTES);
      at += step;
    }
    return (int) crc.getValue();
  }

  Weights weights(ModelKey key) {
    var out = new WordWriter();
    out.words(weightWords);
    try {
      var in = new WordReader(out.toBytes());
      Weights weights = KeyContent.readWeights(key.circuit(), in);
      in.end();
      return weights;
    } catch (ProofRejectedException e) {
      throw new UserException("the proving key is damaged: its weights do not fit the key");
    }
  }
}
