package lucerna.fri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.merkle.MerkleTree;

/**
 * Proves that a word on the canonic circle domain has low degree.
 *
 * <p>For each layer in turn: commit to it by cosets, mix the root, work for the fold and mix the
 * nonce, draw alpha, fold by 2^logFoldStep. The word itself is folded once on the circle and then
 * on the line. The last layer is sent as coefficients. After the queries are drawn, {@link #open}
 * opens in each layer the cosets that lead from the queried positions to the last layer.
 */
public final class FriProver {
  private final FriLayout layout;
  private final List<Layer> layers;
  private final List<QM31> lastLayer;

  private FriProver(FriLayout layout, List<Layer> layers, List<QM31> lastLayer) {
    this.layout = layout;
    this.layers = layers;
    this.lastLayer = lastLayer;
  }

  private record Layer(SecureColumn values, int logFold, MerkleTree tree, long foldNonce) {}

  /**
   * Commits to a word and to all its folds.
   *
   * @param channel absorbs the commitments and gives the challenges
   * @param firstLayer the word in bit-reversed order on the canonic circle domain; its degree bound
   *     is its length over the blow-up factor
   * @param config the parameters
   * @param foldPowBits bits of work before each fold challenge
   * @return the prover, ready to open
   * @throws IllegalArgumentException if the word is not of low degree or too short
   */
  public static FriProver commit(
      Channel channel, SecureColumn firstLayer, FriConfig config, int foldPowBits) {
    return commit(channel, firstLayer, config, foldPowBits, FriLayout.LUCERNA, true);
  }

  /**
   * Commits to a word and to all its folds.
   *
   * @param channel absorbs the commitments and gives the challenges
   * @param firstLayer the word, as above
   * @param config the parameters, the hash of the layers' trees among them
   * @return the prover, ready to open
   * @throws IllegalArgumentException if the word is not of low degree or too short
   */
  public static FriProver commit(Channel channel, SecureColumn firstLayer, PcsConfig config) {
    FriLayout layout = FriLayout.of(config.treeHash());
    return commit(channel, firstLayer, config.fri(), config.foldPowBits(), layout, true);
  }

  /** As the public method; words of high degree are let through where {@code exact} is false. */
  static FriProver commit(
      Channel channel,
      SecureColumn firstLayer,
      FriConfig config,
      int foldPowBits,
      FriLayout layout,
      boolean exact) {
    int logDegreeBound = Fold.log(firstLayer.length()) - config.logBlowupFactor();
    List<Layer> layers = new ArrayList<>();
    SecureColumn values = firstLayer;
    for (int logFold : config.foldSteps(logDegreeBound)) {
      MerkleTree tree =
          MerkleTree.commitCosets(layout.suite(), values, layout.logLeafSize(logFold));
      channel.at("fri layer root").mixRoot(tree.root());
      long nonce = 0;
      if (layout.mixesNonce()) {
        nonce = ProofOfWork.grind(channel, foldPowBits);
        channel.at("fri fold nonce").mixU64(nonce);
      }
      QM31 alpha = channel.at("fri fold alpha").drawSecureFelt();
      layers.add(new Layer(values, logFold, tree, nonce));
      values =
          layers.size() == 1
              ? Fold.circle(values, alpha, logFold)
              : Fold.line(values, alpha, logFold);
    }
    List<QM31> lastLayer =
        LinePoly.interpolate(values, config.logLastLayerSize(logDegreeBound), exact);
    channel.at("fri last layer").mixFelts(lastLayer.toArray(QM31[]::new));
    return new FriProver(layout, layers, lastLayer);
  }

  /**
   * Opens all layers.
   *
   * @param positions queried positions in the word, increasing, each once
   * @return the proof
   * @throws IllegalArgumentException if the positions are not as required
   */
  public FriProof open(int[] positions) {
    List<FriProof.Layer> opened = new ArrayList<>();
    int[] known = positions;
    for (Layer layer : layers) {
      int[] cosets = FriLayout.cosets(known, layer.logFold);
      List<QM31> witness = new ArrayList<>();
      for (int coset : cosets) {
        int first = coset << layer.logFold;
        for (int i = first; i < first + (1 << layer.logFold); i++) {
          if (Arrays.binarySearch(known, i) < 0) {
            witness.add(layer.values.get(i));
          }
        }
      }
      opened.add(
          new FriProof.Layer(
              layer.tree.root(),
              layer.foldNonce,
              witness,
              layer.tree.open(layout.leaves(cosets, layer.logFold))));
      known = cosets;
    }
    return new FriProof(opened, lastLayer);
  }
}
