package lucerna.stark;

import lucerna.field.QM31;
import lucerna.fri.FriConfig;
import lucerna.fri.FriProof;
import lucerna.fri.hash.Digest;

/**
 * Where the bytes of a proof go.
 *
 * @param samples out-of-domain values
 * @param rows opened rows of all trees of columns
 * @param salts their leaves' salts
 * @param paths digests of their paths
 * @param friValues values of FRI's layers
 * @param friPaths digests of their paths
 * @param lastLayer the last layer's coefficients
 * @param rest roots, nonces and counts
 */
public record ProofSize(
    long samples,
    long rows,
    long salts,
    long paths,
    long friValues,
    long friPaths,
    long lastLayer,
    long rest) {
  private static final int DIGEST = Integer.BYTES * Digest.WORDS;
  private static final int FELT = Integer.BYTES * QM31.DEGREE;
  private static final int SALT = Integer.BYTES * CommitmentLayout.SALT_WORDS;
  private static final int ROOT_AND_NONCE = DIGEST + Long.BYTES;

  /**
   * Returns what all parts make together.
   *
   * @return bytes
   */
  public long total() {
    return samples + rows + salts + paths + friValues + friPaths + lastLayer + rest;
  }

  /**
   * Measures a proof.
   *
   * @param proof the proof
   * @return its parts
   */
  public static ProofSize of(StarkProof proof) {
    long rows = 0;
    long salts = 0;
    long paths = 0;
    long rest = Integer.BYTES + roots(proof.secondRound() == null ? 3 : 4, proof.trees().size());
    rest += proof.compositionTop() == null ? 0 : FELT;
    for (OpenedRows opened : proof.trees()) {
      rows += rowBytes(opened);
      salts += (long) SALT * opened.salts().length;
      paths += (long) DIGEST * opened.witness().size();
    }
    rows += rowBytes(proof.composition());
    salts += (long) SALT * proof.composition().salts().length;
    paths += (long) DIGEST * proof.composition().witness().size();
    long friValues = 0;
    long friPaths = 0;
    for (FriProof.Layer layer : proof.fri().layers()) {
      friValues += (long) FELT * layer.witness().size();
      friPaths += (long) DIGEST * layer.hashWitness().size();
      rest += layerRest();
    }
    return new ProofSize(
        (long) FELT * proof.oodValues().length,
        rows,
        salts,
        paths,
        friValues,
        friPaths,
        (long) FELT * proof.fri().lastLayer().size(),
        rest);
  }

  private static long rowBytes(OpenedRows opened) {
    long words = 0;
    for (int[] row : opened.values()) {
      words += row.length;
    }
    return Integer.BYTES * words;
  }

  /** Roots, a nonce for each and one more, and two counts a tree, the composition's included. */
  private static long roots(int roots, int trees) {
    return (long) roots * DIGEST + (roots + 1L) * Long.BYTES + 2L * Integer.BYTES * (trees + 1);
  }

  private static long layerRest() {
    return ROOT_AND_NONCE + 2L * Integer.BYTES;
  }

  /**
   * Says how large a proof will be on average.
   *
   * @param layout its trees and samples
   * @param fri its parameters
   * @return the expected parts
   */
  public static ProofSize expected(CommitmentLayout layout, FriConfig fri) {
    int queries = fri.nQueries();
    double traceLeaves = distinct(queries, layout.logTraceDomain());
    double rows = traceLeaves * Integer.BYTES * layout.compositionLeafWidth();
    double salts = layout.compositionSalted() ? traceLeaves * SALT : 0;
    double paths = pathDigests(queries, layout.logTraceDomain());
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      rows += traceLeaves * Integer.BYTES * layout.trees().get(tree).width();
      salts += layout.salted(tree) ? traceLeaves * SALT : 0;
      paths += pathDigests(queries, layout.logTraceDomain());
    }
    double friValues = 0;
    double friPaths = 0;
    int logSize = layout.logFriDomain();
    long rest = Integer.BYTES + roots(layout.program().hasFactors() ? 4 : 3, layout.trees().size());
    rest += layout.hasTop() ? FELT : 0;
    for (int step : fri.foldSteps(layout.logFriDegree())) {
      double known = distinct(queries, logSize);
      logSize -= step;
      friValues += FELT * (distinct(queries, logSize) * (1 << step) - known);
      friPaths += DIGEST * pathDigests(queries, logSize);
      rest += layerRest();
    }
    return new ProofSize(
        (long) FELT * layout.sampleCount(),
        Math.round(rows),
        Math.round(salts),
        Math.round(DIGEST * paths),
        Math.round(friValues),
        Math.round(friPaths),
        (long) FELT << fri.logLastLayerSize(layout.logFriDegree()),
        rest);
  }

  /** How many of 2^log places so many independent draws hit, on average. */
  private static double distinct(int draws, int log) {
    double places = Math.pow(2, log);
    return places * -Math.expm1(draws * Math.log1p(-1 / places));
  }

  /** How many nodes of a tree have no drawn leaf under them, and a sibling that has one. */
  private static double pathDigests(int draws, int log) {
    double digests = 0;
    for (int level = 1; level <= log; level++) {
      double nodes = Math.pow(2, level);
      double neither = level == 1 ? 0 : Math.exp(draws * Math.log1p(-2 / nodes));
      digests += nodes * (Math.exp(draws * Math.log1p(-1 / nodes)) - neither);
    }
    return digests;
  }
}
