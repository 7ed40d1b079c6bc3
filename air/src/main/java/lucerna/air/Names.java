package lucerna.air;

import java.util.HashSet;
import java.util.Set;

/** The names given out so far; each kind has its own space. */
final class Names {
  private final Set<String> columns = new HashSet<>();
  private final Set<String> scalars = new HashSet<>();
  private final Set<String> labels = new HashSet<>();

  void column(String name) {
    take(columns, "column", name);
  }

  void scalar(String name) {
    take(scalars, "scalar", name);
  }

  void label(String label) {
    take(labels, "label", label);
  }

  /** Takes a label that nobody chose: numbered if others look the same. */
  String numberedLabel(String label) {
    String numbered = label;
    for (int count = 2; labels.contains(numbered); count++) {
      numbered = label + " #" + count;
    }
    labels.add(numbered);
    return numbered;
  }

  private static void take(Set<String> taken, String kind, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a " + kind + " needs a name");
    }
    if (!taken.add(name)) {
      throw new IllegalArgumentException(kind + " " + name + " is declared twice");
    }
  }
}
