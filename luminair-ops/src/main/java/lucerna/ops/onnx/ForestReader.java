package lucerna.ops.onnx;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lucerna.ops.onnx.Value.Constant;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;
import org.jspecify.annotations.Nullable;

/** Reads trees from the attributes of an operator. */
final class ForestReader {
  private ForestReader() {}

  /** A node of a tree by both its numbers. */
  private record Key(long tree, long node) {}

  /**
   * Trees of a classifier or regressor, whose leaves are nodes.
   *
   * @param prefix what the names of the leaves' attributes begin with
   */
  static Forest nodes(OpCall call, String prefix, int targets) {
    long[] trees = required(call, "nodes_treeids");
    long[] ids = required(call, "nodes_nodeids");
    List<String> modes = call.strings("nodes_modes");
    double[] values = required(call, "nodes_values", reals(call, "nodes_values"));
    long[] yes = required(call, "nodes_truenodeids");
    long[] no = required(call, "nodes_falsenodeids");
    long[] features = required(call, "nodes_featureids");
    int count = ids.length;
    requireLengths(
        call,
        count,
        trees.length,
        modes.size(),
        values.length,
        yes.length,
        no.length,
        features.length);
    Map<Key, Integer> codes = new HashMap<>();
    int inner = 0;
    int leaves = 0;
    for (int i = 0; i < count; i++) {
      boolean leaf = modes.get(i).equals("LEAF");
      codes.put(new Key(trees[i], ids[i]), leaf ? ~leaves++ : inner++);
    }
    var forest = empty(inner, leaves, targets, roots(trees, ids, yes, no, modes, codes));
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (!modes.get(i).equals("LEAF")) {
        forest.features()[next] = feature(call, features[i]);
        forest.thresholds()[next] = values[i];
        forest.modes()[next] = Forest.mode(call, modes.get(i));
        forest.yes()[next] = child(call, codes, trees[i], yes[i]);
        forest.no()[next++] = child(call, codes, trees[i], no[i]);
      }
    }
    long[] leafTrees = required(call, prefix + "_treeids");
    long[] leafNodes = required(call, prefix + "_nodeids");
    long[] leafTargets = required(call, prefix + "_ids");
    double[] weights = required(call, prefix + "_weights", reals(call, prefix + "_weights"));
    requireLengths(call, weights.length, leafTrees.length, leafNodes.length, leafTargets.length);
    for (int i = 0; i < weights.length; i++) {
      int code = child(call, codes, leafTrees[i], leafNodes[i]);
      if (code >= 0 || leafTargets[i] < 0 || leafTargets[i] >= targets) {
        throw call.refusal("gives a value to a node that is no leaf; export the model again");
      }
      forest.leaves()[~code][(int) leafTargets[i]] += weights[i];
    }
    return checked(call, forest);
  }

  /** Trees of TreeEnsemble, whose leaves are apart from the nodes. */
  static Forest ensemble(OpCall call, int targets) {
    double[] splits = required(call, "nodes_splits", tensor(call, "nodes_splits"));
    double[] modes = required(call, "nodes_modes", tensor(call, "nodes_modes"));
    double[] weights = required(call, "leaf_weights", tensor(call, "leaf_weights"));
    long[] yes = required(call, "nodes_truenodeids");
    long[] no = required(call, "nodes_falsenodeids");
    long[] yesLeaf = required(call, "nodes_trueleafs");
    long[] noLeaf = required(call, "nodes_falseleafs");
    long[] features = required(call, "nodes_featureids");
    long[] leafTargets = required(call, "leaf_targetids");
    int count = splits.length;
    requireLengths(
        call,
        count,
        modes.length,
        yes.length,
        no.length,
        yesLeaf.length,
        noLeaf.length,
        features.length);
    requireLengths(call, weights.length, leafTargets.length);
    int[] roots = Arrays.stream(required(call, "tree_roots")).mapToInt(Math::toIntExact).toArray();
    /* A tree of one leaf is written as a node with that leaf on both sides. */
    var forest = empty(count, weights.length, targets, roots);
    for (int i = 0; i < count; i++) {
      forest.features()[i] = feature(call, features[i]);
      forest.thresholds()[i] = splits[i];
      forest.modes()[i] = Forest.mode(call, Long.toString((long) modes[i]));
      forest.yes()[i] = yesLeaf[i] != 0 ? ~(int) yes[i] : (int) yes[i];
      forest.no()[i] = noLeaf[i] != 0 ? ~(int) no[i] : (int) no[i];
    }
    for (int i = 0; i < weights.length; i++) {
      if (leafTargets[i] < 0 || leafTargets[i] >= targets) {
        throw call.refusal("gives a value to target %d; export again".formatted(leafTargets[i]));
      }
      forest.leaves()[i][(int) leafTargets[i]] = weights[i];
    }
    return checked(call, forest);
  }

  /** Numbers that are an attribute, or a tensor of doubles in another one. */
  static double @Nullable [] reals(OpCall call, String name) {
    double[] plain = call.reals(name);
    return plain == null || plain.length == 0 ? tensor(call, name + "_as_tensor") : plain;
  }

  private static double @Nullable [] tensor(OpCall call, String name) {
    AttributeProto found = call.attribute(name, AttributeType.TENSOR);
    if (found == null) {
      return null;
    }
    Constant constant = call.graph().tensors().read(found.getT(), name);
    return constant.values();
  }

  private static Forest empty(int inner, int leaves, int targets, int[] roots) {
    return new Forest(
        new int[inner],
        new double[inner],
        new Forest.Mode[inner],
        new int[inner],
        new int[inner],
        roots,
        new double[leaves][targets]);
  }

  /** The node of each tree that is nobody's child. */
  private static int[] roots(
      long[] trees,
      long[] ids,
      long[] yes,
      long[] no,
      List<String> modes,
      Map<Key, Integer> codes) {
    Map<Key, Boolean> children = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (!modes.get(i).equals("LEAF")) {
        children.put(new Key(trees[i], yes[i]), true);
        children.put(new Key(trees[i], no[i]), true);
      }
    }
    Map<Long, Integer> roots = new TreeMap<>();
    for (int i = 0; i < ids.length; i++) {
      Key key = new Key(trees[i], ids[i]);
      if (!children.containsKey(key)) {
        roots.putIfAbsent(trees[i], Objects.requireNonNull(codes.get(key)));
      }
    }
    return roots.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Refuses nodes that are no trees: each but the roots is the child of one. */
  private static Forest checked(OpCall call, Forest forest) {
    int nodes = forest.features().length;
    int[] seen = new int[nodes + forest.leaves().length];
    Arrays.stream(forest.roots()).forEach(code -> count(call, seen, nodes, code));
    for (int i = 0; i < nodes; i++) {
      count(call, seen, nodes, forest.yes()[i]);
      if (forest.no()[i] != forest.yes()[i]) {
        count(call, seen, nodes, forest.no()[i]);
      }
    }
    if (Arrays.stream(seen).anyMatch(times -> times != 1) || reachable(forest) != seen.length) {
      throw call.refusal("holds nodes that do not form trees; export the model again");
    }
    return forest;
  }

  /** How many nodes and leaves are below the roots, where each is the child of one at most. */
  private static int reachable(Forest forest) {
    Deque<Integer> open = new ArrayDeque<>();
    Arrays.stream(forest.roots()).forEach(open::push);
    int reached = 0;
    while (!open.isEmpty()) {
      int node = open.pop();
      reached++;
      if (node >= 0) {
        open.push(forest.yes()[node]);
        if (forest.no()[node] != forest.yes()[node]) {
          open.push(forest.no()[node]);
        }
      }
    }
    return reached;
  }

  private static void count(OpCall call, int[] seen, int nodes, int code) {
    int place = code < 0 ? nodes + ~code : code;
    if (place >= seen.length || (code >= 0 && code >= nodes)) {
      throw call.refusal("names a node that there is not; export the model again");
    }
    seen[place]++;
  }

  private static int child(OpCall call, Map<Key, Integer> codes, long tree, long node) {
    Integer code = codes.get(new Key(tree, node));
    if (code == null) {
      throw call.refusal(
          "names node %d of tree %d, which is not there; export the model again"
              .formatted(node, tree));
    }
    return code;
  }

  private static int feature(OpCall call, long feature) {
    if (feature < 0 || feature >= call.operand(0).shape().last()) {
      throw call.refusal(
          "looks at feature %d of %d; export the model again"
              .formatted(feature, call.operand(0).shape().last()));
    }
    return (int) feature;
  }

  private static void requireLengths(OpCall call, int length, int... lengths) {
    if (Arrays.stream(lengths).anyMatch(other -> other != length)) {
      throw call.refusal("has lists of unlike lengths; export the model again");
    }
  }

  private static long[] required(OpCall call, String name) {
    long[] values = call.integers(name);
    if (values == null) {
      throw call.refusal("lacks its " + name + "; export the model again");
    }
    return values;
  }

  private static double[] required(OpCall call, String name, double @Nullable [] values) {
    if (values == null) {
      throw call.refusal("lacks its " + name + "; export the model again");
    }
    return values;
  }
}
