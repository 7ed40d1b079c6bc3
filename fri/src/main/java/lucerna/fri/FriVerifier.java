package lucerna.fri;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.circle.LineDomain;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.merkle.LeafHasher;
import lucerna.fri.merkle.MerkleException;
import lucerna.fri.merkle.MerkleVerifier;

/**
 * Verifies what {@link FriProver} proves. The values of the word at the queried positions come from
 * the caller, who knows how the word is made.
 *
 * <p>Whatever a proof holds, verification ends with a verdict: a refusal is a {@link FriException}.
 */
public final class FriVerifier {
  private final FriLayout layout;
  private final FriProof proof;
  private final int logDomainSize;
  private final int[] steps;
  private final QM31[] alphas;

  private FriVerifier(
      FriLayout layout, FriProof proof, int logDomainSize, int[] steps, QM31[] alphas) {
    this.layout = layout;
    this.proof = proof;
    this.logDomainSize = logDomainSize;
    this.steps = steps;
    this.alphas = alphas;
  }

  /**
   * Checks a proof's shape and draws its challenges again.
   *
   * @param channel in the state that the prover's was in
   * @param proof the proof
   * @param config the parameters
   * @param foldPowBits bits of work before each fold challenge
   * @param logDegreeBound log of the word's degree bound
   * @return the verifier, ready for the queries
   * @throws FriException if the proof has not the shape of the parameters, holds what is no field
   *     element or lacks work
   * @throws IllegalArgumentException if the degree bound is out of range
   */
  public static FriVerifier commit(
      Channel channel, FriProof proof, FriConfig config, int foldPowBits, int logDegreeBound)
      throws FriException {
    return commit(channel, proof, config, foldPowBits, logDegreeBound, FriLayout.LUCERNA);
  }

  /**
   * Checks a proof's shape and draws its challenges again.
   *
   * @param channel in the state that the prover's was in
   * @param proof the proof
   * @param config the parameters, the hash of the layers' trees among them
   * @param logDegreeBound log of the word's degree bound
   * @return the verifier, ready for the queries
   * @throws FriException if the proof has not the shape of the parameters, holds what is no field
   *     element or lacks work
   * @throws IllegalArgumentException if the degree bound is out of range
   */
  public static FriVerifier commit(
      Channel channel, FriProof proof, PcsConfig config, int logDegreeBound) throws FriException {
    FriLayout layout = FriLayout.of(config.treeHash());
    return commit(channel, proof, config.fri(), config.foldPowBits(), logDegreeBound, layout);
  }

  static FriVerifier commit(
      Channel channel,
      FriProof proof,
      FriConfig config,
      int foldPowBits,
      int logDegreeBound,
      FriLayout layout)
      throws FriException {
    int[] steps = config.foldSteps(logDegreeBound);
    int logLast = config.logLastLayerSize(logDegreeBound);
    requireShape(proof, steps.length, 1 << logLast);
    QM31[] alphas = new QM31[steps.length];
    for (int i = 0; i < steps.length; i++) {
      FriProof.Layer layer = proof.layers().get(i);
      channel.at("fri layer root").mixRoot(layer.root());
      if (layout.mixesNonce()) {
        if (!ProofOfWork.check(channel, foldPowBits, layer.foldNonce())) {
          throw new FriException(FriException.Reason.PROOF_OF_WORK, i, 0);
        }
        channel.at("fri fold nonce").mixU64(layer.foldNonce());
      }
      alphas[i] = channel.at("fri fold alpha").drawSecureFelt();
    }
    channel.at("fri last layer").mixFelts(proof.lastLayer().toArray(QM31[]::new));
    int logDomainSize = logDegreeBound + config.logBlowupFactor();
    return new FriVerifier(layout, proof, logDomainSize, steps, alphas);
  }

  private static void requireShape(FriProof proof, int nLayers, int lastLength)
      throws FriException {
    int given = proof.layers().size();
    if (given != nLayers) {
      throw new FriException(FriException.Reason.LAYER_COUNT, Math.min(given, nLayers), given);
    }
    if (proof.lastLayer().size() != lastLength) {
      throw new FriException(
          FriException.Reason.LAST_LAYER_LENGTH, nLayers, proof.lastLayer().size());
    }
    for (int i = 0; i < nLayers; i++) {
      requireCanonical(proof.layers().get(i).witness(), i);
    }
    requireCanonical(proof.lastLayer(), nLayers);
  }

  private static void requireCanonical(List<QM31> values, int layer) throws FriException {
    for (int i = 0; i < values.size(); i++) {
      QM31 v = values.get(i);
      if (!(M31.isCanonical(v.a())
          && M31.isCanonical(v.b())
          && M31.isCanonical(v.c())
          && M31.isCanonical(v.d()))) {
        throw new FriException(FriException.Reason.NOT_CANONICAL, layer, i);
      }
    }
  }

