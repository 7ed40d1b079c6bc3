package lucerna.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.hash.Digest;
import lucerna.stark.OpenedRows;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import org.jspecify.annotations.Nullable;

/** Proofs that differ from another in one part. */
public final class ProofEdits {
  /** In place of a tree's number: the tree of the composition. */
  public static final int COMPOSITION = -1;

  private ProofEdits() {}

  /** The numbers of a proof that stand for work. */
  public enum Nonce {
    /** Before the challenges of the first round. */
    INTERACTION,
    /** Before the late challenges. */
    LATE_INTERACTION,
    /** Before the out-of-domain point. */
    OUT_OF_DOMAIN,
    /** Before the batching challenge. */
    BATCH,
    /** Before the queries. */
    QUERY
  }

  /**
   * Replaces the composition's part outside its space.
   *
   * @param proof the proof
   * @param top the new factor, or null for none
   * @return the edited proof
   */
  public static StarkProof top(StarkProof proof, @Nullable QM31 top) {
    return new StarkProof(
        proof.witnessRoot(),
        proof.interactionNonce(),
        proof.secondRound(),
        proof.interactionRoot(),
        proof.compositionRoot(),
        top,
        proof.oodNonce(),
        proof.oodValues(),
        proof.batchNonce(),
        proof.fri(),
        proof.queryNonce(),
        proof.trees(),
        proof.composition());
  }

  /**
   * Replaces a proof of work.
   *
   * @param proof the proof
   * @param which which one
   * @param value the new nonce
   * @return the edited proof
   */
  public static StarkProof nonce(StarkProof proof, Nonce which, long value) {
    return new StarkProof(
        proof.witnessRoot(),
        which == Nonce.INTERACTION ? value : proof.interactionNonce(),
        which == Nonce.LATE_INTERACTION
            ? new SecondRound(secondRound(proof).factorsRoot(), value)
            : proof.secondRound(),
        proof.interactionRoot(),
        proof.compositionRoot(),
        proof.compositionTop(),
        which == Nonce.OUT_OF_DOMAIN ? value : proof.oodNonce(),
        proof.oodValues(),
        which == Nonce.BATCH ? value : proof.batchNonce(),
        proof.fri(),
        which == Nonce.QUERY ? value : proof.queryNonce(),
        proof.trees(),
        proof.composition());
  }

  private static SecondRound secondRound(StarkProof proof) {
    return Objects.requireNonNull(proof.secondRound(), "the proof has one round");
  }

  /**
   * Replaces the second round.
   *
   * @param proof the proof
   * @param second the new part, or null for none
   * @return the edited proof
   */
  public static StarkProof second(StarkProof proof, @Nullable SecondRound second) {
    return new StarkProof(
        proof.witnessRoot(),
        proof.interactionNonce(),
        second,
        proof.interactionRoot(),
        proof.compositionRoot(),
        proof.compositionTop(),
        proof.oodNonce(),
        proof.oodValues(),
        proof.batchNonce(),
        proof.fri(),
        proof.queryNonce(),
        proof.trees(),
        proof.composition());
  }

  /**
   * Replaces the three roots that every proof has.
   *
   * @param proof the proof
   * @param witness the root of the witness
   * @param interaction the root of the interaction columns
   * @param composition the root of the composition
   * @return the edited proof
   */
  public static StarkProof roots(
      StarkProof proof, Digest witness, Digest interaction, Digest composition) {
    return new StarkProof(
        witness,
        proof.interactionNonce(),
        proof.secondRound(),
        interaction,
        composition,
        proof.compositionTop(),
        proof.oodNonce(),
        proof.oodValues(),
        proof.batchNonce(),
        proof.fri(),
        proof.queryNonce(),
        proof.trees(),
        proof.composition());
  }

  /**
   * Replaces the out-of-domain values.
   *
   * @param proof the proof
   * @param values the new values
   * @return the edited proof
   */
  public static StarkProof values(StarkProof proof, QM31... values) {
    return new StarkProof(
        proof.witnessRoot(),
        proof.interactionNonce(),
        proof.secondRound(),
        proof.interactionRoot(),
        proof.compositionRoot(),
        proof.compositionTop(),
        proof.oodNonce(),
        values,
        proof.batchNonce(),
        proof.fri(),
        proof.queryNonce(),
        proof.trees(),
        proof.composition());
  }

  /**
   * Replaces FRI's part.
   *
   * @param proof the proof
   * @param fri the new part
   * @return the edited proof
   */
  public static StarkProof fri(StarkProof proof, FriProof fri) {
    return new StarkProof(
        proof.witnessRoot(),
        proof.interactionNonce(),
        proof.secondRound(),
        proof.interactionRoot(),
        proof.compositionRoot(),
        proof.compositionTop(),
        proof.oodNonce(),
        proof.oodValues(),
        proof.batchNonce(),
        fri,
        proof.queryNonce(),
        proof.trees(),
        proof.composition());
  }

  /**
   * Replaces one layer of FRI.
   *
   * @param proof the proof
   * @param layer which one
   * @param change the change
   * @return the edited proof
   */
  public static StarkProof layer(
      StarkProof proof, int layer, UnaryOperator<FriProof.Layer> change) {
    List<FriProof.Layer> layers = new ArrayList<>(proof.fri().layers());
    layers.set(layer, change.apply(layers.get(layer)));
    return fri(proof, new FriProof(layers, proof.fri().lastLayer()));
  }

  /**
   * Replaces the openings of the trees of trace height.
   *
   * @param proof the proof
   * @param trees the new openings
   * @return the edited proof
   */
  public static StarkProof trees(StarkProof proof, List<OpenedRows> trees) {
    return new StarkProof(
        proof.witnessRoot(),
        proof.interactionNonce(),
        proof.secondRound(),
        proof.interactionRoot(),
        proof.compositionRoot(),
        proof.compositionTop(),
        proof.oodNonce(),
        proof.oodValues(),
        proof.batchNonce(),
        proof.fri(),
        proof.queryNonce(),
        trees,
        proof.composition());
  }

  /**
   * Replaces the opening of one tree.
   *
   * @param proof the proof
   * @param tree its number, or {@link #COMPOSITION}
   * @param change gets a deep copy, which it may write to
   * @return the edited proof
   */
  public static StarkProof opened(StarkProof proof, int tree, UnaryOperator<OpenedRows> change) {
    if (tree == COMPOSITION) {
      return new StarkProof(
          proof.witnessRoot(),
          proof.interactionNonce(),
          proof.secondRound(),
          proof.interactionRoot(),
          proof.compositionRoot(),
          proof.compositionTop(),
          proof.oodNonce(),
          proof.oodValues(),
          proof.batchNonce(),
          proof.fri(),
          proof.queryNonce(),
          proof.trees(),
          change.apply(copy(proof.composition())));
    }
    List<OpenedRows> trees = new ArrayList<>(proof.trees());
    trees.set(tree, change.apply(copy(trees.get(tree))));
    return trees(proof, trees);
  }

  private static OpenedRows copy(OpenedRows rows) {
    return new OpenedRows(copy(rows.values()), copy(rows.salts()), new ArrayList<>(rows.witness()));
  }

  private static int[][] copy(int[][] rows) {
    int[][] copies = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copies[i] = rows[i].clone();
    }
    return copies;
  }

  /**
   * Flips one bit of a digest.
   *
   * @param digest the digest
   * @return another digest
   */
  public static Digest flipped(Digest digest) {
    int[] words = digest.toWords();
    words[0] ^= 1;
    return Digest.of(words, 0);
  }
}
