package lucerna.fri;

import java.util.List;
import lucerna.field.QM31;
import lucerna.fri.hash.Digest;

/**
 * A proof that a word is near a polynomial of low degree.
 *
 * @param layers the committed layers, the word itself first
 * @param lastLayer coefficients of the folded polynomial, in bit-reversed order
 */
public record FriProof(List<Layer> layers, List<QM31> lastLayer) {
  /**
   * Copies the lists.
   *
   * @throws NullPointerException if an entry is null
   */
  public FriProof {
    layers = List.copyOf(layers);
    lastLayer = List.copyOf(lastLayer);
  }

  /**
   * One layer.
   *
   * @param root its commitment
   * @param foldNonce the work before its fold challenge
   * @param witness values of the opened cosets that are not at queried positions, by increasing
   *     position
   * @param hashWitness the siblings that open the cosets
   */
  public record Layer(Digest root, long foldNonce, List<QM31> witness, List<Digest> hashWitness) {
    /**
     * Copies the lists.
     *
     * @throws NullPointerException if an entry is null
     */
    public Layer {
      witness = List.copyOf(witness);
      hashWitness = List.copyOf(hashWitness);
    }
  }
}
