package lucerna.ops.key;

import java.util.List;
import lucerna.air.Tree;
import lucerna.field.Parallel;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.RowOrder;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.merkle.MerkleTree;
import lucerna.ops.circuit.Weights;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.WeightColumns;
import lucerna.stark.CommitmentLayout;
import org.jspecify.annotations.Nullable;

/** The columns of a weight tree, with what masks them. */
public final class WeightRows {
  /** With public weights nothing is hidden: anybody must be able to make the tree again. */
  private static final byte[] PUBLIC_SEED = new byte[SecretRandom.SEED_BYTES];

  private WeightRows() {}

  /**
   * Returns the seed of trees of public weights.
   *
   * @return 32 zero bytes
   */
  public static byte[] publicSeed() {
    return PUBLIC_SEED.clone();
  }

  /**
   * Lays the weights out and fills all rows below them: no equation reads those.
   *
   * @param layout where the weights are
   * @param weights the weights
   * @param random the randomness of all trees, or null without zero knowledge
   * @param instance the tree's number
   * @return columns in row order
   */
  public static int[][] fill(
      Layout layout, Weights weights, @Nullable SecretRandom random, int instance) {
    int[][] rows = WeightColumns.fill(layout, weights);
    mask(layout, rows, random, instance, 0);
    return rows;
  }

  /**
   * Does for some columns what {@link #fill(Layout, Weights, SecretRandom, int)} does for all.
   *
   * @param layout where the weights are
   * @param weights the weights, which fit the circuit
   * @param random the randomness of all trees, or null without zero knowledge
   * @param instance the tree's number
   * @param from first column
   * @param to end of the columns
   * @return columns {@code from} to {@code to - 1} in row order
   */
  public static int[][] fill(
      Layout layout,
      Weights weights,
      @Nullable SecretRandom random,
      int instance,
      int from,
      int to) {
    int[][] rows = WeightColumns.fill(layout, weights, from, to);
    mask(layout, rows, random, instance, from);
    return rows;
  }

  private static void mask(
      Layout layout, int[][] rows, @Nullable SecretRandom random, int instance, int first) {
    if (random != null) {
      long start = (long) instance * layout.shape().weightColumns() + first;
      Parallel.forEach(
          rows.length,
          i ->
              random.stream("weight rows", start + i)
                  .fillM31(rows[i], layout.weightRows(), rows[i].length));
    }
  }

  /**
   * Returns the randomness of a tree's salts.
   *
   * @param random the randomness of all trees
   * @param instance the tree's number
   * @return the stream
   */
  public static SecretRandom.Stream salts(SecretRandom random, int instance) {
    return random.stream("weight salts", instance);
  }

  /**
   * Commits to public weights as the key's maker must have.
   *
   * @param key the key
   * @param weights its public weights
   * @return the root of its one tree; empty if there are no weights
   */
  public static List<Digest> publicRoots(ModelKey key, Weights weights) {
    if (key.content().weightRoots().isEmpty()) {
      return List.of();
    }
    SecretRandom random = key.zeroKnowledge() ? SecretRandom.of(PUBLIC_SEED) : null;
    int[][] rows = fill(key.layout(), weights, random, 0);
    int[][] extended = extend(rows, key.config());
    int[] salts =
        random == null
            ? null
            : salts(random, 0).words(CommitmentLayout.SALT_WORDS * extended[0].length);
    return List.of(
        MerkleTree.commit(
                CommitmentLayout.suiteOf(Tree.WEIGHTS, key.config().treeHash()), extended, salts)
            .root());
  }

  /**
   * Extends columns to the domain of the trees.
   *
   * @param rows columns in row order
   * @param config the parameters
   * @return evaluations in storage order
   */
  public static int[][] extend(int[][] rows, PcsConfig config) {
    var storage = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      storage[i] = RowOrder.toStorage(rows[i]);
    }
    return CircleFft.extendAll(storage, config.fri().logBlowupFactor());
  }
}
