package lucerna.stark;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHash;

/**
 * Which base-field columns each tree holds, where each is sampled out of the domain, and how the
 * domains of different heights meet; derived from the AIR, so that nothing in a proof can say
 * otherwise.
 *
 * <p>All trees but the last are evaluated on the canonic domain of {@code logRows + logBlowup}. The
 * composition polynomial is not split, so it and FRI live on the domain of {@code logRows + e +
 * logBlowup}, e its {@linkplain AirInstance#logExpansion expansion}; a smaller function enters FRI
 * lifted, as {@code f(2^e P)}. A leaf of the composition's tree holds the {@linkplain Fibres fibre}
 * of a point: so all trees have one height, and are opened at the same leaves.
 *
 * <p>The composition is opened at points where the trace is not, and by itself would tell more of
 * the trace than its openings do. With e = 2 what is committed is its sum with a uniform secure
 * column, which stands in the interaction tree; with less, the trace has {@linkplain
 * #freeRowsToHide free rows} for what the composition tells.
 */
public final class CommitmentLayout {
  /** log2 of how much larger the composition's space is than the trace's at most: degree 4. */
  public static final int LOG_COMPOSITION_EXPANSION = 2;

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
  private final Fibres fibres;

  private CommitmentLayout(
      AirProgram program,
      int logRows,
      Fibres fibres,
      PcsConfig config,
      boolean zeroKnowledge,
      List<TreeInfo> trees) {
    this.program = program;
    this.logRows = logRows;
    this.fibres = fibres;
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
    int expansion = air.logExpansion();
    if (expansion < leastExpansion(program) || expansion > LOG_COMPOSITION_EXPANSION) {
      throw new IllegalArgumentException(
          "a composition of degree " + program.maxDegree() + " in 2^" + expansion + " parts");
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
        zeroKnowledge && expansion == LOG_COMPOSITION_EXPANSION ? QM31.DEGREE : 0,
        Tree.INTERACTION,
        "interaction",
        program.columnsOf(Tree.INTERACTION));
    return new CommitmentLayout(
        program, air.logRows(), new Fibres(expansion), config, zeroKnowledge, List.copyOf(trees));
  }

  /**
   * Returns the smallest composition that a program admits. The quotient of constraints of degree d
   * over N rows lies in a space of dimension {@code (d - 1) N + 1}. For d = 3 the one dimension
   * more is not reached: it belongs to a cosine of the highest frequency, of columns only sines are
   * of their highest one, and a product of three sines is a sum of sines. For d = 2 it is reached,
   * and a proof holds this part apart, {@link #hasTop}.
   *
   * @param program the program
   * @return log2 of its dimension over the trace's: 0, 1 and 2 for constraints of degree 2, 3, 4
   */
  public static int leastExpansion(AirProgram program) {
    return program.maxDegree() <= 2 ? 0 : program.maxDegree() - 2;
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
   * Says whether the leaves of the composition's tree carry salt. Those of a smaller composition do
   * not: FRI's mask is in each of them, uniform as FRI's own first layer is, which has none either.
   *
   * @return whether the composition has a mask of its own, so that e = 2
   */
  public boolean compositionSalted() {
    return zeroKnowledge && fibres.equals(Fibres.WIDEST);
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
   * @return the points of a fibre times {@link #compositionWidth()}: the columns at the fibre's
   *     first position, then at the next one
   */
  public int compositionLeafWidth() {
    return fibres.size() * compositionWidth();
  }

  /**
   * Returns which points of FRI's domain share a leaf of the composition's tree.
   *
   * @return the fibres
   */
  public Fibres fibres() {
    return fibres;
  }

  /**
   * Says whether the composition has a part outside the space that is committed to: a multiple of
   * what vanishes on the trace, if the quotient of constraints of degree 2 lies in the space of the
   * columns.
   *
   * @return whether a proof holds the factor
   */
  public boolean hasTop() {
    return fibres.log() == 0;
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
    return logRows + fibres.log();
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
   * Returns how many random rows a column needs to hide what a proof tells of it, if it is read at
   * both offsets: it is opened at the point of a query, and sampled at two points over QM31, which
   * count four times. Without a mask of its own the composition, too, is known at each point of the
   * query's fibre, and so a combination of all columns there and a row further. The circle's space
   * asks for one row more.
   *
   * @param queries number of queries
   * @return the number of rows
   */
  public int freeRowsToHide(int queries) {
    int points =
        switch (fibres.log()) {
          case 0 -> 2;
          case 1 -> 1 + 2 * fibres.size();
          default -> 1;
        };
    return points * queries + 2 * QM31.DEGREE + 1;
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
