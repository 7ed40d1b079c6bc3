package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.function.Kind;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** What classifiers make of scores: labels, and scores that are transformed. */
final class Classes {
  private Classes() {}

  /** Integers that stand for the classes; their places if they are called by strings. */
  static long[] labels(OpCall call, String integers, String strings) {
    long[] labels = call.integers(integers);
    if (labels != null && labels.length > 0) {
      return labels;
    }
    List<String> names = call.strings(strings);
    if (!names.isEmpty() && call.wants(0)) {
      throw call.refusal(
          "makes labels that are strings, which no tensor of numbers holds; export the model with "
              + "integer labels, or leave that output out");
    }
    return IntStream.range(0, names.size()).asLongStream().toArray();
  }

  /** The label of the greatest score of each row, and the scores transformed. */
  static List<Value> many(OpCall call, Value scores, long[] labels) {
    if (labels.length != scores.shape().last()) {
      throw call.refusal(
          "has %d labels for %d scores; export the model again"
              .formatted(labels.length, scores.shape().last()));
    }
    Shape rows = Shape.of(scores.shape().dim(0));
    Value place = Groups.argMax(call, scores, rows, false);
    return List.of(label(call, place, labels), transformed(call, scores));
  }

  /**
   * The second of two labels where a score is above a threshold, and the scores of both classes.
   *
   * @param score a column
   * @param complement whether untransformed scores of both classes sum to 1, else to 0
   */
  static List<Value> two(OpCall call, Value score, long[] labels, boolean complement) {
    String transform = transform(call);
    boolean unit = complement && transform.equals("NONE");
    Value bit = Elements.less(call, Constant.scalar(unit ? 0.5 : 0, ElementType.FLOAT), score);
    Value place =
        Quantisation.retyped(Picks.reshape(call, bit, score.shape().dim(0)), ElementType.INT64);
    Value second = score;
    if (transform.equals("LOGISTIC")) {
      second = Elements.apply(call, score, Kind.SIGMOID);
      unit = true;
    }
    Value first = Elements.shift(call, Elements.scale(call, second, -1), unit ? 1 : 0);
    Value both = Joins.concat(call, List.of(first, second), 1);
    boolean softmax = transform.equals("SOFTMAX");
    return List.of(
        label(call, place, labels), softmax ? Groups.softmax(call, both, 2, false) : both);
  }

  /** Scores by the transform that the call asks for. */
  static Value transformed(OpCall call, Value scores) {
    return switch (transform(call)) {
      case "SOFTMAX" -> Groups.softmax(call, scores, scores.shape().last(), false);
      case "LOGISTIC" -> Elements.apply(call, scores, Kind.SIGMOID);
      default -> scores;
    };
  }

  private static String transform(OpCall call) {
    String transform =
        call.operator().equals("TreeEnsemble")
            ? List.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT")
                .get(Math.clamp(call.integer("post_transform", 0), 0, 4))
            : call.string("post_transform", "NONE");
    if (!List.of("NONE", "SOFTMAX", "LOGISTIC").contains(transform)) {
      throw call.refusal(
          "has post_transform %s; only NONE, SOFTMAX and LOGISTIC are supported"
              .formatted(transform));
    }
    return transform;
  }

  /** The label at each place. */
  static Value label(OpCall call, Value place, long[] labels) {
    long step = labels.length < 2 ? 0 : labels[1] - labels[0];
    boolean regular =
        IntStream.range(0, labels.length).allMatch(i -> labels[i] == labels[0] + i * step);
    if (regular) {
      return Elements.shift(call, Elements.scale(call, place, (double) step), (double) labels[0]);
    }
    return Groups.take(call, Constant.ofLongs(labels), place);
  }

  /** Numbers of a model, one per target; zeros if there are none. */
  static double[] base(OpCall call, double @Nullable [] given, int targets) {
    if (given == null || given.length == 0) {
      return new double[targets];
    }
    if (given.length != targets) {
      throw call.refusal(
          "has %d base values for %d targets; export the model again"
              .formatted(given.length, targets));
    }
    return Arrays.copyOf(given, targets);
  }
}
