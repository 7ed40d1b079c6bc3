package lucerna.fri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.LineDomain;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;
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
    int[] known = positions;
    QM31[] values = firstLayerValues;
    int logSize = logDomainSize;
    for (int i = 0; i < steps.length; i++) {
      int[] cosets = FriLayout.cosets(known, steps[i]);
      QM31[][] opened = complete(i, cosets, known, values);
      verifyOpening(i, logSize, cosets, opened);
      values = new QM31[cosets.length];
      for (int j = 0; j < cosets.length; j++) {
        values[j] = Fold.coset(opened[j], cosets[j], logSize, i == 0, alphas[i]);
      }
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

  private void verifyOpening(int i, int logSize, int[] cosets, QM31[][] opened)
      throws FriException {
    int leafSize = 1 << layout.logLeafSize(steps[i]);
    LeafHasher hasher = new LeafHasher(layout.suite(), QM31.DEGREE * leafSize, false);
    List<Digest> leaves = new ArrayList<>();
    for (QM31[] coset : opened) {
      for (int from = 0; from < coset.length; from += leafSize) {
        leaves.add(hasher.hash(words(Arrays.copyOfRange(coset, from, from + leafSize)), null));
      }
    }
    FriProof.Layer layer = proof.layers().get(i);
    try {
      MerkleVerifier.verify(
          layout.suite(),
          layer.root(),
          logSize - layout.logLeafSize(steps[i]),
          layout.leaves(cosets, steps[i]),
          leaves,
          layer.hashWitness());
    } catch (MerkleException e) {
      throw new FriException(e, i);
    }
  }

  private static int[] words(QM31[] values) {
    int[] words = new int[QM31.DEGREE * values.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = values[i / QM31.DEGREE].coordinate(i % QM31.DEGREE);
    }
    return words;
  }
}
