package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;

/** Steps element by element, on operands whose shapes broadcast; constants are computed at once. */
final class Elements {
  private Elements() {}

  /** Repeats a value along axes to make it of {@code shape}. */
  static Value broadcast(OpCall call, Value value, Shape shape) {
    return call.move(value, Movement.broadcast(value.shape(), shape));
  }

  /** Brings values to their common shape. */
  static List<Value> together(OpCall call, List<Value> values) {
    Shape shape = values.getFirst().shape();
    for (Value value : values) {
      shape = ArithmeticRules.broadcast(call, shape, value.shape());
    }
    List<Value> same = new ArrayList<>();
    for (Value value : values) {
      same.add(broadcast(call, value, shape));
    }
    return same;
  }

  static Value add(OpCall call, Value a, Value b) {
    return combine(call, List.of(a, b), 1, 1);
  }

  static Value subtract(OpCall call, Value a, Value b) {
    return combine(call, List.of(a, b), 1, -1);
  }

  static Value scale(OpCall call, Value x, double factor) {
    return combine(call, List.of(x), factor);
  }

  static Value shift(OpCall call, Value x, double summand) {
    return summand == 0 ? x : add(call, x, Constant.scalar(summand, x.type()));
  }

  /** The sum of terms by public factors. */
  static Value combine(OpCall call, List<Value> terms, double... factors) {
    List<Value> same = together(call, terms);
    Shape shape = same.getFirst().shape();
    ElementType type = terms.getFirst().type();
    Map<Activation, Double> tensors = new LinkedHashMap<>();
    double[] constant = new double[shape.size()];
    for (int t = 0; t < factors.length; t++) {
      switch (same.get(t)) {
        case Activation x -> {
          if (factors[t] != 0) {
            tensors.merge(x, factors[t], Double::sum);
          }
        }
        case Constant x -> {
          for (int i = 0; i < constant.length; i++) {
            constant[i] += factors[t] * x.values()[i];
          }
        }
      }
    }
    var sum = new Constant(shape, constant, type);
    if (tensors.isEmpty()) {
      return sum;
    }
    if (Arrays.stream(constant).allMatch(value -> value == 0)) {
      return combine(call, tensors, shape, type);
    }
    /* On the way to 0 and 1, sums are other integers. */
    ElementType partial = type == ElementType.BOOL ? ElementType.INT64 : type;
    Activation combined = combine(call, tensors, shape, partial);
    return call.graph().addConstant(call, combined, call.mask(sum), type);
  }

  private static Activation combine(
      OpCall call, Map<Activation, Double> terms, Shape shape, ElementType type) {
    List<Activation> tensors = List.copyOf(terms.keySet());
    double[] factors = terms.values().stream().mapToDouble(Double::doubleValue).toArray();
    boolean plain = Arrays.stream(factors).allMatch(factor -> factor == 1);
    if (plain && factors.length == 1) {
      return tensors.getFirst();
    }
    if (plain && factors.length == 2) {
      return call.graph().addTensors(call, tensors.getFirst(), tensors.getLast());
    }
    call.finite(new Constant(Shape.of(factors.length), factors, type));
    return call.graph()
        .node(
            call,
            shape,
            type,
            List.copyOf(tensors),
            (name, in, out) -> new Node.Combine(name, in, factors, out));
  }

  static Value multiply(OpCall call, Value a, Value b) {
    List<Value> same = together(call, List.of(a, b));
    Shape shape = same.getFirst().shape();
    if (b instanceof Constant factors && a instanceof Activation) {
      return Scaling.times(call, same.getFirst(), factors);
    }
    if (a instanceof Constant factors && b instanceof Activation) {
      return Scaling.times(call, same.getLast(), factors);
    }
    if (same.getFirst().equals(same.getLast()) && a.type().isFloat()) {
      return apply(call, same.getFirst(), Kind.SQUARE);
    }
    return pair(call, shape, a.type(), same, Node.Multiply::new);
  }

  /** The quotient, which of integers is rounded toward 0. */
  static Value divide(OpCall call, Value a, Value b) {
    ElementType type = a.type();
    if (!type.isFloat()) {
      return pair(
          call,
          together(call, List.of(a, b)),
          type,
          (name, x, y, out) -> new Node.Divide(name, x, y, out, Node.Divide.Rounding.TRUNCATE));
    }
    if (b instanceof Constant divisor) {
      double[] factors = Arrays.stream(divisor.values()).map(value -> 1 / value).toArray();
      return multiply(call, a, new Constant(divisor.shape(), factors, type));
    }
    if (a instanceof Constant) {
      return multiply(call, a, apply(call, b, Kind.RECIPROCAL));
    }
    return pair(
        call,
        together(call, List.of(a, b)),
        type,
        (name, x, y, out) -> new Node.Divide(name, x, y, out, Node.Divide.Rounding.NONE));
  }

