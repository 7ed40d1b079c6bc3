package lucerna.stark.verifier;

import static lucerna.stark.Rejection.Reason.MERKLE;
import static lucerna.stark.Rejection.Reason.SHAPE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CirclePoint;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.LeafHasher;
import lucerna.fri.merkle.MerkleException;
import lucerna.fri.merkle.MerkleVerifier;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.OpenedRows;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The opened rows: whether they lie under their roots, and FRI's first layer from them.
 *
 * <p>The trees are independent of each other, and of the values; so each is a check of its own.
 */
final class QueryValues {
  private final CommitmentLayout layout;
  private final StarkProof proof;
  private final Digest[] roots;
  private final int[] queries;

  /**
   * Leaves that are opened in each tree; the map of queries does not keep order, and two may meet.
   */
  private final int[] leaves;

  QueryValues(CommitmentLayout layout, Statement statement, StarkProof proof, int... queries) {
    this.layout = layout;
    this.proof = proof;
    this.queries = queries;
    roots = roots(layout, statement, proof);
    leaves = layout.fibres().leavesOf(queries);
  }

  /** Returns how many trees there are to check. */
  int trees() {
    return roots.length + 1;
  }

  /** Says whether every tree has a row for each position, so that there are values. */
  boolean complete() {
    return proof.composition().values().length == leaves.length
        && proof.trees().stream().allMatch(opened -> opened.values().length == leaves.length);
  }

  /** Checks a tree's rows against its root; the composition's tree is the last. */
  void checkTree(int tree) throws ProofRejectedException {
    if (tree < roots.length) {
      checkRows(
          layout.trees().get(tree).name(),
          layout.suite(tree),
          layout.salted(tree),
          roots[tree],
          layout.logTraceDomain(),
          leaves,
          proof.trees().get(tree));
    } else {
      checkRows(
          "composition",
          CommitmentLayout.compositionSuite(layout.treeHash()),
          layout.compositionSalted(),
          proof.compositionRoot(),
          layout.logTraceDomain(),
          leaves,
          proof.composition());
    }
  }

  /**
   * Returns FRI's first layer at the queries; the rows must be {@link #complete}. The other points
   * of a fibre are opened because they share its leaf, and are not used.
   */
  QM31[] firstLayer(DeepBatch.Plan plan) {
    QM31[] small = traceQuotients(plan);
    CircleDomain domain = new CanonicCoset(layout.logFriDomain()).domain();
    int width = layout.compositionWidth();
    var values = new QM31[queries.length];
    for (int i = 0; i < queries.length; i++) {
      int leaf = Arrays.binarySearch(leaves, layout.fibres().leafOf(queries[i]));
      int[] row = proof.composition().values()[leaf];
      int at = layout.fibres().entryOf(queries[i]) * width;
      QM31 combined = QM31.ZERO;
      for (int k = 0; k < QM31.DEGREE; k++) {
        combined = combined.add(plan.compositionWeights()[k].mul(row[at + k]));
      }
      QM31 value = plan.composition().quotient(combined, domain.atStorage(queries[i]));
      if (layout.zeroKnowledge()) {
        value = value.add(new QM31(row[at + 4], row[at + 5], row[at + 6], row[at + 7]));
      }
      values[i] = value.add(small[leaf]);
    }
    return values;
  }

  private QM31[] traceQuotients(DeepBatch.Plan plan) {
    CircleDomain domain = new CanonicCoset(layout.logTraceDomain()).domain();
    var values = new QM31[leaves.length];
    Arrays.fill(values, QM31.ZERO);
    for (int batch = 0; batch < plan.trace().size(); batch++) {
      QM31[] combined = combine(plan, batch);
      DeepBatch quotients = plan.trace().get(batch);
      for (int i = 0; i < values.length; i++) {
        CirclePoint p = domain.atStorage(leaves[i]);
        values[i] = values[i].add(quotients.quotient(combined[i], p));
      }
    }
    return values;
  }

  /* Per position the weighted sum of a batch's columns. */
  private QM31[] combine(DeepBatch.Plan plan, int batch) {
    var combined = new QM31[leaves.length];
    Arrays.fill(combined, QM31.ZERO);
    for (int tree = 0; tree < roots.length; tree++) {
      @Nullable QM31[][] weights = plan.weights()[tree];
      int[] columns =
          IntStream.range(0, weights.length).filter(c -> weights[c][batch] != null).toArray();
      if (columns.length == 0) {
        continue;
      }
      SecureColumn factors = SecureColumn.zeros(columns.length);
      for (int i = 0; i < columns.length; i++) {
        factors.set(i, Objects.requireNonNull(weights[columns[i]][batch]));
      }
      int[] picked = new int[columns.length];
      for (int i = 0; i < combined.length; i++) {
        int[] row = proof.trees().get(tree).values()[i];
        for (int c = 0; c < picked.length; c++) {
          picked[c] = row[columns[c]];
        }
        combined[i] = combined[i].add(Kernels.get().dot(factors, picked, 0));
      }
    }
    return combined;
  }

  private static Digest[] roots(CommitmentLayout layout, Statement statement, StarkProof proof) {
    var roots = new ArrayList<Digest>();
    roots.add(statement.preprocessedRoot());
    roots.addAll(statement.weightRoots());
    Digest inputRoot = statement.inputRoot();
    if (inputRoot != null) {
      roots.add(inputRoot);
    }
    roots.add(proof.witnessRoot());
    SecondRound second = proof.secondRound();
    if (second != null) {
      roots.add(second.factorsRoot());
    }
    roots.add(proof.interactionRoot());
    if (roots.size() != layout.trees().size()) {
      throw new IllegalArgumentException("the statement's roots do not fit its AIR");
    }
    return roots.toArray(Digest[]::new);
  }

  private static void checkRows(
      String name,
      HashSuite suite,
      boolean salted,
      Digest root,
      int logHeight,
      int[] positions,
      OpenedRows opened)
      throws ProofRejectedException {
    if (opened.values().length != positions.length) {
      throw new ProofRejectedException(
          SHAPE, name, opened.values().length + " rows for " + positions.length + " positions");
    }
    int[] leaves = LeafHasher.hash(suite, opened.values(), salted ? opened.salts() : null);
    try {
      MerkleVerifier.verify(suite, root, logHeight, positions, leaves, opened.witness());
    } catch (MerkleException e) {
      throw new ProofRejectedException(MERKLE, name, String.valueOf(e.getMessage()));
    }
  }
}
