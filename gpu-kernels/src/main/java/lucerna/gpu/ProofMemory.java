package lucerna.gpu;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.ProofSetup;

/**
 * How much memory a proof takes on a device, known before it begins: what {@link DeviceProof} holds
 * at the worst of its steps.
 */
final class ProofMemory {
  /* What tables, positions and small buffers take, and what the pool rounds up. */
  private static final long SMALL_WORDS = 1 << 16;
  private static final int NODE_WORDS = 2 * DeviceTrees.DIGEST_WORDS;

  private final ProofSetup setup;
  private final CommitmentLayout layout;
  private final long rows;
  private final long traceDomain;
  private final long degree;
  private final long friDomain;

  private ProofMemory(ProofSetup setup) {
    this.setup = setup;
    layout = setup.layout();
    rows = 1L << layout.logRows();
    traceDomain = 1L << layout.logTraceDomain();
    degree = 1L << layout.logFriDegree();
    friDomain = 1L << layout.logFriDomain();
  }

  /**
   * Returns the most bytes that a proof holds at once, twiddles and the pool's rounding included.
   */
  static long peakBytes(ProofSetup setup) {
    long words = new ProofMemory(setup).words();
    return (words + words / 8 + SMALL_WORDS) * Integer.BYTES;
  }

  private long words() {
    long held = friDomain; // Two tables of twiddles, half a word a point each.
    long committedWidth = 0;
    long fixedWidth = 0;
    long widest = 0;
    List<CommitmentLayout.TreeInfo> trees = layout.trees();
    long salts = layout.zeroKnowledge() ? DeviceTrees.SALT_WORDS : 0;
    for (int tree = 0; tree < trees.size(); tree++) {
      int width = trees.get(tree).width();
      if (tree >= setup.fixed().size()) {
        held += width * (rows + traceDomain) + NODE_WORDS * traceDomain;
        committedWidth += width;
        widest = Math.max(widest, width * rows + salts * traceDomain);
      } else if (!setup.isCondensed(tree)) {
        held += width * rows;
        fixedWidth += width;
      }
    }
    long publicWidth = (long) QM31.DEGREE * setup.program().columnsOf(Tree.PUBLIC).size();
    long extended = fixedWidth + publicWidth + (traceDomain == degree ? 0 : committedWidth);
    long composing = (extended + QM31.DEGREE + 1) * degree + publicWidth * rows;

    long width = layout.compositionWidth();
    long composition = QM31.DEGREE * degree + width * friDomain + NODE_WORDS * traceDomain;
    // While leaves are hashed their rows are there a second time, in the order of the leaves.
    long hashing = (width + 1) * friDomain + salts * traceDomain;
    long committing = composition + Math.max(QM31.DEGREE * degree, hashing);
    long quotients =
        composition
            + 2 * QM31.DEGREE * rows
            + QM31.DEGREE * traceDomain
            + 2 * QM31.DEGREE * friDomain;
    long folding = composition + layers();
    long most = Math.max(Math.max(committing, quotients), Math.max(folding, composing));
    long committed = widest + publicWidth * rows;
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
    return filled - own.width() * (rows + traceDomain) - NODE_WORDS * traceDomain;
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
