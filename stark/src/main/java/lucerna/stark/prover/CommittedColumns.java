package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Fibres;
import lucerna.stark.OpenedRows;
import org.jspecify.annotations.Nullable;

/**
 * Base-field columns with the tree that commits to their extensions.
 *
 * <p>Memory: one trace and {@code 2^logBlowup} traces of evaluations per column, and 64 bytes per
 * leaf for the tree; or none, where the columns are {@linkplain #stored stored} elsewhere.
 */
public final class CommittedColumns {
  /** Rows of a pass over all columns that a thread works on at a time: they stay in its cache. */
  private static final int PASS_ROWS = 4096;

  /* Columns that a pass over stored ones combines at once. */
  private static final int PASS_COLUMNS = 4;

  /* Rows of a pass worth handing to a thread. */
  private static final int MIN_BLOCK = 1024;

  private static final Fibres SINGLE = new Fibres(0);

  private final int[][] rows;
  private final int[][] evaluations;
  private final int @Nullable [] salts;
  private final @Nullable MerkleTree tree;
  private final @Nullable ColumnStore store;

  /** Which entries of each column share a leaf. */
  private final Fibres fibres;

  private final ThreadLocal<int[][]> buffers;

  private CommittedColumns(
      int[][] rows,
      int[][] evaluations,
      int @Nullable [] salts,
      @Nullable MerkleTree tree,
      @Nullable ColumnStore store,
      Fibres fibres) {
    this.rows = rows;
    this.evaluations = evaluations;
    this.salts = salts;
    this.tree = tree;
    this.store = store;
    this.fibres = fibres;
    buffers =
        ThreadLocal.withInitial(() -> new int[PASS_COLUMNS][store == null ? 0 : store.length()]);
  }

  /**
   * Takes columns that were committed before and are stored elsewhere. A proof reads them in
   * passes, if no expression of its program reads one by itself, but only combinations.
   *
   * @param store the columns
   * @return the committed columns, without arrays of rows or evaluations
   */
  public static CommittedColumns stored(ColumnStore store) {
    return new CommittedColumns(new int[0][], new int[0][], null, null, store, SINGLE);
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
    return commit(suite, rows, logBlowup, saltSource, ColumnArena.FRESH);
  }

  /**
   * Extends columns and commits to them.
   *
   * @param suite the hashes of this kind of tree
   * @param rows columns of 2^k values in row order, kept and not copied
   * @param logBlowup log2 of the blow-up
   * @param saltSource randomness of the salts, or null for a tree without
   * @param arena where the memory of evaluations and tree comes from; the columns are of no use
   *     after it
   * @return the committed columns
   */
  public static CommittedColumns commit(
      HashSuite suite,
      int[][] rows,
      int logBlowup,
      SecretRandom.@Nullable Stream saltSource,
      ColumnArena arena) {
    int[][] evaluations = CircleFft.extendRows(rows, logBlowup, arena);
    return ofEvaluations(suite, rows, evaluations, saltSource, arena);
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
    return ofEvaluations(suite, rows, evaluations, saltSource, ColumnArena.FRESH);
  }

  /**
   * Commits to evaluations as they are.
   *
   * @param suite the hashes of this kind of tree
   * @param rows the columns that a prover computes with, in row order
   * @param evaluations evaluations in storage order, kept and not copied
   * @param saltSource randomness of the salts, or null for a tree without
   * @param arena where the memory of tree and salts comes from; the columns are of no use after it
   * @return the committed columns
   */
  public static CommittedColumns ofEvaluations(
      HashSuite suite,
      int[][] rows,
      int[][] evaluations,
      SecretRandom.@Nullable Stream saltSource,
      ColumnArena arena) {
    int[] salts =
        saltSource == null
            ? null
            : saltSource.words(CommitmentLayout.SALT_WORDS * evaluations[0].length, arena);
    return new CommittedColumns(
        rows,
        evaluations,
        salts,
        MerkleTree.commit(suite, evaluations, salts, arena),
        null,
        SINGLE);
  }

  /**
   * Commits to evaluations on FRI's domain, a leaf for each fibre.
   *
   * @param suite the hashes of this kind of tree
   * @param fibres which points share a leaf
   * @param evaluations evaluations in storage order, kept and not copied
   * @param saltSource randomness of the salts, four words a leaf, or null for a tree without
   * @param arena where the memory of tree and salts comes from; the columns are of no use after it
   * @return the committed columns, without rows
   */
  static CommittedColumns ofFibres(
      HashSuite suite,
      Fibres fibres,
      int[][] evaluations,
      SecretRandom.@Nullable Stream saltSource,
      ColumnArena arena) {
    if (fibres.log() == 0) {
      return ofEvaluations(suite, new int[0][], evaluations, saltSource, arena);
    }
    int leaves = evaluations[0].length / fibres.size();
    int[] salts =
        saltSource == null ? null : saltSource.words(CommitmentLayout.SALT_WORDS * leaves, arena);
    MerkleTree tree = MerkleTree.commitFibres(suite, evaluations, salts, fibres.log(), arena);
    return new CommittedColumns(new int[0][], evaluations, salts, tree, null, fibres);
  }

  /**
   * Returns the commitment.
   *
   * @return the tree's root
   */
  public Digest root() {
    return store == null ? held().root() : store.root();
  }

  private MerkleTree held() {
    return Objects.requireNonNull(tree, "stored elsewhere");
  }

