package lucerna.cairo;

import java.util.List;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.key.ModelKey;
import lucerna.stark.CommitmentLayout;

/**
 * Estimates how large the code of some stages is as a class, in felts. Of CASM code is the larger
 * part, of Sierra constants are; the larger of both counts, and bytes of JSON as felts.
 */
final class ClassSizes {
  /** How full classes are planned: sizes are estimated, docs/on-chain.md says how far off. */
  static final double FULL = 0.92;

  /*
   * Felts of CASM, measured by cairo-check --sizes in packages of digits and nanoGPT: what every
   * class has; what a kind of stage brings; a statement of the constraints.
   */
  private static final int COMMON = 9_000;
  private static final int HEAD = 11_000;
  private static final int PUBLIC = 10_000;
  private static final int CONSTRAINTS = 1_500;
  private static final int STATEMENT = 17;
  private static final int OPENINGS = 8_500;
  private static final int TREE = 700;
  private static final int COLUMN = 6;
  private static final int QUOTIENTS = 4_000;
  private static final int FOLDS = 2_700;
  private static final int LAYER = 1_100;
  private static final int LAST = 1_000;

  /* A constant in felts of CASM and of Sierra; code in Sierra, to its felts of CASM. */
  private static final double CONSTANT_CASM = 1.1;
  private static final double CONSTANT_SIERRA = 3;
  private static final double CODE_SIERRA = 0.8;

  /* A felt of Sierra takes 59 bytes of a class's JSON, of at most 4,089,446. */
  private static final double BYTES = 59.0 * Limits.CLASS_FELTS / Limits.CLASS_BYTES;

  private final CommitmentLayout layout;
  private final Stages stages;
  private final List<Stage> all;
  private final int statements;
  private final long tables;
  private final long rows;
  private final int trees;
  private final long weights;

  /**
   * Prepares estimates.
   *
   * @param key the key
   * @param layout its layout
   * @param stages its stages
   * @param statements how many statements the constraints take
   * @param slices the public columns
   */
  ClassSizes(
      ModelKey key, CommitmentLayout layout, Stages stages, int statements, PublicSlices slices) {
    this.layout = layout;
    this.stages = stages;
    this.statements = statements;
    all = stages.all();
    tables = Limits.constants(List.of(slices.text()));
    rows = Math.ceilDiv(key.layout().activeRows(), 8);
    trees = key.content().weightRoots().size();
    int columns = stages.pinned() ? key.shape().weightColumns() : 0;
    weights = (long) trees * (Digest.WORDS + Math.ceilDiv(4 * columns, 8));
  }

  /** Returns how many stages there are. */
  int stages() {
    return all.size();
  }

  /**
   * Estimates a class.
   *
   * @param from its first stage
   * @param to the stage behind its last one
   */
  long felts(int from, int to) {
    long code = COMMON;
    long constants = 0;
    boolean publics = false;
    boolean constraints = false;
    boolean opened = false;
    boolean folds = false;
    for (Stage stage : all.subList(from, to)) {
      opened = opened || (stage.reads() && stage.kind() != Stage.Kind.HEAD);
      folds = folds || stage.kind() == Stage.Kind.LAYER;
      publics = publics || stage.kind() == Stage.Kind.PUBLIC;
      constraints = constraints || stage.kind() == Stage.Kind.CONSTRAINTS;
      code += code(stage);
      constants += constants(stage);
    }
    code += (opened ? OPENINGS : 0) + (folds ? FOLDS : 0);
    code += (publics ? PUBLIC : 0) + (constraints ? CONSTRAINTS : 0);
    constants += publics ? rows : 0;
    double sierra = CODE_SIERRA * code + CONSTANT_SIERRA * constants;
    return Math.round(Math.max(code + CONSTANT_CASM * constants, BYTES * sierra));
  }

  /** Says whether one class of so many felts holds all. */
  boolean fit(long limit) {
    return felts(0, all.size()) <= FULL * limit;
  }

  /** Returns the constraints' part of the code. */
  long constraints() {
    return (long) STATEMENT * statements;
  }

  private long code(Stage stage) {
    return switch (stage.kind()) {
      case HEAD -> HEAD;
      case PUBLIC -> 0;
      case CONSTRAINTS -> (long) STATEMENT * statements / stages.constraintSlices();
      case TREE -> TREE + (long) COLUMN * layout.trees().get(stage.index()).width();
      case QUOTIENTS -> QUOTIENTS;
      case LAYER -> LAYER;
      case LAST -> LAST;
    };
  }

  private long constants(Stage stage) {
    return switch (stage.kind()) {
      case HEAD -> weights;
      case PUBLIC -> tables / stages.slices();
      default -> 0;
    };
  }

  /** Refuses a stage that is too large for a class by itself. */
  void require(int stage, long most, long limit) {
    long felts = felts(stage, stage + 1);
    if (felts <= most) {
      return;
    }
    if (all.get(stage).kind() == Stage.Kind.HEAD && trees > 1) {
      throw new UserException(
          ("The verifier of this key would take about %,d felts in one class, %,d of them for its"
                  + " %,d weight trees; a class has at most %,d: make keys for fewer proofs by"
                  + " --proofs.")
              .formatted(felts, Math.round(CONSTANT_SIERRA * weights), trees, limit));
    }
    throw new UserException(
        "The verifier of this model would take about %,d felts of code for %s alone; a class has at most %,d."
            .formatted(felts, stages.label(all.get(stage)), limit));
  }
}
