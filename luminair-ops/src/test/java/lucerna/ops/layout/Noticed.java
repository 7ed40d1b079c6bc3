package lucerna.ops.layout;

import java.util.Set;
import lucerna.ops.layout.Lie.Notices;

/**
 * What of a constraint system a trace breaks, sorted.
 *
 * @param labels the labels of all that is broken
 * @param kind the name of the kind of slot whose gadget lies, or empty
 */
record Noticed(Set<String> labels, String kind) {
  private static final Set<String> RELATIONS = Set.of("RANGE.", "FUNCTION.", "MEMORY.");

  /**
   * Says whether a lie is noticed as it should be, and by nothing of another kind of slot.
   *
   * @param expected what should notice it
   * @param only whether nothing else may: all that follows is consistent with the lie
   */
  boolean is(Notices expected, boolean only) {
    if (labels.isEmpty() || labels.stream().anyMatch(this::isForeign)) {
      return false;
    }
    return switch (expected) {
      case SUM -> sum() && (!only || labels.size() == 1);
      case LOCAL -> local() && (!only || (!sum() && !relation("")));
      case RANGE -> relation("RANGE.") && (!only || none("FUNCTION.", "MEMORY."));
      case FUNCTION -> relation("FUNCTION.") && (!only || none("RANGE.", "MEMORY."));
      case MEMORY -> relation("MEMORY.") && (!only || none("RANGE.", "FUNCTION."));
      case AT_LEAST_LOCAL -> local();
      case AT_LEAST_LOOKUP -> relation("");
      case ANYTHING -> true;
    };
  }

  private boolean none(String one, String other) {
    return !local() && !relation(one) && !relation(other);
  }

  private boolean sum() {
    return labels.contains(GadgetAttacks.SUM);
  }

  private boolean local() {
    return labels.stream()
        .anyMatch(label -> !label.equals(GadgetAttacks.SUM) && !isRelation(label));
  }

  private boolean relation(String name) {
    return labels.stream().anyMatch(label -> isRelation(label) && label.startsWith(name));
  }

  private boolean isForeign(String label) {
    // What an entry offers, reads miss.
    boolean read = kind.equals("entry") && label.startsWith("MEMORY.");
    return !label.equals(GadgetAttacks.SUM) && !label.contains(kind) && !read;
  }

  private static boolean isRelation(String label) {
    return RELATIONS.stream().anyMatch(label::startsWith);
  }
}
