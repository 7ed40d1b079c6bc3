package lucerna.stark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHash;

/**
 * Which base-field columns each tree holds, where each is sampled out of the domain, and how the
 * domains of different heights meet; derived from the AIR, so that nothing in a proof can say
 * otherwise.
 *
 * <p>All trees but the last are evaluated on the canonic domain of {@code logRows + logBlowup}. The
 * composition polynomial is not split, so it and FRI live on the domain of {@code logRows + 2 +
 * logBlowup}; a smaller function enters FRI lifted, as {@code f(4 P)}. A leaf of the composition's
 * tree holds the fibre of a point, the four P with one 4P: so all trees have one height, and are
 * opened at the same leaves. The composition is opened at points where the trace is not, and by
 * itself would tell more of the trace than its openings do: what is committed is its sum with a
 * uniform secure column, which stands in the interaction tree.
 */
public final class CommitmentLayout {
  /** log2 of how much larger the composition's space is than the trace's: degree 4 at most. */
  public static final int LOG_COMPOSITION_EXPANSION = 2;

  /** Points P with one 4P, which share a leaf of the composition's tree. */
  public static final int FIBRE = 1 << LOG_COMPOSITION_EXPANSION;

  /** Highest degree of a constraint that the composition's space admits. */
  public static final int MAX_DEGREE = 4;

  /** Words of salt in a salted leaf: 128 bits. */
  public static final int SALT_WORDS = 4;

  /**
   * One committed tree of trace height.
   *
   * @param kind which part of the trace it holds
   * @param name for messages and hash separation
   * @param columnIds program columns, in order
   * @param width base-field columns: a secure column counts 4, the masks count
   * @param samples number of out-of-domain values its columns have
   * @param masks base-field columns after those of the program: the composition's mask, in the
   *     interaction tree of a masked proof, sampled at the point alone
   */
  public record TreeInfo(
      Tree kind, String name, List<Integer> columnIds, int width, int samples, int masks) {}

  private final AirProgram program;
  private final int logRows;
  private final int logBlowup;
  private final TreeHash treeHash;
  private final boolean zeroKnowledge;
  private final List<TreeInfo> trees;

  private CommitmentLayout(
      AirProgram program,
      int logRows,
      PcsConfig config,
      boolean zeroKnowledge,
      List<TreeInfo> trees) {
    this.program = program;
    this.logRows = logRows;
    this.logBlowup = config.fri().logBlowupFactor();
    this.treeHash = config.treeHash();
    this.zeroKnowledge = zeroKnowledge;
    this.trees = trees;
  }

  /**
   * Derives the layout of a statement.
   *
   * @param air the AIR
   * @param config the parameters
   * @param zeroKnowledge whether the proof is masked
   * @return the layout
   * @throws IllegalArgumentException if a constraint's degree is above {@link #MAX_DEGREE}, a
   *     public column is read on the next row, or the weight trees' widths do not add up
   */
  public static CommitmentLayout of(AirInstance air, PcsConfig config, boolean zeroKnowledge) {
    AirProgram program = air.program();
    if (program.maxDegree() > MAX_DEGREE) {
      throw new IllegalArgumentException(
          "a constraint has degree " + program.maxDegree() + ", above " + MAX_DEGREE);
    }
    for (ColumnInfo column : program.columnsOf(Tree.PUBLIC)) {
      // The verifier computes a public column at the point alone.
      if (column.offsets().contains(1)) {
        throw new IllegalArgumentException(column.name() + " is public and read on the next row");
      }
    }
    var trees = new ArrayList<TreeInfo>();
    addTree(trees, 0, Tree.PREPROCESSED, "preprocessed", program.columnsOf(Tree.PREPROCESSED));
    List<ColumnInfo> weights = program.columnsOf(Tree.WEIGHTS);
    int from = 0;
    for (int width : air.weightTreeWidths()) {
      if (width <= 0 || from + width > weights.size()) {
        throw new IllegalArgumentException("weight trees do not fit the program's columns");
      }
      addTree(trees, 0, Tree.WEIGHTS, "weights", weights.subList(from, from + width));
      from += width;
    }
    if (from != weights.size()) {
      throw new IllegalArgumentException("weight trees do not cover the program's columns");
    }
    if (!program.columnsOf(Tree.INPUT).isEmpty()) {
      addTree(trees, 0, Tree.INPUT, "input", program.columnsOf(Tree.INPUT));
    }
    addTree(trees, 0, Tree.WITNESS, "witness", program.columnsOf(Tree.WITNESS));
    if (program.hasFactors()) {
      addTree(trees, 0, Tree.FACTORS, "factors", program.columnsOf(Tree.FACTORS));
    }
    addTree(
        trees,
        zeroKnowledge ? QM31.DEGREE : 0,
        Tree.INTERACTION,
        "interaction",
        program.columnsOf(Tree.INTERACTION));
    return new CommitmentLayout(program, air.logRows(), config, zeroKnowledge, List.copyOf(trees));
  }

