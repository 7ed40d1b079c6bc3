package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lucerna.ops.function.Kind;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** One direction of a recurrent operator: its weights, and the state after the steps so far. */
final class RecurrentCell {
  private final OpCall call;
  private final Sequence sequence;
  private final int gates;
  private final Kind[] functions;
  private final Constant weights;
  private final Constant recurrence;
  private final double[] inputBias;
  private final double[] stateBias;
  private final @Nullable Constant peepholes;
  private final Rule rule;
  private final double clip;
  private Value hidden;
  private Value memory;

  /** Makes the next states of the step's projected inputs: the hidden one, then the memory. */
  private interface Rule {
    List<Value> step(RecurrentCell cell, Value inputs);
  }

  private RecurrentCell(
      OpCall call,
      Sequence sequence,
      int direction,
      int directions,
      int gates,
      Rule rule,
      Kind... functions) {
    this.call = call;
    this.sequence = sequence;
    this.gates = gates;
    this.rule = rule;
    this.functions = RecurrentRules.activations(call, direction, functions);
    int size = sequence.hidden();
    int rows = gates * size;
    weights =
        matrix(
            Sequence.part(
                call, 1, "weights", direction, directions, Shape.of(rows, sequence.features())));
    recurrence =
        matrix(Sequence.part(call, 2, "weights", direction, directions, Shape.of(rows, size)));
    Constant bias = Sequence.part(call, 3, "biases", direction, directions, Shape.of(2 * rows));
    double[] both = bias == null ? new double[2 * rows] : bias.values();
    inputBias = Arrays.copyOf(both, rows);
    stateBias = Arrays.copyOfRange(both, rows, 2 * rows);
    peepholes = Sequence.part(call, 7, "peepholes", direction, directions, Shape.of(3 * size));
    clip = call.real("clip", 0);
    hidden = sequence.initial(call, 5, direction, directions);
    memory = gates == 4 ? sequence.initial(call, 6, direction, directions) : hidden;
  }

  static RecurrentCell rnn(OpCall call, Sequence sequence, int direction, int directions) {
    return new RecurrentCell(
        call, sequence, direction, directions, 1, RecurrentCell::rnnStep, Kind.TANH);
  }

  static RecurrentCell gru(OpCall call, Sequence sequence, int direction, int directions) {
    boolean linear = call.integer("linear_before_reset", 0) != 0;
    return new RecurrentCell(
        call,
        sequence,
        direction,
        directions,
        3,
        (cell, inputs) -> cell.gruStep(inputs, linear),
        Kind.SIGMOID,
        Kind.TANH);
  }

  static RecurrentCell lstm(OpCall call, Sequence sequence, int direction, int directions) {
    return new RecurrentCell(
        call,
        sequence,
        direction,
        directions,
        4,
        RecurrentCell::lstmStep,
        Kind.SIGMOID,
        Kind.TANH,
        Kind.TANH);
  }

  Value hidden() {
    return hidden;
  }

  Value memory() {
    return memory;
  }

  /** The inputs of all steps by the gates' weights. */
  Value project(Value x) {
    long rows = (long) sequence.steps() * sequence.batch();
    return product(x, call.shape(rows, inputBias.length), weights, inputBias);
  }

  /** Moves the states on by what {@link #project} made of one step; ended samples keep theirs. */
  void step(Value inputs, int step) {
    List<Value> next = rule.step(this, inputs);
    hidden = kept(next.getFirst(), hidden, step);
    memory = kept(next.getLast(), memory, step);
  }

  private Value kept(Value next, Value before, int step) {
    if (sequence.isFull(step)) {
      return next;
    }
    int[] which = new int[next.shape().size()];
    int[] source = new int[which.length];
    for (int i = 0; i < which.length; i++) {
      which[i] = step < sequence.lengths()[i / sequence.hidden()] ? 0 : 1;
      source[i] = i;
    }
    return Joins.rearrange(call, next.shape(), List.of(next, before), which, source);
  }

  private List<Value> rnnStep(Value inputs) {
    Value next = act(0, Elements.add(call, inputs, recur(hidden, recurrence, stateBias)));
    return List.of(next, next);
  }

