package lucerna.stark;

import lucerna.air.AirProgram;
import lucerna.air.ExprNode;
import lucerna.air.NodeOp;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;

/**
 * What a proof has to compute at least, after its witness is there: how fast it can be on a device
 * of which the rates are known. Trees committed before cost nothing, proofs of work neither, since
 * those are luck.
 *
 * @param butterflies butterflies of FFTs
 * @param compressions compressions of BLAKE2s, of 64 bytes each
 * @param folds folds of two values of QM31 into one
 * @param products products in M31
 * @param bytes of columns, digests and FRI's words, each written once and read once
 */
public record ProofLoad(
    double butterflies, double compressions, double folds, double products, double bytes) {
  private static final int BLOCK_WORDS = 16;
  private static final int DIGEST_WORDS = 8;

  /* Products of an element of QM31 with one of M31, and with another of QM31. */
  private static final int BY_BASE = QM31.DEGREE;
  private static final int BY_SECURE = 16;

  /**
   * Adds up what the protocol asks for.
   *
   * @param statement what is proved
   * @return the load
   */
  public static ProofLoad of(Statement statement) {
    PcsConfig config = statement.config();
    var layout = CommitmentLayout.of(statement.air(), config, statement.zeroKnowledge());
    int fixed = 1 + statement.weightRoots().size() + (statement.inputRoot() == null ? 0 : 1);
    double rows = 1L << layout.logRows();
    double traceDomain = 1L << layout.logTraceDomain();
    double degree = 1L << layout.logFriDegree();
    double friDomain = 1L << layout.logFriDomain();
    int salts = layout.zeroKnowledge() ? CommitmentLayout.SALT_WORDS : 0;
    double layers = layout.logRows() / 2.0;
    double butterflies = 0;
    double compressions = 0;
    double words = 0;
    double width = 0;
    double evaluated = QM31.DEGREE * layout.program().columnsOf(Tree.PUBLIC).size();
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      int own = layout.trees().get(tree).width();
      width += own;
      if (tree >= fixed) {
        butterflies += own * layers * (rows + traceDomain);
        compressions += tree(traceDomain, own + salts);
        words += own * (rows + traceDomain) + DIGEST_WORDS * 2 * traceDomain;
        // Constraints read evaluations at rate 1/4 as they are, at all or some of the points.
        evaluated += traceDomain == 4 * rows ? 0 : own;
      } else if (layout.trees().get(tree).kind() != Tree.WEIGHTS) {
        evaluated += own;
      }
    }
    butterflies += evaluated * layers * degree;
    double products = degree * products(layout.program());
    // Composition and mask: one interpolation, all evaluated, one tree.
    int committed = layout.compositionWidth();
    butterflies += layout.logFriDegree() / 2.0 * (QM31.DEGREE * degree + committed * friDomain);
    int fibre = layout.fibres().size();
    compressions +=
        tree(friDomain / fibre, fibre * committed + (layout.compositionSalted() ? salts : 0));
    words += committed * friDomain + DIGEST_WORDS * 2 * friDomain / fibre;
    // Every column at the point, and in the sum of its batch.
    products += 2 * BY_BASE * (width * rows + QM31.DEGREE * degree);
    double folds = 0;
    double length = friDomain;
    for (int step : config.fri().foldSteps(layout.logFriDegree())) {
      double leaves = length / (1 << step);
      compressions += tree(leaves, QM31.DEGREE << step);
      folds += length - leaves;
      words += QM31.DEGREE * length + DIGEST_WORDS * 2 * leaves;
      length = leaves;
    }
    return new ProofLoad(butterflies, compressions, folds, products, 2 * Integer.BYTES * words);
  }

  private static double tree(double leaves, int words) {
    return leaves * Math.ceilDiv(words, BLOCK_WORDS) + leaves - 1;
  }

  /** Counts the products of all constraints and of their combination, at one position. */
  private static double products(AirProgram program) {
    double products = (double) BY_SECURE * program.constraints().size();
    for (int id = 0; id < program.graph().size(); id++) {
      ExprNode node = program.graph().node(id);
      if (node.op() == NodeOp.MULTIPLY && !node.isScalar()) {
        boolean left = program.graph().node(node.left()).secure();
        boolean right = program.graph().node(node.right()).secure();
        products += left && right ? BY_SECURE : left || right ? BY_BASE : 1;
      }
    }
    return products;
  }
}
