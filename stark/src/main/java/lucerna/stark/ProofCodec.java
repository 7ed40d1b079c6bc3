package lucerna.stark;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.QM31;
import lucerna.fri.FriConfig;
import lucerna.fri.FriProof;
import lucerna.fri.hash.Digest;

/**
 * The bytes of a {@link StarkProof}: little-endian words in the order of the record's fields,
 * counts as 32-bit words where the shape does not fix them.
 *
 * <p>Reading checks every count against what key and parameters allow before anything is allocated,
 * so a hostile length costs nothing.
 */
public final class ProofCodec {
  private final CommitmentLayout layout;
  private final FriConfig fri;

  /**
   * Makes a codec.
   *
   * @param layout the layout that fixes most lengths
   * @param fri the parameters that fix the others
   */
  public ProofCodec(CommitmentLayout layout, FriConfig fri) {
    this.layout = layout;
    this.fri = fri;
  }

  /**
   * Writes a proof.
   *
   * @param proof the proof
   * @param out receives its bytes
   */
  public void write(StarkProof proof, WordWriter out) {
    out.digest(proof.witnessRoot());
    out.nonce(proof.interactionNonce());
    SecondRound second = proof.secondRound();
    if (second != null) {
      out.digest(second.factorsRoot());
      out.nonce(second.nonce());
    }
    out.digest(proof.interactionRoot());
    out.digest(proof.compositionRoot());
    QM31 top = proof.compositionTop();
    if (top != null) {
      out.felt(top);
    }
    out.nonce(proof.oodNonce());
    for (QM31 value : proof.oodValues()) {
      out.felt(value);
    }
    out.nonce(proof.batchNonce());
    out.word(proof.fri().layers().size());
    for (FriProof.Layer layer : proof.fri().layers()) {
      out.digest(layer.root());
      out.nonce(layer.foldNonce());
      out.word(layer.witness().size());
      layer.witness().forEach(out::felt);
      digests(layer.hashWitness(), out);
    }
    for (QM31 coefficient : proof.fri().lastLayer()) {
      out.felt(coefficient);
    }
    out.nonce(proof.queryNonce());
    for (OpenedRows rows : proof.trees()) {
      rows(rows, out);
    }
    rows(proof.composition(), out);
  }

  private static void rows(OpenedRows rows, WordWriter out) {
    out.word(rows.values().length);
    for (int[] row : rows.values()) {
      out.words(row);
    }
    for (int[] salt : rows.salts()) {
      out.words(salt);
    }
    digests(rows.witness(), out);
  }

  private static void digests(List<Digest> digests, WordWriter out) {
    out.word(digests.size());
    digests.forEach(out::digest);
  }

  /**
   * Reads a proof.
   *
   * @param in the words; what follows the proof is left
   * @return the proof; its field elements are not yet checked to be canonical
   * @throws ProofRejectedException if a count is impossible or the words end early
   */
  public StarkProof read(WordReader in) throws ProofRejectedException {
    Digest witnessRoot = in.digest();
    long interactionNonce = in.nonce();
    SecondRound second =
        layout.program().hasFactors() ? new SecondRound(in.digest(), in.nonce()) : null;
    Digest interactionRoot = in.digest();
    Digest compositionRoot = in.digest();
    QM31 compositionTop = layout.hasTop() ? in.felt("composition top") : null;
    long oodNonce = in.nonce();
    var oodValues = new QM31[layout.sampleCount()];
    for (int i = 0; i < oodValues.length; i++) {
      oodValues[i] = in.felt("out-of-domain values");
    }
    long batchNonce = in.nonce();
    FriProof friProof = fri(in);
    long queryNonce = in.nonce();
    var trees = new ArrayList<OpenedRows>();
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      CommitmentLayout.TreeInfo info = layout.trees().get(tree);
      trees.add(rows(in, info.name(), info.width(), layout.salted(tree), layout.logTraceDomain()));
    }
    OpenedRows composition =
        rows(
            in,
            "composition",
            layout.compositionLeafWidth(),
            layout.compositionSalted(),
            layout.logTraceDomain());
    return new StarkProof(
        witnessRoot,
        interactionNonce,
        second,
        interactionRoot,
        compositionRoot,
        compositionTop,
        oodNonce,
        oodValues,
        batchNonce,
        friProof,
        queryNonce,
        List.copyOf(trees),
        composition);
  }

  private FriProof fri(WordReader in) throws ProofRejectedException {
    int nLayers = in.count("FRI layers", layout.logFriDegree());
    var layers = new ArrayList<FriProof.Layer>();
    for (int i = 0; i < nLayers; i++) {
      String where = "FRI layer " + i;
      Digest root = in.digest();
      long nonce = in.nonce();
      int nValues = in.count(where, fri.nQueries() << fri.logFoldStep());
      var values = new ArrayList<QM31>();
      for (int k = 0; k < nValues; k++) {
        values.add(in.felt(where));
      }
      layers.add(
          new FriProof.Layer(root, nonce, values, digests(in, where, layout.logFriDomain())));
    }
    var last = new ArrayList<QM31>();
    for (int k = 0; k < 1 << fri.logLastLayerSize(layout.logFriDegree()); k++) {
      last.add(in.felt("FRI last layer"));
    }
    return new FriProof(layers, last);
  }

  private OpenedRows rows(WordReader in, String where, int width, boolean salted, int logHeight)
      throws ProofRejectedException {
    int n = in.count(where, fri.nQueries());
    var values = new int[n][];
    for (int i = 0; i < n; i++) {
      values[i] = in.words(width);
    }
    var salts = new int[salted ? n : 0][];
    for (int i = 0; i < salts.length; i++) {
      salts[i] = in.words(CommitmentLayout.SALT_WORDS);
    }
    return new OpenedRows(values, salts, digests(in, where, logHeight));
  }

  private List<Digest> digests(WordReader in, String where, int logHeight)
      throws ProofRejectedException {
    int n = in.count(where, fri.nQueries() * logHeight);
    var digests = new ArrayList<Digest>();
    for (int i = 0; i < n; i++) {
      digests.add(in.digest());
    }
    return List.copyOf(digests);
  }
}