  private static void addTree(
      List<TreeInfo> trees, int masks, Tree kind, String name, List<ColumnInfo> columns) {
    int width = masks;
    int samples = masks;
    var ids = new ArrayList<Integer>();
    for (ColumnInfo column : columns) {
      int coordinates = column.secure() ? QM31.DEGREE : 1;
      width += coordinates;
      samples += coordinates * column.offsets().size();
      ids.add(column.id());
    }
    trees.add(new TreeInfo(kind, name, List.copyOf(ids), width, samples, masks));
  }

  /**
   * Returns the trees of trace height.
   *
   * @return preprocessed, weights, input if any, witness, factors if any, interaction
   */
  public List<TreeInfo> trees() {
    return trees;
  }

  /**
   * Returns where a tree of some kind stands.
   *
   * @param kind WITNESS, INTERACTION, or another kind that has one tree
   * @return its index in {@link #trees()}
   */
  public int indexOf(Tree kind) {
    for (int i = 0; i < trees.size(); i++) {
      if (trees.get(i).kind() == kind) {
        return i;
      }
    }
    throw new IllegalArgumentException("no tree of kind " + kind);
  }

  /**
   * Says whether the leaves of a tree carry salt.
   *
   * @param tree index of a tree
   * @return true for all but the preprocessed tree, which is public
   */
  public boolean salted(int tree) {
    return zeroKnowledge && trees.get(tree).kind() != Tree.PREPROCESSED;
  }

  /**
   * Says whether the proof is masked.
   *
   * @return whether rows, leaves and the FRI input are masked
   */
  public boolean zeroKnowledge() {
    return zeroKnowledge;
  }

  /**
   * Returns the hashes of a tree of trace height.
   *
   * @param tree index of a tree
   * @return the suite, which depends on the kind alone
   */
  public HashSuite suite(int tree) {
    return suiteOf(trees.get(tree).kind(), treeHash);
  }

  /**
   * Returns the hash of all trees.
   *
   * @return the hash
   */
  public TreeHash treeHash() {
    return treeHash;
  }

  /**
   * Returns the hashes for a kind of tree, with digests of 32 bytes.
   *
   * @param kind the kind
   * @return the suite
   */
  public static HashSuite suiteOf(Tree kind) {
    return suiteOf(kind, TreeHash.BLAKE2S);
  }

  /**
   * Returns the hashes for a kind of tree.
   *
   * @param kind the kind
   * @param hash the hash of all trees
   * @return the suite
   */
  public static HashSuite suiteOf(Tree kind, TreeHash hash) {
    return HashSuite.lucerna(
        switch (kind) {
          case PREPROCESSED -> "pre";
          case WEIGHTS -> "wgt";
          case INPUT -> "inp";
          case WITNESS -> "wit";
          case FACTORS -> "fac";
          case INTERACTION -> "int";
          case PUBLIC -> throw new IllegalArgumentException("public columns are not committed");
        },
        hash);
  }

  /**
   * Returns the hashes of the composition tree, with digests of 32 bytes.
   *
   * @return the suite
   */
  public static HashSuite compositionSuite() {
    return compositionSuite(TreeHash.BLAKE2S);
  }

