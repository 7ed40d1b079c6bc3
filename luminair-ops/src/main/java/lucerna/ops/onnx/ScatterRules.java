package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Shape;

/** Operators that put elements at constant indices. */
final class ScatterRules {
  private ScatterRules() {}

  static Map<String, Operator> operators() {
    return Map.ofEntries(
        Map.entry("Scatter", Operator.of(3, 3, ScatterRules::elements, "axis")),
        Map.entry(
            "ScatterElements", Operator.of(3, 3, ScatterRules::elements, "axis", "reduction")),
        Map.entry("ScatterND", Operator.of(3, 3, ScatterRules::tuples, "reduction")));
  }

  private static Value elements(OpCall call) {
    return scatter(call, GatherRules.along(call, call.operand(0).shape(), call.operand(1)));
  }

  private static Value tuples(OpCall call) {
    return scatter(call, GatherRules.slices(call, call.operand(0).shape(), call.operand(1), 0));
  }

  /** Places that occur several times are treated in as many rounds. */
  private static Value scatter(OpCall call, Places targets) {
    int[] places = targets.known();
    Value data = call.operand(0);
    Value updates = call.operand(2);
    if (updates.shape().size() != places.length) {
      throw call.refusal(
          "puts shape %s at %d places; export the model again"
              .formatted(updates.shape(), places.length));
    }
    int[] round = new int[places.length];
    int[] uses = new int[data.shape().size()];
    for (int i = 0; i < places.length; i++) {
      round[i] = uses[places[i]]++;
    }
    int rounds = Arrays.stream(uses).max().orElse(0);
    for (int r = 0; r < rounds; r++) {
      data = round(call, data, updates, places, round, r);
    }
    return data;
  }

  private static Value round(
      OpCall call, Value data, Value updates, int[] places, int[] round, int r) {
    int[] changed = new int[places.length];
    int[] from = new int[places.length];
    int[] which = new int[data.shape().size()];
    int[] source = new int[which.length];
    Arrays.setAll(source, i -> i);
    int count = 0;
    for (int i = 0; i < places.length; i++) {
      if (round[i] == r) {
        changed[count] = places[i];
        from[count] = i;
        which[places[i]] = 1;
        source[places[i]] = count++;
      }
    }
    Shape touched = Shape.of(count);
    Value old = call.move(data, new Movement(touched, Arrays.copyOf(changed, count)));
    Value given = call.move(updates, new Movement(touched, Arrays.copyOf(from, count)));
    return Joins.rearrange(
        call, data.shape(), List.of(data, reduced(call, old, given)), which, source);
  }

  private static Value reduced(OpCall call, Value old, Value given) {
    String reduction = call.string("reduction", "none");
    return switch (reduction) {
      case "none" -> given;
      case "add" -> Elements.add(call, old, given);
      case "mul" -> Elements.multiply(call, old, given);
      case "max" -> Elements.greatest(call, List.of(old, given));
      case "min" -> Elements.least(call, List.of(old, given));
      default ->
          throw call.refusal(
              "has reduction '%s'; only none, add, mul, max and min are supported"
                  .formatted(reduction));
    };
  }
}
