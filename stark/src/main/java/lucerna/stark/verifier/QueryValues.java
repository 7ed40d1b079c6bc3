package lucerna.stark.verifier;

import static lucerna.stark.Rejection.Reason.MERKLE;
import static lucerna.stark.Rejection.Reason.SHAPE;

import java.util.ArrayList;
import java.util.Arrays;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CirclePoint;
import lucerna.fri.channel.Channel;
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

/** Checks the opened rows against their roots and computes FRI's first layer from them. */
final class QueryValues {
  private QueryValues() {}

  static QM31[] check(
      CommitmentLayout layout,
      Statement statement,
      StarkProof proof,
      DeepBatch.Plan plan,
      int[] queries)
      throws ProofRejectedException {
    int[] lifted = new int[queries.length];
    for (int i = 0; i < queries.length; i++) {
      lifted[i] = CommitmentLayout.liftedPosition(queries[i]);
    }
    // The map does not keep the order, and two queries may meet.
    int[] positions = Channel.sortedDistinct(lifted);
    QM31[] small = traceQuotients(layout, statement, proof, plan, positions);

    OpenedRows opened = proof.composition();
    checkRows(
        "composition",
        CommitmentLayout.compositionSuite(),
        layout.zeroKnowledge(),
        proof.compositionRoot(),
        layout.logFriDomain(),
        queries,
        opened);
    CircleDomain domain = new CanonicCoset(layout.logFriDomain()).domain();
    var values = new QM31[queries.length];
    for (int i = 0; i < queries.length; i++) {
      int[] row = opened.values()[i];
      QM31 combined = QM31.ZERO;
      for (int k = 0; k < QM31.DEGREE; k++) {
        combined = combined.add(plan.compositionWeights()[k].mul(row[k]));
      }
      QM31 value = plan.composition().quotient(combined, domain.atStorage(queries[i]));
      if (layout.zeroKnowledge()) {
        value = value.add(new QM31(row[4], row[5], row[6], row[7]));
      }
      values[i] = value.add(small[Arrays.binarySearch(positions, lifted[i])]);
    }
    return values;
  }

  private static QM31[] traceQuotients(
      CommitmentLayout layout,
      Statement statement,
      StarkProof proof,
      DeepBatch.Plan plan,
      int[] positions)
      throws ProofRejectedException {
    Digest[] roots = roots(layout, statement, proof);
    int n = positions.length;
    int batches = plan.trace().size();
    var combined = new QM31[batches][n];
    for (QM31[] batch : combined) {
      Arrays.fill(batch, QM31.ZERO);
    }
    for (int tree = 0; tree < roots.length; tree++) {
      OpenedRows opened = proof.trees().get(tree);
      checkRows(
          layout.trees().get(tree).name(),
          layout.suite(tree),
          layout.salted(tree),
          roots[tree],
          layout.logTraceDomain(),
          positions,
          opened);
      @Nullable QM31[][] weights = plan.weights()[tree];
      for (int i = 0; i < n; i++) {
        int[] row = opened.values()[i];
        for (int column = 0; column < row.length; column++) {
          for (int batch = 0; batch < batches; batch++) {
            QM31 weight = weights[column][batch];
            if (weight != null) {
              combined[batch][i] = combined[batch][i].add(weight.mul(row[column]));
            }
          }
        }
      }
    }
    CircleDomain domain = new CanonicCoset(layout.logTraceDomain()).domain();
    var values = new QM31[n];
    for (int i = 0; i < n; i++) {
      CirclePoint p = domain.atStorage(positions[i]);
      values[i] = QM31.ZERO;
      for (int batch = 0; batch < batches; batch++) {
        values[i] = values[i].add(plan.trace().get(batch).quotient(combined[batch][i], p));
      }
    }
    return values;
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
    var hasher = new LeafHasher(suite, opened.values()[0].length, salted);
    var leaves = new ArrayList<Digest>();
    for (int i = 0; i < positions.length; i++) {
      leaves.add(hasher.hash(opened.values()[i], salted ? opened.salts()[i] : null));
    }
    try {
      MerkleVerifier.verify(suite, root, logHeight, positions, leaves, opened.witness());
    } catch (MerkleException e) {
      throw new ProofRejectedException(MERKLE, name, String.valueOf(e.getMessage()));
    }
  }
}
