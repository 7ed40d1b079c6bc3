package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.graph.Shape;

/** Sums of products that are written as equations of axis labels. */
final class EinsumRules {
  private EinsumRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Einsum", Operator.of(1, Operator.ANY, EinsumRules::einsum, "equation")));
  }

  /** A value and the label of each of its axes. */
  private record Labelled(Value value, List<String> labels) {
    int dim(String label) {
      return value.shape().dim(labels.indexOf(label));
    }
  }

  private static Value einsum(OpCall call) {
    String equation = call.string("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (terms.length != call.operandCount() || sides.length > 2) {
      throw call.refusal(
          "has equation '%s' for %d operands; export the model again"
              .formatted(equation, call.operandCount()));
    }
    List<Labelled> operands = new ArrayList<>();
    Set<String> implied = new LinkedHashSet<>();
    Map<String, Integer> uses = new HashMap<>();
    for (int i = 0; i < terms.length; i++) {
      List<String> labels = labels(call, terms[i], call.operand(i).shape().rank());
      operands.add(distinct(call, call.operand(i), labels));
      labels.forEach(label -> uses.merge(label, 1, Integer::sum));
      implied.addAll(labels.stream().filter(label -> label.length() > 1).sorted().toList());
    }
    uses.entrySet().stream()
        .filter(use -> use.getKey().length() == 1 && use.getValue() == 1)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(implied::add);
    List<String> result =
        sides.length == 1 ? List.copyOf(implied) : result(call, sides[1], implied);
    Labelled product = operands.getFirst();
    for (int i = 1; i < operands.size(); i++) {
      Set<String> needed = new LinkedHashSet<>(result);
      operands.subList(i + 1, operands.size()).forEach(later -> needed.addAll(later.labels()));
      product = multiply(call, product, operands.get(i), needed);
    }
    return aligned(call, summed(call, product, new LinkedHashSet<>(result)), result).value();
  }

  /** The axes of an ellipsis are labelled from the last: "...1" is the one before "...0". */
  private static List<String> labels(OpCall call, String term, int rank) {
    String letters = term.replace("...", "");
    List<String> labels = new ArrayList<>();
    int open = term.length() == letters.length() ? 0 : rank - letters.length();
    for (int i = 0; i < term.length(); i++) {
      if (term.charAt(i) == '.') {
        for (int axis = open - 1; axis >= 0; axis--) {
          labels.add("%s%03d".formatted("...", 999 - axis));
        }
        i += 2;
      } else {
        labels.add(term.substring(i, i + 1));
      }
    }
    if (labels.size() != rank) {
      throw call.refusal(
          "labels '%s' an operand of rank %d; export the model again".formatted(term, rank));
    }
    return labels;
  }

  private static List<String> result(OpCall call, String term, Set<String> implied) {
    List<String> open = implied.stream().filter(label -> label.length() > 1).sorted().toList();
    boolean shows = term.contains("...");
    return labels(call, term, term.replace("...", "").length() + (shows ? open.size() : 0));
  }

  /** Of axes with one label, the diagonal. */
  private static Labelled distinct(OpCall call, Value value, List<String> labels) {
    Map<String, Integer> steps = new LinkedHashMap<>();
    Map<String, Long> dims = new LinkedHashMap<>();
    for (int axis = 0; axis < labels.size(); axis++) {
      steps.merge(labels.get(axis), LayoutRules.stride(value.shape(), axis), Integer::sum);
      dims.put(labels.get(axis), (long) value.shape().dim(axis));
    }
    if (steps.size() == labels.size()) {
      return new Labelled(value, labels);
    }
    Shape shape = call.shape(dims.values().stream().mapToLong(Long::longValue).toArray());
    int[] source = new int[shape.size()];
    List<Integer> strides = List.copyOf(steps.values());
    for (int i = 0; i < source.length; i++) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        source[i] += i / LayoutRules.stride(shape, axis) % shape.dim(axis) * strides.get(axis);
      }
    }
    return new Labelled(call.move(value, new Movement(shape, source)), List.copyOf(steps.keySet()));
  }

  /** Sums over the axes that are not needed. */
  private static Labelled summed(OpCall call, Labelled x, Set<String> needed) {
    List<String> kept = x.labels().stream().filter(needed::contains).toList();
    if (kept.size() == x.labels().size()) {
      return x;
    }
    List<String> order = new ArrayList<>(kept);
    x.labels().stream().filter(label -> !needed.contains(label)).forEach(order::add);
    Shape shape = call.shape(kept.stream().mapToLong(x::dim).toArray());
    return new Labelled(Groups.sum(call, aligned(call, x, order).value(), shape, 1), kept);
  }

  /** The axes in another order; labels that {@code x} lacks become axes of length 1. */
  private static Labelled aligned(OpCall call, Labelled x, List<String> order) {
    List<String> own = order.stream().filter(x.labels()::contains).toList();
    int[] axes = own.stream().mapToInt(x.labels()::indexOf).toArray();
    Value moved = call.move(x.value(), Movement.transpose(x.value().shape(), axes));
    long[] dims =
        order.stream().mapToLong(label -> own.contains(label) ? x.dim(label) : 1).toArray();
    return new Labelled(call.move(moved, Movement.reshape(call.shape(dims))), order);
  }

  /** A batched product of matrices: shared labels that are needed are the batch. */
  private static Labelled multiply(OpCall call, Labelled left, Labelled right, Set<String> needed) {
    Set<String> ofLeft = new LinkedHashSet<>(needed);
    ofLeft.addAll(right.labels());
    Set<String> ofRight = new LinkedHashSet<>(needed);
    ofRight.addAll(left.labels());
    Labelled a = summed(call, left, ofLeft);
    Labelled b = summed(call, right, ofRight);
    List<String> shared = a.labels().stream().filter(b.labels()::contains).toList();
    List<String> batch = shared.stream().filter(needed::contains).toList();
    List<String> inner = shared.stream().filter(label -> !needed.contains(label)).toList();
    List<String> rows = a.labels().stream().filter(label -> !shared.contains(label)).toList();
    List<String> columns = b.labels().stream().filter(label -> !shared.contains(label)).toList();
    for (String label : shared) {
      if (a.dim(label) != b.dim(label)) {
        throw call.refusal(
            "gives label '%s' the lengths %d and %d; expand the shorter operand first"
                .formatted(label, a.dim(label), b.dim(label)));
      }
    }
    long groups = size(a, batch);
    long fan = size(a, inner);
    long outer = size(b, columns);
    Value product =
        Products.batched(
            call,
            block(call, a, List.of(batch, rows, inner), groups, size(a, rows), fan),
            block(call, b, List.of(batch, inner, columns), groups, fan, outer));
    List<String> labels = joined(List.of(batch, rows, columns));
    long[] dims =
        labels.stream()
            .mapToLong(label -> a.labels().contains(label) ? a.dim(label) : b.dim(label))
            .toArray();
    return new Labelled(call.move(product, Movement.reshape(call.shape(dims))), labels);
  }

  private static Value block(OpCall call, Labelled x, List<List<String>> order, long... dims) {
    return call.move(aligned(call, x, joined(order)).value(), Movement.reshape(call.shape(dims)));
  }

  private static List<String> joined(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static long size(Labelled x, List<String> labels) {
    return labels.stream().mapToLong(x::dim).reduce(1, (a, b) -> a * b);
  }
}