  /**
   * Returns the hashes of the composition tree.
   *
   * @param hash the hash of all trees
   * @return the suite
   */
  public static HashSuite compositionSuite(TreeHash hash) {
    return HashSuite.lucerna("cmp", hash);
  }

  /**
   * Returns the number of base-field columns of the composition tree.
   *
   * @return 4, and 4 more for the mask
   */
  public int compositionWidth() {
    return zeroKnowledge ? 2 * QM31.DEGREE : QM31.DEGREE;
  }

  /**
   * Returns the number of elements of a leaf of the composition tree.
   *
   * @return {@link #FIBRE} times {@link #compositionWidth()}: the columns at the fibre's first
   *     position, then at the next one
   */
  public int compositionLeafWidth() {
    return FIBRE * compositionWidth();
  }

  /**
   * Returns the program.
   *
   * @return the program
   */
  public AirProgram program() {
    return program;
  }

  /**
   * Returns the trace's height.
   *
   * @return log2 of the number of rows
   */
  public int logRows() {
    return logRows;
  }

  /**
   * Returns the size of the domain of the trees of trace height.
   *
   * @return its log2
   */
  public int logTraceDomain() {
    return logRows + logBlowup;
  }

  /**
   * Returns the size of the space of FRI's input.
   *
   * @return log2 of its dimension
   */
  public int logFriDegree() {
    return logRows + LOG_COMPOSITION_EXPANSION;
  }

  /**
   * Returns the size of FRI's first domain.
   *
   * @return its log2
   */
  public int logFriDomain() {
    return logFriDegree() + logBlowup;
  }

  /**
   * Maps a position of FRI's domain to the position of {@code 4 P} in the trees of trace height.
   *
   * @param position a storage position of FRI's domain
   * @return a storage position of the smaller domain
   */
  public static int liftedPosition(int position) {
    // Doubling the point drops a bit above the lowest, which tells a point from its conjugate.
    return ((position >> (LOG_COMPOSITION_EXPANSION + 1)) << 1) + (position & 1);
  }

  /**
   * Returns the leaves that are opened for queries, in every tree of columns.
   *
   * @param queries storage positions of FRI's domain
   * @return their lifted positions, increasing, each once
   */
  public static int[] openedLeaves(int... queries) {
    int[] lifted = new int[queries.length];
    Arrays.setAll(lifted, i -> liftedPosition(queries[i]));
    return Channel.sortedDistinct(lifted);
  }

  /**
   * Returns a position of a leaf of the composition's tree.
   *
   * @param leaf the leaf
   * @param entry which position of the leaf, from 0 to {@link #FIBRE} - 1
   * @return the storage position of FRI's domain, which {@link #liftedPosition} maps to the leaf
   */
  public static int fibrePosition(int leaf, int entry) {
    return ((leaf >> 1) << (LOG_COMPOSITION_EXPANSION + 1)) + 2 * entry + (leaf & 1);
  }

  /**
   * Returns where a position stands in its leaf of the composition's tree.
   *
   * @param position a storage position of FRI's domain
   * @return its entry, from 0 to {@link #FIBRE} - 1
   */
  public static int fibreEntry(int position) {
    return (position >> 1) & (FIBRE - 1);
  }

  /**
   * Returns all positions of some leaves of the composition's tree. Leaves 2m and 2m + 1 take
   * turns.
   *
   * @param leaves numbers of leaves, each once
   * @return the storage positions of FRI's domain, increasing
   */
  public static int[] fibres(int... leaves) {
    int[] positions = new int[FIBRE * leaves.length];
    Arrays.setAll(positions, i -> fibrePosition(leaves[i / FIBRE], i % FIBRE));
    Arrays.sort(positions);
    return positions;
  }

  /**
   * Returns the number of out-of-domain values of a proof.
   *
   * @return values of all sampled columns, then 4 of the composition
   */
  public int sampleCount() {
    int count = QM31.DEGREE;
    for (TreeInfo tree : trees) {
      count += tree.samples();
    }
    return count;
  }
}