  /**
   * Says where the columns are.
   *
   * @return whether they lie elsewhere than in {@link #rows} and {@link #evaluations}
   */
  public boolean isStored() {
    return store != null;
  }

  /**
   * Returns the columns.
   *
   * @return values in row order, one array per column, not copied; empty if they are stored
   */
  public int[][] rows() {
    return rows;
  }

  /**
   * Returns the extended columns.
   *
   * @return evaluations in storage order, one array per column, not copied; empty if they are
   *     stored
   */
  public int[][] evaluations() {
    return evaluations;
  }

  /**
   * Returns the leaves' salts.
   *
   * @return four words for each leaf, not copied; null without, or if they are stored
   */
  public int @Nullable [] salts() {
    return salts;
  }

  /**
   * Returns the tree.
   *
   * @return the tree
   * @throws NullPointerException if it is stored
   */
  public MerkleTree tree() {
    return held();
  }

  /**
   * Returns the number of columns, wherever they lie.
   *
   * @return the number
   */
  public int width() {
    return store == null ? rows.length : store.width();
  }

  /**
   * Returns the columns' length, wherever they lie.
   *
   * @return the number of rows; 0 if there are no columns
   */
  public int length() {
    if (store != null) {
      return store.length();
    }
    return rows.length == 0 ? 0 : rows[0].length;
  }

  /**
   * Reads a part of a column, wherever it lies.
   *
   * @param column the column's index
   * @param from first row
   * @param to end of the rows
   * @param out receives row k in entry k, for {@code from} to {@code to - 1}; others are left alone
   */
  public void read(int column, int from, int to, int[] out) {
    if (store == null) {
      System.arraycopy(rows[column], from, out, from, to - from);
    } else {
      store.read(column, from, to, out);
    }
  }

  /**
   * Returns a part of a column, for use until this thread asks for the next one.
   *
   * @param column the column's index
   * @param from first row
   * @param to end of the rows
   * @return an array that holds row k in entry k, for {@code from} to {@code to - 1}
   */
  int[] rows(int column, int from, int to) {
    if (store == null) {
      return rows[column];
    }
    int[] buffer = buffers.get()[0];
    store.read(column, from, to, buffer);
    return buffer;
  }

  /**
   * Adds a combination of the columns: {@code sum[k] += sum over j of weights[j] column[j][k]}.
   *
   * @param weights one per column; null and zero leave a column out
   * @param sum one entry per row, changed
   */
  public void accumulate(@Nullable QM31[] weights, SecureColumn sum) {
    int[] numbers =
        IntStream.range(0, weights.length)
            .filter(j -> weights[j] != null && !weights[j].isZero())
            .toArray();
    SecureColumn factors = SecureColumn.zeros(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      factors.set(i, Objects.requireNonNull(weights[numbers[i]]));
    }
    if (store != null) {
      Parallel.forBlocks(
          sum.length(), MIN_BLOCK, (from, to) -> pass(numbers, factors, sum, from, to));
      return;
    }
    var columns = new int[numbers.length][];
    Arrays.setAll(columns, i -> rows[numbers[i]]);
    Parallel.forBlocks(
        sum.length(),
        MIN_BLOCK,
        (from, to) -> Kernels.get().accumulate(sum, columns, factors, from, to));
  }

  private void pass(int[] numbers, SecureColumn factors, SecureColumn sum, int from, int to) {
    ColumnStore stored = Objects.requireNonNull(store);
    int[][] own = buffers.get();
    for (int start = from; start < to; start += PASS_ROWS) {
      int end = Math.min(to, start + PASS_ROWS);
      for (int first = 0; first < numbers.length; first += PASS_COLUMNS) {
        int count = Math.min(PASS_COLUMNS, numbers.length - first);
        SecureColumn some = SecureColumn.zeros(count);
        for (int i = 0; i < count; i++) {
          stored.read(numbers[first + i], start, end, own[i]);
          some.set(i, factors.get(first + i));
        }
        Kernels.get().accumulate(sum, Arrays.copyOf(own, count), some, start, end);
      }
    }
  }

  /**
   * Returns what the columns are at a point, as polynomials.
   *
   * @param point a point off the trace's coset
   * @return a value per column
   */
  public List<QM31> valuesAt(SecureCirclePoint point) {
    int length = length();
    int logRows = Integer.numberOfTrailingZeros(length);
    SecureColumn weights = LagrangeWeights.at(logRows, point, length);
    return IntStream.range(0, width())
        .mapToObj(column -> Kernels.get().dot(weights, rows(column, 0, length), 0))
        .toList();
  }

  OpenedRows open(int[] positions) {
    if (store != null) {
      return store.open(positions);
    }
    var values = new int[positions.length][fibres.size() * evaluations.length];
    var opened = new ArrayList<int[]>();
    for (int i = 0; i < positions.length; i++) {
      int word = 0;
      for (int entry = 0; entry < fibres.size(); entry++) {
        int at = fibres.position(positions[i], entry);
        for (int[] column : evaluations) {
          values[i][word++] = column[at];
        }
      }
      if (salts != null) {
        var salt = new int[CommitmentLayout.SALT_WORDS];
        System.arraycopy(salts, salt.length * positions[i], salt, 0, salt.length);
        opened.add(salt);
      }
    }
    return new OpenedRows(values, opened.toArray(int[][]::new), held().open(positions));
  }
}
