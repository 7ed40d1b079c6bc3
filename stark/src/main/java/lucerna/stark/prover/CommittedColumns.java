package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OpenedRows;
import org.jspecify.annotations.Nullable;

/**
 * Base-field columns with the tree that commits to their extensions.
 *
 * <p>Memory: one trace and {@code 2^logBlowup} traces of evaluations per column, and 64 bytes per
 * leaf for the tree.
 */
public final class CommittedColumns {
  private final int[][] rows;
  private final int[][] evaluations;
  private final int @Nullable [] salts;
  private final MerkleTree tree;

  private CommittedColumns(
      int[][] rows, int[][] evaluations, int @Nullable [] salts, MerkleTree tree) {
    this.rows = rows;
    this.evaluations = evaluations;
    this.salts = salts;
    this.tree = tree;
  }

  /**
   * Extends columns and commits to them.
   *
   * @param suite the hashes of this kind of tree
   * @param rows columns of 2^k values in row order, kept and not copied
   * @param logBlowup log2 of the blow-up
   * @param saltSource randomness of the salts, or null for a tree without
   * @return the committed columns
   */
  public static CommittedColumns commit(
      HashSuite suite, int[][] rows, int logBlowup, SecretRandom.@Nullable Stream saltSource) {
    int[][] storage = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      storage[i] = RowOrder.toStorage(rows[i]);
    }
    return ofEvaluations(suite, rows, CircleFft.extendAll(storage, logBlowup), saltSource);
  }

  /**
   * Commits to evaluations as they are.
   *
   * @param suite the hashes of this kind of tree
   * @param rows the columns that a prover computes with, in row order; it need not be so that the
   *     evaluations are theirs, which is a verifier's business
   * @param evaluations evaluations in storage order, kept and not copied
   * @param saltSource randomness of the salts, or null for a tree without
   * @return the committed columns
   */
  public static CommittedColumns ofEvaluations(
      HashSuite suite,
      int[][] rows,
      int[][] evaluations,
      SecretRandom.@Nullable Stream saltSource) {
    int[] salts =
        saltSource == null
            ? null
            : saltSource.words(CommitmentLayout.SALT_WORDS * evaluations[0].length);
    return new CommittedColumns(
        rows, evaluations, salts, MerkleTree.commit(suite, evaluations, salts));
  }

  /**
   * Returns the commitment.
   *
   * @return the tree's root
   */
  public Digest root() {
    return tree.root();
  }

  /**
   * Returns the columns.
   *
   * @return values in row order, one array per column, not copied
   */
  public int[][] rows() {
    return rows;
  }

  /**
   * Returns the extended columns.
   *
   * @return evaluations in storage order, one array per column, not copied
   */
  public int[][] evaluations() {
    return evaluations;
  }

  /**
   * Returns what the columns are at a point, as polynomials.
   *
   * @param point a point off the trace's coset
   * @return a value per column
   */
  public List<QM31> valuesAt(SecureCirclePoint point) {
    int length = rows[0].length;
    int logRows = Integer.numberOfTrailingZeros(length);
    SecureColumn weights = LagrangeWeights.at(logRows, point, length);
    return Arrays.stream(rows).map(column -> Kernels.get().dot(weights, column, 0)).toList();
  }

  OpenedRows open(int[] positions) {
    var values = new int[positions.length][evaluations.length];
    var opened = new ArrayList<int[]>();
    for (int i = 0; i < positions.length; i++) {
      for (int column = 0; column < evaluations.length; column++) {
        values[i][column] = evaluations[column][positions[i]];
      }
      if (salts != null) {
        var salt = new int[CommitmentLayout.SALT_WORDS];
        System.arraycopy(salts, salt.length * positions[i], salt, 0, salt.length);
        opened.add(salt);
      }
    }
    return new OpenedRows(values, opened.toArray(int[][]::new), tree.open(positions));
  }
}