  /* Gates z, r, h. */
  private List<Value> gruStep(Value inputs, boolean linear) {
    int size = sequence.hidden();
    int split = 2 * size;
    Value gated;
    Value candidate;
    if (linear) {
      Value all = recur(hidden, recurrence, stateBias);
      gated = Elements.add(call, columns(inputs, 0, split), columns(all, 0, split));
      Value reset = act(0, columns(gated, size, split));
      candidate =
          Elements.add(
              call,
              columns(inputs, split, split + size),
              Elements.multiply(call, reset, columns(all, split, split + size)));
    } else {
      Value first = recur(hidden, part(recurrence, 0, split), Arrays.copyOf(stateBias, split));
      gated = Elements.add(call, columns(inputs, 0, split), first);
      Value reset = act(0, columns(gated, size, split));
      Value second =
          recur(
              Elements.multiply(call, reset, hidden),
              part(recurrence, split, split + size),
              Arrays.copyOfRange(stateBias, split, split + size));
      candidate = Elements.add(call, columns(inputs, split, split + size), second);
    }
    Value update = act(0, columns(gated, 0, size));
    Value fresh = act(1, candidate);
    /* (1 - z) h' + z h = h' + z (h - h') */
    Value step = Elements.multiply(call, update, Elements.subtract(call, hidden, fresh));
    Value next = Elements.add(call, fresh, step);
    return List.of(next, next);
  }

  /* Gates i, o, f, c. */
  private List<Value> lstmStep(Value inputs) {
    int size = sequence.hidden();
    Value all = Elements.add(call, inputs, recur(hidden, recurrence, stateBias));
    Value in = act(0, peeped(columns(all, 0, size), 0, memory));
    Value forget = act(0, peeped(columns(all, 2 * size, 3 * size), 2, memory));
    Value fresh = act(1, columns(all, 3 * size, 4 * size));
    Value next =
        Elements.add(
            call, Elements.multiply(call, forget, memory), Elements.multiply(call, in, fresh));
    Value out = act(0, peeped(columns(all, size, 2 * size), 1, next));
    Value shown = Elements.apply(call, next, functions[2]);
    return List.of(Elements.multiply(call, out, shown), next);
  }

  private Value peeped(Value gate, int number, Value state) {
    if (peepholes == null) {
      return gate;
    }
    int size = sequence.hidden();
    var row =
        new Constant(
            Shape.of(size),
            Arrays.copyOfRange(peepholes.values(), number * size, (number + 1) * size),
            peepholes.type());
    return Elements.add(call, gate, Elements.multiply(call, state, row));
  }

  private Value act(int function, Value x) {
    Value held = clip > 0 ? Elements.apply(call, x, Kind.CLIP, -clip, clip) : x;
    return Elements.apply(call, held, functions[function]);
  }

  private Value recur(Value state, Constant matrix, double[] bias) {
    return product(state, call.shape(sequence.batch(), bias.length), matrix, bias);
  }

  private Value product(Value x, Shape shape, Constant matrix, double[] bias) {
    return Products.linear(call, x, shape, matrix, bias);
  }

  /** Columns of each sample's row. */
  private Value columns(Value x, int from, int to) {
    int width = x.shape().last();
    int[] source = new int[sequence.batch() * (to - from)];
    for (int i = 0; i < source.length; i++) {
      source[i] = i / (to - from) * width + from + i % (to - from);
    }
    return call.move(x, new Movement(Shape.of(sequence.batch(), to - from), source));
  }

  /** ONNX's weights are outputs x inputs. */
  private Constant matrix(@Nullable Constant rows) {
    Constant known = Objects.requireNonNull(rows);
    Shape shape = Shape.of(1, known.shape().dim(0), known.shape().dim(1));
    var single = new Constant(shape, known.values(), known.type());
    return (Constant) call.move(single, Movement.transpose(shape, 0, 2, 1));
  }

  /** Columns of a matrix of weights; {@code gates} blocks of them in all. */
  private Constant part(Constant matrix, int from, int to) {
    int width = gates * sequence.hidden();
    int rows = matrix.shape().dim(1);
    double[] values = new double[rows * (to - from)];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.values()[i / (to - from) * width + from + i % (to - from)];
    }
    return new Constant(Shape.of(1, rows, to - from), values, matrix.type());
  }
}
