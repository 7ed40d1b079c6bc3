package lucerna.gpu;

import lucerna.air.Tree;
import lucerna.field.QM31;

/**
 * Writes one kernel of a program in one language: a row a thread, straight-line code. A value is
 * one name, or four for an element of QM31.
 */
abstract class KernelText {
  private final StringBuilder body = new StringBuilder();
  private int names;

  /** Returns a name that was not given out yet. */
  final String fresh(String prefix) {
    return prefix + names++;
  }

  final int names() {
    return names;
  }

  final void line(String text) {
    body.append("    ").append(text).append('\n');
  }

  final String body() {
    return body.toString();
  }

  abstract String constant(int value);

  /** Loads a word of a column of a tree, on this row or the next one. */
  abstract String load(Tree tree, int column, boolean next);

  /** Loads a word of the scalars. */
  abstract String scalar(int word);

  abstract String add(String a, String b);

  abstract String subtract(String a, String b);

  abstract String multiply(String a, String b);

  abstract String[] multiplySecure(String[] a, String[] b);

  /** Ends a constraint kernel: adds to the sum, or writes it. */
  abstract String finish(String name, String[] sum, boolean add);

  /**
   * Stores a row of interaction columns, as soon as it is known, so that it takes no registers.
   *
   * @param denominator whether it goes to the denominators, whose columns are {@code length} words
   *     apart and their coordinates {@code denominator_stride}, and not to the columns
   * @param column number of the secure column there
   * @param value four names
   * @param add whether it is added to what is there
   */
  abstract void store(boolean denominator, int column, String[] value, boolean add);

  /**
   * Ends a kernel that stored interaction columns. It works on rows and not on positions: the next
   * row is the next entry.
   */
  abstract String finish(String name);

  final String[] add(String[] a, String[] b) {
    String[] wide = a.length >= b.length ? a.clone() : b.clone();
    for (int k = 0; k < Math.min(a.length, b.length); k++) {
      wide[k] = add(a[k], b[k]);
    }
    return wide;
  }

  final String[] negate(String[] a) {
    String zero = constant(0);
    String[] out = new String[a.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = subtract(zero, a[k]);
    }
    return out;
  }

  final String[] subtract(String[] a, String[] b) {
    String[] out = a.length >= b.length ? a.clone() : b.clone();
    for (int k = 0; k < b.length; k++) {
      out[k] = subtract(k < a.length ? a[k] : constant(0), b[k]);
    }
    return out;
  }

  final String[] multiply(String[] a, String[] b) {
    if (a.length == QM31.DEGREE && b.length == QM31.DEGREE) {
      return multiplySecure(a, b);
    }
    String[] wide = a.length >= b.length ? a : b;
    String narrow = a.length >= b.length ? b[0] : a[0];
    String[] out = new String[wide.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = multiply(wide[k], narrow);
    }
    return out;
  }
}
