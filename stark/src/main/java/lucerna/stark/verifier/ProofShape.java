package lucerna.stark.verifier;

import static lucerna.stark.Rejection.Reason.SHAPE;

import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OpenedRows;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;

/** Checks every length and every encoding of a proof before any arithmetic. */
final class ProofShape {
  private ProofShape() {}

  static void check(CommitmentLayout layout, PcsConfig config, StarkProof proof)
      throws ProofRejectedException {
    if ((proof.secondRound() != null) != layout.program().hasFactors()) {
      throw wrong("second round", "it does not belong to this program, or is missing");
    }
    if (proof.oodValues().length != layout.sampleCount()) {
      throw wrong(
          "out-of-domain values", proof.oodValues().length + " instead of " + layout.sampleCount());
    }
    QM31 top = proof.compositionTop();
    if ((top != null) != layout.hasTop()) {
      throw wrong("composition top", "it does not belong to this program, or is missing");
    }
    for (int k = 0; top != null && k < QM31.DEGREE; k++) {
      canonical("composition top", top.coordinate(k));
    }
    for (QM31 value : proof.oodValues()) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        canonical("out-of-domain values", value.coordinate(k));
      }
    }
    List<CommitmentLayout.TreeInfo> trees = layout.trees();
    if (proof.trees().size() != trees.size()) {
      throw wrong("trees", proof.trees().size() + " instead of " + trees.size());
    }
    int nQueries = config.fri().nQueries();
    for (int tree = 0; tree < trees.size(); tree++) {
      CommitmentLayout.TreeInfo info = trees.get(tree);
      rows(info.name(), proof.trees().get(tree), info.width(), layout.salted(tree), nQueries);
    }
    rows(
        "composition",
        proof.composition(),
        layout.compositionLeafWidth(),
        layout.compositionSalted(),
        nQueries);
    digests(layout.treeHash(), proof);
  }

  /** Refuses a root or sibling that is no digest of the trees' hash. */
  private static void digests(TreeHash hash, StarkProof proof) throws ProofRejectedException {
    digest(hash, "witness", proof.witnessRoot());
    SecondRound second = proof.secondRound();
    if (second != null) {
      digest(hash, "factors", second.factorsRoot());
    }
    digest(hash, "interaction", proof.interactionRoot());
    digest(hash, "composition", proof.compositionRoot());
    for (FriProof.Layer layer : proof.fri().layers()) {
      digest(hash, "FRI", layer.root());
      for (Digest sibling : layer.hashWitness()) {
        digest(hash, "FRI", sibling);
      }
    }
    for (OpenedRows tree : proof.trees()) {
      for (Digest sibling : tree.witness()) {
        digest(hash, "trees", sibling);
      }
    }
    for (Digest sibling : proof.composition().witness()) {
      digest(hash, "composition", sibling);
    }
  }

  private static void digest(TreeHash hash, String where, Digest digest)
      throws ProofRejectedException {
    if (!hash.isDigest(digest)) {
      throw wrong(where, "what is no digest of " + hash.label());
    }
  }

  private static void rows(String name, OpenedRows opened, int width, boolean salted, int nQueries)
      throws ProofRejectedException {
    int n = opened.values().length;
    if (n < 1 || n > nQueries) {
      throw wrong(name, n + " opened rows");
    }
    for (int[] row : opened.values()) {
      if (row.length != width) {
        throw wrong(name, "a row of " + row.length + " instead of " + width + " values");
      }
      for (int value : row) {
        canonical(name, value);
      }
    }
    if (opened.salts().length != (salted ? n : 0)) {
      throw wrong(name, opened.salts().length + " salts");
    }
    for (int[] salt : opened.salts()) {
      if (salt.length != CommitmentLayout.SALT_WORDS) {
        throw wrong(name, "a salt of " + salt.length + " words");
      }
    }
  }

  private static void canonical(String where, int word) throws ProofRejectedException {
    if (!M31.isCanonical(word)) {
      throw wrong(where, "not a canonical field element: " + Integer.toUnsignedString(word));
    }
  }

  private static ProofRejectedException wrong(String where, String detail) {
    return new ProofRejectedException(SHAPE, where, detail);
  }
}
