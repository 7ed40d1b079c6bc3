package lucerna.gpu;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.ProofSetup;

/**
 * How much memory a proof takes on a device, known before it begins: what {@link DeviceProof} holds
 * at the worst of its steps, in each of its modes.
 */
final class ProofMemory {
  /* What tables, positions and small buffers take, and what the pool rounds up. */
  private static final long SMALL_WORDS = 1 << 16;
  private static final int NODE_WORDS = 2 * DeviceTrees.DIGEST_WORDS;

  /** What a proof keeps on the device, from what is fastest to what takes least. */
  enum Mode {
    /** Evaluations of all committed columns, and weights. */
    WHOLE(false, true),
    /** Coefficients and evaluations of a block of N positions, or of half a domain, and weights. */
    BLOCKS(true, true),
    /** As before, but weights are sent for each pass over them. */
    BLOCKS_AND_PASSES(true, false);

    private final boolean blocks;
    private final boolean resident;

    Mode(boolean blocks, boolean resident) {
      this.blocks = blocks;
      this.resident = resident;
    }

    /** Returns whether evaluations are made a block at a time. */
    boolean blocks() {
      return blocks;
    }

    /** Returns whether weights that are read as combinations stay on the device. */
    boolean resident() {
      return resident;
    }
  }

  private final ProofSetup setup;
  private final CommitmentLayout layout;
  private final Mode mode;
  private final ToLongFunction<CommittedColumns> packedWords;
  private final long rows;
  private final long traceDomain;
  private final long degree;
  private final long friDomain;

  /** Points at which constraints are evaluated. */
  private final long evaluated;

  private ProofMemory(ProofSetup setup, Mode mode, ToLongFunction<CommittedColumns> packedWords) {
    this.setup = setup;
    this.mode = mode;
    this.packedWords = packedWords;
    layout = setup.layout();
    rows = 1L << layout.logRows();
    traceDomain = 1L << layout.logTraceDomain();
    degree = 1L << layout.logFriDegree();
    friDomain = 1L << layout.logFriDomain();
    evaluated = 1L << DeviceComposition.logEvaluated(layout);
  }

  /**
   * Returns the most bytes that a proof holds at once, twiddles and the pool's rounding included.
   *
   * @param fixed knows how little the weights take
   */
  static long peakBytes(ProofSetup setup, Mode mode, FixedTrees fixed) {
    ToLongFunction<CommittedColumns> packedWords =
        tree -> mode.resident() ? fixed.plan(tree).roundedWords() : fixed.plan(tree).largestChunk();
    long words = new ProofMemory(setup, mode, packedWords).words();
    return (words + words / 8 + SMALL_WORDS) * Integer.BYTES;
  }

  private long words() {
    long held = friDomain; // Two tables of twiddles, half a word a point each.
    long committedWidth = 0;
    long fixedWidth = 0;
    long widest = 0;
    long block = 0;
    List<CommitmentLayout.TreeInfo> trees = layout.trees();
    long salts = layout.zeroKnowledge() ? DeviceTrees.SALT_WORDS : 0;
    for (int tree = 0; tree < trees.size(); tree++) {
      int width = trees.get(tree).width();
      if (tree >= setup.fixed().size()) {
        held += width * rows + NODE_WORDS * traceDomain;
        held += mode.blocks() ? 0 : width * traceDomain;
        committedWidth += width;
        block = Math.max(block, mode.blocks() ? width * rows : 0);
        widest = Math.max(widest, width * rows + salts * traceDomain);
      } else if (setup.isCondensed(tree)) {
        held += packedWords.applyAsLong(setup.fixed().get(tree));
      } else if (width > 0) {
        held += width * rows;
        widest = Math.max(widest, FixedTrees.groupColumns(width, (int) rows) * rows);
        fixedWidth += width;
      }
    }
    long publicWidth = (long) QM31.DEGREE * setup.program().columnsOf(Tree.PUBLIC).size();
    // Their coefficients are there from the interaction columns on.
    long committed = widest + block + publicWidth * rows;
    long composing = composing(committedWidth, fixedWidth, publicWidth);
    long width = layout.compositionWidth();
    long composition = QM31.DEGREE * evaluated + width * friDomain + NODE_WORDS * traceDomain;
    // While leaves are hashed their rows are there a second time, in the order of the leaves.
    long hashing = (width + 1) * friDomain + salts * traceDomain;
    long committing = composition + Math.max(QM31.DEGREE * degree, hashing);
    long quotients =
        composition
            + 3 * QM31.DEGREE * rows
            + QM31.DEGREE * traceDomain
            + 2 * QM31.DEGREE * friDomain;
    long folding = composition + layers() + block;
    long most = Math.max(Math.max(committing, quotients), Math.max(folding, composing));
    return held + Math.max(Math.max(most, committed), filling(publicWidth));
  }

  /** What is taken while the interaction columns are filled, their tree not yet there. */
  private long filling(long publicWidth) {
    CommitmentLayout.TreeInfo own = layout.trees().getLast();
    Map<Tree, Long> widths = new EnumMap<>(Tree.class);
    layout.trees().forEach(tree -> widths.merge(tree.kind(), (long) tree.width(), Long::sum));
    long read = 0;
    long widest = 0;
    for (Tree kind : InteractionKernels.treesRead(setup.program())) {
      read += widths.getOrDefault(kind, 0L);
      widest = Math.max(widest, widths.getOrDefault(kind, 0L));
    }
    long working = InteractionKernels.workingWords(setup.program(), (int) rows);
    long filled = (read + widest + 2 * publicWidth + own.width()) * rows + working;
    long evaluated = mode.blocks() ? 0 : own.width() * traceDomain;
    return filled - own.width() * rows - evaluated - NODE_WORDS * traceDomain;
  }

  private long composing(long committedWidth, long fixedWidth, long publicWidth) {
    long given = publicWidth * rows;
    if (mode.blocks()) {
      long part = DeviceComposition.hasHalves(layout) ? evaluated / 2 : evaluated;
      long half = committedWidth + fixedWidth + publicWidth + QM31.DEGREE + 1;
      return given + half * part + QM31.DEGREE * evaluated;
    }
    long extended = fixedWidth + publicWidth + (traceDomain == evaluated ? 0 : committedWidth);
    return given + (extended + QM31.DEGREE + 1) * evaluated;
  }

  private long layers() {
    long words = 0;
    long length = friDomain;
    for (int logFold : setup.config().fri().foldSteps(layout.logFriDegree())) {
      words += QM31.DEGREE * length + NODE_WORDS * (length >> logFold);
      length >>= logFold;
    }
    return words + 2 * QM31.DEGREE * length;
  }
}