  /**
   * Checks the openings.
   *
   * @param positions queried positions in the word, increasing, each once, at least one
   * @param firstLayerValues the word's value at each position, canonical
   * @throws FriException if the proof is refused
   * @throws IllegalArgumentException if the positions are not as required
   */
  public void verify(int[] positions, QM31[] firstLayerValues) throws FriException {
    if (positions.length == 0 || firstLayerValues.length != positions.length) {
      throw new IllegalArgumentException(
          "%d values at %d positions".formatted(firstLayerValues.length, positions.length));
    }
    List<Opening> openings = new ArrayList<>();
    FriException fault = null;
    try {
      fold(positions, firstLayerValues, openings);
    } catch (FriException e) {
      fault = e;
    }
    // What is wrong with an earlier layer's opening counts first.
    var faults = new FriException[openings.size()];
    Parallel.forEach(
        faults.length,
        i -> {
          try {
            verifyOpening(i, openings.get(i));
          } catch (FriException e) {
            faults[i] = e;
          }
        });
    for (FriException ofLayer : faults) {
      if (ofLayer != null) {
        throw ofLayer;
      }
    }
    if (fault != null) {
      throw fault;
    }
  }

  /** Cosets of a layer and their values. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  private record Opening(int logSize, int[] cosets, QM31[][] values) {}

  /* Lists what is opened, layer by layer, as far as there are values. */
  private void fold(int[] positions, QM31[] firstLayerValues, List<Opening> openings)
      throws FriException {
    int[] known = positions;
    QM31[] values = firstLayerValues;
    int logSize = logDomainSize;
    for (int i = 0; i < steps.length; i++) {
      int[] cosets = FriLayout.cosets(known, steps[i]);
      QM31[][] opened = complete(i, cosets, known, values);
      openings.add(new Opening(logSize, cosets, opened));
      values = Fold.cosets(opened, cosets, logSize, i == 0, alphas[i]);
      known = cosets;
      logSize -= steps[i];
    }
    for (int j = 0; j < known.length; j++) {
      int x = new LineDomain(logSize).atStorage(known[j]);
      if (!LinePoly.evaluate(proof.lastLayer(), x).equals(values[j])) {
        throw new FriException(FriException.Reason.LAST_LAYER_MISMATCH, steps.length, known[j]);
      }
    }
  }

  /** The opened cosets' values: those known, and between them the layer's witness. */
  private QM31[][] complete(int layer, int[] cosets, int[] known, QM31[] values)
      throws FriException {
    List<QM31> witness = proof.layers().get(layer).witness();
    QM31[][] opened = new QM31[cosets.length][1 << steps[layer]];
    int nextKnown = 0;
    int nextWitness = 0;
    for (int j = 0; j < cosets.length; j++) {
      for (int k = 0; k < opened[j].length; k++) {
        int position = (cosets[j] << steps[layer]) + k;
        if (nextKnown < known.length && known[nextKnown] == position) {
          opened[j][k] = values[nextKnown++];
        } else if (nextWitness < witness.size()) {
          opened[j][k] = witness.get(nextWitness++);
        } else {
          throw new FriException(FriException.Reason.WITNESS_TOO_SHORT, layer, position);
        }
      }
    }
    if (nextWitness < witness.size()) {
      throw new FriException(FriException.Reason.WITNESS_TOO_LONG, layer, nextWitness);
    }
    return opened;
  }

  private void verifyOpening(int i, Opening opening) throws FriException {
    int leafSize = 1 << layout.logLeafSize(steps[i]);
    int leavesEach = (1 << steps[i]) / leafSize;
    int[][] rows = new int[opening.cosets.length * leavesEach][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = words(opening.values[row / leavesEach], row % leavesEach * leafSize, leafSize);
    }
    FriProof.Layer layer = proof.layers().get(i);
    try {
      MerkleVerifier.verify(
          layout.suite(),
          layer.root(),
          opening.logSize - layout.logLeafSize(steps[i]),
          layout.leaves(opening.cosets, steps[i]),
          LeafHasher.hash(layout.suite(), rows, null),
          layer.hashWitness());
    } catch (MerkleException e) {
      throw new FriException(e, i);
    }
  }

  private static int[] words(QM31[] values, int from, int count) {
    int[] words = new int[QM31.DEGREE * count];
    for (int i = 0; i < count; i++) {
      QM31 value = values[from + i];
      words[QM31.DEGREE * i] = value.a();
      words[QM31.DEGREE * i + 1] = value.b();
      words[QM31.DEGREE * i + 2] = value.c();
      words[QM31.DEGREE * i + 3] = value.d();
    }
    return words;
  }
}
