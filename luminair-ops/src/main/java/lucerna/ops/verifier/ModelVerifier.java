package lucerna.ops.verifier;

import lucerna.air.Tree;
import lucerna.fri.hash.Digest;
import lucerna.fri.merkle.MerkleTree;
import lucerna.ops.UserException;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.WeightRows;
import lucerna.ops.layout.InputPrivacy;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Statement;
import lucerna.stark.verifier.Verifier;

/** Checks one key, once, and any number of proofs under it. */
public final class ModelVerifier {
  private final ModelKey key;

  /**
   * Prepares checks.
   *
   * @param key the key that the verifier trusts
   */
  public ModelVerifier(ModelKey key) {
    this.key = key;
  }

  /**
   * Checks the key itself: its preprocessed columns are those of its circuit, and its weights are
   * within their ranges and bounds, by the registration proof or, where they are public, by
   * looking.
   *
   * <p>The answer depends on the key's bytes alone, so it may be remembered by {@link
   * ModelKey#digest()}.
   *
   * @throws ProofRejectedException if the key is not sound
   */
  public void checkKey() throws ProofRejectedException {
    if (key.provableBits() < ModelKey.MIN_PROVABLE_BITS) {
      throw new ProofRejectedException(
          Rejection.Reason.REGISTRATION,
          "security",
          key.provableBits() + " provable bits, below " + ModelKey.MIN_PROVABLE_BITS);
    }
    requireRoot(
        "preprocessed columns",
        key.lowering().preprocessedColumns(),
        key.content().preprocessedRoot());
    Weights weights = key.publicWeights();
    if (weights != null) {
      try {
        CircuitChecks.checkWeights(key.circuit(), weights);
      } catch (UserException | IllegalArgumentException e) {
        throw new ProofRejectedException(
            Rejection.Reason.REGISTRATION, "public weights", String.valueOf(e.getMessage()));
      }
      if (!WeightRows.publicRoots(key, weights).equals(key.content().weightRoots())) {
        throw new ProofRejectedException(
            Rejection.Reason.REGISTRATION, "public weights", "they do not have the key's root");
      }
    } else if (key.content().registered()) {
      requireRoot(
          "registration columns",
          key.lowering().registration().preprocessedColumnsByRow(),
          key.content().registrationPreprocessedRoot());
      try {
        key.pins();
      } catch (IllegalArgumentException e) {
        throw new ProofRejectedException(
            Rejection.Reason.REGISTRATION, "pins", String.valueOf(e.getMessage()));
      }
      Statement statement = key.registrationStatement();
      try {
        Verifier.verify(statement, ModelProof.decode(statement, key.registration()));
      } catch (ProofRejectedException e) {
        throw new ProofRejectedException(
            Rejection.Reason.REGISTRATION, "weights", e.rejection().toString());
      }
    }
  }

  private void requireRoot(String what, int[][] rows, Digest root) throws ProofRejectedException {
    int[][] extended = WeightRows.extend(rows, key.config());
    Digest expected =
        MerkleTree.commit(
                CommitmentLayout.suiteOf(Tree.PREPROCESSED, key.config().treeHash()),
                extended,
                null)
            .root();
    if (!expected.equals(root)) {
      throw new ProofRejectedException(
          Rejection.Reason.REGISTRATION, what, "they are not those of the key's circuit");
    }
  }

  /**
   * Accepts a proof by returning.
   *
   * @param proof the proof; its outputs are then those of the key's model
   * @throws ProofRejectedException if it is not accepted
   */
  public void verify(ModelProof proof) throws ProofRejectedException {
    if (!proof.keyDigest().equals(key.digest())) {
      throw new ProofRejectedException(
          Rejection.Reason.OTHER_KEY,
          "key",
          "the proof was made for key " + proof.keyDigest().toHex());
    }
    int instance = proof.publicPart().instance();
    int trees = Math.max(1, key.content().weightRoots().size());
    if (instance < 0 || instance >= trees) {
      throw new ProofRejectedException(
          Rejection.Reason.SHAPE, "weight tree", instance + " of " + trees);
    }
    boolean committed = key.privacy().input() == InputPrivacy.COMMITTED;
    if ((proof.inputRoot() != null) != committed) {
      throw new ProofRejectedException(
          Rejection.Reason.SHAPE,
          "input commitment",
          committed ? "missing" : "present, though the key asks for none");
    }
    Statement statement;
    try {
      statement = key.inference(proof.publicPart());
    } catch (IllegalArgumentException e) {
      throw new ProofRejectedException(
          Rejection.Reason.PUBLIC_VALUE, "public values", String.valueOf(e.getMessage()));
    }
    Verifier.verify(statement, ModelProof.decode(statement, proof.stark()));
  }
}
