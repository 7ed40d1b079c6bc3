package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Ensembles of decision trees. */
final class TreeRules {
  private static final String[] NODES = {
    "aggregate_function",
    "base_values",
    "base_values_as_tensor",
    "nodes_falsenodeids",
    "nodes_featureids",
    "nodes_hitrates",
    "nodes_hitrates_as_tensor",
    "nodes_missing_value_tracks_true",
    "nodes_modes",
    "nodes_nodeids",
    "nodes_treeids",
    "nodes_truenodeids",
    "nodes_values",
    "nodes_values_as_tensor",
    "post_transform"
  };

  private TreeRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "TreeEnsembleClassifier",
        Operator.several(
            1,
            1,
            TreeRules::classifier,
            with(
                "class_ids",
                "class_nodeids",
                "class_treeids",
                "class_weights",
                "class_weights_as_tensor",
                "classlabels_int64s",
                "classlabels_strings")),
        "TreeEnsembleRegressor",
        Operator.of(
            1,
            1,
            TreeRules::regressor,
            with(
                "n_targets",
                "target_ids",
                "target_nodeids",
                "target_treeids",
                "target_weights",
                "target_weights_as_tensor")),
        "TreeEnsemble",
        Operator.of(
            1,
            1,
            TreeRules::ensemble,
            "aggregate_function",
            "leaf_targetids",
            "leaf_weights",
            "n_targets",
            "nodes_falseleafs",
            "nodes_falsenodeids",
            "nodes_featureids",
            "nodes_hitrates",
            "nodes_missing_value_tracks_true",
            "nodes_modes",
            "nodes_splits",
            "nodes_trueleafs",
            "nodes_truenodeids",
            "post_transform",
            "tree_roots"));
  }

  private static String[] with(String... more) {
    return Stream.concat(Arrays.stream(NODES), Arrays.stream(more)).toArray(String[]::new);
  }

  private static List<Value> classifier(OpCall call) {
    Value x = matrix(call);
    long[] labels = Classes.labels(call, "classlabels_int64s", "classlabels_strings");
    long[] ids = call.integers("class_ids");
    Forest forest = ForestReader.nodes(call, "class", labels.length);
    Value indicators = forest.indicators(call, x);
    double[] base = ForestReader.reals(call, "base_values");
    if (labels.length != 2 || ids == null || Arrays.stream(ids).distinct().count() != 1) {
      double[] bases = Classes.base(call, base, labels.length);
      return Classes.many(call, forest.sums(call, indicators, bases, 1), labels);
    }
    /* All weights are for one class: there is one score, of the second label. */
    int given = (int) ids[0];
    double offset = base == null || base.length == 0 ? 0 : base[base.length - 1];
    boolean positive = true;
    double[][] leaves = new double[forest.leaves().length][];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      leaves[leaf] = new double[] {forest.leaves()[leaf][given]};
      positive &= leaves[leaf][0] >= 0;
    }
    Value score = forest.withLeaves(leaves).sums(call, indicators, new double[] {offset}, 1);
    return Classes.two(call, score, labels, positive);
  }

  private static Value regressor(OpCall call) {
    int targets = targets(call);
    Forest forest = ForestReader.nodes(call, "target", targets);
    double[] base = Classes.base(call, ForestReader.reals(call, "base_values"), targets);
    return aggregated(call, forest, base, call.string("aggregate_function", "SUM"));
  }

  private static Value ensemble(OpCall call) {
    int targets = targets(call);
    Forest forest = ForestReader.ensemble(call, targets);
    int function = Math.clamp(call.integer("aggregate_function", 1), 0, 4);
    String name = List.of("AVERAGE", "SUM", "MIN", "MAX", "unknown").get(function);
    return aggregated(call, forest, new double[targets], name);
  }

  private static Value aggregated(OpCall call, Forest forest, double[] base, String function) {
    Value indicators = forest.indicators(call, matrix(call));
    Value result =
        switch (function) {
          case "SUM" -> forest.sums(call, indicators, base, 1);
          case "AVERAGE" -> forest.sums(call, indicators, base, 1.0 / forest.roots().length);
          case "MAX" -> extreme(call, forest, indicators, base, 1);
          case "MIN" -> extreme(call, forest, indicators, base, -1);
          default ->
              throw call.refusal(
                  "aggregates by %s; only SUM, AVERAGE, MIN and MAX are supported"
                      .formatted(function));
        };
    return Classes.transformed(call, result);
  }

  /** The greatest of the trees' values times {@code sign}, times that again. */
  private static Value extreme(
      OpCall call, Forest forest, Value indicators, double[] base, int sign) {
    int trees = forest.roots().length;
    int targets = base.length;
    int[] owners = forest.owners();
    double[][] spread = new double[owners.length][targets * trees];
    for (int leaf = 0; leaf < owners.length; leaf++) {
      for (int target = 0; target < targets; target++) {
        spread[leaf][target * trees + owners[leaf]] = forest.leaves()[leaf][target];
      }
    }
    Value all = forest.withLeaves(spread).sums(call, indicators, new double[targets * trees], sign);
    Shape shape = call.shape(all.shape().dim(0), targets);
    Value greatest = Elements.scale(call, Groups.maximum(call, all, shape), sign);
    return Elements.add(call, greatest, new Constant(Shape.of(targets), base, ElementType.FLOAT));
  }

  private static int targets(OpCall call) {
    long targets = call.integer("n_targets", 1);
    if (targets < 1 || targets > Shape.MAX_SIZE) {
      throw call.refusal("has %d targets; export the model again".formatted(targets));
    }
    return (int) targets;
  }

  /** The samples as rows of features. */
  static Value matrix(OpCall call) {
    return matrix(call, call.operand(0));
  }

  private static Value matrix(OpCall call, @Nullable Value x) {
    if (x == null || x.shape().rank() < 1 || x.shape().rank() > 2) {
      throw call.refusal("has an operand that is no matrix of samples; export the model again");
    }
    return x.shape().rank() == 2 ? x : Picks.reshape(call, x, 1, x.shape().size());
  }
}
