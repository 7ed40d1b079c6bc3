package lucerna.ops.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import org.jspecify.annotations.Nullable;

/** The nodes of a graph while they are rewritten; what nothing reads any more falls away. */
final class Draft {
  /* Rules only ever make a graph simpler; this is for the case that one is wrong. */
  private static final int MOST_PASSES = 64;

  private final List<List<Node>> slots = new ArrayList<>();
  private final Map<String, Integer> slotOf = new HashMap<>();
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Map<String, Shape> shapes;
  private final Map<String, ElementKind> kinds;

  /** Changes what makes a node's output, and tells whether it did. */
  interface Rule {
    boolean apply(Draft draft, Node node);
  }

  /** {@code shapes} and {@code kinds} learn of tensors that rules add. */
  Draft(
      List<Node> nodes,
      List<GraphOutput> outputs,
      Map<String, Shape> shapes,
      Map<String, ElementKind> kinds) {
    this.shapes = shapes;
    this.kinds = kinds;
    outputs.forEach(output -> this.outputs.add(output.tensor()));
    for (Node node : nodes) {
      slots.add(new ArrayList<>());
      link(node, slots.size() - 1);
    }
    nodes.reversed().forEach(node -> collect(node.output()));
  }

  List<Node> nodes() {
    return slots.stream().flatMap(List::stream).toList();
  }

  /** Applies rules until none changes anything. */
  void rewrite(List<Rule> rules) {
    boolean changed = true;
    for (int pass = 0; changed && pass < MOST_PASSES; pass++) {
      changed = false;
      for (Node node : nodes()) {
        for (Rule rule : rules) {
          Node current = makers.get(node.output());
          if (current != null) {
            changed |= rule.apply(this, current);
          }
        }
      }
    }
  }

  /** What makes a tensor; null for inputs. */
  @Nullable Node maker(String tensor) {
    return makers.get(tensor);
  }

  /** What makes a tensor that one node alone reads and that is no output. */
  @Nullable Node soleMaker(String tensor) {
    return outputs.contains(tensor) || readers(tensor).size() != 1 ? null : makers.get(tensor);
  }

  List<Node> readers(String tensor) {
    return readers.getOrDefault(tensor, List.of());
  }

  boolean isOutput(String tensor) {
    return outputs.contains(tensor);
  }

  int size(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor)).size();
  }

  boolean isReal(String tensor) {
    return kinds.getOrDefault(tensor, ElementKind.REAL) == ElementKind.REAL;
  }

  /** Names a new tensor of the shape and kind of another. */
  String like(String tensor) {
    int number = 1;
    while (shapes.containsKey(tensor + "##" + number)) {
      number++;
    }
    String name = tensor + "##" + number;
    shapes.put(name, Objects.requireNonNull(shapes.get(tensor)));
    kinds.put(name, kinds.getOrDefault(tensor, ElementKind.REAL));
    return name;
  }

  /** Puts nodes in the place of one; the last makes what that made. */
  void replace(Node old, List<Node> made) {
    int slot = Objects.requireNonNull(slotOf.get(old.output()));
    unlink(old);
    made.forEach(node -> link(node, slot));
    old.inputs().forEach(this::collect);
  }

  void replace(Node old, Node made) {
    replace(old, List.of(made));
  }

  /** Where the elements of a tensor come from if rearrangements make it. */
  Places places(String tensor) {
    String origin = tensor;
    int @Nullable [] source = null;
    while (makers.get(origin) instanceof Node.Reindex reindex) {
      source = source == null ? reindex.source() : compose(reindex.source(), source);
      origin = reindex.input();
    }
    int[] places = source;
    if (places == null) {
      places = new int[size(tensor)];
      Arrays.setAll(places, i -> i);
    }
    return new Places(origin, places);
  }

  /** The movement that takes from what {@code first} made. */
  static int[] compose(int[] first, int[] second) {
    int[] composed = new int[second.length];
    Arrays.setAll(composed, i -> first[second[i]]);
    return composed;
  }

  static boolean isIdentity(int[] source, int length) {
    for (int i = 0; i < source.length; i++) {
      if (source[i] != i) {
        return false;
      }
    }
    return source.length == length;
  }

  /** Element {@code i} of a tensor is element {@code source[i]} of {@code origin}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Places(String origin, int[] source) {}

  private void link(Node node, int slot) {
    slots.get(slot).add(node);
    slotOf.put(node.output(), slot);
    makers.put(node.output(), node);
    node.inputs()
        .forEach(input -> readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node));
  }

  private void unlink(Node node) {
    slots.get(Objects.requireNonNull(slotOf.get(node.output()))).remove(node);
    slotOf.remove(node.output());
    makers.remove(node.output());
    node.inputs().forEach(input -> Objects.requireNonNull(readers.get(input)).remove(node));
  }

  /** Drops what makes a tensor that nothing reads, and what that alone read. */
  private void collect(String tensor) {
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      String next = open.pop();
      Node maker = makers.get(next);
      if (maker != null && readers(next).isEmpty() && !outputs.contains(next)) {
        unlink(maker);
        open.addAll(maker.inputs());
      }
    }
  }
}
