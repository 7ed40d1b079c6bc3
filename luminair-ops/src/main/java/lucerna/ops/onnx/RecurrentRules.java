package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.function.Kind;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;

/**
 * Recurrent operators, written out step by step. The steps of a direction share their arrays of
 * weights.
 */
final class RecurrentRules {
  private static final String[] ATTRIBUTES = {
    "activation_alpha",
    "activation_beta",
    "activations",
    "clip",
    "direction",
    "hidden_size",
    "input_forget",
    "layout",
    "linear_before_reset"
  };

  private RecurrentRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "RNN", Operator.several(3, 6, call -> run(call, 1, RecurrentCell::rnn), ATTRIBUTES),
        "GRU", Operator.several(3, 6, call -> run(call, 3, RecurrentCell::gru), ATTRIBUTES),
        "LSTM", Operator.several(3, 8, call -> run(call, 4, RecurrentCell::lstm), ATTRIBUTES));
  }

  /** Makes the cell of a direction. */
  private interface Maker {
    RecurrentCell make(OpCall call, Sequence sequence, int direction, int directions);
  }

  private static List<Value> run(OpCall call, int gates, Maker maker) {
    Sequence sequence = Sequence.read(call, gates, call.integer("layout", 0) != 0);
    String direction = call.string("direction", "forward");
    boolean[] reversed =
        switch (direction) {
          case "forward" -> new boolean[] {false};
          case "reverse" -> new boolean[] {true};
          case "bidirectional" -> new boolean[] {false, true};
          default ->
              throw call.refusal(
                  "has direction '%s'; only forward, reverse and bidirectional are supported"
                      .formatted(direction));
        };
    if (call.integer("input_forget", 0) != 0) {
      throw call.refusal("couples its input and forget gates; only input_forget = 0 is supported");
    }
    List<List<Value>> outputs = new ArrayList<>();
    List<Value> hidden = new ArrayList<>();
    List<Value> cells = new ArrayList<>();
    for (int d = 0; d < reversed.length; d++) {
      RecurrentCell cell = maker.make(call, sequence, d, reversed.length);
      List<Value> rows = unroll(call, sequence, cell, reversed[d]);
      outputs.add(rows);
      hidden.add(cell.hidden());
      cells.add(cell.memory());
    }
    List<Value> made = new ArrayList<>();
    made.add(sequence(call, sequence, outputs, reversed));
    made.add(states(call, sequence, hidden));
    if (gates == 4) {
      made.add(states(call, sequence, cells));
    }
    return made;
  }

  /** The hidden state after each step. */
  private static List<Value> unroll(
      OpCall call, Sequence sequence, RecurrentCell cell, boolean reverse) {
    Value projected = cell.project(call.operand(0));
    int width = projected.shape().last();
    List<Value> rows = new ArrayList<>();
    for (int step = 0; step < sequence.steps(); step++) {
      int[] source = new int[sequence.batch() * width];
      for (int i = 0; i < source.length; i++) {
        int sample = i / width;
        int time = Math.max(sequence.time(step, sample, reverse), 0);
        source[i] = sequence.row(time, sample) * width + i % width;
      }
      Shape shape = Shape.of(sequence.batch(), width);
      cell.step(call.move(projected, new Movement(shape, source)), step);
      rows.add(cell.hidden());
    }
    return rows;
  }

  /** All hidden states in the order of time; zeros after the end of a sample. */
  private static Value sequence(
      OpCall call, Sequence sequence, List<List<Value>> outputs, boolean[] reversed) {
    int directions = reversed.length;
    List<Value> parts = new ArrayList<>();
    outputs.forEach(parts::addAll);
    parts.add(Constant.scalar(0, call.operand(0).type()));
    int hidden = sequence.hidden();
    int size = sequence.steps() * directions * sequence.batch() * hidden;
    int[] which = new int[size];
    int[] source = new int[size];
    for (int d = 0; d < directions; d++) {
      for (int sample = 0; sample < sequence.batch(); sample++) {
        boolean[] reached = new boolean[sequence.steps()];
        int[] steps = new int[sequence.steps()];
        for (int step = 0; step < sequence.steps(); step++) {
          int time = sequence.time(step, sample, reversed[d]);
          if (time >= 0) {
            reached[time] = true;
            steps[time] = step;
          }
        }
        for (int time = 0; time < sequence.steps(); time++) {
          int row =
              sequence.batchFirst()
                  ? (sample * sequence.steps() + time) * directions + d
                  : (time * directions + d) * sequence.batch() + sample;
          for (int k = 0; k < hidden; k++) {
            which[row * hidden + k] =
                reached[time] ? d * sequence.steps() + steps[time] : parts.size() - 1;
            source[row * hidden + k] = reached[time] ? sample * hidden + k : 0;
          }
        }
      }
    }
    Shape shape =
        sequence.batchFirst()
            ? call.shape(sequence.batch(), sequence.steps(), directions, hidden)
            : call.shape(sequence.steps(), directions, sequence.batch(), hidden);
    return Joins.rearrange(call, shape, parts, which, source);
  }

  /** The last state of each direction. */
  private static Value states(OpCall call, Sequence sequence, List<Value> states) {
    int directions = states.size();
    int hidden = sequence.hidden();
    int[] which = new int[directions * sequence.batch() * hidden];
    int[] source = new int[which.length];
    for (int i = 0; i < which.length; i++) {
      int row = i / hidden;
      int sample = sequence.batchFirst() ? row / directions : row % sequence.batch();
      which[i] = sequence.batchFirst() ? row % directions : row / sequence.batch();
      source[i] = sample * hidden + i % hidden;
    }
    Shape shape =
        sequence.batchFirst()
            ? call.shape(sequence.batch(), directions, hidden)
            : call.shape(directions, sequence.batch(), hidden);
    return Joins.rearrange(call, shape, states, which, source);
  }

  /** The functions of a direction, by their names. */
  static Kind[] activations(OpCall call, int direction, Kind... absent) {
    if (call.reals("activation_alpha") != null || call.reals("activation_beta") != null) {
      throw call.refusal(
          "gives parameters to its activations; only activations without any are supported");
    }
    List<String> names = call.strings("activations");
    Kind[] kinds = absent.clone();
    for (int i = 0; i < kinds.length; i++) {
      int at = direction * kinds.length + i;
      if (at < names.size()) {
        kinds[i] = kind(call, names.get(at));
      }
    }
    return kinds;
  }

  private static Kind kind(OpCall call, String name) {
    return Arrays.stream(
            new Kind[] {Kind.SIGMOID, Kind.TANH, Kind.RELU, Kind.SOFTSIGN, Kind.SOFTPLUS})
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                call.refusal(
                    "has activation '%s'; only Sigmoid, Tanh, Relu, Softsign and Softplus are "
                            .formatted(name)
                        + "supported"));
  }
}
