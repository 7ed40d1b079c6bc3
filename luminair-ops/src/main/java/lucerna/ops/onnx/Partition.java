package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Which group each element of a tensor belongs to, all groups being of {@code fan} elements.
 *
 * @param owners the group of each element
 */
@SuppressWarnings("ArrayRecordComponent")
record Partition(int[] owners, int fan) {
  /** Makes a node of a tensor whose groups lie side by side. */
  interface Maker {
    Node make(String input, String output);
  }

  /**
   * How a sum takes the elements of {@code origin} together, which its operand's elements are taken
   * from by {@code source}; null unless it takes each once.
   */
  static @Nullable Partition of(int fan, int[] source, int size) {
    int[] owners = new int[size];
    Arrays.fill(owners, -1);
    for (int j = 0; j < source.length; j++) {
      if (owners[source[j]] >= 0) {
        return null;
      }
      owners[source[j]] = j / fan;
    }
    return source.length == size ? new Partition(owners, fan) : null;
  }

  /** Whether each element that {@code moved} takes meets what is made of its own group. */
  boolean spreads(int[] moved, int[] groups) {
    for (int i = 0; i < moved.length; i++) {
      if (groups[i] != owners[moved[i]]) {
        return false;
      }
    }
    return moved.length == groups.length;
  }

  /** Whether a tensor of as many elements is the same within each group. */
  boolean isConstant(int[] source) {
    int[] seen = new int[owners.length];
    Arrays.fill(seen, -1);
    for (int i = 0; i < source.length; i++) {
      if (seen[owners[i]] >= 0 && seen[owners[i]] != source[i]) {
        return false;
      }
      seen[owners[i]] = source[i];
    }
    return source.length == owners.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Partition(int[] others, int size)
        && fan == size
        && Arrays.equals(owners, others);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(owners) + fan;
  }

  /**
   * Puts in the place of {@code old} a step on the groups of {@code input}, its elements taken from
   * there by {@code moved}, and times a factor; {@code first} makes that input if nothing does yet.
   */
  void replace(
      Draft draft,
      Node old,
      List<Node> first,
      String input,
      int[] moved,
      double factor,
      Maker maker) {
    int[] order =
        IntStream.range(0, owners.length)
            .boxed()
            .sorted((i, j) -> Integer.compare(owners[i], owners[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] back = Draft.compose(Scaling.inverse(order), moved);
    List<Node> made = new ArrayList<>(first);
    String grouped = input;
    if (!Draft.isIdentity(order, order.length)) {
      grouped = draft.like(input);
      made.add(new Node.Reindex(old.name(), input, grouped, order));
    }
    boolean inOrder = Draft.isIdentity(back, order.length);
    String step = inOrder && factor == 1 ? old.output() : draft.like(input);
    made.add(maker.make(grouped, step));
    if (!inOrder) {
      String turned = factor == 1 ? old.output() : draft.like(old.output());
      made.add(new Node.Reindex(old.name(), step, turned, back));
      step = turned;
    }
    if (factor != 1) {
      made.add(new Node.Combine(old.name(), List.of(step), new double[] {factor}, old.output()));
    }
    draft.replace(old, made);
  }
}
