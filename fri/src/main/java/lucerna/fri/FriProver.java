package lucerna.fri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.ColumnArena;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.Grinder;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;

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

  private record Layer(FriWord word, int logFold, Digest root, long foldNonce) {}

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
    return commit(channel, new HostWord(firstLayer, ColumnArena.FRESH), config, ProofOfWork::grind);
  }

  /**
   * Commits to a word and to all its folds, wherever they are kept.
   *
   * @param channel absorbs the commitments and gives the challenges
   * @param firstLayer the word, as above
   * @param config the parameters, the hash of the layers' trees among them
   * @param grinder does the work before each challenge
   * @return the prover, ready to open
   * @throws IllegalArgumentException if the word is not of low degree or too short
   */
  public static FriProver commit(
      Channel channel, FriWord firstLayer, PcsConfig config, Grinder grinder) {
    FriLayout layout = FriLayout.of(config.treeHash());
    return commit(channel, firstLayer, config.fri(), config.foldPowBits(), layout, true, grinder);
  }

  /**
   * Returns a word that lies in this process's memory.
   *
   * @param values the values in storage order, not copied
   * @param arena where the memory of its tree and of its folds comes from; they are of no use after
   *     it
   * @return the word
   */
  public static FriWord word(SecureColumn values, ColumnArena arena) {
    return new HostWord(values, arena);
  }

  /** As the public method; words of high degree are let through where {@code exact} is false. */
  static FriProver commit(
      Channel channel,
      SecureColumn firstLayer,
      FriConfig config,
      int foldPowBits,
      FriLayout layout,
      boolean exact) {
    var word = new HostWord(firstLayer, ColumnArena.FRESH);
    return commit(channel, word, config, foldPowBits, layout, exact, ProofOfWork::grind);
  }

  private static FriProver commit(
      Channel channel,
      FriWord firstLayer,
      FriConfig config,
      int foldPowBits,
      FriLayout layout,
      boolean exact,
      Grinder grinder) {
    int logDegreeBound = Fold.log(firstLayer.length()) - config.logBlowupFactor();
    List<Layer> layers = new ArrayList<>();
    FriWord word = firstLayer;
    for (int logFold : config.foldSteps(logDegreeBound)) {
      Digest root = word.commit(layout.suite(), layout.logLeafSize(logFold));
      channel.at("fri layer root").mixRoot(root);
      long nonce = 0;
      if (layout.mixesNonce()) {
        nonce = grinder.grind(channel, foldPowBits);
        channel.at("fri fold nonce").mixU64(nonce);
      }
      QM31 alpha = channel.at("fri fold alpha").drawSecureFelt();
      layers.add(new Layer(word, logFold, root, nonce));
      word = word.fold(alpha, logFold, layers.size() == 1);
    }
    List<QM31> lastLayer =
        LinePoly.interpolate(word.values(), config.logLastLayerSize(logDegreeBound), exact);
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
      IntStream.Builder missing = IntStream.builder();
      for (int coset : cosets) {
        int first = coset << layer.logFold;
        for (int i = first; i < first + (1 << layer.logFold); i++) {
          if (Arrays.binarySearch(known, i) < 0) {
            missing.add(i);
          }
        }
      }
      opened.add(
          new FriProof.Layer(
              layer.root,
              layer.foldNonce,
              layer.word.valuesAt(missing.build().toArray()),
              layer.word.open(layout.leaves(cosets, layer.logFold))));
      known = cosets;
    }
    return new FriProof(opened, lastLayer);
  }
}
