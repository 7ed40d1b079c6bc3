package lucerna.ops.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/**
 * Decision trees. Children and roots are numbers of inner nodes, or {@code ~leaf}.
 *
 * <p>As steps: one comparison per inner node gives a bit, all of them at once; level by level, what
 * reaches a node times its bit reaches one child, and the rest reaches the other. Thresholds and
 * the leaves' values are secret; which feature a node looks at, how it compares, and the shape of
 * the trees are public structure.
 *
 * @param features the feature that each inner node looks at
 * @param thresholds what it compares that to
 * @param modes how
 * @param yes the child where the comparison holds
 * @param no the other child
 * @param roots one per tree
 * @param leaves per leaf and target a value
 */
@SuppressWarnings("ArrayRecordComponent")
record Forest(
    int[] features,
    double[] thresholds,
    Mode[] modes,
    int[] yes,
    int[] no,
    int[] roots,
    double[][] leaves) {
  /** How a feature x compares to a threshold t. */
  enum Mode {
    LEQ,
    LT,
    GTE,
    GT,
    EQ,
    NEQ;

    /** Whether the bit is of x = t. */
    boolean isEquality() {
      return this == EQ || this == NEQ;
    }

    /** Whether the bit is of t < x, and not of x < t. */
    boolean isTurned() {
      return this == LEQ || this == GT;
    }

    /** Whether a set bit leads to the other child. */
    boolean isNegated() {
      return this == LEQ || this == GTE || this == NEQ;
    }
  }

  /** Where an indicator is: a tensor of the list and a column of it. */
  private record Place(int tensor, int column) {}

  /** For each sample and leaf whether the sample gets there: batch x leaves, of 0 and 1. */
  Value indicators(OpCall call, Value x) {
    int batch = x.shape().dim(0);
    List<Value> reached = new ArrayList<>();
    Place[] leafPlaces = new Place[leaves.length];
    reached.add(new Constant(Shape.of(batch, 1), ones(batch), ElementType.BOOL));
    List<Integer> level = new ArrayList<>();
    List<Place> parents = new ArrayList<>();
    for (int root : roots) {
      visit(root, new Place(0, 0), leafPlaces, level, parents);
    }
    Value bits = features.length == 0 ? reached.getFirst() : bits(call, x);
    while (!level.isEmpty()) {
      Shape shape = call.shape(batch, level.size());
      Value bit =
          columns(call, List.of(bits), shape, level.stream().map(n -> new Place(0, n)).toList());
      Value parent = columns(call, reached, shape, parents);
      Value taken = Elements.multiply(call, parent, bit);
      Value rest = Elements.subtract(call, parent, taken);
      int from = reached.size();
      reached.add(taken);
      reached.add(rest);
      List<Integer> next = new ArrayList<>();
      parents = new ArrayList<>();
      for (int i = 0; i < level.size(); i++) {
        int node = level.get(i);
        boolean negated = modes[node].isNegated();
        visit(negated ? no[node] : yes[node], new Place(from, i), leafPlaces, next, parents);
        visit(negated ? yes[node] : no[node], new Place(from + 1, i), leafPlaces, next, parents);
      }
      level = next;
    }
    return columns(call, reached, call.shape(batch, leaves.length), Arrays.asList(leafPlaces));
  }

  /** The weighted sum of the indicators, per target. */
  Value sums(OpCall call, Value indicators, double[] base, double factor) {
    int targets = base.length;
    double[] weights = new double[leaves.length * targets];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      for (int target = 0; target < targets; target++) {
        weights[leaf * targets + target] = leaves[leaf][target] * factor;
      }
    }
    Constant matrix = new Constant(Shape.of(1, leaves.length, targets), weights, ElementType.FLOAT);
    Shape shape = call.shape(indicators.shape().dim(0), targets);
    Value real = Quantisation.retyped(indicators, ElementType.FLOAT);
    return Products.linear(call, real, shape, matrix, base);
  }

  /** The same trees with other values of the leaves. */
  Forest withLeaves(double[][] values) {
    return new Forest(features, thresholds, modes, yes, no, roots, values);
  }

  /** The tree of each leaf. */
  int[] owners() {
    int[] owners = new int[leaves.length];
    for (int tree = 0; tree < roots.length; tree++) {
      Deque<Integer> open = new ArrayDeque<>(List.of(roots[tree]));
      while (!open.isEmpty()) {
        int node = open.pop();
        if (node < 0) {
          owners[~node] = tree;
        } else {
          open.push(yes[node]);
          open.push(no[node]);
        }
      }
    }
    return owners;
  }

  private void visit(
      int code, Place place, Place[] leafPlaces, List<Integer> level, List<Place> parents) {
    int child = code;
    while (child >= 0 && yes[child] == no[child]) {
      child = yes[child];
    }
    if (child < 0) {
      leafPlaces[~child] = place;
    } else {
      level.add(child);
      parents.add(place);
    }
  }

  /** One bit per inner node. */
  private Value bits(OpCall call, Value x) {
    int nodes = features.length;
    int[] ordered = IntStream.range(0, nodes).filter(n -> !modes[n].isEquality()).toArray();
    int[] equal = IntStream.range(0, nodes).filter(n -> modes[n].isEquality()).toArray();
    List<Value> parts = new ArrayList<>();
    Place[] places = new Place[nodes];
    for (int[] group : List.of(ordered, equal)) {
      if (group.length > 0) {
        for (int i = 0; i < group.length; i++) {
          places[group[i]] = new Place(parts.size(), i);
        }
        parts.add(compare(call, x, group));
      }
    }
    return columns(call, parts, call.shape(x.shape().dim(0), nodes), Arrays.asList(places));
  }

  private Value compare(OpCall call, Value x, int[] nodes) {
    int batch = x.shape().dim(0);
    Shape shape = call.shape(batch, nodes.length);
    double[] values = Arrays.stream(nodes).mapToDouble(n -> thresholds[n]).toArray();
    Value secret =
        call.graph()
            .tensor(call, new Constant(Shape.of(1, nodes.length), values, ElementType.FLOAT));
    int[] turned = new int[batch * nodes.length];
    int[] straight = new int[turned.length];
    int[] left = new int[turned.length];
    int[] right = new int[turned.length];
    for (int i = 0; i < turned.length; i++) {
      int node = nodes[i % nodes.length];
      int feature = i / nodes.length * x.shape().last() + features[node];
      turned[i] = modes[node].isTurned() ? 1 : 0;
      straight[i] = 1 - turned[i];
      left[i] = turned[i] == 1 ? i % nodes.length : feature;
      right[i] = turned[i] == 1 ? feature : i % nodes.length;
    }
    List<Value> both = List.of(Quantisation.retyped(x, ElementType.FLOAT), secret);
    Value a = Joins.rearrange(call, shape, both, turned, left);
    Value b = Joins.rearrange(call, shape, both, straight, right);
    boolean equality = modes[nodes[0]].isEquality();
    return call.graph()
        .add(
            call,
            shape,
            ElementType.BOOL,
            List.of(a, b),
            (name, in, out) ->
                equality
                    ? new Node.Equal(name, in.getFirst(), in.getLast(), out)
                    : new Node.Less(name, in.getFirst(), in.getLast(), out));
  }

  /** Columns of matrices of as many rows. */
  private static Value columns(OpCall call, List<Value> parts, Shape shape, List<Place> places) {
    int[] which = new int[shape.size()];
    int[] source = new int[shape.size()];
    for (int i = 0; i < which.length; i++) {
      Place place = places.get(i % places.size());
      which[i] = place.tensor();
      int width = parts.get(place.tensor()).shape().last();
      source[i] = i / places.size() * width + place.column();
    }
    return Joins.rearrange(call, shape, parts, which, source);
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The mode of an ONNX name, or of a number of TreeEnsemble. */
  static Mode mode(OpCall call, String name) {
    return switch (name) {
      case "BRANCH_LEQ", "0" -> Mode.LEQ;
      case "BRANCH_LT", "1" -> Mode.LT;
      case "BRANCH_GTE", "2" -> Mode.GTE;
      case "BRANCH_GT", "3" -> Mode.GT;
      case "BRANCH_EQ", "4" -> Mode.EQ;
      case "BRANCH_NEQ", "5" -> Mode.NEQ;
      default ->
          throw call.refusal(
              "has nodes of mode %s; only comparisons of one number are supported".formatted(name));
    };
  }
}