  static Value remainder(OpCall call, Value a, Value b, boolean fmod) {
    return pair(
        call,
        together(call, List.of(a, b)),
        a.type(),
        (name, x, y, out) -> new Node.Remainder(name, x, y, out, fmod));
  }

  static Value apply(OpCall call, Value x, Kind kind, double... parameters) {
    return apply(call, x, RealFunction.IDENTITY.then(Step.of(kind, parameters)));
  }

  static Value apply(OpCall call, Value x, RealFunction function) {
    return apply(call, x, x.type(), function);
  }

  /** A function whose values are of another type. */
  static Value apply(OpCall call, Value x, ElementType type, RealFunction function) {
    return call.graph()
        .add(
            call,
            x.shape(),
            type,
            List.of(x),
            (name, in, out) -> new Node.Apply(name, in.getFirst(), out, function));
  }

  static Value square(OpCall call, Value x) {
    return x.type().isFloat() ? apply(call, x, Kind.SQUARE) : multiply(call, x, x);
  }

  /** Of integers max(x, 0) + max(-x, 0), which is exact. */
  static Value abs(OpCall call, Value x) {
    return x.type().isFloat()
        ? apply(call, x, Kind.ABS)
        : add(call, relu(call, x), relu(call, scale(call, x, -1)));
  }

  /** The same elements, taken for another type. */
  static Value as(Value value, ElementType type) {
    return switch (value) {
      case Activation x -> new Activation(x.tensor(), x.shape(), type);
      case Constant x -> new Constant(x.shape(), x.values(), type);
    };
  }

  /** The greatest of several; of a tensor and a constant, c + max(x - c, 0). */
  static Value greatest(OpCall call, List<Value> values) {
    List<Value> same = together(call, values);
    if (same.size() == 1) {
      return same.getFirst();
    }
    if (same.size() == 2 && same.stream().filter(Constant.class::isInstance).count() == 1) {
      boolean first = same.getFirst() instanceof Constant;
      Value x = first ? same.getLast() : same.getFirst();
      Value c = first ? same.getFirst() : same.getLast();
      return add(call, relu(call, subtract(call, x, c)), c);
    }
    return Groups.maximum(call, Joins.stack(call, same), same.getFirst().shape());
  }

  static Value least(OpCall call, List<Value> values) {
    List<Value> negated = values.stream().map(value -> scale(call, value, -1)).toList();
    return values.size() == 1 ? values.getFirst() : scale(call, greatest(call, negated), -1);
  }

  static Value relu(OpCall call, Value x) {
    return call.graph()
        .add(
            call,
            x.shape(),
            x.type(),
            List.of(x),
            (name, in, out) -> new Node.Relu(name, in.getFirst(), out));
  }

  /** 1 where {@code a < b}, else 0. */
  static Value less(OpCall call, Value a, Value b) {
    return compare(call, a, b, Node.Less::new);
  }

  /** 1 where {@code a == b}, else 0. */
  static Value equal(OpCall call, Value a, Value b) {
    return compare(call, a, b, Node.Equal::new);
  }

  /** 1 - x. */
  static Value not(OpCall call, Value x) {
    return shift(call, scale(call, x, -1), 1);
  }

  /** Comparing with secret constants is comparing the difference with 0. */
  private static Value compare(OpCall call, Value a, Value b, Pair maker) {
    List<Value> same = together(call, List.of(a, b));
    Value left = same.getFirst();
    Value right = same.getLast();
    if (left instanceof Constant != right instanceof Constant
        && !Joins.isPublic(left)
        && !Joins.isPublic(right)) {
      left = subtract(call, left, right);
      right = Constant.scalar(0, left.type());
    }
    return pair(call, together(call, List.of(left, right)), ElementType.BOOL, maker);
  }

  private static Value pair(OpCall call, List<Value> same, ElementType type, Pair maker) {
    return pair(call, same.getFirst().shape(), type, same, maker);
  }

  /** Public constants beside a tensor are laid out for free. */
  private static Value pair(
      OpCall call, Shape shape, ElementType type, List<Value> same, Pair maker) {
    Value a = same.getFirst();
    Value b = same.getLast();
    if (a instanceof Activation x && b instanceof Constant y && Joins.isPublic(y)) {
      b = Joins.constant(call, x, y);
    } else if (b instanceof Activation y && a instanceof Constant x && Joins.isPublic(x)) {
      a = Joins.constant(call, y, x);
    }
    return call.graph()
        .add(
            call,
            shape,
            type,
            List.of(a, b),
            (name, in, out) -> maker.make(name, in.getFirst(), in.getLast(), out));
  }

  /** Makes a node that reads two tensors. */
  private interface Pair {
    Node make(String name, String a, String b, String output);
  }
}
