package lucerna.cairo;

import java.util.List;

/**
 * A step of a verification that is not cut.
 *
 * @param kind what it checks
 * @param index which slice, tree or layer, from 0
 * @param uses names of what it needs of stages before
 * @param defines names of what it makes or changes for stages after
 */
record Stage(Kind kind, int index, List<String> uses, List<String> defines) {
  /** What a stage checks. */
  enum Kind {
    /** Statement, transcript, positions. */
    HEAD,
    /** A slice of the public columns. */
    PUBLIC,
    /** The constraints at the out-of-domain point. */
    CONSTRAINTS,
    /** A tree of trace height. */
    TREE,
    /** Quotients and the composition's tree. */
    QUOTIENTS,
    /** A layer of FRI. */
    LAYER,
    /** FRI's last layer. */
    LAST
  }

  /** Says whether a part of the proof belongs to it. */
  boolean reads() {
    return switch (kind) {
      case HEAD, TREE, QUOTIENTS, LAYER -> true;
      case PUBLIC, CONSTRAINTS, LAST -> false;
    };
  }

  /** Says whether it needs something by this name. */
  boolean uses(String name) {
    return uses.contains(name);
  }

  /** Returns its name for people. */
  String label(TreeNames names) {
    return switch (kind) {
      case HEAD -> "the transcript";
      case PUBLIC -> "slice " + (index + 1) + " of the public columns";
      case CONSTRAINTS -> "the constraints";
      case TREE -> "the tree " + names.tree(index);
      case QUOTIENTS -> "the composition";
      case LAYER -> "layer " + index + " of FRI";
      case LAST -> "the last layer";
    };
  }

  /** Names trees. */
  @FunctionalInterface
  interface TreeNames {
    /** Returns the name of a tree of trace height. */
    String tree(int index);
  }
}
