package lucerna.ops.prover;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.Tree;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.WeightRows;
import lucerna.ops.layout.Layout;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;

/**
 * Commitments to a model's weights.
 *
 * <p>Each tree holds the same weights with random rows and salts of its own. Every proof opens a
 * tree at so many points, and a tree hides the weights only while those are fewer than its random
 * rows; so a key has as many trees as the number of its proofs asks for, and a proof costs what one
 * small tree costs.
 */
final class WeightTrees {
  private WeightTrees() {}

  /**
   * Commits to the weights once more.
   *
   * @param layout where the weights are
   * @param weights the weights
   * @param config the parameters
   * @param zeroKnowledge whether rows and leaves are masked
   * @param seed the randomness of all trees of the key
   * @param instance the tree's number
   * @return the tree
   */
  static CommittedColumns commit(
      Layout layout,
      Weights weights,
      PcsConfig config,
      boolean zeroKnowledge,
      byte[] seed,
      int instance) {
    SecretRandom random = zeroKnowledge ? SecretRandom.of(seed) : null;
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.WEIGHTS, config.treeHash()),
        WeightRows.fill(layout, weights, random, instance),
        config.fri().logBlowupFactor(),
        random == null ? null : WeightRows.salts(random, instance));
  }

  static CommittedColumns preprocessed(int[][] rows, PcsConfig config) {
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.PREPROCESSED, config.treeHash()),
        rows,
        config.fri().logBlowupFactor(),
        null);
  }

  static List<CommittedColumns> all(CommittedColumns preprocessed, List<CommittedColumns> others) {
    var all = new ArrayList<CommittedColumns>();
    all.add(preprocessed);
    all.addAll(others);
    return List.copyOf(all);
  }
}
