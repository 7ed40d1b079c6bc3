package lucerna.ops.prover;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.WeightRows;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;
import org.jspecify.annotations.Nullable;

/**
 * The weight tree that proofs are made with, in a mapped file beside the proving key, so that a
 * proof neither extends nor hashes weights, and the heap holds none of their columns.
 *
 * <p>One tree is stored at a time. A file that is missing, damaged, of another key or of another
 * tree of this one is made anew; where none can be written, the tree is held in memory.
 */
final class WeightCache {
  private static final String NAME = "model.weights";

  private final ModelKey key;
  private final ProvingKey provingKey;
  private final Weights weights;
  private final @Nullable Path file;
  private final int checksum;
  private @Nullable CommittedColumns tree;
  private int current = -1;

  /**
   * Prepares, reads nothing yet.
   *
   * @param key the public key
   * @param provingKey the secret key
   * @param weights its weights
   * @param provingKeyFile the secret key's file; null to hold trees in memory
   */
  WeightCache(ModelKey key, ProvingKey provingKey, Weights weights, @Nullable Path provingKeyFile) {
    this.key = key;
    this.provingKey = provingKey;
    this.weights = weights;
    checksum = provingKeyFile == null ? 0 : provingKey.weightsChecksum();
    this.file = provingKeyFile == null ? null : provingKeyFile.resolveSibling(NAME);
  }

  /**
   * Returns a tree.
   *
   * @param instance its number
   * @return the tree
   * @throws UserException if the weights are not those of the key
   */
  CommittedColumns tree(int instance) {
    CommittedColumns known = tree;
    if (known == null || current != instance) {
      // Let go before the next one is made.
      tree = null;
      CommittedColumns opened = open(instance);
      known = opened == null ? made(instance) : opened;
      tree = known;
      current = instance;
    }
    return known;
  }

  /**
   * Returns the tree last asked for once more, made anew, since its file turned out to be damaged.
   *
   * @return the tree
   */
  CommittedColumns again() {
    tree = null;
    CommittedColumns made = made(current);
    tree = made;
    return made;
  }

  private CommittedColumns made(int instance) {
    CommittedColumns stored = file == null ? null : stored(instance, file);
    if (stored != null) {
      return stored;
    }
    CommittedColumns held =
        WeightTrees.commit(
            key.layout(), weights, key.config(), key.zeroKnowledge(), provingKey.seed(), instance);
    if (!held.root().equals(root(instance))) {
      throw otherWeights();
    }
    return held;
  }

  private @Nullable CommittedColumns stored(int instance, Path to) {
    SecretRandom random = key.zeroKnowledge() ? SecretRandom.of(provingKey.seed()) : null;
    boolean right = true;
    try {
      right =
          WeightFileWriter.write(
              to,
              head(instance),
              (first, end) -> WeightRows.fill(key.layout(), weights, random, instance, first, end),
              key.config(),
              random == null ? null : WeightRows.salts(random, instance));
    } catch (UserException e) {
      // A folder that takes no files costs time and memory, no more.
      System.getLogger(WeightCache.class.getName())
          .log(System.Logger.Level.DEBUG, "weights not stored", e);
    }
    if (!right) {
      throw otherWeights();
    }
    return open(instance);
  }

  private static UserException otherWeights() {
    return new UserException("the proving key's weights are not those that the key commits to");
  }

  private @Nullable CommittedColumns open(int instance) {
    if (file == null) {
      return null;
    }
    WeightFile.Head head = head(instance);
    MemorySegment bytes = WeightFile.map(file, head);
    return bytes == null
        ? null
        : CommittedColumns.stored(new StoredColumns(head, bytes, key.config().treeHash()));
  }

  private Digest root(int instance) {
    return key.content().weightRoots().get(instance);
  }

  private WeightFile.Head head(int instance) {
    int logRows = key.shape().logRows();
    return new WeightFile.Head(
        key.digest(),
        root(instance),
        instance,
        key.shape().weightColumns(),
        logRows,
        logRows + key.config().fri().logBlowupFactor(),
        key.zeroKnowledge() ? CommitmentLayout.SALT_WORDS : 0,
        checksum);
  }
}
